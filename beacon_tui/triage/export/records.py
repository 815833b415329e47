"""Candidates as plain records: one dict each, with every public name, for every export."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from beacon_tui.analysis.model import COLUMNS, Column
from beacon_tui.analysis.phases import Phase, phases_of
from beacon_tui.triage.view import View
from beacon_tui.units import UNKNOWN, iso

Record = dict[str, Any]
"""Values by public name: text as the log has it, int, float, bool, a list of texts or records, None where unknown."""

FIELDS: Final = (*(column.name for column in COLUMNS), "allowlisted", "allow_rule", "verdict", "note")
"""The names of a record, in order."""


def records(view: View, rows: Iterable[int], explain: Callable[[int, Sequence[Phase]], list[str]]) -> Iterator[Record]:
    """Make the records of some rows of the candidate table; `explain` gives the reasons of a row and its phases."""
    for row in rows:
        rule, phases = view.rule_of(row), phases_of(view.results, row)
        made = {
            "periods": [_phase(phase) for phase in phases] or None,
            "accounts": view.results.accounts.confirmed_on(view.results.columns["src"][row]),
            "flags": view.flags_of(row),
            "reasons": explain(row, phases),
        }
        record: Record = {
            column.name: made[column.name]
            if column.kind == "list"
            else _plain(column, view.results.columns[column.name][row])
            for column in COLUMNS
        }
        record["allowlisted"] = rule is not None
        record["allow_rule"] = None if rule is None else rule.text()
        verdict = view.known.of(row)
        record["verdict"], record["note"] = verdict.verdict or None, verdict.note or None
        yield record


def _phase(phase: Phase) -> Record:
    """Turn one of the periods of a candidate into a record of its own."""
    return {
        "period": _number(phase.period),
        "jitter": _number(phase.jitter),
        "share": phase.share,
        "first_seen": time(phase.first),
        "last_seen": time(phase.last),
    }


def _plain(column: Column, value: Any) -> Any:  # noqa: ANN401 - what the columns hold differs by kind
    """Turn one value of a column into one of a record."""
    if column.kind in ("text", "address"):
        return value if isinstance(value, str) else None
    if column.kind == "int":
        return None if value < 0 else int(value)
    if column.kind == "time":
        return time(float(value))
    return _number(value)


def _number(value: float) -> float | None:
    """Keep a number that is known."""
    return float(value) if np.isfinite(value) else None


def time(epoch: float) -> str | None:
    """Write seconds since 1970 as ISO 8601, or None where there is no such time."""
    text = iso(epoch)
    return None if text == UNKNOWN else text
