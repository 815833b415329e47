"""Slow, obvious twins of the numeric code: one group at a time, plain loops."""

import cmath
import math
import statistics
from collections.abc import Sequence
from itertools import pairwise

from beacon_tui.analysis.fit import FEWEST_HELD, MOST_MISSED, MOST_MISSED_SHARE, NARROWEST, RATIOS, WEIGHED
from beacon_tui.analysis.holes import CHANCE, NEIGHBOURS, SHORTEST
from beacon_tui.analysis.intervals import LEAST_DOUBLING, MOST_DOUBLING, RETRY_SHARE
from beacon_tui.analysis.smooth import BANDWIDTH, LEAST_SIGMA, SHAPES, STEEPEST_TAIL


def quantile(values: Sequence[float], share: float) -> float:
    """Linear quantile of a list."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def join_bursts(times: Sequence[float], nearer: float) -> list[float]:
    """Keep the first connection and every one that is no retry and follows the one before by more than `nearer`."""
    joined = retries(times)
    return [time for i, time in enumerate(times) if i == 0 or (time - times[i - 1] > nearer and i not in joined)]


def retries(times: Sequence[float]) -> set[int]:
    """Connections after a wait that is one of three or more that double each time; none where they are few."""
    waits = [0.0, *gaps(times)]
    doubled = [
        i > 1 and LEAST_DOUBLING * waits[i - 1] < waits[i] < MOST_DOUBLING * waits[i - 1] for i in range(len(waits))
    ]
    found = {j for i in range(1, len(waits)) if doubled[i] and doubled[i - 1] for j in (i - 2, i - 1, i)}
    return found if len(found) > RETRY_SHARE * len(times) else set()


def gaps(times: Sequence[float]) -> list[float]:
    """Differences of neighbours."""
    return [later - earlier for earlier, later in pairwise(times)]


def pick(groups_gaps: Sequence[float], ratio: float) -> list[float]:
    """The gaps in the window [low, ratio * low] that holds most of them, the lowest such window."""
    inside: list[float] = []
    for low in sorted(groups_gaps):
        held = [gap for gap in sorted(groups_gaps) if low <= gap <= low * ratio * (1 + 1e-7)]
        if len(held) > len(inside):
            inside = held
    return inside


def log_normal_density(x: float, middle: float, sigma: float) -> float:
    """Log density of the normal distribution."""
    return -((x - middle) ** 2) / (2 * sigma**2) - math.log(sigma * math.sqrt(2 * math.pi))


def beacon(values: Sequence[float], inside: Sequence[float], log_range: float, misses: bool) -> float:
    """Mean log density of gaps under the beacon whose window holds `inside`; some check-ins may be missed, or none."""
    held, middle = len(inside), (inside[0] + inside[-1]) / 2
    width = max(inside[-1] - inside[0], NARROWEST * middle) * (held + 1) / max(held - 1, 1)
    outside = [gap for gap in values if not inside[0] <= gap <= inside[-1]]
    late = {}
    for gap in outside:
        k = round(gap / middle)
        sigma = width / math.sqrt(12) * math.sqrt(max(k, 1))
        if misses and 2 <= k <= MOST_MISSED and abs(gap - k * middle) < 2.5 * sigma:
            late[gap] = k, sigma
    late_gaps = [gap for gap in outside if gap in late]
    silent = sum(late[gap][0] - 1 for gap in late_gaps)
    if silent / (held + len(late_gaps) + silent) > MOST_MISSED_SHARE:
        late, late_gaps, silent = {}, [], 0
    missed = min(max(silent / (held + len(late_gaps) + silent), 1e-4), 1 - 1e-4) if misses else 0.0
    outliers = min(max((len(values) - held - len(late_gaps) + 0.5) / (len(values) + 1), 1e-3), 1.0)
    total = held * math.log((1 - outliers) * (1 - missed) / width)
    for gap in outside:
        anything = outliers / (log_range * gap)
        after = 0.0
        if gap in late:
            k, sigma = late[gap]
            after = (1 - outliers) * (1 - missed) * missed ** (k - 1)
            after *= math.exp(log_normal_density(gap, k * middle, sigma))
        total += math.log(anything + after)
    return total / len(values)


def best_fit(values: Sequence[float], log_range: float) -> float:
    """Mean log density under the likeliest beacon."""
    windows = [held for ratio in RATIOS if len(held := pick(values, ratio)) >= FEWEST_HELD]
    plain = sorted(windows, key=lambda held: -beacon(values, held, log_range, misses=False))
    stories = [beacon(values, held, log_range, misses) for held in plain[:WEIGHED] for misses in (False, True)]
    return max(stories, default=-math.inf)


def smooth(values: Sequence[float], log_range: float) -> float:
    """Log marginal likelihood under the smooth distribution that tells the gaps best."""
    n, logs = len(values), [math.log(gap) for gap in values]
    place = math.log(log_range * math.sqrt(n / (2 * math.pi)) / LEAST_SIGMA)
    means = sum(values) / n
    totals = []
    for shape in SHAPES:
        scale = means / shape
        totals.append(
            sum((shape - 1) * log - gap / scale for gap, log in zip(values, logs, strict=True))
            - n * (math.lgamma(shape) + shape * math.log(scale))
        )
    sigma = max(statistics.pstdev(logs), LEAST_SIGMA)
    totals.append(sum(log_normal_density(log, statistics.fmean(logs), sigma) - log for log in logs))
    totals.append(histogram(logs))
    exponent = min(1 / max(statistics.fmean(logs) - min(logs), 1e-9), STEEPEST_TAIL)
    pareto = sum(math.log(exponent) + exponent * min(logs) - (exponent + 1) * log for log in logs)
    return max(max(totals) - place, pareto - math.log(log_range * n * STEEPEST_TAIL))


def histogram(logs: Sequence[float]) -> float:
    """Log density of gaps under their own histogram in bins of an eighth of a nat, smoothed by a normal kernel."""
    bins = [min(max(math.floor((log - math.log(0.02)) / 0.125), 0), 139) for log in logs]
    total = 0.0
    for one, log in zip(bins, logs, strict=True):
        kernel = [math.exp(log_normal_density(0.125 * one, 0.125 * other, BANDWIDTH)) for other in bins]
        total += math.log(sum(kernel) / len(logs)) - log
    return total


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
