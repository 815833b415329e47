"""How likely chance alone reaches some evidence: the `false_alarm` of a candidate, and of a whole table."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beacon_tui.analysis.segments import Floats, Ints

SHARES: Final = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
"""Shares of callers without a rhythm that reach the evidence in the columns of chance.csv."""

SPREADS: Final = (1.0, 1.15, 1.4)
"""Spreads of the log gaps, in nats, between which callers are told apart: random ones are narrow, bursty ones wide."""

LOOKS: Final = 2
"""Gaps and spectrum: the better of the two is taken."""

_GAPS, _LINE = 0, 1


def false_alarm(gap_evidence: Floats, line_evidence: Floats, gaps: Floats, spread: Floats) -> Floats:
    """Probability that a caller without a rhythm, with as many gaps as widely spread, shows as much evidence.

    All of shape (groups,); evidence in nats, NaN where there is none; the answer is NaN where there is neither. The
    callers are simulated: random, gamma, log-normal, heavy-tailed and mixed gaps, people by day and in sessions, calls
    that bring about more calls. Beyond the simulated shares the tail falls exponentially, as that of a likelihood
    ratio does.
    """
    least = np.minimum(
        _probability(_GAPS, gap_evidence, gaps, spread), _probability(_LINE, line_evidence, gaps, spread)
    )
    unknown = np.isnan(gap_evidence) & np.isnan(line_evidence)
    return np.where(unknown, np.nan, -np.expm1(LOOKS * np.log1p(-np.minimum(least, 1 - 1e-12))))


def expected_false_alarms(evidence: Sequence[float], gaps: Floats, spread: Floats) -> tuple[float, ...]:
    """How many of these candidates would show so many nats in their gaps if none had a rhythm, for each `evidence`."""
    classes = len(SPREADS) + 1
    alike, number = np.unique(gaps * classes + np.digitize(spread, SPREADS), return_counts=True)
    gaps, spreads = np.divmod(alike, classes)
    levels = _levels(_GAPS, gaps, spreads.astype(np.int64))
    return tuple(float(_reached(np.full(gaps.shape, nats), levels) @ number) for nats in evidence)


def _probability(kind: int, evidence: Floats, gaps: Floats, spread: Floats) -> Floats:
    """Share of callers without a rhythm that reach the evidence; 1 where it is unknown or below their median."""
    return _reached(evidence, _levels(kind, gaps, np.digitize(spread, SPREADS)))


def _reached(evidence: Floats, levels: Floats) -> Floats:
    """The share that reaches the evidence when `levels`, shape (shares, groups), are reached by `SHARES`."""
    steps = -np.log(SHARES)
    nats = np.where(evidence >= levels[0], steps[0], 0.0)
    for low, high, start, stop in zip(levels, levels[1:], steps, steps[1:], strict=False):
        nats = np.where(evidence >= low, start + (evidence - low) / (high - low) * (stop - start), nats)
    slope = (steps[-1] - steps[-4]) / (levels[-1] - levels[-4])
    nats = np.where(evidence >= levels[-1], steps[-1] + (evidence - levels[-1]) * slope, nats)
    return np.asarray(np.exp(-nats))


def _levels(kind: int, gaps: Floats, spread: Ints) -> NDArray[np.float64]:
    """The evidence that each of `SHARES` reaches with so many gaps of each class of spread, shape (shares, groups)."""
    levels = np.empty((len(SHARES), gaps.size))
    for number in range(len(SPREADS) + 1):
        counts, rows = _table()[kind, number]
        chosen = spread == number
        beyond = np.maximum(gaps[chosen] / counts[-1], 1.0)
        for place, column in enumerate(rows.T):
            level = np.interp(gaps[chosen], counts, column)
            levels[place, chosen] = level * np.where(level < 0, beyond, 1.0)
    return levels


@cache
def _table() -> dict[tuple[int, int], tuple[Floats, Floats]]:
    """The simulated evidence: by kind and class of spread the numbers of gaps, and a row of levels for each."""
    with files(__package__).joinpath("chance.csv").open(encoding="utf-8") as file:
        rows = np.loadtxt(file, delimiter=",")
    return {
        (int(kind), int(spread)): (part[:, 2], part[:, 3:])
        for kind, spread in np.unique(rows[:, :2], axis=0)
        if len(part := rows[(rows[:, 0] == kind) & (rows[:, 1] == spread)])
    }
