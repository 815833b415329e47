"""Stretches of a sequence of gaps that keep to one rhythm, a few strays in between included."""

from itertools import accumulate
from typing import Final

import numpy as np

from beacon_tui.analysis.fit import MOST_MISSED, MOST_MISSED_SHARE
from beacon_tui.analysis.segments import Bools, Floats, Ints

SWITCH: Final = 5.0
"""What a change between keeping and not keeping costs, in gaps that clearly speak for it."""

SLACK: Final = (1.1, 0.03)
"""How far a gap that keeps to a rhythm may stray: this many times the jitter, and a share of the period more."""

BY_CHANCE: Final = 0.1
"""Probability with which a gap that has nothing to do with a rhythm lies at a given multiple of its period."""


def keeping(gaps: Floats, period: float, jitter: float, missed: float) -> Bools:
    """Which gaps (seconds, in order of time) lie in stretches that keep to a rhythm, shape (gaps,).

    The likeliest course of two states when each change between them costs `SWITCH` (the Viterbi algorithm). A gap at
    the k-th multiple of the period speaks for the rhythm as far as k - 1 missed check-ins in a row are likely. Each
    stretch begins and ends with a gap that keeps.
    """
    multiple = np.maximum(np.rint(gaps / period), 1)
    stray = np.abs(gaps / period - multiple) / np.sqrt(multiple)
    fits = (stray <= SLACK[0] * jitter + SLACK[1]) & (multiple <= MOST_MISSED)
    share = min(max(missed, 1e-4), MOST_MISSED_SHARE)
    speaks = np.clip(np.log((1 - share) / BY_CHANCE) + (multiple - 1) * np.log(share), -1.0, 1.0)
    return _trimmed(_likeliest(np.where(fits, speaks, -1.0)), fits)


def _likeliest(speaks: Floats) -> Bools:
    """Which values lie in the state that positive ones speak for; neighbours of one sign change state together."""
    begins, sizes = _same_sign(speaks)
    steps = np.add.reduceat(speaks, begins).tolist()
    leads = np.array(list(accumulate(steps, _ahead)))
    # So far ahead that even a change later on would pay: up to here this state was the better one.
    firm = np.append(np.flatnonzero(np.abs(leads[:-1]) >= SWITCH), leads.size - 1)
    return np.repeat(leads[firm[np.searchsorted(firm, np.arange(leads.size))]] > 0, sizes)


def _ahead(lead: float, step: float) -> float:
    """How far the positive state is ahead after one more step; more than a change costs is not carried on."""
    return (SWITCH if lead > SWITCH else -SWITCH if lead < -SWITCH else lead) + step


def _same_sign(values: Floats) -> tuple[Ints, Ints]:
    """First index and length of each run of values of one sign."""
    begins = np.flatnonzero(np.diff(values > 0, prepend=not values[0] > 0))
    return begins, np.diff(begins, append=values.size)


def _trimmed(mask: Bools, fits: Bools) -> Bools:
    """The runs of a mask, each from its first to its last value that fits; a run without one is gone."""
    begins, ends = runs(mask)
    places = np.flatnonzero(fits)
    first, past = np.searchsorted(places, begins), np.searchsorted(places, ends)
    some = first < past
    return fill(mask.size, places[first[some]], places[past[some] - 1] + 1)


def runs(mask: Bools) -> tuple[Ints, Ints]:
    """First and past-the-last index of each run of true values, in order; each of shape (runs,)."""
    edges = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0, append=0))
    return edges[::2], edges[1::2]


def fill(size: int, begins: Ints, ends: Ints) -> Bools:
    """The mask of shape (size,) that has these runs, none of which overlap."""
    steps = np.zeros(size + 1, np.int64)
    steps[begins] += 1
    steps[ends] -= 1
    return np.cumsum(steps[:-1]) > 0
