"""How often which gap between check-ins occurred: bins, round ticks and the multiples of the period."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beacon_tui.render.axis import Tick, linear_ticks, log_ticks, ticks_at
from beacon_tui.units import duration

LINEAR_RATIO: Final = 10**1.5
"""Longest gap / shortest gap up to which bins are equally wide; beyond it they grow with the gap."""

TAIL: Final = 0.05
"""Share of the gaps at either end that may go to `below` and `above` if the rest then fits `LINEAR_RATIO`."""

SHORTEST: Final = 1e-3
"""Seconds below which growing bins do not go."""

NARROWEST: Final = 0.2
"""Least width of the picture as a share of its middle: a clock shows as one bar, not as its noise."""

FEWEST_BINS: Final = 16
"""Bins that even a few gaps get."""

ZOOMS: Final = ("every gap", "most gaps", "0 to 4 periods", "0.5 to 1.5 periods", "main cluster")
"""How near the picture goes, the widest first."""

MOST_GAPS: Final = 1
"""The zoom that leaves out up to `TAIL` at either end where that helps."""

CLUSTER: Final = 1.5
"""The main cluster lies within this factor of the period …"""

CLUSTER_TAIL: Final = 0.02
"""… and this share of it at either end may be left out."""

MULTIPLES: Final = (1, 2, 3)
"""Multiples of the period that are marked: two and more are check-ins that did not come."""


@dataclass(frozen=True, eq=False, slots=True)
class Histogram:
    """Gaps counted in bins; without any gap there are no bins."""

    edges: NDArray[np.float64]
    """Rising bin edges in seconds, shape (bins + 1,); bin `i` holds edges[i] <= gap < edges[i + 1]."""
    counts: NDArray[np.int64]
    """Gaps in each bin, shape (bins,)."""
    below: int
    """Gaps shorter than the first edge."""
    above: int
    """Gaps longer than the last edge."""
    grows: bool
    """Whether the bins grow with the gap, all by the same factor: a logarithmic axis."""
    cells: int
    """Terminal cells that each bin takes: more than one where many bins would hold few gaps."""
    ticks: tuple[Tick, ...]
    """Round times with room for their labels, from left to right."""
    marks: tuple[Tick, ...]
    """The period and its multiples that lie in range, labelled `1x`, `2x`, `3x`, and further periods, as they are."""


def interval_histogram(
    gaps: NDArray[np.float64], period: float, width: int, periods: Sequence[float] = (), zoom: int = MOST_GAPS
) -> Histogram:
    """Count gaps (seconds) for a picture of at most `width` cells; the period, NaN if none, falls mid-bin.

    Of `periods`, all that were kept at some time, those that are not the period itself are marked too. `zoom` is an
    index of `ZOOMS`; without a period the median gap stands for it.
    """
    known = gaps[np.isfinite(gaps) & (gaps >= 0)]
    if not known.size:
        return Histogram(np.empty(0), np.empty(0, np.int64), 0, 0, False, 1, (), ())
    cells = max(width // max(FEWEST_BINS, int(4 * np.sqrt(known.size))), 1)
    bins = max(width // cells, 2)
    low, high, grows = _range(known) if zoom == MOST_GAPS else _zoomed(known, period, zoom)
    anchor = period if low <= period <= high else float(np.median(known))
    edges = _log_edges(low, high, anchor, bins) if grows else _linear_edges(low, high, anchor, bins)
    marks = [(period * times, f"{times}x") for times in MULTIPLES]
    marks += [(other, duration(other)) for other in periods if other != period]
    return Histogram(
        edges,
        np.histogram(known, edges)[0].astype(np.int64),
        int((known < edges[0]).sum()),
        int((known > edges[-1]).sum()),
        grows,
        cells,
        log_ticks(edges, cells) if grows else linear_ticks(edges, cells),
        ticks_at(edges, cells, marks),
    )


def _range(gaps: NDArray[np.float64]) -> tuple[float, float, bool]:
    """Choose the shortest and the longest gap to show, and whether bins must grow between them."""
    low, high = float(gaps.min()), float(gaps.max())
    if high > low * LINEAR_RATIO:
        low, high = (float(end) for end in np.quantile(gaps, [TAIL, 1 - TAIL], method="nearest"))
    if high > low * LINEAR_RATIO:
        return max(float(gaps.min()), SHORTEST), max(float(gaps.max()), 2 * SHORTEST), True
    middle = (low + high) / 2
    half = max(high - low, NARROWEST * middle, SHORTEST) / 2
    return max(middle - half, 0), middle + half, False


def _zoomed(gaps: NDArray[np.float64], period: float, zoom: int) -> tuple[float, float, bool]:
    """The shortest and the longest gap of a zoom, and whether bins must grow between them."""
    middle = period if period > 0 else max(float(np.median(gaps)), SHORTEST)
    if zoom == 0:
        low, high = float(gaps.min()), max(float(gaps.max()), 2 * SHORTEST)
        return (max(low, SHORTEST), high, True) if high > low * LINEAR_RATIO else _range(gaps)
    if zoom < len(ZOOMS) - 1:
        return (0.0, 4 * middle, False) if zoom == MOST_GAPS + 1 else (0.5 * middle, 1.5 * middle, False)
    cluster = gaps[(gaps > middle / CLUSTER) & (gaps < middle * CLUSTER)]
    low, high = np.quantile(cluster, [CLUSTER_TAIL, 1 - CLUSTER_TAIL]).tolist() if cluster.size else (middle, middle)
    margin = max((high - low) / 10, SHORTEST)
    return max(low - margin, 0.0), high + margin, False


def _linear_edges(low: float, high: float, anchor: float, bins: int) -> NDArray[np.float64]:
    """Place equal bins over [low, high]; where it can be, a whole number of them makes the anchor."""
    step = (high - low) / (bins - 1)
    if anchor > step:
        step = anchor / np.floor(anchor / step)
    first = max(_first_bin(low, high, anchor, step, bins), int(np.floor(0.5 - anchor / step)))
    edges = anchor + (first + np.arange(bins + 1, dtype=np.float64) - 0.5) * step
    edges[0] = max(edges[0], 0)
    return edges


def _log_edges(low: float, high: float, anchor: float, bins: int) -> NDArray[np.float64]:
    """Place bins that grow by one factor over [low, high], the anchor in the middle of one."""
    low, high, anchor = log(low), log(high), log(max(anchor, SHORTEST))
    step = (high - low) / (bins - 1)
    first = _first_bin(low, high, anchor, step, bins)
    exponents = anchor + (first + np.arange(bins + 1, dtype=np.float64) - 0.5) * step
    return np.exp(exponents)


def _first_bin(low: float, high: float, anchor: float, step: float, bins: int) -> int:
    """Say how many steps after the bin around the anchor the first of `bins` bins around [low, high] is."""
    first = np.floor((low - anchor) / step + 0.5)
    last = np.floor((high - anchor) / step + 0.5)
    return int(first - (bins - (last - first + 1)) // 2)
