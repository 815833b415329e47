"""Results that grow with the logs: only what the sources of new connections do is judged again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from threading import Event
from time import monotonic
from typing import Final

import numpy as np
import pandas as pd

from beacon_tui.analysis.accounts import Accounts
from beacon_tui.analysis.candidates import NEEDED, in_window
from beacon_tui.analysis.judged import Judged, best_first, together
from beacon_tui.analysis.model import Counts, Results, Window
from beacon_tui.analysis.pairs import Groups, still_open
from beacon_tui.analysis.pipeline import judge_all, results_of
from beacon_tui.analysis.reach import Reach
from beacon_tui.analysis.segments import Floats, Ints, Rows
from beacon_tui.analysis.turns import Turns
from beacon_tui.analysis.window import signs_of, starts_in, window_in, window_of
from beacon_tui.errors import Cancelled
from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.follow import Following, News
from beacon_tui.zeek.progress import Monitor, Progress
from beacon_tui.zeek.room import Room
from beacon_tui.zeek.rows import codes_of
from beacon_tui.zeek.strays import YEAR

LOOK_EVERY: Final = 0.5
"""Seconds between two looks at logs that grow …"""

REST: Final = 0.25
"""… or so many times as long as a look took, where that is more …"""

LONGEST_REST: Final = 3.0
"""… but no more than so many seconds: the first look reads all that is there."""


@dataclass(frozen=True, eq=False)
class Live:
    """What is known of logs up to now: a frozen value like `Results`, out of which the next one is made."""

    frame: pd.DataFrame
    losses: pd.DataFrame
    beside: Floats
    signs: Floats
    """The starts of connections by which the window is told, as `signs_of` says."""
    window: Window
    table: Judged
    reach: Reach
    counts: Counts
    fewest: int
    accounts: Accounts
    room: Room
    """Where the columns of the frame are, with room for more."""
    turns: Turns
    """Which sources have connections that were not judged yet."""
    former: Ints | None = None
    """As in `Results`."""

    @classmethod
    def first(cls, news: News, fewest: int, monitor: Monitor) -> "Live":
        """What follows from the first connections, one or more; raises `Cancelled`."""
        frame = news.frame
        window = window_in(frame, news.losses, news.beside)
        table, pairs = judge_all(frame, window, fewest, monitor.judge)
        counts = _counted(Counts(0, 0, (), len(pairs)), news)
        source = frame["id.orig_h"]
        turns, reach = Turns.of(codes_of(source), len(source.cat.categories)), Reach.of(frame)
        signs, accounts = signs_of(starts_in(frame, news.beside)), Accounts(news.accounts)
        return cls(
            frame, news.losses, news.beside, signs, window, table, reach, counts, fewest, accounts, Room(), turns
        )

    def roomy(self) -> "Live":
        """The same with room for more connections already, so that the first that come wait no longer than others."""
        return replace(self, frame=self.room.joined(self.frame, self.frame.iloc[:0]))

    @property
    def results(self) -> Results:
        """The results as they are now."""
        results = results_of(self.frame, self.window, self.table, self.reach, self.counts)
        return replace(results, accounts=self.accounts, former=self.former)

    def more(self, news: News, monitor: Monitor) -> "Live":
        """What is known with what has come; raises `Cancelled`.

        A candidate has one source: those whose source is not among the new connections stay as they are, but for what
        depends on the window; and so do those whose source waits for its turn.
        """
        frame = self.room.joined(_named(self.frame, news.late), news.frame)
        losses = pd.concat([self.losses, news.losses], ignore_index=True)
        beside = np.concatenate([self.beside, news.beside])
        signs = signs_of(np.concatenate([self.signs, starts_in(news.frame, news.beside)]))
        strays = not signs.size or np.diff(signs).max(initial=0.0) >= YEAR
        window = window_in(frame, losses, beside) if strays else window_of(signs, losses)
        source = codes_of(frame["id.orig_h"])
        fresh = np.concatenate([news.late.index.to_numpy(np.int64), np.arange(len(self.frame), len(frame))])
        turns = self.turns.more(source[len(self.frame) :], len(frame["id.orig_h"].cat.categories))
        judged, later = turns.next(np.unique(source[fresh]), len(frame))
        rows = np.flatnonzero(judged[source]).astype(np.int32)
        table, pairs = _judged(frame, rows, window, self.fewest, monitor)
        first = rows[_first_rows(pairs)]
        born = first >= turns.until[source[first]]
        whole = together([_in_window(self.table, window), table])
        holds = np.append(~judged[source[self.table.groups.first]], np.ones(len(table.groups), bool))
        order = best_first(whole, holds)
        return replace(
            self,
            frame=frame,
            losses=losses,
            beside=beside,
            signs=signs,
            window=window,
            table=whole.take(order),
            reach=self.reach.more(Reach.of(frame[list(NEEDED)].iloc[fresh])),
            accounts=self.accounts.with_more(news.accounts),
            counts=_counted(replace(self.counts, pairs=self.counts.pairs + int(born.sum())), news),
            turns=later,
            former=np.where(order < len(self.table.groups), order, -1),
        )


def _judged(frame: pd.DataFrame, rows: Rows, window: Window, fewest: int, monitor: Monitor) -> tuple[Judged, Groups]:
    """The candidates and the pairs in some rows of a frame, the latter by their place among those rows."""
    table, pairs = judge_all(frame[list(NEEDED)].take(rows), window, fewest, monitor.judge)
    return replace(table, groups=replace(table.groups, order=rows[table.groups.order])), pairs


def _first_rows(pairs: Groups) -> Rows:
    """The lowest row of each pair, shape (pairs,)."""
    return np.minimum.reduceat(pairs.order, pairs.offsets[:-1]) if len(pairs) else pairs.order


def _in_window(table: Judged, window: Window) -> Judged:
    """The same candidates in another window."""
    columns = table.columns
    changed = in_window(table.active, columns["timing_score"], columns["size_score"], window)
    return replace(table, columns={**columns, **changed})


def _named(frame: pd.DataFrame, late: "pd.Series[str]") -> pd.DataFrame:
    """The connections, with the names of some that were told too late, by row."""
    named = frame.copy(deep=False)
    if late.empty:
        return named
    names = pd.Categorical(late)
    before = frame["domain"].cat.categories
    categories = before.append(pd.Index([name for name in names.categories if name not in before], dtype="str"))
    codes = codes_of(frame["domain"]).astype(np.int32)
    codes[late.index.to_numpy(np.int64)] = categories.get_indexer(names.categories)[names.codes]
    return named.assign(domain=pd.Categorical.from_codes(codes, categories))


def _counted(counts: Counts, news: News) -> Counts:
    """The counts with what has come."""
    return replace(
        counts,
        files=counts.files + news.files,
        rows=counts.rows + int((~still_open(news.frame)).sum()),
        skipped=tuple(dict.fromkeys(counts.skipped + news.skipped)),
        selected=replace(news.selected, rows=counts.selected.rows + news.selected.rows),
    )


def looks(following: Following, fewest: int, tell: Callable[[Progress], None], stop: Event) -> Iterator[Results | None]:
    """What is known of growing logs, each time that something has come; None, once, as long as nothing is there.

    It ends when `stop` is set; `Cancelled` is raised when that happens before anything is known. How far the first
    reading has come is told by `tell`.
    """
    live: Live | None = None
    skipped: tuple[Skipped, ...] = ()
    said = False
    monitor = Monitor(tell, stop.is_set)
    try:
        while not stop.is_set():
            began = monotonic()
            news = following.news(monitor)
            if live:
                if news or live.turns.waiting:
                    live = live.more(news, monitor)
                    yield live.results
            elif len(news.frame):
                live = Live.first(replace(news, skipped=skipped + news.skipped), fewest, monitor)
                monitor = Monitor(cancelled=stop.is_set)
                yield live.results
                live = live.roomy()
            else:
                skipped += news.skipped
                if not said:
                    yield None
                said, monitor = True, Monitor(cancelled=stop.is_set)
            stop.wait(min(max(LOOK_EVERY, REST * (monotonic() - began)), LONGEST_REST))
        monitor.check()
    except Cancelled:
        if live is None:
            raise
    finally:
        following.close()
