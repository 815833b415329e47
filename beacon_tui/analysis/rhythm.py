"""One rhythm told from a sequence of gaps, with real evidence or not at all."""

from dataclasses import dataclass
from math import isnan
from typing import Final

import numpy as np

from beacon_tui.analysis.chance import false_alarm
from beacon_tui.analysis.intervals import CheckIns, join_bursts, join_gaps
from beacon_tui.analysis.period import find_periods
from beacon_tui.analysis.segments import Floats, lengths, std
from beacon_tui.analysis.stretches import SLACK

FEWEST: Final = 10
"""Check-ins that a rhythm must have."""

CHANCE: Final = 1e-3
"""Largest false alarm of a rhythm."""

WIDE: Final = 0.6
"""Jitter beyond which a rhythm may be several that were taken for one."""

NARROW: Final = 0.15
"""Jitter up to which no two distinct periods fit into one window."""

CHANGED: Final = 5.0
"""Standard errors by which the gaps before a change differ from those after it."""

CLOCK_JITTER, CLOCK_MISSED = 0.1, 0.3
"""What stands for the jitter and the missed check-ins of a clock that was told from a spectrum."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A period and how it is kept."""

    period: float
    """Seconds."""
    jitter: float
    """Half the spread of its gaps as a fraction of the period; NaN for a clock that was told from a spectrum."""
    missed: float
    """Share of check-ins that did not come; NaN for such a clock."""
    join_gap: float
    """Seconds within which connections are one check-in."""

    @property
    def loose(self) -> bool:
        """Whether it may be several rhythms that were taken for one."""
        return not self.jitter <= WIDE

    @property
    def kept(self) -> tuple[float, float, float]:
        """Period, jitter, and missed share, all known."""
        clock = isnan(self.jitter)
        return self.period, CLOCK_JITTER if clock else self.jitter, CLOCK_MISSED if clock else self.missed

    @property
    def reach(self) -> float:
        """How far a gap that keeps to it may stray, as a fraction of the period."""
        return SLACK[0] * self.kept[1] + SLACK[1]

    def like(self, other: "Rhythm") -> bool:
        """Whether the period of one lies in the window of the other."""
        return abs(self.period / other.period - 1) <= other.reach or abs(other.period / self.period - 1) <= self.reach


def series(gaps: Floats) -> CheckIns:
    """The connections of one caller with these gaps, the first at 0 seconds."""
    return CheckIns(np.concatenate((np.zeros(1), np.cumsum(gaps))), np.array([0, gaps.size + 1]))


def rhythms_of(gaps: Floats) -> list[Rhythm]:
    """The rhythms that connections with these gaps (seconds, in order of time) may have; none that chance could make.

    One for each of `intervals.join_gaps`. Of two rhythms, one after the other, it is the one that took longer.
    """
    calls, answer = series(gaps), []
    if not gaps.size:
        return []
    for join_gap in sorted(set(np.concatenate(join_gaps(calls.times, calls.offsets)).tolist())):
        check_ins = join_bursts(calls.times, calls.offsets, np.full(1, join_gap))
        if check_ins.times.size < FEWEST:
            continue
        (found,) = _told(check_ins, join_gap)
        if found is None or found.jitter > NARROW:
            found = next(iter(before_and_after(check_ins, join_gap)), found)
        if found is not None and not found.loose:
            answer.append(found)
    return answer


def before_and_after(check_ins: CheckIns, join_gap: float) -> list[Rhythm]:
    """The two rhythms on either side of the likeliest change, the longer first; none where they are no two."""
    logs = np.log(check_ins.gaps)
    n, edge = logs.size, FEWEST - 1
    places = np.arange(edge, n - edge + 1)
    if not places.size:
        return []
    strays = np.cumsum(logs - logs.mean())[places - 1]
    apart = np.abs(strays) / (logs.std() * np.sqrt(places * (n - places) / n) + 1e-12)
    if apart.max() < CHANGED:
        return []
    at = places[apart.argmax()]
    sides = sorted((check_ins.times[: at + 1], check_ins.times[at:]), key=np.ptp)[::-1]
    both = _told(CheckIns(np.concatenate(sides), np.array([0, sides[0].size, n + 2])), join_gap)
    rhythms = [rhythm for rhythm in both if rhythm is not None]
    return [] if len(rhythms) < 2 or rhythms[0].like(rhythms[1]) else rhythms


def _told(check_ins: CheckIns, join_gap: float) -> list[Rhythm | None]:
    """The rhythm of the check-ins of each group, None where there is none."""
    found = find_periods(check_ins)
    gaps = lengths(check_ins.gap_offsets).astype(np.float64)
    spread = std(np.log(check_ins.gaps), check_ins.gap_offsets)
    sure = false_alarm(found.evidence, np.full(gaps.size, np.nan), gaps, spread) <= CHANCE
    numbers = zip(found.period.tolist(), found.jitter.tolist(), found.missed.tolist(), strict=True)
    return [Rhythm(*three, join_gap) if told else None for three, told in zip(numbers, sure, strict=True)]
