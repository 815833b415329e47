"""Who a group is: the values that its connections share, and how many they do not."""

import numpy as np

from beacon_tui.analysis.segments import Ints, lengths, owners


def only(values: Ints, offsets: Ints) -> Ints:
    """The value of each group where all of its rows agree, else -1; shape (groups,)."""
    first = values[offsets[:-1]]
    same = values == np.repeat(first, lengths(offsets))
    agree = np.bincount(owners(offsets)[same], minlength=first.size) == lengths(offsets)
    return np.where(agree, first, -1)


def commonest(values: Ints, offsets: Ints) -> Ints:
    """The most frequent known value (not -1) of each group, the earlier one of two; -1 where none is known."""
    answer = np.full(offsets.size - 1, -1)
    there = values >= 0
    if not there.any():
        return answer
    width = int(values.max()) + 1
    keys, earliest, counts = np.unique(
        owners(offsets)[there] * width + values[there], return_index=True, return_counts=True
    )
    order = np.lexsort((earliest, -counts, keys // width))
    group = keys[order] // width
    best = np.flatnonzero(np.diff(group, prepend=-1))
    answer[group[best]] = keys[order][best] % width
    return answer


def distinct(values: Ints, offsets: Ints) -> Ints:
    """How many distinct values each group has, shape (groups,); groups may be empty."""
    owner = owners(offsets)
    order = np.lexsort((values, owner))
    fresh = (np.diff(values[order], prepend=-2) != 0) | (np.diff(owner[order], prepend=-1) != 0)
    return np.bincount(owner[order][fresh], minlength=offsets.size - 1)
