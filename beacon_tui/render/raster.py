"""Check-ins over time: one line a period, so that a clock stands as a column; and activity by slot."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beacon_tui.render.axis import ROUND_TIMES
from beacon_tui.render.bars import sparkline
from beacon_tui.units import duration, moment

Times = NDArray[np.float64]
"""Seconds since 1970 UTC, in any order."""

Span = tuple[float, float]
"""Start and stop in seconds since 1970 UTC."""

CELLS_PER_PERIOD: Final = 8
"""Fewest cells that a period may take on a line; with fewer a column cannot be seen."""

LEAN: Final = 2
"""Cells by which one step of another period moves the last line on the screen against the first."""

SAME: Final = 1e-9
"""Shares of a period that are only rounding."""

_GLYPHS = " ·•█"
_GLYPHS_ASCII = " .o#"
_MANY = 4
"""Check-ins from which a cell is drawn as full; a single one has its own glyph."""


def raster(
    times: Times,
    period: float,
    width: int,
    lines: int,
    start: float,
    stop: float,
    ascii_only: bool = False,
    holes: Iterable[Span] = (),
    stretch: float = 1.0,
) -> list[str]:
    """Draw check-ins in at most `lines` lines of `width` cells, newest below, each labelled with its start.

    A line is a period, or as many periods as it takes to show [start, stop]; where that would make a period too
    narrow, only the newest lines are drawn. Without a period (NaN) a line is a round time. What the sensor did not
    see (holes, outside of the window) is shaded. With a `stretch` each line lasts so many times as long, while the
    first one begins where it did: a clock leans.
    """
    style = "%m-%d %H:%M:%S" if period < 120 else "%m-%d %H:%M"
    cells = max(width - len(moment(0, style)) - 2, 1)
    length, first = _fold(times, period, cells, max(lines - 1, 1), start, stop)
    length *= stretch
    rows = _count(stop - first, length)
    if rows > lines:
        rows = _count(times.max() - first, length) if times.size else lines
        first += max(rows - lines, 0) * length
        rows = min(rows, lines)
    edges = first + np.arange(rows * cells + 1, dtype=np.float64) * (length / cells)
    levels = np.searchsorted((1, 2, _MANY), np.histogram(times, edges)[0], "right")
    drawn = np.array(list(_GLYPHS_ASCII if ascii_only else _GLYPHS))[levels]
    drawn[(levels == 0) & _unseen(edges, start, stop, holes)] = "/" if ascii_only else "░"
    border = " |" if ascii_only else " │"
    return [
        moment(first + row * length, style) + border + "".join(line)
        for row, line in enumerate(drawn.reshape(rows, cells))
    ]


def folded_at(period: float, fitted: float) -> str:
    """What a line of a raster lasts, and how far that is from the period that was fitted, both in seconds."""
    off = period / fitted - 1
    if abs(off) < SAME:
        return f"folded at the fitted period, {period:.6g} s ({duration(period)})"
    return f"folded at {period:.6g} s ({duration(period)}), {off:+.2%} from the fitted {fitted:.6g} s"


def nudge(width: int, lines: int) -> float:
    """The share of a period by which another one leans what is on `lines` lines of `width` cells by `LEAN` cells."""
    return LEAN / (max(width, 1) * max(lines, 1))


def _fold(times: Times, period: float, cells: int, lines: int, start: float, stop: float) -> Span:
    """Choose how many seconds a line lasts, and when the first one starts: at or before `start`."""
    span = max(stop - start, 1.0)
    if not (period > 0 and np.isfinite(period) and times.size):
        length = next((time for time in ROUND_TIMES if span / time <= lines), span)
        return float(length), float(np.floor(start / length) * length)
    periods = min(_count(span / lines, period), max(cells // CELLS_PER_PERIOD, 1))
    newest = times[times >= times.max() - lines * periods * period]  # a small error of the period adds up over days
    angle = np.angle(np.exp(2j * np.pi * ((newest - start) / period)).mean())
    phase = float(angle / (2 * np.pi) + 0.5) % 1
    return periods * period, start - (1 - phase) * period


def _count(span: float, length: float) -> int:
    """Count the lengths that it takes to fill a span, at least one."""
    return max(int(np.ceil(span / length)), 1)


def _unseen(edges: Times, start: float, stop: float, holes: Iterable[Span]) -> NDArray[np.bool_]:
    """Say of each cell whether its middle lies outside of the window or in a hole of the sensor."""
    middles = (edges[:-1] + edges[1:]) / 2
    unseen = (middles < start) | (middles > stop)
    for begin, end in holes:
        unseen |= (middles > begin) & (middles < end)
    return unseen


def hours(
    times: Times,
    start: float,
    stop: float,
    width: int,
    ascii_only: bool = False,
    holes: Iterable[Span] = (),
) -> str:
    """Draw how active each of `width` equal slots of [start, stop] was; what the sensor missed is shaded."""
    edges = start + np.arange(width + 1, dtype=np.float64) * (max(stop - start, 1.0) / max(width, 1))
    counts = np.histogram(times, edges)[0]
    line = sparkline(counts, width, ascii_only)
    shade = "/" if ascii_only else "░"
    missed = (counts == 0) & _unseen(edges, start, stop, holes)
    return "".join(shade if dark else block for dark, block in zip(missed, line, strict=True))


def lifelines(begins: Times, ends: Times, start: float, stop: float, width: int, ascii_only: bool = False) -> str:
    """Draw in which of `width` equal slots of [start, stop] any of some sessions was open; begin and end in pairs."""
    slots = np.array([begins, ends]) - start
    first, last = np.clip(slots / (max(stop - start, 1.0) / max(width, 1)), 0, width - 1).astype(np.int64)
    steps = np.bincount(first, minlength=width + 1) - np.bincount(last + 1, minlength=width + 1)
    return "".join(np.where(np.cumsum(steps)[:width] > 0, "-" if ascii_only else "━", " ").tolist())
