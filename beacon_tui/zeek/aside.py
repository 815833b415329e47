"""Columns that are seldom looked at, put aside: on disk, in a file without a name, read where they are touched."""

import mmap
from contextlib import suppress
from tempfile import TemporaryFile
from typing import Any, Final

import pandas as pd
import pyarrow as pa

WORTH_IT: Final = 1 << 22
"""Bytes of a column from which it is put aside: each takes a place in the system's table of open files."""


def put_aside(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """The same numbers or texts, out of memory; where the disk has no room for them, in memory as before."""
    if column.memory_usage(index=False, deep=True) < WORTH_IT:
        return column
    with suppress(OSError), TemporaryFile() as file:
        table = pa.table({"": pa.chunked_array(pa.array(column, from_pandas=pd.api.types.is_string_dtype(column)))})
        with pa.ipc.new_stream(file, table.schema) as writer:
            writer.write_table(table)
        file.flush()
        (aside,) = pa.ipc.open_stream(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).read_all().columns
        if column.dtype == "float64":
            return pd.Series(aside.chunk(0).to_numpy(), copy=False)
        texts: pd.Series[Any] = aside.to_pandas()
        return texts
    return column
