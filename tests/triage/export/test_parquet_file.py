"""Parquet: the public names in their types, and every value as it was."""

import io
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from beacon_tui.triage.export import parquet_file
from beacon_tui.triage.export.records import FIELDS, Record
from tests.triage.export.cases import case_of


def as_record(row: Record) -> Record:
    """A row of the file with its times written as in a record."""

    def plain(value: Any) -> Any:  # noqa: ANN401  of many types
        if isinstance(value, list):
            return [as_record(item) if isinstance(item, dict) else item for item in value]
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if hasattr(value, "strftime") else value

    return {name: plain(value) for name, value in row.items()}


def test_values_survive() -> None:
    case = case_of()
    read = pq.read_table(io.BytesIO(parquet_file.export(case))).to_pylist()
    assert [as_record(row) for row in read] == list(case.records())


def test_names_and_types_are_the_public_ones() -> None:
    schema = pq.read_schema(io.BytesIO(parquet_file.export(case_of())))
    assert tuple(schema.names) == FIELDS
    assert schema.field("first_seen").type == pa.timestamp("us", tz="UTC")
    assert schema.field("connections").type == pa.int64()
    assert schema.field("reasons").type.value_type == pa.string()
    assert schema.field("periods").type.value_type.field("share").type == pa.float64()
    assert schema.field("allowlisted").type == pa.bool_()


def test_pandas_reads_it() -> None:
    frame = pd.read_parquet(io.BytesIO(parquet_file.export(case_of())))
    assert str(frame["last_seen"].dtype) == "datetime64[us, UTC]"
    assert frame["score"].max() == 0.97
