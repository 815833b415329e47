"""Check-ins over time: one line a period, so that a clock stands as a column; and activity by slot."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beacon_tui.render.axis import ROUND_TIMES
from beacon_tui.render.bars import sparkline
from beacon_tui.units import moment

Times = NDArray[np.float64]
"""Seconds since 1970 UTC, in any order."""

Span = tuple[float, float]
"""Start and stop in seconds since 1970 UTC."""

CELLS_PER_PERIOD: Final = 4
"""Fewest cells that a period may take on a line; with fewer a column cannot be seen."""

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
) -> list[str]:
    """Draw check-ins in at most `lines` (from 2) lines of `width` cells, newest below, each with its start.

    A line is a period, or as many periods as it takes to show [start, stop], or, where those would be too
    narrow or the period is NaN, a round time. What the sensor did not see (holes, outside of the window) is
    shaded.
    """
    label = "%m-%d %H:%M:%S" if (stop - start) / max(lines, 1) < 120 else "%m-%d %H:%M"
    cells = max(width - len(moment(0, label)) - 2, 1)
    length, first = _fold(times, period, cells, max(lines, 1), start, stop)
    rows = max(int(np.ceil((stop - first) / length)), 1)
    edges = first + np.arange(rows * cells + 1, dtype=np.float64) * (length / cells)
    glyphs = _GLYPHS_ASCII if ascii_only else _GLYPHS
    levels = np.searchsorted((1, 2, _MANY), np.histogram(times, edges)[0], "right")
    drawn = np.array(list(glyphs))[levels]
    drawn[(levels == 0) & _unseen(edges, start, stop, holes)] = "/" if ascii_only else "░"
    border = " |" if ascii_only else " │"
    return [
        moment(first + row * length, label) + border + "".join(line)
        for row, line in enumerate(drawn.reshape(rows, cells))
    ]


def _fold(times: Times, period: float, cells: int, lines: int, start: float, stop: float) -> Span:
    """Choose how many seconds a line lasts, and when the first one starts: at or before `start`."""
    span = max(stop - start, 1.0)
    if period > 0 and np.isfinite(period) and times.size:
        # One line is kept free, because the first one begins before the window.
        periods = max(int(np.ceil(span / period / max(lines - 1, 1))), 1)
        if periods * CELLS_PER_PERIOD <= cells:
            angle = np.angle(np.exp(2j * np.pi * ((times - start) / period)).mean())
            phase = float(angle / (2 * np.pi) + 0.5) % 1
            return periods * period, start - (1 - phase) * period
    length = next((time for time in ROUND_TIMES if span / time <= max(lines - 1, 1)), span)
    return float(length), float(np.floor(start / length) * length)


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
