"""The starter list: rules for the chatter of ordinary networks, shipped with the program and never edited by it."""

from functools import cache
from importlib.resources import files
from typing import Final

from beacon_tui.triage.rule_file import parse_rules
from beacon_tui.triage.rules import Rule, today

FILE: Final = "starter.toml"
"""Name of the list beside this module, an allowlist like the user's."""


@cache
def starter_rules() -> tuple[Rule, ...]:
    """Read the shipped rules."""
    return parse_rules(files(__package__).joinpath(FILE).read_text("utf-8"), FILE, "starter")


def in_force(own: tuple[Rule, ...], starter: bool) -> tuple[Rule, ...]:
    """Return all rules that count: the user's own first, so that they are named where both cover a candidate.

    What is disabled or expired does not count.
    """
    day = today()
    mine = tuple(rule for rule in own if rule.state(day) == "in force")
    return mine + starter_rules() if starter else mine
