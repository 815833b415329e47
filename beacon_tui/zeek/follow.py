"""Following logs: the connections that have come since the last look, with their names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from beacon_tui.zeek.cache import Cache
from beacon_tui.zeek.choose import choose
from beacon_tui.zeek.columns import LOSS_FIELDS
from beacon_tui.zeek.find import LogFile
from beacon_tui.zeek.growth import Growth
from beacon_tui.zeek.load import Logs
from beacon_tui.zeek.names import read_names, with_names
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.read import read_logs
from beacon_tui.zeek.selection import EVERYTHING, Selected, Selection

MOST_NAMES: Final = 500_000
"""Names that wait for their connections: Zeek writes those when they end."""

MOST_UNNAMED: Final = 10_000
"""Connections that wait for their names: those may be written a moment later."""


@dataclass(frozen=True, eq=False, kw_only=True)
class News(Logs):
    """What has come since the last look."""

    late: "pd.Series[str]" = field(default_factory=lambda: pd.Series([], dtype="str"))
    """Names that came after their connections, by the number of the connection among all that came before."""

    def __bool__(self) -> bool:
        """Whether anything has come."""
        return bool(any(map(len, (self.frame, self.late, self.losses, self.accounts))) or self.skipped)


class Following:
    """All selected connections under some paths, as they come."""

    def __init__(self, paths: Sequence[Path], selection: Selection = EVERYTHING, cache: Cache | None = None) -> None:
        self._growth = Growth(paths)
        self._selection = selection
        self._cache = cache
        self._names = pd.DataFrame({"uid": [], "domain": []}, dtype="str")
        self._unnamed = pd.Series([], dtype="str")
        self._rows = 0
        self._files: set[Path] = set()

    def news(self, monitor: Monitor) -> News:
        """What has come since the last call, perhaps nothing; at first all that is there; raises `Cancelled`."""
        found = self._growth.news(monitor)
        choice = choose(found.logs, self._selection, monitor)
        self._selection = choice.selection
        monitor.expect(len(choice.logs), sum(log.size for log in choice.logs))
        conns = read_logs(choice.logs, "conn", "reading", monitor, self._cache, choice.selection)
        named = read_names(choice.logs, monitor, self._cache)
        names = named.names
        losses = read_logs(choice.logs, "capture_loss", "reading", monitor)
        late = self._late(names)
        if len(names):
            self._names = pd.concat([self._names, names], ignore_index=True).drop_duplicates("uid").tail(MOST_NAMES)
        frame = with_names(conns.frame, self._names)
        self._wait(frame)
        return News(
            frame,
            tuple(dict.fromkeys(found.skipped + conns.skipped + named.skipped + losses.skipped)),
            self._new_files(choice.logs),
            conns.not_selected,
            conns.beside,
            losses=losses.frame[list(LOSS_FIELDS)],
            accounts=named.accounts,
            selected=Selected(choice.selection, choice.not_selected, conns.not_selected),
            key=None,
            late=late,
        )

    def close(self) -> None:
        """Let go of every log."""
        self._growth.close()

    def _new_files(self, logs: Sequence[LogFile]) -> int:
        """How many conn logs were not there before."""
        before = len(self._files)
        self._files.update(log.name for log in logs if log.log == "conn")
        return len(self._files) - before

    def _late(self, names: pd.DataFrame) -> "pd.Series[str]":
        """The names, just read, of connections that came without one."""
        known = self._unnamed.map(names.set_index("uid")["domain"]).dropna()
        self._unnamed = self._unnamed.drop(known.index)
        return known.astype("str")

    def _wait(self, frame: pd.DataFrame) -> None:
        """Keep in mind which connections came without a name."""
        last = frame[["uid", "domain"]].tail(MOST_UNNAMED)
        place = np.arange(self._rows + len(frame) - len(last), self._rows + len(frame))
        there = (last["uid"].notna() & last["domain"].isna()).to_numpy()
        unnamed = pd.Series(last["uid"].array[there], place[there], dtype="str")
        self._unnamed = pd.concat([self._unnamed, unnamed]).tail(MOST_UNNAMED)
        self._rows += len(frame)
