"""Candidates known again after the logs have grown, or were read anew."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from beacon_tui.analysis.model import Results
from beacon_tui.triage.query.parse import EVERYTHING, Query
from beacon_tui.triage.ranks import address_key
from beacon_tui.triage.view import Spec, View

Identity = tuple[object, ...]
"""Who a candidate is, whatever is known of it."""

_WHO: Final = ("kind", "src", "dst", "domain", "port", "proto")


def identity(results: Results, row: int) -> Identity:
    """Who a candidate is; a group without a name is told by the bytes that it sends as well."""
    who = tuple(results.columns[name][row] for name in _WHO)
    return (*who, results.columns["orig_bytes_median"][row]) if who[0] == "group" else who


def known_again(old: Results, rows: Iterable[int], new: View) -> dict[int, int]:
    """For each of some candidates of former results its row in a view, where it is there."""
    found = {}
    for row in rows:
        wanted = identity(old, row)
        sources = new.ranks.address("src")
        among = sources.rows([sources.equal(address_key(str(wanted[1])))])
        same = next((one for one in among.tolist() if identity(new.results, one) == wanted), None)
        if same is not None:
            found[row] = same
    return found


def standing_out(view: View, score: float, where: Query = EVERYTHING) -> dict[Identity, int]:
    """The candidates with a score of so much or more that neither a rule nor a filter hides, and their rows."""
    rows = view.rows(Spec(where=where))
    rows = rows[np.asarray(view.results.columns["score"], np.float64)[rows] >= score]
    return {identity(view.results, row): row for row in rows.tolist()}
