"""The phases of a candidate in words: what changed when, and what came in between."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from beacon_tui.analysis.model import Window
from beacon_tui.analysis.phases import Phase
from beacon_tui.units import duration, moment

OVERLAP: Final = 0.05
"""Share of the time of two phases in which both may be seen when the second still counts as following the first."""

DAY: Final = 86400.0
"""Seconds from which on a time of day alone would not say which day."""


def describe_phases(phases: Sequence[Phase], period: float, window: Window) -> list[str]:
    """What changed when, or what came beside the dominant period, in sentences; times are UTC.

    None for a candidate of one period.
    """
    if len(phases) < 2:
        return []
    style = "%H:%M" if window.seconds < DAY else "%m-%d %H:%M"
    ordered = sorted(phases, key=lambda phase: phase.first)
    if all(_follows(one, two) for one, two in pairwise(ordered)):
        until = [f"{_phase(phase)} until {moment(phase.last, style)}" for phase in ordered[:-1]]
        return [", then ".join((*until, _phase(ordered[-1])))]
    return [_beside(phase, style) for phase in phases if phase.period != period]


def about_every(period: float, jitter: float) -> str:
    """How often: `every 30.0s` for a clock, else `about every 27.1s`."""
    return f"{'' if jitter < 0.005 else 'about '}every {duration(period)}"


def _phase(phase: Phase) -> str:
    """How often in a phase."""
    return about_every(phase.period, phase.jitter)


def _follows(one: Phase, two: Phase) -> bool:
    """Whether the second phase begins, as good as, when the first is over."""
    return one.last - two.first <= OVERLAP * (max(one.last, two.last) - one.first)


def _beside(phase: Phase, style: str) -> str:
    """For how long a phase beside the dominant one lasted, and when."""
    lasted = duration(sum(stop - start for start, stop in phase.stretches))
    times = len(phase.stretches)
    when = f"at {moment(phase.first, style)}" if times == 1 else f"{times} times, first at {moment(phase.first, style)}"
    return f"and {lasted} {_phase(phase)}, {when}"
