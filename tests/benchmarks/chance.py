"""Where beacon_tui/analysis/chance.csv comes from: the evidence that callers without a rhythm reach.

Run by hand: python -m tests.benchmarks.chance [CALLERS] [SEED] > beacon_tui/analysis/chance.csv
"""

import sys
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beacon_tui.analysis.chance import SHARES, SPREADS
from beacon_tui.analysis.segments import offsets_of
from beacon_tui.analysis.timing import judge
from tests.benchmarks.traces import MEMORYLESS

Floats = NDArray[np.float64]

DAY = 86400.0
EDGES = (5, 6, 7, 8, 10, 13, 18, 26, 40, 70, 130, 260, 600, 1500, 4000)
"""Gaps between which callers are counted together."""
FAMILIES = 7
BATCH = 4000


def gaps(family: int, n: int, rng: Generator) -> Floats:
    """Gaps of mean 1, about: random, bursty, heavy-tailed or mixed."""
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


def draw(number: int, rng: Generator) -> Floats:
    """The call times of one caller over a day: every other one is a negative of the detection benchmark."""
    if number % 2:
        return MEMORYLESS[number // 2 % len(MEMORYLESS)](DAY, rng).times
    n = int(np.exp(rng.uniform(np.log(6.5), np.log(3000))))
    return np.asarray(np.cumsum(gaps(number // 2 % FAMILIES, n, rng)) * DAY / n * rng.uniform(0.3, 1.0))


def main() -> None:
    """Draw in batches, judge, and print the quantiles for each class of gaps."""
    callers = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    rng = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    parts = []
    for begin in range(0, callers, BATCH):
        times = [one for number in range(begin, begin + BATCH) if (one := draw(number, rng)).size > 1]
        timing = judge(np.concatenate(times), offsets_of(np.array([one.size for one in times])), 6)
        parts.append(np.stack((timing.events - 1, timing.spread, timing.gap_evidence, timing.line_evidence)))
    n, spread, *both = np.concatenate(parts, axis=1)
    kinds = np.digitize(spread, SPREADS)
    print(f"# evidence,spread,gaps,{','.join(f'{share:g}' for share in SHARES)}")
    for which, evidence in enumerate(both):
        for kind in range(len(SPREADS) + 1):
            for low, high in pairwise(EDGES):
                held = evidence[(n >= low) & (n < high) & (kinds == kind) & ~np.isnan(evidence)]
                if held.size > 1000:
                    levels = np.quantile(held, 1 - np.array(SHARES))
                    middle = round((low * (high - 1)) ** 0.5)
                    print(f"{which},{kind},{middle},{','.join(f'{level:.2f}' for level in levels)}")


if __name__ == "__main__":
    main()
