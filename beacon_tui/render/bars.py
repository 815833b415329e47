"""A histogram as lines of text, and a row of values as one line."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beacon_tui.render.histogram import Histogram
from beacon_tui.units import compact

GUTTER: Final = 7
"""Cells that the counts and the axis take to the left of the first bin."""

_BLOCKS = " ▁▂▃▄▅▆▇█"
_BLOCKS_ASCII = " .:-=+*%#"


def bars(histogram: Histogram, height: int, ascii_only: bool = False) -> list[str]:
    """Draw a histogram: `height` lines of bars, the axis with the marks on it, the labels below.

    Every line has GUTTER + bins * cells cells. No bins, no lines.
    """
    if not histogram.counts.size:
        return []
    most = compact(int(histogram.counts.max()))
    border = " |" if ascii_only else " │"
    body = [
        ("" if row else most).rjust(GUTTER - 2) + border + line
        for row, line in enumerate(_columns(histogram, height, ascii_only))
    ]
    return [*body, _axis(histogram, ascii_only), " " * GUTTER + _labels(histogram)]


def _columns(histogram: Histogram, height: int, ascii_only: bool) -> list[str]:
    """Draw one bar a bin, `height` lines from the top; what is not nothing is at least one eighth high."""
    blocks = _BLOCKS_ASCII if ascii_only else _BLOCKS
    eighths = _levels(histogram.counts.astype(np.float64), 8 * height)
    return [
        "".join(blocks[min(max(level - 8 * below, 0), 8)] * histogram.cells for level in eighths)
        for below in range(height - 1, -1, -1)
    ]


def _levels(values: NDArray[np.float64], most: int) -> list[int]:
    """Scale values to whole levels: 0 for nothing or unknown, 1 for the least, `most` for the greatest."""
    top = np.nanmax(values, initial=0)
    if not top > 0:
        return [0] * len(values)
    scaled = np.maximum(np.rint(np.nan_to_num(values) / top * most), 1)
    return [int(level) for level in np.where(values > 0, scaled, 0)]


def _axis(histogram: Histogram, ascii_only: bool) -> str:
    """Draw the axis with its ticks, and on it the marks, those before the others, as far as they do not touch."""
    line, tick, mark, corner = "-+^+" if ascii_only else "─┴▲┼"
    cells = [line] * (len(histogram.counts) * histogram.cells)
    for place in histogram.ticks:
        cells[place.column] = tick
    for place in histogram.marks:
        for label in (mark + place.label, mark):
            end = place.column + len(label)
            if end <= len(cells) and {line, tick}.issuperset(cells[max(place.column - 1, 0) : end + 1]):
                cells[place.column : end] = label
                break
    return "0".rjust(GUTTER - 2) + " " + corner + "".join(cells)


def _labels(histogram: Histogram) -> str:
    """Write the labels of the ticks, each centred under its tick where the picture is wide enough."""
    width = len(histogram.counts) * histogram.cells
    line = ""
    for tick in histogram.ticks:
        start = max(min(tick.column - len(tick.label) // 2, width - len(tick.label)), 0)
        if start > len(line) or not line:
            line = line.ljust(start) + tick.label
    return line[:width].ljust(width)


def sparkline(values: Sequence[float] | NDArray[np.float64], width: int, ascii_only: bool = False) -> str:
    """Draw values as one line of at most `width` cells; where several share a cell, the greatest counts."""
    known = np.asarray(values, np.float64)
    if len(known) > width > 0:
        known = np.fmax.reduceat(known, np.arange(width) * len(known) // width)
    blocks = _BLOCKS_ASCII if ascii_only else _BLOCKS
    return "".join(blocks[level] for level in _levels(known, 8))
