"""Which rule covers which candidate."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from beacon_tui.triage.ranks import Flags, TableRanks, name_key, network_keys
from beacon_tui.triage.rules import BROADCAST, Rule, network

NO_RULE = -1
"""Stands for "no rule" where the index of a rule is given."""


def matches(rule: Rule, ranks: TableRanks) -> Flags:
    """Say which candidates a rule covers; what is unknown of a candidate agrees with no rule.

    A candidate with several destinations has no `dst`, so a rule with one leaves it alone, even where it
    covers every address: only a rule on its name, source, port or service hides it. Case does not matter.
    """
    covered = np.full(len(ranks.columns["src"]), rule.account is None)  # no candidate has an account that is known
    for field in ("src", "dst"):
        text = getattr(rule, field)
        if text == BROADCAST:
            covered &= ranks.broadcast
        elif text is not None:
            covered &= ranks.address(field).between(*network_keys(network(field, text)))
    if rule.name is not None:
        covered &= _has_name(rule.name, ranks)
    if rule.port is not None:
        covered &= ranks.columns["port"] == rule.port
    for field in ("proto", "service"):
        text = getattr(rule, field)
        if text is not None:
            covered &= ranks.text(field).equal(text.lower())
    return covered


def _has_name(name: str, ranks: TableRanks) -> Flags:
    """Say which candidates have a name, or for `*.` one at or below it."""
    if not name.startswith("*."):
        return ranks.names.equal(name_key(name))
    top = name_key(name.removeprefix("*."))
    return ranks.names.equal(top) | ranks.names.between(top + ".", top + "/")  # `/` comes right after `.`


def first_match(rules: Sequence[Rule], ranks: TableRanks) -> NDArray[np.int64]:
    """For each candidate the index of the first rule that covers it, or NO_RULE; shape (candidates,)."""
    first = np.full(len(ranks.columns["src"]), NO_RULE, np.int64)
    for index in reversed(range(len(rules))):
        first[matches(rules[index], ranks)] = index
    return first
