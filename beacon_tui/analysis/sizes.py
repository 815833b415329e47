"""How alike the connections of each group are in bytes; absent sizes are unknown, never regular."""

from dataclasses import dataclass

import numpy as np

from beacon_tui.analysis.segments import (
    Bools,
    Floats,
    Ints,
    keep,
    known,
    lengths,
    mean,
    quantile,
    sort_within,
    std,
)

NEAR_SHARE = 0.05
"""A size is like the median when it is within this share of it …"""

NEAR_BYTES = 16.0
"""… or within this many bytes, whichever is more."""


@dataclass(frozen=True, eq=False)
class Sizes:
    """The bytes of each group in one direction; every array has shape (groups,), NaN where sizes are unknown."""

    median: Floats
    """Median bytes a connection."""
    cv: Floats
    """Coefficient of variation: standard deviation / mean; unknown where only one size is known."""
    alike: Floats
    """Share of the connections whose size is like the median; unknown where only one size is known."""


def describe(values: Floats, offsets: Ints) -> Sizes:
    """Describe the bytes of each group; a group without a known size, or with 0 on every row, is unknown."""
    there, there_offsets = known(values, offsets)
    told = _any_positive(there, there_offsets)
    rows, offsets_told = keep(there_offsets, told)
    sizes = Sizes(*(np.full(told.size, np.nan) for _ in range(3)))
    if not told.any():
        return sizes
    ordered = sort_within(there[rows], offsets_told)
    median = quantile(ordered, offsets_told, 0.5)
    slack = np.maximum(NEAR_SHARE * median, NEAR_BYTES)
    counts = lengths(offsets_told)
    near = np.abs(ordered - np.repeat(median, counts)) <= np.repeat(slack, counts)
    sizes.median[told] = median
    several = counts > 1
    sizes.cv[told] = np.where(several, std(ordered, offsets_told) / mean(ordered, offsets_told), np.nan)
    sizes.alike[told] = np.where(several, mean(near.astype(np.float64), offsets_told), np.nan)
    return sizes


def _any_positive(values: Floats, offsets: Ints) -> Bools:
    """Which groups have a value above 0; groups may be empty."""
    owner = np.repeat(np.arange(offsets.size - 1), lengths(offsets))
    return np.bincount(owner[values > 0], minlength=offsets.size - 1) > 0


def size_score(sent: Sizes, received: Sizes) -> Floats:
    """0 to 1: the mean of what is known of both directions; NaN where neither is known."""
    both = np.stack((sent.alike, received.alike))
    count = (~np.isnan(both)).sum(axis=0)
    return np.where(count > 0, np.nansum(both, axis=0) / np.maximum(count, 1), np.nan)
