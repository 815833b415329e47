"""What Arrow reads, made into the columns of our frames."""

import io
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from beacon_tui.zeek.header import Header
from beacon_tui.zeek.rows import NUMERIC, iso_seconds, seconds

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
    if pa.types.is_floating(column.type):
        if pc.any(pc.is_nan(column)).as_py():
            raise ValueError("NaN where a number belongs")
        values = column.to_numpy()
        return pd.Series(seconds(values) if field == "ts" else values)
    if field == "ts":
        return pd.Series(iso_seconds(column.to_pandas()))
    if field != "uid" and not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    texts: pd.Series[Any] = column.to_pandas()
    return texts


def _kind(field: str) -> pa.DataType:
    """The type in which a field is read."""
    if field in NUMERIC:
        return pa.float64()
    return pa.string() if field == "uid" else _CODES
