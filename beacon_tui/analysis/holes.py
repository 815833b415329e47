"""Holes of a capture: times in which the whole sensor saw nothing, although at its own rate it should have.

The test. Minutes in which a connection started are called active; what happens within a minute counts once, so that a
burst tells no more than one connection. A pause from one active minute to the next is measured against the pauses
before it and against those after it: on each side at least `NEIGHBOURS` of them, and at least as far as the pause is
long; those over a third of its length are left out, since they may be holes themselves. From them come the mean wait
(from a random moment to the next active minute) and the number of pauses that make it up (of bursty traffic only the
few long ones). Traffic without memory that has this wait, known from so few pauses, is silent for longer with the
chance (1 + pause / wait / number) ^ -number. The larger chance of both sides, times the number of all pauses (we look
at all of them), must be under `CHANCE`. The holes found are left out and the rest is tested again, until none is found.
What is as silent at the same hours of a neighbouring day or week is a habit and no hole: an office at night.

Only starts count. A row is written when its connection ends: one that was open all through a hole says nothing of
those whose rows are missing. The silence of a single host, or of a single night without one machine that talks by
itself, cannot be told from a hole and is called one; an outage at the same time of every day is taken for a habit.
"""

import numpy as np

from beacon_tui.analysis.segments import Bools, Floats, Ints, offsets_of, owners, total

MINUTE = 60.0
"""Seconds within which connections are one sign of life."""

SHORTEST = 300.0
"""Seconds: a shorter pause is never called a hole."""

NEIGHBOURS = 100
"""Fewest pauses, on each side, that a pause is measured against: of a sensor that is never silent one hour and 40
minutes."""

CHANCE = 1e-3
"""Greatest chance, over all pauses of a capture, that traffic without a hole shows one."""

DAY, WEEK = 1440.0, 10080.0
"""Minutes after which habits come back."""


def find_holes(times: Floats) -> Floats:
    """The (start, stop) of each hole, rising, shape (holes, 2): the last connection before it, the first after it.

    `times` are the starts of all connections in seconds, in any order.
    """
    ordered = np.sort(times, kind="stable")
    minutes = np.floor(ordered / MINUTE)
    last = np.flatnonzero(np.diff(minutes))
    active = np.append(minutes[last], minutes[-1:])
    likely = (ordered[last + 1] - ordered[last] >= SHORTEST) & ~_is_habit(active)
    last = last[_is_hole(active, likely)]
    return np.stack((ordered[last], ordered[last + 1]), axis=1)


def _is_habit(active: Floats) -> Bools:
    """Which pauses have another one at the same time of a neighbouring day or week, on half of their length or more."""
    start, stop = active[:-1], active[1:]
    habit = np.zeros(start.size, bool)
    for cycle in (DAY, WEEK, -DAY, -WEEK):
        shift = np.ceil((stop - start) / abs(cycle)) * cycle
        other = np.searchsorted(active, (start + stop) / 2 + shift) - 1
        inside = (other >= 0) & (other < start.size)
        other = np.where(inside, other, 0)
        shared = np.minimum(stop[other], stop + shift) - np.maximum(start[other], start + shift)
        habit |= inside & (shared >= (stop - start) / 2)
    return habit


def _is_hole(active: Floats, likely: Bools) -> Bools:
    """Which of the likely pauses between active minutes (rising) are no chance; `likely` has shape (minutes - 1,)."""
    pauses = np.diff(active)
    holes = np.zeros(pauses.size, bool)
    limit = np.log(CHANCE / max(pauses.size, 1))
    while True:
        left = np.flatnonzero(likely & ~holes)
        found = left[_log_chance(active, np.where(holes, np.inf, pauses), left) < limit]
        if not found.size:
            return holes
        holes[found] = True


def _log_chance(active: Floats, pauses: Floats, tested: Ints) -> Floats:
    """Logarithm of the chance of each tested pause, the larger one of both sides."""
    length = pauses[tested]
    first = np.searchsorted(active, active[tested] - length, "right") - 1
    stop = np.searchsorted(active, active[tested + 1] + length, "left")
    first = np.maximum(np.minimum(first, tested - NEIGHBOURS), 0)
    stop = np.minimum(np.maximum(stop, tested + 1 + NEIGHBOURS), pauses.size)
    return np.maximum(_by_side(pauses, first, tested, length), _by_side(pauses, tested + 1, stop, length))


def _by_side(pauses: Floats, first: Ints, stop: Ints, length: Floats) -> Floats:
    """Logarithm of the chance of pauses of some length by their neighbours `pauses[first:stop]`; 0 without any."""
    offsets = offsets_of(stop - first)
    rows = np.arange(offsets[-1]) + np.repeat(first - offsets[:-1], stop - first)
    values = pauses[rows]
    values = np.where(values <= length[owners(offsets)] / 3, values, 0.0)
    one, two, four = (total(values**power, offsets) for power in (1, 2, 4))
    known = two > 0
    wait = two[known] / one[known] / 2
    number = two[known] ** 2 / four[known]
    answer = np.zeros(length.size)
    answer[known] = -number * np.log1p(length[known] / wait / number)
    return answer
