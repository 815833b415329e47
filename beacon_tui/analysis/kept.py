"""What was judged before: results as a table of the cache, a candidate a row."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from beacon_tui.analysis.model import COLUMNS, Counts, Results, Window
from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.selection import WHOLE, Selected

_ABOUT = b"about"


def table_of(results: Results) -> pa.Table:
    """The results as a table: the public columns, and what stands beside them, but not the connections themselves."""
    columns: dict[str, Any] = {name: _column(name, values) for name, values in results.columns.items()}
    rows = pa.LargeListArray.from_arrays(results.offsets, results.order)
    counts = asdict(replace(results.counts, skipped=(), selected=WHOLE))
    del counts["skipped"], counts["selected"]  # they come with the logs
    about = {"window": asdict(results.window), "counts": counts}
    table = pa.table({**columns, "flags": results.flags, "join_gaps": results.join_gaps, "rows": rows})
    return table.replace_schema_metadata({_ABOUT: json.dumps(about)})


def read_back(table: pa.Table, frame: pd.DataFrame, skipped: tuple[Skipped, ...], selected: Selected) -> Results:
    """The results out of a table, and the connections that they are of; raises `ValueError` when it is not that."""
    about = json.loads((table.schema.metadata or {}).get(_ABOUT, b"{}"))
    try:
        window = Window(**_tuples(about["window"]))
        counts = Counts(skipped=skipped, selected=selected, **_tuples(about["counts"]))
        columns = {name: _values(name, table[name]) for name in table.column_names[:-3]}
        flags, join_gaps = table["flags"].to_numpy(), table["join_gaps"].to_numpy()
        rows = table["rows"].combine_chunks()
    except (KeyError, TypeError) as error:
        raise ValueError("no results") from error
    rows = rows.chunk(0) if isinstance(rows, pa.ChunkedArray) else rows
    order, offsets = rows.values.to_numpy(), rows.offsets.to_numpy()
    return Results(window, counts, columns, flags, join_gaps, frame, order, offsets)


_TEXTS = frozenset(column.name for column in COLUMNS if column.kind in ("text", "address"))


def _column(name: str, values: np.ndarray[Any, Any]) -> pa.Array:
    """A public column as Arrow has it: NaN stays NaN."""
    return pa.array(values, pa.string() if name in _TEXTS else None, from_pandas=False)


def _values(name: str, column: pa.ChunkedArray) -> np.ndarray[Any, Any]:
    """A public column as it was."""
    return np.asarray(column.to_numpy(), dtype=object if name in _TEXTS else None)


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with tuples in the place of lists, as the frozen values have them."""
    return {
        name: tuple(tuple(one) if isinstance(one, list) else one for one in value) if isinstance(value, list) else value
        for name, value in values.items()
    }
