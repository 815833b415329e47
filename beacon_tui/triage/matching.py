"""Which rule covers which candidate, and the plainest rule for one."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from beacon_tui.analysis.model import Results
from beacon_tui.errors import AllowlistError
from beacon_tui.triage.ranks import Flags, TableRanks, is_address, name_key, network_keys
from beacon_tui.triage.rules import BROADCAST, Rule, RuleError, network

NO_RULE = -1
"""Stands for "no rule" where the index of a rule is given."""

UNKNOWN_PORT = -1
"""Stands for an unknown port in the candidate table."""


def matches(rule: Rule, ranks: TableRanks) -> Flags:
    """Say which candidates a rule covers; what is unknown of a candidate agrees with no rule.

    A candidate with several destinations has no `dst`, so a rule with one leaves it alone, even where it
    covers every address: only a rule on its name, source, port or service hides it. Case does not matter.
    """
    covered = np.ones(len(ranks.columns["src"]), np.bool_)
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


def rule_for(results: Results, row: int, reason: str = "", now: datetime | None = None) -> Rule:
    """Make the plainest rule that covers candidate `row`: its pair, or its source and name.

    Raises AllowlistError when no such rule can be written.
    """
    value = {name: values[row] for name, values in results.columns.items()}
    added = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    is_name = value["kind"] == "name"
    try:
        for field in ("src", "domain") if is_name else ("src", "dst", "port"):
            if value[field] is None or value[field] == UNKNOWN_PORT:
                raise RuleError(field, "is unknown, so the rule would cover more than this")
            if field in ("src", "dst") and not is_address(value[field]):
                raise RuleError(field, f"{value[field]!a} is no address")
        if not is_name:
            port = int(value["port"])
            return Rule(value["src"], value["dst"], None, port, value["proto"], None, reason, added)
        if "*" in value["domain"]:
            raise RuleError("domain", f"{value['domain']!a} would be read as a pattern")
        return Rule(src=value["src"], name=value["domain"], reason=reason, added=added)
    except RuleError as error:
        raise AllowlistError(f"No rule can be made for this candidate: {error.field} {error.reason}.") from error
