"""Which logs must be read for a selection, and what there would have been where it selects nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import nan

import numpy as np

from beacon_tui.units import count, moment
from beacon_tui.zeek.find import LogFile
from beacon_tui.zeek.pick import SENSOR
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.read import read_fields
from beacon_tui.zeek.selection import MOST_NAMED, Selection
from beacon_tui.zeek.spans import Span, span_of
from beacon_tui.zeek.strays import YEAR, without_strays
from beacon_tui.zeek.tally import quoted

CONNECTIONS = ("conn", "open_conn")
"""The logs of connections."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be read."""

    logs: tuple[LogFile, ...]
    """The logs that may hold something selected."""
    selection: Selection
    """What is selected, its times told in seconds since 1970."""
    not_selected: int = 0
    """How many of the conn logs are left out, unread."""


def choose(logs: tuple[LogFile, ...], selection: Selection, monitor: Monitor) -> Choice:
    """The logs that must be read; raises `Cancelled`. A relative time is taken from the newest connection."""
    if not selection.by_time:
        return Choice(logs, selection)
    spans = [(log, span_of(log)) for log in logs]
    if selection.relative:
        latest = newest([pair for pair in spans if pair[0].log in CONNECTIONS], monitor)
        if np.isnan(latest):
            return Choice(logs, selection)
        selection = selection.before(latest)
    chosen = tuple(log for log, span in spans if span.may_hold(selection))
    conns = [sum(log.log == "conn" for log in some) for some in (logs, chosen)]
    return Choice(chosen, selection, conns[0] - conns[1])


def newest(logs: Sequence[tuple[LogFile, Span]], monitor: Monitor) -> float:
    """When the newest connection of conn logs started, in seconds since 1970, strays apart; NaN where there is none.

    The logs that were written last are read first, and no more of them than are needed. What started after its log
    ended counts for nothing, and what is a year later than all that is still to be read may be a stray.
    """
    monitor.expect(len(logs), sum(log.size for log, _ in logs))
    times, latest = np.empty(0), nan
    for stop, pairs in groupby(sorted(logs, key=_written_last, reverse=True), key=_written_last):
        if latest >= stop > latest - YEAR:
            break
        more = read_fields((log for log, _ in pairs), ("ts",), monitor)["ts"].to_numpy()
        times = np.sort(np.concatenate((times, more[more <= stop])))
        latest = float(without_strays(times)[0][-1]) if times.size else nan
    return latest


def _written_last(pair: tuple[LogFile, Span]) -> float:
    """The latest time at which a log may have been written."""
    return pair[1].stop


def nothing_selected(logs: Sequence[LogFile], selection: Selection, monitor: Monitor) -> str:
    """What was asked of logs in which nothing is selected, and what they hold; empty where they hold nothing."""
    conns = [log for log in logs if log.log == "conn"] or [log for log in logs if log.log == "open_conn"]
    monitor.expect(len(conns), sum(log.size for log in conns))
    frame = read_fields(conns, ("ts", SENSOR), monitor)
    if frame.empty:
        return ""
    times, _ = without_strays(np.sort(frame["ts"].to_numpy()))
    start, stop = moment(times[0]), moment(times[-1])
    there = f"the logs hold {count(len(frame))} connections, from {start} to {stop} UTC"
    if selection.sensor:
        there += f", {_sensors(list(frame[SENSOR].cat.categories))}"
    return f"No connection is selected by {selection.words()}: {there}."


def _sensors(names: Sequence[str]) -> str:
    """Which sensors the logs name."""
    if not names:
        return f"and do not name their sensor ({SENSOR})"
    named = ", ".join(quoted(name) for name in names[: 2 * MOST_NAMED])
    more = len(names) - 2 * MOST_NAMED
    return f"of the sensor{'s' if len(names) > 1 else ''} {named}" + (f" and {count(more)} more" if more > 0 else "")
