"""Logs that were read before: a frame and what was left out of it, as a table of the cache."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

import pandas as pd
import pyarrow as pa

from beacon_tui.zeek.cache import key_of
from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.find import LogFile
from beacon_tui.zeek.source import WHOLE

WORTH_IT: Final = 1 << 20
"""Bytes on disk from which a log is kept; smaller ones are read in one go until they come to so many."""

_SKIPPED = b"skipped"


def log_key(log: LogFile, fields: Sequence[str]) -> str | None:
    """The key of the fields that are read from a log as it is now; None where it has none.

    It has none where it came through a pipe, is gone, or only a part of it is read.
    """
    try:
        status = os.stat(log.path)
    except OSError:
        return None
    if log.spool or log.part != WHOLE:
        return None
    path = os.path.abspath(log.path)
    return key_of("log", path, log.log, tuple(fields), status.st_size, status.st_mtime_ns, status.st_ino)


def logs_key(logs: Sequence[LogFile]) -> str | None:
    """The key of what all of these logs are as they are now; None when one of them has none."""
    keys = [log_key(log, ()) for log in logs]
    return None if None in keys else key_of("logs", *keys)


def table_of(frame: pd.DataFrame, skipped: Sequence[Skipped]) -> pa.Table:
    """What was read of a log, as a table."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    words = json.dumps([asdict(skip) for skip in skipped])
    return table.replace_schema_metadata({**table.schema.metadata, _SKIPPED: words})


def read_back(table: pa.Table, fields: Sequence[str], name: str) -> tuple[pd.DataFrame, tuple[Skipped, ...]]:
    """What was read of a log, out of a table; what was left out stands under the log's present name.

    Raises `ValueError` when the table is not that.
    """
    if table.column_names != list(fields):
        raise ValueError("other columns")
    left_out = json.loads((table.schema.metadata or {}).get(_SKIPPED, b"[]"))
    skipped = tuple(Skipped(**{**skip, "file": name}) for skip in left_out)
    frame: pd.DataFrame = table.to_pandas(split_blocks=True, self_destruct=True)
    return frame, skipped
