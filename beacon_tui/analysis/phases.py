"""The distinct periods of one candidate: a changed sleep, an operator's fast phase, and when each was kept."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from beacon_tui.analysis.intervals import join_bursts
from beacon_tui.analysis.rhythm import FEWEST, NARROW, Rhythm, before_and_after, rhythms_of, series
from beacon_tui.analysis.segments import Bools, Floats, Ints
from beacon_tui.analysis.stretches import fill, keeping, runs
from beacon_tui.analysis.timing import REACH

if TYPE_CHECKING:
    from beacon_tui.analysis.model import Results

MOST: Final = 4
"""Distinct periods of a candidate, at most."""

LOOKS: Final = 6
"""How often what is left is looked at: a rhythm that is known already may be what is found there."""

LASTS: Final = 60.0
"""Seconds that a phase takes at least: what is over sooner is one check-in of many connections."""

TOLD: Final = 0.3
"""Timing score below which no rhythm is told from chance, and so no phases."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the periods of a candidate."""

    period: float
    """Seconds."""
    jitter: float
    """How far check-ins stray from it, as a fraction of it; NaN for a clock that was told from a spectrum."""
    share: float
    """Share of the candidate's active time that it took, 0 to 1."""
    stretches: tuple[tuple[float, float], ...]
    """First and last connection of each stretch of time that it took, seconds since 1970 UTC, rising."""

    @property
    def first(self) -> float:
        """When it was first seen, seconds since 1970 UTC."""
        return self.stretches[0][0]

    @property
    def last(self) -> float:
        """When it was last seen, seconds since 1970 UTC."""
        return self.stretches[-1][1]


@lru_cache(maxsize=64)
def phases_of(results: "Results", row: int) -> tuple[Phase, ...]:
    """The distinct periods of candidate `row`, largest share first; none where it has no score."""
    value = {
        name: float(results.columns[name][row]) for name in ("score", "timing_score", "period", "jitter", "missed")
    }
    if np.isnan(value["score"]):
        return ()
    if value["timing_score"] < TOLD or (times := results.times(row)).size < 2 * FEWEST:
        seen = float(results.columns["first_seen"][row]), float(results.columns["last_seen"][row])
        return (Phase(value["period"], value["jitter"], 1.0, (seen,)),)
    given = Rhythm(value["period"], value["jitter"], value["missed"], float(results.join_gaps[row]))
    return find_phases(times, given)


def find_phases(times: Floats, given: Rhythm) -> tuple[Phase, ...]:
    """The distinct periods of the connections at `times` (seconds, rising), largest share first, `MOST` at most.

    What the `given` rhythm does not tell is searched for others; they count where they have `FEWEST` check-ins in a row
    that take `LASTS` seconds. A few strays count to the phase beside them, more of them to the given one;
    that is left out where two others are what it took for one.
    """
    gaps = np.diff(times)
    found, owner = _search(gaps, given)
    active = np.minimum(gaps, REACH * np.array([rhythm.period for rhythm in found])[owner])
    taken = np.bincount(owner, active, len(found))
    phases = []
    for place, rhythm in enumerate(found):
        begins, ends = runs(owner == place)
        stretches = zip(times[begins].tolist(), times[ends].tolist(), strict=True)
        phases.append(Phase(rhythm.period, rhythm.jitter, float(taken[place] / taken.sum()), tuple(stretches)))
    return tuple(sorted((phase for phase in phases if phase.stretches), key=lambda phase: -phase.share))


def _search(gaps: Floats, given: Rhythm) -> tuple[list[Rhythm], Ints]:
    """The distinct rhythms of connections with these gaps, and which of them each gap belongs to, shape (gaps,)."""
    found, owner = [], np.full(gaps.size, -1)
    told = _told_by(given, gaps, np.ones(gaps.size, bool))
    firm = not (given.loose or (given.jitter > NARROW and _changes(gaps[told], given.join_gap)))
    if firm:
        found.append(given)
        owner[told] = 0
    for _ in range(LOOKS):
        left = _long(owner < 0, gaps)
        looks = [(rhythm, _long(_told_by(rhythm, gaps, left), gaps)) for rhythm in rhythms_of(gaps[left])]
        rhythm, claimed = max(looks, key=lambda look: gaps[look[1]].sum(), default=(given, np.zeros_like(left)))
        place = next((place for place, known in enumerate(found) if known.like(rhythm)), len(found))
        if place == MOST or not claimed.any():
            break
        found += [rhythm] if place == len(found) else []
        owner[claimed] = place
    if not firm:
        found, owner = _settled(found, owner, gaps, given)
    return found, np.maximum(_with_strays(owner, gaps, found), 0)


def _settled(found: list[Rhythm], owner: Ints, gaps: Floats, given: Rhythm) -> tuple[list[Rhythm], Ints]:
    """What was found where the given rhythm may be several: two others take its place, one stands beside a clock.

    Where that one leaves less than `FEWEST` periods of the clock, it is but a part of the clock's rounds.
    """
    none = owner < 0
    if len(found) > 1:
        return found, owner
    beside = np.isnan(given.jitter) and bool(found) and not found[0].like(given)
    if beside and np.minimum(gaps[none], given.period).sum() >= FEWEST * given.period:
        return [given, *found], np.where(none, 0, 1)
    return [given], np.zeros_like(owner)


def _with_strays(owner: Ints, gaps: Floats, found: list[Rhythm]) -> Ints:
    """Whom each gap belongs to when a few strays in a row count to the likelier one of the phases beside them.

    At either end of the time, where there is but one beside them, the first of those found is the other.
    """
    owned, strays = np.flatnonzero(owner >= 0), np.flatnonzero((owner < 0) & ~_long(owner < 0, gaps))
    beside = np.concatenate((np.zeros(1, np.int64), owner[owned], np.zeros(1, np.int64)))
    behind = np.searchsorted(owned, strays)
    sides = beside[[behind, behind + 1]]
    periods = np.array([rhythm.period for rhythm in found])
    off = np.abs(np.log(np.maximum(gaps[strays], 1e-9) / periods[sides]))
    answer = owner.copy()
    answer[strays] = np.where(off[0] <= off[1], *sides)
    return answer


def _changes(gaps: Floats, join_gap: float) -> bool:
    """Whether the connections with these gaps have two rhythms, one after the other."""
    calls = series(gaps)
    return bool(before_and_after(join_bursts(calls.times, calls.offsets, np.full(1, join_gap)), join_gap))


def _told_by(rhythm: Rhythm, gaps: Floats, among: Bools) -> Bools:
    """Which of the gaps chosen in `among` lie in stretches that keep to a rhythm, shape (gaps,).

    Connections nearer than its join gap are one check-in, unless they make up a phase of their own: the gaps inside
    are then not told by it.
    """
    places = np.flatnonzero(among)
    calls = series(gaps[places])
    check_ins = join_bursts(calls.times, calls.offsets, np.full(1, rhythm.join_gap)).times
    begins = np.searchsorted(calls.times, check_ins)
    ends = np.append(begins[1:], calls.times.size) - 1
    phase = (ends - begins >= FEWEST - 1) & (calls.times[ends] - check_ins >= LASTS)
    steps = check_ins[1:] - np.where(phase, calls.times[ends], check_ins)[:-1]
    kept = np.append(keeping(steps, *rhythm.kept), False) if steps.size else np.zeros(1, bool)
    told = np.zeros(gaps.size, bool)
    sizes = ends - begins + 1
    within = np.arange(calls.times.size) < np.repeat(ends, sizes)
    told[places] = (np.repeat(kept, sizes) & ~(within & np.repeat(phase, sizes)))[:-1]
    return told


def _long(mask: Bools, gaps: Floats) -> Bools:
    """The runs of a mask over gaps that have `FEWEST` connections and take `LASTS` seconds, shape (gaps,)."""
    begins, ends = runs(mask)
    until = np.concatenate((np.zeros(1), np.cumsum(gaps)))
    long = (ends - begins >= FEWEST - 1) & (until[ends] - until[begins] >= LASTS)
    return fill(mask.size, begins[long], ends[long])
