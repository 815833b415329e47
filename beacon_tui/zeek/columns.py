"""What the analysis relies on: the columns of a connection, their units and types, and what was left out."""

from dataclasses import dataclass
from typing import Final

from beacon_tui.units import many

REQUIRED: Final = ("ts", "id.orig_h", "id.resp_h", "id.resp_p")
"""Fields without which a conn.log cannot be used."""

OPTIONAL: Final = (
    "uid",
    "id.orig_p",
    "proto",
    "service",
    "duration",
    "orig_bytes",
    "resp_bytes",
    "conn_state",
)
"""Fields that are used where present; where absent every value is unknown."""

CONN_FIELDS: Final = REQUIRED + OPTIONAL

CATEGORIES: Final = ("id.orig_h", "id.resp_h", "proto", "service", "conn_state")
"""Fields with few distinct values for many rows: pandas categories. Unknown is missing."""

NUMBERS: Final = ("id.orig_p", "id.resp_p", "duration", "orig_bytes", "resp_bytes")
"""Fields that are float64 in the frame: ports, seconds, bytes. Unknown is NaN."""

STILL_OPEN: Final = "open"
"""What stands for Zeek's `conn_state` in a session of open_conn.log that conn.log does not have."""

STATES: Final = (
    *("S0", "S1", "SF", "REJ", "S2", "S3", "RSTO", "RSTR", "RSTOS0", "RSTRH", "SH", "SHR", "OTH"),
    STILL_OPEN,
)
"""Every value of `conn_state`, as Zeek documents them, and ours."""

LOSS_FIELDS: Final = ("ts", "ts_delta", "percent_lost")
"""Fields of capture_loss.log: the end of an interval, its length in seconds, the share of the data that was missed in
it in percent, as told by acknowledgements of data that was never seen."""

# The frame that zeek/read.py hands on has exactly CONN_FIELDS + ("domain",) as columns, in this order, a plain
# RangeIndex, rows in any order:
#   ts      float64, seconds since 1970 UTC, rounded to a microsecond, never missing
#   uid     pandas `str`, missing where the log has none; of large logs it is on disk, as id.orig_p is
#   domain  category: the server name of the connection (SNI or Host), lower case, missing where unknown


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not loaded, and why."""

    file: str
    """Path of the file as the user would name it."""
    reason: str
    """A clause that completes "skipped because …", such as `23 columns expected, 7 found`."""
    rows: int = 0
    """How many rows were left out; 0 means the whole file was."""
    line: int | None = None
    """Line number of the first such row, counted from 1; None where lines cannot be told."""

    def __str__(self) -> str:
        """Say it as one sentence, naming file, row and reason."""
        if not self.rows:
            return f"{self.file}: not read: {self.reason}"
        where = f", first at line {self.line}" if self.line is not None else ""
        return f"{self.file}: {many(self.rows, 'row')} skipped: {self.reason}{where}"
