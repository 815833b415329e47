"""Rules read from a plain list: a name, an address or a network a line, as block and allow lists are published."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from beacon_tui.triage.rules import Rule, RuleError

End = Literal["src", "dst"]
"""Whose addresses they are."""

_NAME: Final = re.compile(r"(?:\*\.)?[\w-]+(?:\.[\w-]+)*\.?")
_NUMBER: Final = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?", re.IGNORECASE)
"""What ends in a number is no name but an address, or meant as one."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list holds."""

    rules: tuple[Rule, ...]
    """One for each line that differs."""
    repeated: int
    """Lines that say again what one before them said."""
    mistakes: tuple[str, ...]
    """What is wrong with the others, naming their line."""


def read_listing(lines: Iterable[str], end: End = "dst", reason: str = "", expires: str = "") -> Listing:
    """Read a list; `#` begins a comment. Addresses and networks are those of one `end`, names of servers."""
    rules: dict[object, Rule] = {}
    repeated, mistakes = 0, []
    for number, line in enumerate(lines, 1):
        text = line.lstrip("\ufeff").partition("#")[0].strip()
        if not text:
            continue
        try:
            rule = _rule(text, end, reason, expires)
        except RuleError as error:
            mistakes.append(f"line {number:,}: {error.reason}")
            continue
        repeated += rule.covers in rules
        rules.setdefault(rule.covers, rule)
    return Listing(tuple(rules.values()), repeated, tuple(mistakes))


def _rule(text: str, end: End, reason: str, expires: str) -> Rule:
    """The rule that a line means; raises RuleError."""
    if _NAME.fullmatch(text) and not _NUMBER.fullmatch(text):
        return Rule(name=text.rstrip(".").lower(), reason=reason, expires=expires)
    try:
        src, dst = (text, None) if end == "src" else (None, text)
        return Rule(src, dst, reason=reason, expires=expires)
    except RuleError as error:
        if error.field != end or "did you mean" in error.reason:
            raise
        raise RuleError(end, f"{text!a} is no name, no address and no network") from error
