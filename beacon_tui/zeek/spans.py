"""When the rows of a log were written, as far as its name and its first rows tell, and what that makes superfluous.

Zeek writes a row when the connection ends, so the rows of a log may have started long before the log begins. What
ended before a moment also started before it: a log whose rotation interval ends before `since` holds nothing that is
wanted. A log that begins after `until` may hold sessions that started earlier: it is left out only when it begins more
than `LONGEST` after it. Names are in the local time of the sensor, which is nowhere more than `ZONES` from UTC.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from math import inf
from pathlib import Path
from typing import Final

from beacon_tui.zeek.find import LogFile
from beacon_tui.zeek.forms import form_of
from beacon_tui.zeek.selection import Selection
from beacon_tui.zeek.sniff import Unreadable, read_head

ZONES: Final = 14 * 3600.0
"""Seconds between UTC and any local time, at most."""

LONGEST: Final = 86400.0
"""Seconds that a session can last, at most, if it is to be found in a log that began after the time asked for."""

FIRST_ROWS: Final = 20
"""Rows at the beginning of a log that are looked at."""

_DAY: Final = re.compile(r"(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)", re.ASCII)
_CLOCKS: Final = re.compile(r"(?<!\d)(\d\d)[:_](\d\d)[:_](\d\d)-(\d\d)[:_](\d\d)[:_](\d\d)(?!\d)", re.ASCII)
_MOMENT: Final = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)[-_](\d\d)[-.:_](\d\d)[-.:_](\d\d)(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """A time that is known from its bounds."""

    start: float = -inf
    """Seconds since 1970 UTC before which nothing was written."""
    stop: float = inf
    """Seconds since 1970 UTC after which nothing was written."""

    def may_hold(self, selection: Selection) -> bool:
        """Whether a row that is selected by its time can be in a log that was written in this time."""
        return self.stop >= selection.start and self.start <= selection.stop + LONGEST


def span_of(log: LogFile) -> Span:
    """When the rows of a log were written; a name that its first rows contradict counts for nothing."""
    named = span_in_name(log.name.absolute())
    starts = list(islice(_starts(log), FIRST_ROWS))
    if not starts:
        return named
    if max(starts) > named.stop:
        return Span(min(starts))
    return Span(max(named.start, min(starts)), named.stop)


def span_in_name(path: Path) -> Span:
    """When a log was written, as its path says, in whatever zone; nothing is known where it does not say.

    Such as `2026-01-15/conn.00:00:00-01:00:00.log.gz`, `conn_20260115_00:00:00-01:00:00.log`, and
    `conn.2026-01-15-00-00-00.log`, which says only when it begins.
    """
    try:
        moments = _moments(path)
    except ValueError:
        moments = []
    start = moments[0] - ZONES if moments else -inf
    return Span(start, moments[1] + ZONES if len(moments) > 1 else inf)


def _moments(path: Path) -> list[float]:
    """The times in the path of a log as if they were UTC; raises `ValueError` where one is no time."""
    clocks = _CLOCKS.search(path.name)
    if not clocks:
        return [_seconds(*found) for found in _MOMENT.findall(path.name)]
    days = (_DAY.search(part) for part in (path.name, *reversed(path.parent.parts)))
    day = next(filter(None, days), None)
    if not day:
        return []
    begin, end = (_seconds(*day.groups(), *clocks.groups()[at : at + 3]) for at in (0, 3))
    return [begin, end if end > begin else end + 86400]


def _seconds(*parts: str) -> float:
    """A date and a time of the day as if they were UTC, in seconds since 1970; raises `ValueError`."""
    return datetime.fromisoformat("{}-{}-{}T{}:{}:{}+00:00".format(*parts)).timestamp()


def _starts(log: LogFile) -> Iterator[float]:
    """When the connections in the first rows of a log started; none where that cannot be told."""
    try:
        head, _ = read_head(log.path)
    except Unreadable:
        return
    form = form_of(log)
    yield from (lasted[0] for line in head.split(b"\n") if (lasted := form.lasted(line)))
