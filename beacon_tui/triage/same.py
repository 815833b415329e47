"""Candidates known again after the logs have grown, or were read anew."""

import json
from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import Final

import numpy as np

from beacon_tui.analysis.model import Results
from beacon_tui.triage.query.parse import EVERYTHING, Query
from beacon_tui.triage.ranks import TableRanks, address_key
from beacon_tui.triage.view import Spec, View

Identity = tuple[object, ...]
"""Who a candidate is, whatever is known of it."""

_WHO: Final = ("kind", "src", "dst", "domain", "port", "proto")


def identity(results: Results, row: int) -> Identity:
    """Who a candidate is; a group without a name is told by the bytes that it sends as well."""
    who = tuple(results.columns[name][row] for name in _WHO)
    return (*who, results.columns["orig_bytes_median"][row]) if who[0] == "group" else who


def name_of(results: Results, row: int) -> str:
    """Who a candidate is as a text, the same in every run, whatever is in the logs."""
    who = identity(results, row)
    return json.dumps([value if isinstance(value, str) else _number(value) for value in who])


def _number(value: object) -> float | None:
    """A number of any type as a plain one; None where it is not known."""
    return float(value) if isinstance(value, int | float | np.number) and value == value else None


def digest_of(results: Results, row: int) -> bytes:
    """Who a candidate is in 16 bytes, the same in every run."""
    return blake2b(name_of(results, row).encode(), digest_size=16).digest()


def _source(name: str) -> str | None:
    """The source of a candidate by its name; None where that is no name."""
    try:
        return str(json.loads(name)[1])
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def rows_of(results: Results, ranks: TableRanks, names: Collection[str]) -> dict[str, int]:
    """For each of some candidates by name, as `name_of` gives it, its row, where it is there."""
    sources = ranks.address("src")
    keys = {address_key(source) for name in names if (source := _source(name)) is not None}
    among = sources.rows([sources.equal(key) for key in keys]).tolist() if keys else ()
    found = dict[str, int]()
    for row in among:
        found.setdefault(name_of(results, row), row)
    return {name: found[name] for name in names if name in found}


def known_again(old: Results, rows: Iterable[int], new: View) -> dict[int, int]:
    """For each of some candidates of former results its row in a view, where it is there."""
    names = {row: name_of(old, row) for row in rows}
    found = rows_of(new.results, new.ranks, set(names.values()))
    return {row: found[name] for row, name in names.items() if name in found}


def standing_out(view: View, score: float, where: Query = EVERYTHING) -> dict[Identity, int]:
    """The candidates with a score of so much or more that neither a rule nor a filter hides, and their rows."""
    rows = view.rows(Spec(where=where))
    rows = rows[np.asarray(view.results.columns["score"], np.float64)[rows] >= score]
    return {identity(view.results, row): row for row in rows.tolist()}
