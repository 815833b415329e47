"""A rule as one line of text to edit by hand: `src:10.0.0.0/8 name:*.x.example port:443 reason:'the updater'`."""

import re
import shlex
from dataclasses import replace
from datetime import timedelta
from difflib import get_close_matches
from math import ceil
from typing import Any, Final

from beacon_tui.triage.rules import MATCHING, Rule, RuleError, today
from beacon_tui.units import parse_seconds

LINE_FIELDS: Final = (*MATCHING, "reason", "expires")
"""The fields that stand in a line; the others stay as they are."""

_WORD: Final = re.compile(r"(\w+)[:=](.*)", re.DOTALL)
_PLAIN: Final = re.compile(r"[^\s'\"\\]+")


def line_of(rule: Rule) -> str:
    """Write a rule as a line."""
    values = ((field, getattr(rule, field)) for field in LINE_FIELDS)
    return " ".join(f"{field}:{_quoted(str(value))}" for field, value in values if value not in (None, ""))


def rule_of(line: str, like: Rule | None = None) -> Rule:
    """Read a line as a rule, with the fields that no line has from `like`; raises RuleError."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise RuleError("rule", "has a quote that is not closed") from error
    values: dict[str, Any] = {}
    for word in words:
        field, value = _field(word)
        if field in values:
            raise RuleError(field, "is given twice")
        values[field] = value
    if "expires" in values:
        values["expires"] = last_day(values["expires"])
    rule = Rule(**values)
    return replace(rule, author=like.author, added=like.added, enabled=like.enabled) if like else rule


def last_day(text: str) -> str:
    """Read a day such as 2026-12-31, or a length of time from today such as 30d, as a day; raises RuleError."""
    if "-" in text or not text:
        return text
    try:
        return (today() + timedelta(days=ceil(parse_seconds(text) / 86400))).isoformat()
    except (ValueError, OverflowError) as error:
        raise RuleError("expires", f"{text!a} is no day such as 2026-12-31 nor a time such as 30d") from error


def _field(word: str) -> tuple[str, str | int]:
    """Read one word of a line as a field and its value."""
    found = _WORD.fullmatch(word)
    if not found:
        raise RuleError("rule", f"{word!a} names no field: write it as dst:192.0.2.0/24, port:443 and the like")
    field, value = found[1].lower(), found[2]
    if field not in LINE_FIELDS:
        near = get_close_matches(field, LINE_FIELDS, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(LINE_FIELDS)}"
        raise RuleError(field, f"is no field of a rule; {hint}")
    if not value:
        raise RuleError(field, "is empty")
    if field != "port":
        return field, value
    if not (value.isascii() and value.isdigit() and len(value) < 9):
        raise RuleError("port", f"{value!a} is no whole number")
    return field, int(value)


def _quoted(value: str) -> str:
    """A value in quotes, where it could not be read back without them."""
    return value if _PLAIN.fullmatch(value) else shlex.quote(value)
