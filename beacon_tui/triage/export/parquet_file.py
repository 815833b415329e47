"""Candidates as Parquet, each public name in its own type."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from beacon_tui.analysis.model import COLUMNS
from beacon_tui.triage.export.case import Case
from beacon_tui.triage.export.records import Record

_TIME: Final = pa.timestamp("us", tz="UTC")
_PERIOD: Final = pa.struct(
    {
        "period": pa.float64(),
        "jitter": pa.float64(),
        "share": pa.float64(),
        "first_seen": _TIME,
        "last_seen": _TIME,
    }
)
_KINDS: Final = {"text": pa.string(), "address": pa.string(), "int": pa.int64(), "time": _TIME}
"""Types by kind of column; every other kind is a float64."""

SCHEMA: Final = pa.schema(
    {
        **{column.name: _KINDS.get(column.kind, pa.float64()) for column in COLUMNS},
        "periods": pa.list_(_PERIOD),
        "accounts": pa.list_(pa.string()),
        "flags": pa.list_(pa.string()),
        "reasons": pa.list_(pa.string()),
        "allowlisted": pa.bool_(),
        "allow_rule": pa.string(),
        "verdict": pa.string(),
        "note": pa.string(),
    }
)
"""The columns, in the order of the public names."""


def export(case: Case) -> bytes:
    """The bytes of a Parquet file, one row a candidate."""
    return parquet_bytes(case.records())


def parquet_bytes(records: Iterable[Record]) -> bytes:
    """Write the bytes of a Parquet file; unknown is null."""
    table = pa.Table.from_pylist([_typed(record) for record in records], SCHEMA)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    made: bytes = sink.getvalue().to_pybytes()
    return made


def _typed(record: Record) -> Record:
    """A record with its times as times, those of its periods too."""
    return {name: _value(name, value) for name, value in record.items()}


def _value(name: str, value: Any) -> Any:  # noqa: ANN401  values of records are of many types
    """One value as Arrow takes it."""
    if name in ("first_seen", "last_seen") and value is not None:
        return datetime.fromisoformat(value)
    return [_typed(period) for period in value] if name == "periods" and value is not None else value
