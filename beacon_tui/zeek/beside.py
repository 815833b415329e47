"""What the logs beside conn.log say of one candidate: only its rows are kept, whatever the size of the logs."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.find import LogFile, find_logs
from beacon_tui.zeek.kinds import BESIDE, OF_ACCOUNTS, Wanted, claimed
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.read import read_rows
from beacon_tui.zeek.rows import Mask, some_rows
from beacon_tui.zeek.selection import Selection
from beacon_tui.zeek.spans import LONGEST, span_of
from beacon_tui.zeek.spool import is_pipe

STAGE: Final = "context"
"""The stage that the monitor is told."""

_PLAIN: Final = re.compile("[0-9A-Fa-f.:]+")
"""An address that stands in every log as it is."""

_BETWEEN: Final = re.compile("[^0-9A-Fa-f.:]+")
"""What stands between the members of a set, whatever the log's `#set_separator`, where addresses are looked for."""


@dataclass(frozen=True, eq=False)
class Caller:
    """Who calls whom in which connections: what is looked for in the logs."""

    src: str
    """The source."""
    dsts: frozenset[str]
    """Every destination."""
    uids: pa.Array
    """The uids of the connections, `large_string`; empty where they have none."""
    start: float
    """When the first connection started, in seconds since 1970."""
    stop: float
    """When the last one ended, in seconds since 1970."""

    def owns(self, frame: pd.DataFrame) -> Mask:
        """Which rows belong to the connections, by their `uid`."""
        found = pc.is_in(pa.array(frame["uid"], pa.large_string()), self.uids, skip_nulls=True)
        return np.asarray(found.to_numpy(zero_copy_only=False))

    def answers(self, frame: pd.DataFrame) -> Mask:
        """Which rows have a destination in their `answers`."""
        sets = frame["answers"].cat
        hits = [not self.dsts.isdisjoint(_BETWEEN.split(text)) for text in sets.categories]
        return np.array([*hits, False], np.bool_)[sets.codes]


class Beside:
    """The logs under some paths as they are now, and the rows of them that belong to a caller."""

    def __init__(self, paths: Sequence[Path], caller: Caller, monitor: Monitor) -> None:
        """Look which logs there are; raises `Cancelled`. What came through a pipe is there no more."""
        found = find_logs([path for path in paths if not is_pipe(path)], monitor, (*BESIDE, *OF_ACCOUNTS))
        self._logs, self._caller, self._monitor = found.logs, caller, monitor
        self.skipped: list[Skipped] = [skip for skip in found.skipped if claimed(Path(skip.file).name) in BESIDE]
        """What was left out."""
        read = [log for log in found.logs if log.log in BESIDE]
        monitor.expect(len(read), sum(log.size for log in read))

    def has(self, kind: str) -> bool:
        """Whether there is any log of a kind."""
        return any(log.log == kind for log in self._logs)

    def own(self, kind: str) -> pd.DataFrame:
        """The rows of conn.log, ssl.log or http.log of the connections of the caller; raises `Cancelled`."""
        wanted = replace(BESIDE[kind], keep=self._own_rows, needle=_needle([self._caller.src]))
        return self._read(wanted, self._caller.start)

    def lookups(self) -> pd.DataFrame:
        """The rows of dns.log that are the caller's connections, and all with a destination in the answers.

        The latter begin a day before the first connection, and may be those of other sources. Raises `Cancelled`.
        """
        wanted = replace(BESIDE["dns"], keep=self._own_or_answers, needle=_needle(self._caller.dsts))
        return self._read(wanted, self._caller.start - LONGEST)

    def certificates(self, keys: Collection[str]) -> pd.DataFrame:
        """The rows of x509.log with some fingerprints or file uids; raises `Cancelled`."""

        def keep(frame: pd.DataFrame) -> pd.DataFrame:
            """The rows that are wanted."""
            return some_rows(frame, (frame["id"].isin(keys) | frame["fingerprint"].isin(keys)).to_numpy())

        return self._read(
            replace(BESIDE["x509"], keep=keep, needle=_needle(keys, any_text=True)), self._caller.start - LONGEST
        )

    def sources(self, kind: str, field: str, values: Collection[str]) -> tuple["pd.Series[int]", int]:
        """By how many sources each value of a field is used in all logs of a kind, and by how many any; `Cancelled`."""
        fields = ("id.orig_h", field)

        def keep(frame: pd.DataFrame) -> pd.DataFrame:
            """One row for each source that uses a value; of what else a source uses one row is enough."""
            texts = frame[field].cat.set_categories(sorted(values))
            return some_rows(frame.assign(**{field: texts}), ~frame.assign(**{field: texts}).duplicated().to_numpy())

        used = keep(self._read(Wanted(kind, fields, BESIDE[kind].needed, keep), -np.inf, np.inf))
        pairs = used.dropna()
        return pairs[field].astype("str").value_counts(), int(used["id.orig_h"].nunique())

    def _own_rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of the caller's connections."""
        return some_rows(frame, self._caller.owns(frame))

    def _own_or_answers(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of the caller's connections, and those that were answered by a destination."""
        return some_rows(frame, self._caller.owns(frame) | self._caller.answers(frame))

    def _read(self, wanted: Wanted, since: float, until: float | None = None) -> pd.DataFrame:
        """The rows of those logs of a kind that can hold any of a time."""
        asked = Selection(since, (self._caller.stop if until is None else until) + 1.0)
        logs = (log for log in self._logs if log.log == wanted.log and _may_hold(log, asked))
        loaded = read_rows(logs, wanted, STAGE, self._monitor)
        self.skipped += [skip for skip in loaded.skipped if skip not in self.skipped]
        return loaded.frame


def _may_hold(log: LogFile, asked: Selection) -> bool:
    """Whether a row of a time can be in a log."""
    return asked.start == -np.inf or span_of(log).may_hold(asked)


def _needle(texts: Collection[str], any_text: bool = False) -> bytes:
    """What stands in every line that matters where that is one text; nothing where it is not known for sure."""
    (text, *more) = texts or [""]
    return text.encode() if not more and (_PLAIN.fullmatch(text) or (any_text and text.isalnum())) else b""
