"""Check-ins and the gaps between them: connections of one burst are one check-in."""

from dataclasses import dataclass

import numpy as np

from beacon_tui.analysis.segments import (
    Bools,
    Floats,
    Ints,
    keep,
    lengths,
    offsets_of,
    owners,
    quantile,
    sort_within,
)

LONGEST_JOIN = 30.0
"""Seconds: connections further apart than this are never one check-in."""

SHORTEST_JOIN = 0.25
"""Seconds: connections nearer than this always are."""

JOIN_SHARE = 0.1
"""Connections nearer than this share of a typical long gap belong to one check-in."""


@dataclass(frozen=True, eq=False)
class CheckIns:
    """Check-ins in groups; every group has at least two."""

    times: Floats
    """Start of each check-in in seconds, group after group, each rising; shape (check-ins,)."""
    offsets: Ints
    """Group `i` owns `times[offsets[i]:offsets[i + 1]]`; shape (groups + 1,)."""

    @property
    def gaps(self) -> Floats:
        """Seconds between neighbouring check-ins, group after group; shape (check-ins - groups,)."""
        steps = np.diff(self.times)
        return np.delete(steps, self.offsets[1:-1] - 1)

    @property
    def gap_offsets(self) -> Ints:
        """Offsets of the groups in `gaps`; shape (groups + 1,)."""
        return self.offsets - np.arange(self.offsets.size)

    def where(self, chosen: Bools) -> "CheckIns":
        """The chosen groups alone; `chosen` has shape (groups,)."""
        rows, offsets = keep(self.offsets, chosen)
        return CheckIns(self.times[rows], offsets)


def join_gaps(times: Floats, offsets: Ints, share: float) -> Floats:
    """The gap in seconds below which connections are one check-in, for each group.

    A tenth of the `share` quantile of the group's gaps, between `SHORTEST_JOIN` and `LONGEST_JOIN`: with 0.9 a burst
    of up to ten connections a check-in is joined; with 0.5 a fast phase is kept beside a slow one. Groups have two
    rows or more.
    """
    raw = CheckIns(times, offsets)
    ordered = sort_within(raw.gaps, raw.gap_offsets)
    return np.clip(JOIN_SHARE * quantile(ordered, raw.gap_offsets, share), SHORTEST_JOIN, LONGEST_JOIN)


def join_bursts(times: Floats, offsets: Ints, nearer: Floats) -> CheckIns:
    """Join connections that follow the one before within `nearer` seconds (one value a group) to one check-in."""
    fresh = np.diff(times, prepend=-np.inf) > np.repeat(nearer, lengths(offsets))
    fresh[offsets[:-1]] = True
    counts = np.bincount(owners(offsets)[fresh], minlength=offsets.size - 1)
    return CheckIns(times[fresh], offsets_of(counts))
