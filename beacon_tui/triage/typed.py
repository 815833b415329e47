"""A rule typed as a line: what it would hide while it is typed, and writing it."""

from dataclasses import replace

import numpy as np

from beacon_tui.errors import AllowlistError
from beacon_tui.render.candidates import STRONG
from beacon_tui.triage.desk import Desk
from beacon_tui.triage.rule_line import rule_of
from beacon_tui.triage.rules import Rule, RuleError
from beacon_tui.units import many


def typed_words(desk: Desk, line: str, old: Rule | None) -> str:
    """What a rule covers, as a sentence, or what is wrong with it; an `old` one is edited."""
    try:
        rule = rule_of(line, old)
    except RuleError as error:
        return error.sentence
    covered = desk.view.covered([replace(rule, enabled=True, expires="")])
    strong = int((np.asarray(desk.results.columns["score"], np.float64)[covered] >= STRONG).sum())
    words = f"It covers {many(int(covered.sum()), 'candidate')}, {strong:,} with a score of {STRONG * 100:.0f} or more."
    return words if rule.state() == "in force" else f"{words} It is {rule.state()}, so it hides none."


def write_line(desk: Desk, line: str, old: Rule | None) -> str:
    """Write a rule, in the place of an `old` one if there is one; return what was done; raises AllowlistError."""
    try:
        rule = rule_of(line, old)
    except RuleError as error:
        raise AllowlistError(error.sentence) from error
    if old is None:
        return f"Added: {rule.text()}" if desk.allow([rule]) else "The allowlist has this rule already"
    if rule == old:
        return "Nothing was changed"
    did = desk.change(f"changed {old.text()} to {rule.text()}", [(old, rule)])
    return f"Changed to {rule.text()}" if did else "This rule is no longer in the file"
