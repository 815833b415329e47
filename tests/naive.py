"""Slow, obvious twins of the numeric code: one group at a time, plain loops."""

import cmath
import math
import statistics
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from beacon_tui.analysis.holes import CHANCE, NEIGHBOURS, SHORTEST
from beacon_tui.analysis.period import MOST_MISSED, RATIOS, UNIFORM_SPAN


def quantile(values: Sequence[float], share: float) -> float:
    """Linear quantile of a list."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def join_bursts(times: Sequence[float], nearer: float) -> list[float]:
    """Keep the first connection and every one that follows the one before by more than `nearer`."""
    return [time for i, time in enumerate(times) if i == 0 or time - times[i - 1] > nearer]


def gaps(times: Sequence[float]) -> list[float]:
    """Differences of neighbours."""
    return [later - earlier for earlier, later in pairwise(times)]


@cache
def chance(ratio: float) -> float:
    """The largest exponential mass in any window [a, ratio a], by trying many a."""
    return max(math.exp(-a) - math.exp(-ratio * a) for a in (i / 20000 for i in range(1, 60000)))


def divergence(share: float, expected: float) -> float:
    """Kullback-Leibler divergence of two coins."""
    if share <= expected:
        return 0.0
    rest = 0.0 if share == 1 else (1 - share) * math.log((1 - share) / (1 - expected))
    return share * math.log(share / expected) + rest


def best_window(values: Sequence[float]) -> tuple[float, float, list[float]]:
    """Evidence, effect and the gaps inside the window that stands out most."""
    best: tuple[float, float, list[float]] = (-math.inf, 0.0, [])
    ordered = sorted(values)
    for ratio in RATIOS:
        inside: list[float] = []
        for low in ordered:
            held = [value for value in ordered if low <= value <= low * ratio * (1 + 1e-7)]
            if len(held) > len(inside):
                inside = held
        nats = divergence(len(inside) / len(ordered), chance(ratio))
        evidence = len(ordered) * nats - math.log(len(ordered) * len(RATIOS))
        if evidence > best[0]:
            best = (evidence, nats, inside)
    return best


def jitter(inside: Sequence[float]) -> float:
    """Half the middle spread of the gaps inside the window, as a share of their median."""
    return (quantile(inside, 0.95) - quantile(inside, 0.05)) / (2 * UNIFORM_SPAN * statistics.median(inside))


def missed(values: Sequence[float], period: float, stray: float) -> float:
    """Share of the check-ins due that did not come."""
    came = due = 0
    for value in values:
        k = round(value / period)
        near = abs(value / period - k) <= max(stray * math.sqrt(max(k, 1)), 0.1)
        if 1 <= k <= MOST_MISSED and (near or k == 1):
            came += 1
            due += k
    return 1 - came / due if due else 0.0


def power(times: Sequence[float], cycles: float) -> float:
    """Schuster's periodogram at one frequency, in cycles over the span."""
    span = times[-1] - times[0]
    total = sum(cmath.exp(-2j * math.pi * cycles * (time - times[0]) / span) for time in times)
    return abs(total) ** 2 / len(times)


def holes(times: Sequence[float]) -> list[tuple[float, float]]:
    """Holes of a capture, one pause at a time."""
    ordered = sorted(times)
    silences = [pair for pair in pairwise(ordered) if pair[0] // 60 != pair[1] // 60]
    pauses = [(int(before // 60), int(after // 60)) for before, after in silences]
    found: set[int] = set()
    while True:
        fresh = {
            place
            for place, (before, after) in enumerate(silences)
            if place not in found and after - before >= SHORTEST and not is_habit(pauses, place)
            if hole_chance(pauses, place, found) < math.log(CHANCE / len(pauses))
        }
        if not fresh:
            return [silences[place] for place in sorted(found)]
        found |= fresh


def is_habit(pauses: Sequence[tuple[int, int]], place: int) -> bool:
    """Whether another pause covers half of this one or more, whole days or weeks before or after."""
    start, stop = pauses[place]
    shifts = [sign * cycle * math.ceil((stop - start) / cycle) for cycle in (1440, 10080) for sign in (1, -1)]
    return any(
        min(other_stop, stop + shift) - max(other_start, start + shift) >= (stop - start) / 2
        for shift in shifts
        for other_start, other_stop in pauses
        if other_start < (start + stop) / 2 + shift <= other_stop
    )


def hole_chance(pauses: Sequence[tuple[int, int]], place: int, found: set[int]) -> float:
    """Logarithm of the chance of a pause by those before it, or by those after it if that is larger."""
    start, stop = pauses[place]
    before = [i for i in range(place) if i >= place - NEIGHBOURS or pauses[i][1] > start - (stop - start)]
    after = [
        i for i in range(place + 1, len(pauses)) if i <= place + NEIGHBOURS or pauses[i][0] < stop + (stop - start)
    ]
    answers = []
    for side in (before, after):
        lengths = [pauses[i][1] - pauses[i][0] for i in side if i not in found]
        lengths = [length for length in lengths if length <= (stop - start) / 3]
        if not lengths:
            return 0.0
        squares = sum(length**2 for length in lengths)
        wait = squares / sum(lengths) / 2
        number = squares**2 / sum(length**4 for length in lengths)
        answers.append(-number * math.log1p((stop - start) / wait / number))
    return max(answers)
