"""What Arrow reads, made into the columns of our frames."""

import io
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from beacon_tui.zeek.header import Header
from beacon_tui.zeek.rows import NUMERIC, Floats, category, iso_seconds, seconds

BLOCK: Final = 1 << 22
"""Bytes that are made into columns at a time: each has its own dictionary of texts."""

_CODES = pa.dictionary(pa.int32(), pa.string())


def read_tsv(rows: io.RawIOBase, header: Header, fields: Sequence[str]) -> pd.DataFrame:
    """Fields of tab-separated rows, no `#` line among them; raises `ValueError` when anything is wrong in them."""
    places = {field: str(header.fields.index(field)) for field in fields}
    kinds = {place: _kind(field) for field, place in places.items()}
    table = pa_csv.read_csv(
        rows,
        pa_csv.ReadOptions(column_names=list(map(str, range(len(header.fields)))), block_size=BLOCK),
        pa_csv.ParseOptions(delimiter=header.separator, quote_char=False, escape_char=False, ignore_empty_lines=False),
        pa_csv.ConvertOptions(
            column_types=kinds,
            include_columns=list(kinds),
            null_values=[header.unset, header.empty, ""],
            strings_can_be_null=True,
        ),
    )
    columns = {field: table[place] for field, place in places.items()}
    del table  # each column is freed as soon as it is converted
    return pd.DataFrame({field: series(field, columns.pop(field)) for field in places}, copy=False)


def series(field: str, column: pa.ChunkedArray) -> "pd.Series[Any]":
    """One column in its own type; raises `ValueError` for NaN, which is no number that Zeek writes."""
    if field == "ts":
        return pd.Series(seconds(_numbers(column)) if pa.types.is_floating(column.type) else iso_seconds(held(column)))
    if field != "uid" and pa.types.is_string(column.type):
        column = column.dictionary_encode()
    return pd.Series(_numbers(column), copy=False) if pa.types.is_floating(column.type) else held(column)


def held(column: pa.ChunkedArray) -> "pd.Series[Any]":
    """The same numbers, texts, or categories where it holds dictionaries."""
    if pa.types.is_dictionary(column.type):
        return pd.Series(category(column), copy=False)
    values: pd.Series[Any] = column.to_pandas()
    return values


def _numbers(column: pa.ChunkedArray) -> Floats:
    """The numbers of a column, NaN where unknown; raises `ValueError` for NaN itself."""
    if pc.any(pc.is_nan(column)).as_py():
        raise ValueError("NaN where a number belongs")
    return np.asarray(column.to_numpy(), np.float64)


def _kind(field: str) -> pa.DataType:
    """The type in which a field is read."""
    if field in NUMERIC:
        return pa.float64()
    return pa.string() if field == "uid" else _CODES
