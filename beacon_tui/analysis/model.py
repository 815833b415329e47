"""The frozen values that the analysis hands to everyone else, and the public names of the candidate table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from beacon_tui.zeek.columns import STILL_OPEN, Skipped
from beacon_tui.zeek.selection import WHOLE, Selected

if TYPE_CHECKING:
    import pandas as pd

    from beacon_tui.analysis.accounts import Accounts


MIN_CHECK_INS: Final = 6
"""Fewest check-ins from which a rhythm can be told at all: five gaps."""

CUTS: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Scores at which the false alarms of a table are counted."""

Kind = Literal["text", "address", "int", "number", "fraction", "seconds", "bytes", "time", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One public column of the candidate table."""

    name: str
    """The name in JSON, CSV and the Python interface."""
    kind: Kind
    """`text` and `address`: object array, None where unknown. `int`: int64. `list`: made on demand.
    All others: float64, NaN where unknown; `time` is seconds since 1970 UTC."""
    words: str
    """What a value is, for the help and the docs."""


COLUMNS: Final = (
    Column(
        "kind",
        "text",
        "pair: one source and destination; name: a source and a name over several addresses; group: a source and "
        "addresses without a name that are sent equal bytes",
    ),
    Column("src", "address", "the source: Zeek's id.orig_h"),
    Column("dst", "address", "the destination: Zeek's id.resp_h; unknown when several"),
    Column("dst_count", "int", "how many destination addresses"),
    Column("domain", "text", "the server name: TLS SNI or HTTP Host"),
    Column("port", "int", "the destination port; -1 when unknown or several"),
    Column("proto", "text", "tcp, udp or icmp"),
    Column("service", "text", "the protocol that Zeek recognised"),
    Column("connections", "int", "rows of conn.log"),
    Column("events", "int", "check-ins: connections of one burst count once"),
    Column("first_seen", "time", "start of the first connection"),
    Column("last_seen", "time", "start of the last connection"),
    Column("interval_mean", "seconds", "mean gap between check-ins"),
    Column("interval_std", "seconds", "standard deviation of the gaps"),
    Column("cv", "number", "coefficient of variation of the gaps: standard deviation / mean"),
    Column("interval_median", "seconds", "median gap"),
    Column("period", "seconds", "the dominant period"),
    Column("periods", "list", "every distinct period, with its share of the active time and when it was seen"),
    Column("jitter", "fraction", "how far check-ins stray from the period, as a fraction of it"),
    Column("missed", "fraction", "share of check-ins that did not come"),
    Column("false_alarm", "number", "probability that chance alone looks this regular"),
    Column("orig_bytes_median", "bytes", "median bytes sent by the source"),
    Column("resp_bytes_median", "bytes", "median bytes sent by the destination"),
    Column("size_cv", "number", "coefficient of variation of the bytes sent"),
    Column("duration_max", "seconds", "longest connection"),
    Column("duration_total", "seconds", "all connections together"),
    Column("coverage", "fraction", "active share of the time that the sensor saw"),
    Column("prevalence", "fraction", "share of all sources that talk to this destination"),
    Column("timing_score", "fraction", "how regular the check-ins are, and how sure that is"),
    Column("size_score", "fraction", "how alike the connections are in bytes"),
    Column("persistence_score", "fraction", "how much of the window the candidate spans and fills"),
    Column("score", "fraction", "the whole: timing, weighed by persistence and size"),
    Column("accounts", "list", "the accounts that a server confirmed on the source: name@domain, or the name alone"),
    Column("flags", "list", "short marks such as long, unanswered, rotates"),
    Column("reasons", "list", "why it scored as it did, in sentences"),
)
"""Every column that the analysis fills; the decisions add `allowlisted`, `allow_rule`, and those of `DECIDED`."""

DECIDED: Final = (
    Column("verdict", "text", "what was decided: benign, suspicious, malicious or watch"),
    Column("note", "text", "what was noted when it was decided"),
)
"""The columns that people fill."""

BY_NAME: Final = {column.name: column for column in (*COLUMNS, *DECIDED)}

Columns = Mapping[str, NDArray[Any]]
"""One array a public column (without the `list` ones), all of one length: a candidate a row."""


@dataclass(frozen=True, slots=True)
class Window:
    """The time that the logs speak of."""

    start: float
    """Seconds since 1970 UTC of the first connection that counts."""
    stop: float
    """Seconds since 1970 UTC of the last connection that counts."""
    holes: tuple[tuple[float, float], ...] = ()
    """Times in which the whole sensor saw nothing, (start, stop) each, rising, inside the window."""
    losses: tuple[tuple[float, float, float], ...] = ()
    """Times in which the sensor lost much of what passed, (start, stop, greatest share lost) each, rising."""
    strays: tuple[tuple[float, float, int], ...] = ()
    """Connections that started years before or after all others and do not count, rising: (first, last, how many) of
    each time."""

    def covers(self, times: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which of some times, in seconds since 1970 UTC, lie in the window."""
        return (times >= self.start) & (times <= self.stop)

    @property
    def seconds(self) -> float:
        """Length in seconds, holes and all."""
        return self.stop - self.start

    @property
    def hours(self) -> float:
        """Length in hours, holes and all."""
        return self.seconds / 3600

    @property
    def observed(self) -> float:
        """Seconds of the window that are in no hole."""
        return self.seconds - sum(stop - start for start, stop in self.holes)

    @property
    def observed_hours(self) -> float:
        """Hours of the window that are in no hole."""
        return self.observed / 3600

    @property
    def slowest_period(self) -> float:
        """The slowest period in seconds that must show `MIN_CHECK_INS` check-ins outside the holes.

        A stretch without a hole must show `n` check-ins of every period up to its length / `n`.
        """
        edges = [self.start, *(edge for hole in self.holes for edge in hole), self.stop]
        stretches = [stop - start for start, stop in zip(edges[::2], edges[1::2], strict=True)]
        periods = (stretch / number for stretch in stretches for number in range(1, MIN_CHECK_INS + 1))
        return sorted(periods, reverse=True)[MIN_CHECK_INS - 1]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was looked at and what was not."""

    files: int
    """Logs read."""
    rows: int
    """Connections read."""
    skipped: tuple[Skipped, ...]
    """What was left out, by file and reason."""
    pairs: int
    """Distinct (src, dst, port, proto)."""
    judged: int = 0
    """Candidates with a score, pairs and names together."""
    too_few: int = 0
    """Pairs with too few check-ins to be judged, those with a long session too: not clean, only unknown."""
    by_chance: tuple[float, ...] = ()
    """How many of the judged would reach each of `CUTS` if none had a rhythm, at most."""
    selected: Selected = WHOLE
    """What of the logs was looked at, if not all of it."""

    def expected(self, score: float) -> float:
        """How many candidates without a rhythm would score so much or more, at most; NaN where it is not known."""
        return float(np.interp(score, CUTS, self.by_chance)) if self.by_chance else np.nan

    @property
    def skipped_rows(self) -> int:
        """Rows left out over all files."""
        return sum(skip.rows for skip in self.skipped)

    @property
    def skipped_files(self) -> int:
        """Files of which nothing was read."""
        return sum(not skip.rows for skip in self.skipped)


def _no_accounts() -> "Accounts":
    """Nobody was seen; what needs pandas is imported when it is needed."""
    from beacon_tui.analysis.accounts import NO_ACCOUNTS

    return NO_ACCOUNTS


@dataclass(frozen=True, eq=False, repr=False)
class Results:
    """Everything one load found: the value that the loader hands to the screen."""

    window: Window
    counts: Counts
    columns: Columns
    """The candidate table; row `i` of every array is one candidate, best score first, unknown scores last."""
    flags: NDArray[np.int64]
    """Bit set of `FLAGS` for each candidate."""
    join_gaps: NDArray[np.float64]
    """Seconds within which the connections of a candidate are one check-in."""
    frame: "pd.DataFrame"
    """All connections, as described in `zeek/columns.py`."""
    order: NDArray[np.int32]
    """Row numbers of `frame`, candidate after candidate, each by time."""
    offsets: NDArray[np.int64]
    """Candidate `i` owns `order[offsets[i]:offsets[i + 1]]`; shape (candidates + 1,)."""
    accounts: "Accounts" = field(default_factory=_no_accounts)
    """The accounts that were seen on the sources."""
    former: NDArray[np.int64] | None = None
    """Where logs are followed, for each candidate its row in the results before; -1 where it was judged again."""

    def __len__(self) -> int:
        """Count the candidates."""
        return len(self.flags)

    def __repr__(self) -> str:
        """Say how much it is; the arrays would fill a screen."""
        return f"<Results: {len(self):,} candidates in {self.counts.rows:,} connections>"

    @cached_property
    def candidates(self) -> "pd.DataFrame":
        """The candidates as a DataFrame with all public columns, as `dataframe.py` says; made when it is asked for."""
        from beacon_tui.analysis.dataframe import dataframe

        return dataframe(self)

    def flags_of(self, row: int) -> list[str]:
        """The flags of candidate `row` by name."""
        return [name for place, name in enumerate(FLAGS) if int(self.flags[row]) >> place & 1]

    def flagged(self, name: str, rows: "NDArray[np.int64] | slice" = slice(None)) -> NDArray[np.bool_]:
        """Which candidates, all or those of some rows, have a flag."""
        return np.asarray(self.flags[rows] >> FLAGS.index(name) & 1 > 0)

    def times(self, row: int) -> NDArray[np.float64]:
        """When the connections of candidate `row` began, seconds since 1970 UTC, rising.

        Without what is still open, and what is outside of the window.
        """
        rows = self.rows(row)
        ended = np.asarray(self.frame["conn_state"].array[rows] != STILL_OPEN)
        times = self.frame["ts"].to_numpy()[rows[ended]]
        return np.asarray(times[self.window.covers(times)])

    def check_ins(self, row: int) -> NDArray[np.float64]:
        """When candidate `row` checked in, seconds since 1970 UTC: bursts of connections count once."""
        times = self.times(row)
        return np.asarray(times[np.diff(times, prepend=-np.inf) > self.join_gaps[row]])

    def connections(self, row: int) -> "pd.DataFrame":
        """The connections of candidate `row`, by time."""
        return self.frame.iloc[self.rows(row)]

    def rows(self, row: int) -> NDArray[np.int32]:
        """The rows of `frame` that are the connections of candidate `row`, by time."""
        return self.order[self.offsets[row] : self.offsets[row + 1]]


FLAGS: Final = ("rotates", "member", "long", "unanswered", "few")
"""Names of the bits in `Results.flags`, lowest first: a name, or a group, of several addresses; a pair that is part of
one; a session of an hour or more; no connection answered; weak evidence."""
