"""How likely chance alone reaches some evidence: the `false_alarm` of a candidate, and of a whole table."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beacon_tui.analysis.segments import Floats

SHARES: Final = (0.5, 0.2, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
"""Shares of callers without a rhythm that reach the evidence in the columns of the tables below."""

LOOKS: Final = 2
"""Gaps and spectrum: the better of the two is taken."""

# Evidence in nats that 200,000 callers without a rhythm reach, by their number of gaps: random ones, gamma (CV 0.9),
# log-normal, heavy-tailed (Pareto) and mixed ones, so that bursty traffic has its place. Printed by
# tests/benchmarks/chance.py.
_GAPS: Final = {
    5: (-6.54, -5.18, -3.78, -2.98, -2.44, -1.71, -1.07, -0.22),
    6: (-7.02, -5.42, -4.00, -3.20, -2.56, -2.07, -1.15, -0.10),
    7: (-7.44, -5.80, -4.15, -3.34, -2.56, -1.88, -1.05, -0.83),
    8: (-7.91, -6.28, -4.48, -3.47, -2.96, -2.33, -1.35, -1.00),
    11: (-8.73, -6.98, -5.11, -4.07, -3.43, -2.55, -1.91, -1.40),
    15: (-9.89, -8.13, -6.04, -4.89, -4.16, -3.50, -2.76, -2.26),
    21: (-11.81, -9.82, -7.51, -6.32, -5.32, -4.29, -3.34, -2.34),
    32: (-15.07, -12.53, -9.98, -8.49, -7.37, -6.57, -4.91, -3.66),
    53: (-21.59, -17.71, -14.33, -12.66, -11.55, -10.53, -9.11, -7.52),
    95: (-35.17, -28.43, -22.99, -20.49, -18.76, -17.32, -15.74, -14.88),
    183: (-65.04, -51.24, -40.80, -35.87, -33.03, -30.73, -29.00, -26.88),
    395: (-138.22, -106.48, -86.01, -75.80, -69.16, -63.54, -58.89, -55.73),
    948: (-325.60, -251.32, -203.34, -176.09, -159.44, -146.87, -135.30, -127.36),
    1732: (-591.03, -532.90, -465.01, -355.58, -322.94, -301.75, -285.99, -276.94),
}
_LINE: Final = {
    11: (-1.13, 0.14, 1.49, 2.19, 2.74, 3.27, 4.17, 4.23),
    15: (-1.22, 0.16, 1.61, 2.44, 3.04, 3.51, 4.33, 4.78),
    21: (-1.29, 0.20, 1.82, 2.74, 3.47, 4.27, 5.14, 5.61),
    32: (-1.28, 0.30, 1.86, 2.85, 3.67, 4.69, 6.03, 6.90),
    53: (-1.18, 0.41, 2.02, 3.12, 3.84, 4.74, 5.75, 6.67),
    95: (-0.98, 0.56, 2.19, 3.23, 4.12, 5.12, 6.39, 7.68),
    183: (-0.77, 0.66, 2.32, 3.48, 4.38, 5.51, 6.72, 7.78),
    395: (-0.56, 0.80, 2.52, 3.56, 4.37, 5.48, 6.87, 7.89),
    948: (-0.45, 0.96, 2.77, 4.06, 4.92, 6.11, 7.40, 8.30),
    1732: (-0.46, 0.94, 2.80, 3.98, 4.99, 6.09, 7.85, 9.02),
}


def false_alarm(gap_evidence: Floats, line_evidence: Floats, gaps: Floats) -> Floats:
    """Probability that a caller without a rhythm, with as many gaps, shows as much evidence of either kind.

    All of shape (groups,); evidence in nats, NaN where there is none; the answer is NaN where there is neither. Beyond
    the simulated shares the tail falls exponentially, as that of a likelihood ratio does.
    """
    least = np.minimum(_probability(gap_evidence, gaps, _GAPS), _probability(line_evidence, gaps, _LINE))
    unknown = np.isnan(gap_evidence) & np.isnan(line_evidence)
    return np.where(unknown, np.nan, -np.expm1(LOOKS * np.log1p(-np.minimum(least, 1 - 1e-12))))


def expected_false_alarms(gaps: Floats, evidence: float) -> float:
    """How many of these candidates would show `evidence` nats in their gaps if none of them had a rhythm."""
    return float(_probability(np.full(gaps.shape, evidence), gaps, _GAPS).sum())


def _probability(evidence: Floats, gaps: Floats, table: Mapping[int, tuple[float, ...]]) -> Floats:
    """Share of callers without a rhythm that reach the evidence; 1 where it is unknown or below the median."""
    levels = _levels(gaps, table)
    steps = -np.log(SHARES)
    nats = np.where(evidence >= levels[0], steps[0], 0.0)
    for low, high, start, stop in zip(levels, levels[1:], steps, steps[1:], strict=False):
        nats = np.where(evidence >= low, start + (evidence - low) / (high - low) * (stop - start), nats)
    slope = (steps[-1] - steps[-4]) / (levels[-1] - levels[-4])
    nats = np.where(evidence >= levels[-1], steps[-1] + (evidence - levels[-1]) * slope, nats)
    return np.asarray(np.exp(-nats))


def _levels(gaps: Floats, table: Mapping[int, tuple[float, ...]]) -> NDArray[np.float64]:
    """The evidence that each of `SHARES` reaches with so many gaps, shape (shares, groups)."""
    counts, rows = np.array(list(table), np.float64), np.array(list(table.values()))
    beyond = np.maximum(gaps / counts[-1], 1.0)
    levels = np.array([np.interp(gaps, counts, column) for column in rows.T])
    return levels * np.where(levels < 0, beyond, 1.0)
