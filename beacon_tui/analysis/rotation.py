"""Beacons that rotate over addresses without a shared name: destinations of one source that are sent equal bytes."""

from typing import Final

import numpy as np
import pandas as pd

from beacon_tui.analysis.pairs import Groups, codes, group, join, ports
from beacon_tui.analysis.segments import (
    PORTION,
    Bools,
    Floats,
    Ints,
    known,
    lengths,
    portions,
    quantile,
    sort_within,
    total,
)
from beacon_tui.zeek.rows import codes_of

ALIKE_SHARE: Final = 0.01
"""Destinations belong together when their median bytes differ by no more than this share …"""

ALIKE_BYTES: Final = 6.0
"""… and this many bytes more."""

FEWEST_ADDRESSES, MOST_ADDRESSES = 3, 64
"""Addresses that an implant rotates over; a scan has more."""

CALLS_EACH: Final = 3
"""Connections an address, on average: a scan has one or two."""

LARGEST_SHARE: Final = 0.5
"""Share of the connections beyond which one address is the beacon, and the others are not."""


def by_size(frame: pd.DataFrame, pairs: Groups) -> Groups:
    """Group the connections of pairs without a name that agree in source, port, protocol and median bytes sent.

    `pairs` are all pairs of the frame. Groups that look like a scan, or like one pair with strays, are left out.
    """
    first, sizes = pairs.first, lengths(pairs.offsets)
    median = _medians(frame, pairs)
    keys = join(codes(frame["id.orig_h"].iloc[first]), ports(frame["id.resp_p"].iloc[first]))
    keys = join(keys, codes(frame["proto"].iloc[first]))
    cluster = _clusters(np.where(np.isnan(median), -1, keys), median)
    cluster = np.where(_rotates(cluster, sizes), cluster, -1)
    together = pairs.where(cluster >= 0)
    keys = np.repeat(cluster[cluster >= 0], lengths(together.offsets))
    rows = np.argsort(together.order)
    return group(together.order[rows], keys[rows], frame["ts"].to_numpy())


def _medians(frame: pd.DataFrame, pairs: Groups) -> Floats:
    """Median bytes that each pair without a name sent, NaN where none are known; portion by portion."""
    named, sent = codes_of(frame["domain"]) >= 0, frame["orig_bytes"].to_numpy()
    median = np.full(len(pairs), np.nan)
    for some in portions(pairs.offsets, PORTION):
        edges = pairs.offsets[some.start : some.stop + 1]
        rows, offsets = pairs.order[edges[0] : edges[-1]], edges - edges[0]
        median[some] = np.where(total(named[rows], offsets) > 0, np.nan, _median(sent[rows], offsets))
    return median


def _median(values: Floats, offsets: Ints) -> Floats:
    """Median of what is known in each group, NaN where nothing is."""
    there, known_offsets = known(values, offsets)
    some = lengths(known_offsets) > 0
    median = np.full(some.size, np.nan)
    if some.any():
        told = np.concatenate((known_offsets[:-1][some], known_offsets[-1:]))
        median[some] = quantile(sort_within(there, told), told, 0.5)
    return median


def _clusters(keys: Ints, median: Floats) -> Ints:
    """A number for each run of medians that follow each other closely under one key; -1 where the key is."""
    order = np.lexsort((median, keys))
    apart = np.diff(median[order], prepend=0) > ALIKE_SHARE * median[order] + ALIKE_BYTES
    fresh = (np.diff(keys[order], prepend=-1) != 0) | apart
    cluster = np.empty(keys.size, np.int64)
    cluster[order] = np.cumsum(fresh)
    return np.where(keys < 0, -1, cluster)


def _rotates(cluster: Ints, connections: Ints) -> Bools:
    """Which pairs are of a cluster that may be a rotation."""
    there = np.maximum(cluster, 0)
    addresses = np.bincount(there)[there]
    calls = np.bincount(there, weights=connections)[there]
    largest = np.zeros(int(there.max(initial=0)) + 1)
    np.maximum.at(largest, there, connections)
    few_or_many = (addresses < FEWEST_ADDRESSES) | (addresses > MOST_ADDRESSES)
    return (cluster >= 0) & ~few_or_many & (calls >= CALLS_EACH * addresses) & (largest[there] <= LARGEST_SHARE * calls)
