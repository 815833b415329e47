"""What the field scores beacons with, as published, for comparison in the same run."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def plain_cv(times: Floats, _sizes: Floats, _span: float) -> float:
    """Score by the coefficient of variation of the gaps, smallest best."""
    gaps = np.diff(times)
    return -float(gaps.std() / gaps.mean()) if gaps.size > 1 and gaps.mean() > 0 else -np.inf


def modal_gap_share(times: Floats, _sizes: Floats, _span: float) -> float:
    """Score by the share of the commonest whole-second gap (the SIEM rules, flare)."""
    gaps = np.rint(np.diff(times))
    return Counter(gaps.tolist()).most_common(1)[0][1] / gaps.size if gaps.size else 0.0


def rita_v5(times: Floats, sizes: Floats, span: float) -> float:
    """Score by RITA v5's published formula: gaps, sizes, hourly histogram, duration, a quarter each."""
    whole = np.unique(np.floor(times))
    gaps = np.diff(whole)
    if whole.size < 4 or gaps.size < 3:
        return 0.0
    timing = ((1 - abs(_skew(gaps))) + _mad_score(gaps, 1.0)) / 2
    known = np.nan_to_num(sizes)
    data = ((1 - abs(_skew(known))) + _mad_score(known, 0.0)) / 2
    bars = np.histogram(whole, 24, (0.0, span))[0]
    return 0.25 * (timing + data + _histogram_score(bars) + _duration_score(bars, whole, span))


def _quartiles(values: Floats) -> tuple[float, float, float]:
    """Quartiles by the medians of the halves."""
    ordered = np.sort(values)
    half = ordered.size // 2
    return tuple(float(np.median(part)) for part in (ordered[:half], ordered, ordered[-half:]))  # type: ignore[return-value]


def _skew(values: Floats) -> float:
    """Bowley's skewness; 0 where the quartiles are close."""
    low, middle, high = _quartiles(values)
    if high - low < 10 or middle in (low, high):
        return 0.0
    return (low + high - 2 * middle) / (high - low)


def _mad_score(values: Floats, default: float) -> float:
    """1 less the median absolute deviation as a share of the median."""
    middle = float(np.median(values))
    if middle < 1:
        return default
    return max(0.0, (middle - float(np.median(np.abs(values - middle)))) / middle)


def _histogram_score(bars: NDArray[np.int64]) -> float:
    """How even the 24 bars are, or how much of them two heights make up."""
    even = max(0.0, 1 - float(bars.std() / bars.mean()))
    filled = bars[bars > 0]
    if filled.size < 11:
        return even
    width = np.ceil(0.05 * bars.max())
    common = Counter(np.floor(filled / width).tolist()).most_common(2)
    return max(even, min(1.0, sum(count for _, count in common) / max(filled.size - 1, 1)))


def _duration_score(bars: NDArray[np.int64], whole: Floats, span: float) -> float:
    """How much of the window lies between first and last, or the longest run of hours, around midnight too."""
    if (bars > 0).sum() < 6:
        return 0.0
    longest = run = 0
    for bar in np.concatenate((bars, bars)):
        run = run + 1 if bar else 0
        longest = max(longest, run)
    return max(min(1.0, float(whole[-1] - whole[0]) / span), min(1.0, min(longest, 24) / 12))


Scorer = Callable[[Floats, Floats, float], float]

BASELINES: Final[Mapping[str, Scorer]] = {"plain CV": plain_cv, "RITA v5": rita_v5, "modal gap": modal_gap_share}
"""Scorers by name: (times in seconds, sizes in bytes, seconds of the window) → score, higher is more of a beacon."""
