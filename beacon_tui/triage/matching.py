"""Which rule covers which candidate."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from beacon_tui.triage.ranks import Flags, Ranks, Rows, Span, TableRanks, name_key, network_keys
from beacon_tui.triage.rules import BROADCAST, Rule, network

NO_RULE = -1
"""Stands for "no rule" where the index of a rule is given."""


def matches(rule: Rule, ranks: TableRanks) -> Flags:
    """Say which candidates a rule covers, as `rows_of` does."""
    covered = np.zeros(len(ranks.columns["src"]), np.bool_)
    covered[rows_of(rule, ranks)] = True
    return covered


def first_match(rules: Sequence[Rule], ranks: TableRanks) -> Rows:
    """For each candidate the index of the first rule that covers it, or NO_RULE; shape (candidates,)."""
    first = np.full(len(ranks.columns["src"]), NO_RULE, np.int64)
    for index in reversed(range(len(rules))):
        first[rows_of(rules[index], ranks)] = index
    return first


def rows_of(rule: Rule, ranks: TableRanks) -> Rows:
    """Return the rows of the candidates that a rule covers, in any order; what is unknown agrees with no rule.

    A candidate with several destinations has no `dst`, so a rule with one leaves it alone, even where it
    covers every address: only a rule on its name, source, port or service hides it. A rule with an account covers
    whatever the sources do on which a server confirmed it. Case does not matter.
    """
    wanted = sorted(_wanted(rule, ranks), key=lambda one: one[0].count(one[1]))
    rows = wanted[0][0].rows(wanted[0][1]) if wanted else np.arange(len(ranks.columns["src"]))
    if rule.port is not None:
        rows = rows[ranks.columns["port"][rows] == rule.port]
    for column, spans in wanted[1:]:
        if column.count(spans) < len(column.rank):
            rows = rows[column.within(spans, rows)]
    return rows[ranks.broadcast[rows]] if rule.dst == BROADCAST else rows


def _wanted(rule: Rule, ranks: TableRanks) -> Iterator[tuple[Ranks[Any], list[Span]]]:
    """The ranked columns of which a rule wants something, and what."""
    for field in ("src", "dst"):
        text = getattr(rule, field)
        if text is not None and text != BROADCAST:
            yield ranks.address(field), [ranks.address(field).between(*_keys(field, text))]
    if rule.account is not None:
        yield ranks.address("src"), ranks.seen.confirmed(rule.account)
    if rule.name is not None:
        top = name_key(rule.name.removeprefix("*."))
        below = [ranks.names.between(top + ".", top + "/")]  # `/` comes right after `.`
        yield ranks.names, [ranks.names.equal(top), *(below if rule.name.startswith("*.") else [])]
    for field in ("proto", "service"):
        text = getattr(rule, field)
        if text is not None:
            yield ranks.text(field), [ranks.text(field).equal(text.lower())]


@lru_cache(65_536)
def _keys(field: str, text: str) -> tuple[bytes, bytes]:
    """Between which keys the addresses are that an address or network of a rule covers."""
    return network_keys(network(field, text))
