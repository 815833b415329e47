"""What surrounds a candidate: who else calls its destination, and what else its source does."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from beacon_tui.analysis.model import Results
from beacon_tui.analysis.pairs import by_pair, ports
from beacon_tui.analysis.segments import Bools, Floats, Ints, Rows, lengths, offsets_of, total
from beacon_tui.zeek.rows import codes_of

NEAR: Final = 2.0
"""Seconds around a check-in within which another connection accompanies it."""

OFTEN: Final = 0.5
"""Share of the check-ins that something must accompany to be worth saying …"""

BEYOND: Final = 2.0
"""… and how many times the share that chance alone explains."""


@dataclass(frozen=True, eq=False, slots=True)
class Neighbours:
    """Pairs, names and groups around a candidate, those that matter most first; every array has shape (neighbours,)."""

    candidate: Ints
    """The row of each in the results; -1 for a pair with too few check-ins to be a candidate."""
    first: Rows
    """The row of the frame of its first connection."""
    connections: Ints
    """How many connections it has."""
    together: Floats
    """Share of the candidate's check-ins with one of its connections within `NEAR`; NaN for those of other sources."""
    chance: Floats
    """The share that would be expected if they had nothing to do with each other."""

    def __len__(self) -> int:
        """Count them."""
        return self.candidate.size

    @property
    def accompanies(self) -> Bools:
        """Which of them come with the check-ins far more often than chance explains."""
        return (self.together >= OFTEN) & (self.together > BEYOND * self.chance)


def callers(results: Results, row: int) -> Neighbours:
    """What other sources have to do with the destination of candidate `row`, or with its name."""
    frame, rows = results.frame, results.rows(row)
    sources, targets = (codes_of(frame[name]) for name in ("id.orig_h", "id.resp_h"))
    domain = results.columns["domain"][row]
    there = np.zeros(len(frame), bool)
    if results.columns["dst"][row] is not None or domain is None:
        there |= np.isin(targets, np.unique(targets[rows]))
    if domain is not None:
        there |= np.asarray(frame["domain"] == domain)
    there &= sources != sources[rows[0]]
    candidate, order, offsets = _around(results, there)
    unknown = np.full(candidate.size, np.nan)
    return _ranked(results, Neighbours(candidate, order[offsets[:-1]], lengths(offsets), unknown, unknown))


def others(results: Results, row: int) -> Neighbours:
    """What else the source of candidate `row` does, and how often at the moments of its check-ins."""
    sources, rows = codes_of(results.frame["id.orig_h"]), results.rows(row)
    there = sources == sources[rows[0]]
    there[rows] = False
    candidate, order, offsets = _around(results, there)
    times = results.frame["ts"].to_numpy()[order]
    together, chance = accompanied(times, offsets, results.check_ins(row))
    return _ranked(results, Neighbours(candidate, order[offsets[:-1]], lengths(offsets), together, chance))


def accompanied(times: Floats, offsets: Ints, check_ins: Floats) -> tuple[Floats, Floats]:
    """The share of check-ins that have a connection of each group within `NEAR`, and the share expected by chance.

    Times are seconds, rising within each group. Chance: the share of the time from the first check-in to the last that
    lies as near to a connection of the group.
    """
    begins = np.searchsorted(check_ins, times - NEAR)
    ends = np.searchsorted(check_ins, times + NEAR, "right")
    start, stop = (check_ins[0], check_ins[-1]) if check_ins.size else (0.0, 0.0)
    near = _fresh(begins.astype(np.float64), ends.astype(np.float64), offsets)
    covered = _fresh(np.clip(times - NEAR, start, stop), np.clip(times + NEAR, start, stop), offsets)
    span = max(float(stop - start), 1e-9)
    return total(near, offsets) / max(check_ins.size, 1), total(covered, offsets) / span


def _fresh(begins: Floats, ends: Floats, offsets: Ints) -> Floats:
    """How much each interval, rising within each group, adds to the union of those before it in its group."""
    before = np.concatenate((np.full(1, -np.inf), ends[:-1]))
    before[offsets[:-1]] = -np.inf
    return np.asarray(np.maximum(ends - np.maximum(begins, before), 0.0))


def _around(results: Results, there: Bools) -> tuple[Ints, Rows, Ints]:
    """The pairs, names and groups of some rows of the frame: their candidates, their rows by time, and the offsets.

    A pair that is no candidate is left out where a name or a group has its connections.
    """
    pairs = by_pair(results.frame, np.flatnonzero(there).astype(np.int32))
    known = np.flatnonzero(there[results.order[results.offsets[:-1]]])
    single = results.columns["kind"][known] == "pair"
    whose = dict(zip(_who(results, results.order[results.offsets[known[single]]]), known[single].tolist(), strict=True))
    candidate = np.array([whose.get(who, -1) for who in _who(results, pairs.first)], np.int64)
    names = known[~single].tolist()
    parts = [rows[there[rows]] for rows in map(results.rows, names)]
    if parts:
        kept = (candidate >= 0) | ~np.isin(pairs.first, np.concatenate(parts))
        pairs, candidate = pairs.where(kept), candidate[kept]
    order = np.concatenate((pairs.order, *parts)).astype(np.int32)
    offsets = offsets_of(np.concatenate((lengths(pairs.offsets), [part.size for part in parts])).astype(np.int64))
    return np.array([*candidate, *names], np.int64), order, offsets


def _who(results: Results, rows: Rows) -> list[tuple[int, ...]]:
    """Source, destination, protocol and port of some rows of the frame, as numbers."""
    some = results.frame[["id.orig_h", "id.resp_h", "proto", "id.resp_p"]].iloc[rows]
    codes = [codes_of(some[name]).tolist() for name in some.columns[:3]]
    return list(zip(*codes, ports(some["id.resp_p"]).tolist(), strict=True))


def _ranked(results: Results, found: Neighbours) -> Neighbours:
    """The same, what accompanies the check-ins first, then by score, then by connections."""
    score = np.append(results.columns["score"], np.nan)[found.candidate]
    order = np.lexsort((-found.connections, -np.nan_to_num(score, nan=-1.0), ~found.accompanies))
    return Neighbours(*(getattr(found, name)[order] for name in found.__slots__))
