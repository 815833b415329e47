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
    total,
)

LONGEST_JOIN = 30.0
"""Seconds: connections further apart than this are never one check-in."""

SHORTEST_JOIN = 0.25
"""Seconds: connections nearer than this always are."""

JOIN_SHARE = 0.1
"""Connections nearer than this share of a typical gap belong to one check-in."""


LEAST_DOUBLING, MOST_DOUBLING = 1.5, 2.7
"""How many times the wait before it a doubled wait is, with the usual jitter."""

RETRY_SHARE = 0.25
"""Retries are told from chance when they are more than this share of a group's connections."""


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


def join_gaps(times: Floats, offsets: Ints) -> tuple[Floats, Floats]:
    """Two gaps in seconds below which connections may be one check-in, for each group of two rows or more.

    Each is a tenth of a typical gap, between `SHORTEST_JOIN` and `LONGEST_JOIN`. Typical is, for the first, the gap
    below which gaps take up a quarter of the time: bursts of connections and an operator's busy minutes count as little
    as they last, and a long absence does not count. For the second it is the median: a fast phase is kept beside a slow
    one.
    """
    raw = CheckIns(times, offsets)
    gaps, offsets = sort_within(raw.gaps, raw.gap_offsets), raw.gap_offsets
    patient, eager = (
        np.clip(JOIN_SHARE * typical, SHORTEST_JOIN, LONGEST_JOIN)
        for typical in (_quarter_of_time(gaps, offsets), quantile(gaps, offsets, 0.5))
    )
    return patient, eager


def _quarter_of_time(gaps: Floats, offsets: Ints) -> Floats:
    """The gap of each group up to which its sorted gaps add up to a quarter of their sum."""
    run = np.cumsum(gaps)
    before = np.concatenate((np.zeros(1), run))[offsets]
    wanted = before[:-1] + 0.25 * np.diff(before)
    return np.asarray(gaps[np.clip(np.searchsorted(run, wanted), offsets[:-1], offsets[1:] - 1)])


def join_bursts(times: Floats, offsets: Ints, nearer: Floats) -> CheckIns:
    """Join connections to one check-in that follow the one before within `nearer` seconds (one value a group).

    Retries with doubled waits belong to the check-in that they follow.
    """
    fresh = np.diff(times, prepend=-np.inf) > np.repeat(nearer, lengths(offsets))
    fresh &= ~_retries(times, offsets)
    fresh[offsets[:-1]] = True
    counts = np.bincount(owners(offsets)[fresh], minlength=offsets.size - 1)
    return CheckIns(times[fresh], offsets_of(counts))


def _retries(times: Floats, offsets: Ints) -> Bools:
    """Which connections are retries with doubled waits: two doublings in a row at least."""
    gaps = np.diff(times, prepend=np.nan)
    gaps[offsets[:-1]] = np.nan
    before = np.concatenate((np.full(1, np.nan), gaps[:-1]))
    doubled = (gaps > LEAST_DOUBLING * before) & (gaps < MOST_DOUBLING * before)
    third = doubled & np.concatenate((np.zeros(1, bool), doubled[:-1]))
    padded = np.concatenate((third, np.zeros(2, bool)))
    retries = padded[:-2] | padded[1:-1] | padded[2:]
    often = total(retries, offsets) > RETRY_SHARE * lengths(offsets)
    return np.asarray(retries & np.repeat(often, lengths(offsets)))
