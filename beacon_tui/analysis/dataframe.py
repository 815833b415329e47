"""The candidate table as a pandas DataFrame, for those who work with it in Python."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from beacon_tui.analysis.model import COLUMNS, Column, Results
from beacon_tui.analysis.phases import Phase, phases_of
from beacon_tui.analysis.reasons import explain


def dataframe(results: Results) -> pd.DataFrame:
    """The candidates, one a row, labelled by their number; the columns are `COLUMNS`.

    `text` and `address` are `str`, NaN where unknown; `int` is Int64, NA where unknown; `time` is a UTC timestamp, NaT
    where unknown; all other numbers are float64, NaN where unknown. `accounts`, `flags` and `reasons` are lists of
    texts, `periods` is a list of dicts with `period`, `jitter`, `share`, `first_seen` and `last_seen`; a list is empty,
    never missing.
    """
    phases = [phases_of(results, row) for row in range(len(results))]
    lists: dict[str, list[Any]] = {
        "periods": [[_period(phase) for phase in some] for some in phases],
        "accounts": [results.accounts.confirmed_on(src) for src in results.columns["src"]],
        "flags": [results.flags_of(row) for row in range(len(results))],
        "reasons": [explain(results, row, some) for row, some in enumerate(phases)],
    }
    columns = {
        column.name: pd.Series(lists[column.name], dtype=object)
        if column.kind == "list"
        else _series(column, results.columns[column.name])
        for column in COLUMNS
    }
    return pd.DataFrame(columns)


def _series(column: Column, values: NDArray[Any]) -> "pd.Series[Any]":
    """One column in the type that suits its kind."""
    if column.kind in ("text", "address"):
        return pd.Series(values, dtype="str")
    if column.kind == "int":
        known = pd.Series(values, dtype="Int64")
        return known.mask(known < 0)
    return pd.Series(_timestamps(values)) if column.kind == "time" else pd.Series(values, dtype="float64")


def _timestamps(seconds: NDArray[np.float64]) -> pd.DatetimeIndex:
    """Seconds since 1970 as UTC times to the microsecond, NaT where there is none."""
    return pd.to_datetime(np.round(np.asarray(seconds) * 1e6), unit="us", utc=True).as_unit("us")


def _period(phase: Phase) -> dict[str, Any]:
    """One period of a candidate."""
    first, last = _timestamps(np.array([phase.first, phase.last]))
    return {
        "period": phase.period,
        "jitter": phase.jitter,
        "share": phase.share,
        "first_seen": first,
        "last_seen": last,
    }
