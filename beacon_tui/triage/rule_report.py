"""Rules as text and as JSON, for the command line."""

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from beacon_tui.errors import AllowlistError
from beacon_tui.render.candidates import STRONG
from beacon_tui.render.text import cells, clean
from beacon_tui.triage.rules import FIELDS, Rule
from beacon_tui.triage.seen import known_of
from beacon_tui.triage.view import View
from beacon_tui.units import count


def rules_text(rules: Sequence[Rule]) -> str:
    """Rules as a table with a line each; empty when there is none."""
    lines = [["#", "STATE", "RULE", "REASON", "EXPIRES", "AUTHOR", "ADDED"]]
    for number, rule in enumerate(rules, 1):
        reason = rule.text() if rule.origin == "starter" else rule.reason
        lines.append([_number(number, rule), rule.state(), _words(rule), reason, rule.expires, rule.author, rule.added])
    return _aligned(lines) if rules else ""


def rules_json(rules: Sequence[Rule]) -> str:
    """Rules as a list of objects with all fields, null where a rule says nothing."""
    listed = [
        {"number": number if rule.origin == "user" else None, "state": rule.state(), "origin": rule.origin}
        | {field: None if getattr(rule, field) == "" else getattr(rule, field) for field in FIELDS}
        for number, rule in enumerate(rules, 1)
    ]
    return json.dumps(listed, indent=2) + "\n"


def check_text(entries: Sequence[Rule | AllowlistError], view: View | None) -> str:
    """Every rule that can be used with what is to be heeded of it, and what it hides in a view."""
    lines = [["#", "STATE", *(["HIDES", "STRONG"] if view else []), "RULE", "NOTE"]]
    first: dict[object, int] = {}
    for number, rule in enumerate(entries, 1):
        if isinstance(rule, AllowlistError):
            lines.append([str(number), "broken", *(["", ""] if view else []), "", ""])
            continue
        same = first.setdefault(rule.covers, number)
        account = f"its account was {known_of(view.results.accounts, rule.account)}" if view and rule.account else ""
        notes = [f"covers the same as {same}" if same != number else "", account]
        hides = _hides(rule, view) if view else []
        lines.append([str(number), rule.state(), *hides, _words(rule), ", ".join(filter(None, notes))])
    return _aligned(lines) if entries else ""


def _hides(rule: Rule, view: View) -> list[str]:
    """How many candidates a rule hides, and how many of them have a strong score."""
    covered = view.covered([rule])
    strong = np.asarray(view.results.columns["score"], np.float64)[covered] >= STRONG
    return [count(int(covered.sum())), count(int(strong.sum()))]


def _number(number: int, rule: Rule) -> str:
    """The number by which a rule is removed; the starter list's have none."""
    return str(number) if rule.origin == "user" else ""


def _words(rule: Rule) -> str:
    """What a rule covers."""
    return replace(rule, origin="user").text()


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    """Lines of texts in columns as wide as their widest text."""
    shown = [[clean(text) for text in line] for line in lines]
    widths = [max(map(cells, column)) for column in zip(*shown, strict=True)]
    padded = (
        "  ".join(text + " " * (width - cells(text)) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in shown
    )
    return "\n".join(padded) + "\n"
