"""The dominant period from the gaps: the window of gaps that holds far more of them than chance would put there."""

from dataclasses import dataclass

import numpy as np

from beacon_tui.analysis.intervals import CheckIns
from beacon_tui.analysis.segments import (
    Floats,
    Ints,
    first_true,
    largest,
    lengths,
    owners,
    quantile,
    sort_within,
    total,
)

RATIOS = (1.1, 1.25, 1.5, 2.0, 3.0)
"""Widths of the windows that are tried: longest gap / shortest gap."""

MOST_MISSED = 10
"""A gap longer than this many periods is an absence, not a run of missed check-ins."""

UNIFORM_SPAN = 0.9
"""The middle 5-95 % of a uniform spread is this share of it."""


@dataclass(frozen=True, eq=False)
class Periods:
    """The best window of each group; every array has shape (groups,)."""

    period: Floats
    """Median of the gaps inside the window, in seconds."""
    jitter: Floats
    """Half the spread of those gaps as a fraction of the period."""
    missed: Floats
    """Share of check-ins that did not come, told from gaps at whole multiples of the period."""
    share: Floats
    """Share of the gaps that the window holds."""
    evidence: Floats
    """Natural logarithm of how much likelier the window is than chance, after the look-elsewhere correction."""
    effect: Floats
    """The same for each gap: how regular, whatever the number of check-ins. Never negative."""


def chance(ratio: float) -> float:
    """The largest share of exponential gaps that any window [a, ratio * a] can hold.

    The mass exp(-a) - exp(-ratio a) is largest at a = ln(ratio) / (ratio - 1).
    """
    a = np.log(ratio) / (ratio - 1)
    return float(np.exp(-a) - np.exp(-ratio * a))


def divergence(share: Floats, expected: float) -> Floats:
    """Kullback-Leibler divergence in nats of a coin `share` from a coin `expected`; 0 when it is below."""
    rest = np.maximum(1 - share, 1e-300)
    nats = share * np.log(np.maximum(share, 1e-300) / expected) + rest * np.log(rest / (1 - expected))
    return np.where(share > expected, nats, 0.0)


def find_periods(check_ins: CheckIns) -> Periods:
    """Scan each group's gaps for the window that stands out most against exponential gaps.

    The scan statistic of Naus (1965) on the logarithm of the gaps, over windows of several widths; the evidence is
    the binomial large-deviation bound n * KL(share, chance) less ln(n * widths) for the windows tried.
    """
    offsets = check_ins.gap_offsets
    ordered = sort_within(check_ins.gaps, offsets)
    n = lengths(offsets).astype(np.float64)
    evidence = np.full(n.size, -np.inf)
    effect, begin, end = np.zeros(n.size), offsets[:-1].copy(), offsets[1:].copy()
    for ratio in RATIOS:
        start, stop = _fullest(ordered, offsets, ratio)
        nats = divergence((stop - start) / n, chance(ratio))
        found = n * nats - np.log(n * len(RATIOS))
        better = found > evidence
        for old, new in ((evidence, found), (effect, nats), (begin, start), (end, stop)):
            old[better] = new[better]
    return _describe(ordered, offsets, begin, end, evidence, effect)


def _fullest(ordered: Floats, offsets: Ints, ratio: float) -> tuple[Ints, Ints]:
    """The window of each group that holds most gaps within `ratio`: first and past-the-last index into `ordered`."""
    apart = 64.0
    key = np.log(ordered) + apart * owners(offsets)
    stop = np.searchsorted(key, key + np.log(ratio) + 1e-7, side="right")
    held = stop - np.arange(ordered.size)
    start = first_true(held == np.repeat(largest(held, offsets), lengths(offsets)), offsets)
    return start, stop[start]


def _describe(ordered: Floats, offsets: Ints, begin: Ints, end: Ints, evidence: Floats, effect: Floats) -> Periods:
    """Read period, jitter and missed check-ins off the chosen windows of sorted gaps."""
    place = np.arange(ordered.size)
    sizes = lengths(offsets)
    inside = (place >= np.repeat(begin, sizes)) & (place < np.repeat(end, sizes))
    held = end - begin
    window = np.concatenate((np.zeros(1, np.int64), np.cumsum(held)))
    period = quantile(ordered[inside], window, 0.5)
    spread = quantile(ordered[inside], window, 0.95) - quantile(ordered[inside], window, 0.05)
    jitter = spread / (2 * UNIFORM_SPAN * period)
    return Periods(period, jitter, _missed(ordered, offsets, period, jitter), held / sizes, evidence, effect)


def _missed(gaps: Floats, offsets: Ints, period: Floats, jitter: Floats) -> Floats:
    """Share of check-ins that did not come: gaps of k periods, within the jitter, stand for k - 1 of them."""
    sizes = lengths(offsets)
    periods = gaps / np.repeat(period, sizes)
    k = np.rint(periods)
    slack = np.maximum(np.repeat(jitter, sizes) * np.sqrt(np.maximum(k, 1)), 0.1)
    counts = (k >= 1) & (k <= MOST_MISSED) & ((np.abs(periods - k) <= slack) | (k == 1))
    came = total(counts, offsets)
    due = total(np.where(counts, k, 0.0), offsets)
    return np.where(due > 0, 1 - came / np.maximum(due, 1), 0.0)
