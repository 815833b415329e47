"""Where the table in beacon_tui/analysis/chance.py comes from: the evidence that callers without a rhythm reach.

Run by hand: python -m tests.benchmarks.chance [CALLERS] [SEED]. Prints the table as it stands in the module.
"""

import sys

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beacon_tui.analysis.segments import offsets_of
from beacon_tui.analysis.timing import judge

Floats = NDArray[np.float64]

DAY = 86400.0
EDGES = (5, 6, 7, 8, 10, 13, 18, 26, 40, 70, 130, 260, 600, 1500)
"""Gaps between which callers are counted together."""
SHARES = (0.5, 0.2, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
"""Shares of the callers that reach the evidence in a column of the table."""
FAMILIES = 7


def gaps(family: int, n: int, rng: Generator) -> Floats:
    """Gaps of mean 1, about, of one of the families in equal parts: random, bursty, heavy-tailed, mixed."""
    match family:
        case 0 | 1:
            return rng.exponential(1, n)
        case 2:
            return rng.gamma(0.9**-2, 0.9**2, n)
        case 3:
            return rng.lognormal(-0.5, 1, n)
        case 4:
            return rng.lognormal(-1.6, 1.8, n)
        case 5:
            return np.minimum(rng.pareto(1.2, n) + 1, 300) / 6
        case _:
            return rng.exponential(np.where(rng.random(n) < rng.uniform(0.5, 0.9), 0.1, 2.5), n)


def draw(callers: int, rng: Generator) -> list[Floats]:
    """Call times of many callers over a day, from 6 to some 2,000 calls each."""
    calls = np.exp(rng.uniform(np.log(6.5), np.log(2000), callers)).astype(int)
    return [
        np.cumsum(gaps(at % FAMILIES, n, rng)) * DAY / n * rng.uniform(0.3, 1.0) for at, n in enumerate(calls.tolist())
    ]


def main() -> None:
    """Draw in batches, judge, and print the quantiles for each class of gaps."""
    callers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    batch, parts = 5000, []
    for _ in range(0, callers, batch):
        times = draw(batch, rng)
        timing = judge(np.concatenate(times), offsets_of(np.array([one.size for one in times])), 6)
        parts.append(np.stack((timing.events - 1, timing.gap_evidence, timing.line_evidence)))
    n, of_gaps, of_line = np.concatenate(parts, axis=1)
    for name, evidence in (("GAPS", of_gaps), ("LINE", of_line)):
        print(f"{name} = (")
        for low, high in zip(EDGES, (*EDGES[1:], np.inf), strict=True):
            held = evidence[(n >= low) & (n < high) & ~np.isnan(evidence)]
            row = np.quantile(held, 1 - np.array(SHARES)) if held.size > 500 else np.full(len(SHARES), np.nan)
            print("    (" + ", ".join(f"{value:.2f}" for value in row) + f"),  # {low}: {held.size}")
        print(")")


if __name__ == "__main__":
    main()
