"""Arithmetic on segments: one flat array, cut into groups by offsets, without a Python loop over the groups.

`offsets` has shape (groups + 1,), begins with 0, ends with the length of the flat array and never falls; group `i` is
`values[offsets[i]:offsets[i + 1]]`. Unless a function says otherwise no group may be empty.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Rows = NDArray[np.int32]
"""Row numbers of a frame: half as wide as numpy's own, since there is one for every connection."""

PORTION = 1 << 17
"""Values that are worked on at a time where memory must not grow with them, about: some tenth of a second."""


def lengths(offsets: Ints) -> Ints:
    """How many values each group has, shape (groups,)."""
    return np.diff(offsets)


def owners(offsets: Ints) -> Ints:
    """The group of each value, shape (values,)."""
    return np.repeat(np.arange(offsets.size - 1), lengths(offsets))


def offsets_of(sizes: Ints) -> Ints:
    """Offsets for groups of the given sizes."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)))


def portions(offsets: Ints, size: int) -> list[slice]:
    """The groups in order, cut into slices of `size` values or a little more, but for the last one."""
    edges = np.unique(np.searchsorted(offsets, np.arange(0, offsets[-1] + size, size)).clip(max=offsets.size - 1))
    return [slice(first, last) for first, last in pairwise(edges.tolist())]


def total(values: NDArray[np.generic], offsets: Ints) -> Floats:
    """Sum of each group; 0 for an empty one."""
    return np.bincount(owners(offsets), weights=values, minlength=offsets.size - 1).astype(np.float64)


def mean(values: Floats, offsets: Ints) -> Floats:
    """Mean of each group."""
    return total(values, offsets) / lengths(offsets)


def std(values: Floats, offsets: Ints) -> Floats:
    """Population standard deviation of each group, from deviations so that large times lose no digits."""
    centred = values - np.repeat(mean(values, offsets), lengths(offsets))
    return np.sqrt(mean(centred * centred, offsets))


def largest(values: Floats, offsets: Ints) -> Floats:
    """Largest value of each group."""
    return np.maximum.reduceat(values, offsets[:-1])


def smallest(values: Floats, offsets: Ints) -> Floats:
    """Smallest value of each group."""
    return np.minimum.reduceat(values, offsets[:-1])


def sort_within(values: Floats, offsets: Ints) -> Floats:
    """The values (none below 0) with each group sorted, smallest first, NaN last.

    One sort by a key of 64 bits, group and single-precision value, is many times faster than a sort by two keys; groups
    with values that agree to seven digits are sorted again.
    """
    owner = owners(offsets)
    key = owner.astype(np.uint64) << np.uint64(32) | values.astype(np.float32).view(np.uint32)
    ordered = values[np.argsort(key)]
    wrong = np.flatnonzero((ordered[1:] < ordered[:-1]) & (owner[1:] == owner[:-1]))
    if wrong.size:
        again = np.zeros(offsets.size - 1, bool)
        again[owner[wrong]] = True
        rows = np.repeat(again, lengths(offsets))
        ordered[rows] = ordered[rows][np.lexsort((ordered[rows], owner[rows]))]
    return ordered


def quantile(ordered: Floats, offsets: Ints, share: float) -> Floats:
    """Quantile of each group of sorted values, linear between neighbours as numpy's default."""
    place = share * (lengths(offsets) - 1)
    low = np.floor(place).astype(np.int64)
    first = offsets[:-1] + low
    step = ordered[np.minimum(first + 1, offsets[1:] - 1)] - ordered[first]
    return np.asarray(ordered[first] + (place - low) * step)


def thin(ordered: Floats, offsets: Ints, most: int) -> tuple[Floats, Ints]:
    """Sorted values with at most `most` in a group: evenly spaced quantiles stand for larger ones; and the offsets."""
    sizes = lengths(offsets)
    fewer = np.minimum(sizes, most)
    thinned = offsets_of(fewer)
    rank = np.arange(thinned[-1]) - np.repeat(thinned[:-1], fewer)
    step = np.repeat(sizes / fewer, fewer)
    return ordered[np.repeat(offsets[:-1], fewer) + ((rank + 0.5) * step).astype(np.int64)], thinned


def keep(offsets: Ints, chosen: Bools) -> tuple[Bools, Ints]:
    """Choose groups: a mask over the values, shape (values,), and the offsets of what is left."""
    return np.repeat(chosen, lengths(offsets)), offsets_of(lengths(offsets)[chosen])


def known(values: Floats, offsets: Ints) -> tuple[Floats, Ints]:
    """The values without NaN, and their offsets; groups may come out empty."""
    there = ~np.isnan(values)
    counts = np.bincount(owners(offsets)[there], minlength=offsets.size - 1)
    return values[there], offsets_of(counts)


def first_true(mask: Bools, offsets: Ints) -> Ints:
    """Index into the flat array of the first true value of each group; the array's length where there is none."""
    place = np.where(mask, np.arange(mask.size), mask.size)
    return np.minimum.reduceat(place, offsets[:-1])
