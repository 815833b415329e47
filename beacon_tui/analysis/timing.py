"""The timing of each group: check-ins, gaps, period, and how regular they are; context never enters here."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from beacon_tui.analysis.intervals import CheckIns, join_bursts, join_gaps
from beacon_tui.analysis.period import Periods, find_periods
from beacon_tui.analysis.segments import (
    Bools,
    Floats,
    Ints,
    keep,
    lengths,
    mean,
    quantile,
    sort_within,
    std,
    total,
)
from beacon_tui.analysis.spectrum import Peaks, find_peaks

MORE = 1.05
"""How many times the check-ins a second look must find to be worth it …"""

CONVINCING = 0.8
"""… where the first did not score this much."""

EFFECT_SCALE = 0.03
"""Nats a gap at which the regularity of the gaps counts for 63 %."""

LOCK_SCALE = 0.42
"""Share of check-ins on the clock at which the regularity of a spectral line counts for 63 %."""

EVEN = 4.0
"""Nats added to the evidence before it counts: with few gaps one caller without a rhythm in twenty reaches -4, with
many none does; a beacon of six check-ins reaches little more."""

CERTAIN = 8.0
"""Nats of evidence with which the gaps name the period …"""

WIDE = 0.5
"""… when their jitter is no wider than this; else a line in the spectrum does that is as certain."""

REACH = 2.5
"""How many periods after a check-in its source still counts as active."""


@dataclass(frozen=True, eq=False)
class Timing:
    """What the times of each group tell; every array has shape (groups,), NaN where there were too few check-ins."""

    join_gap: Floats
    """Seconds within which connections were joined to one check-in."""
    events: Floats
    """Check-ins."""
    interval_mean: Floats
    """Mean gap between check-ins in seconds."""
    interval_std: Floats
    """Standard deviation of the gaps in seconds."""
    interval_median: Floats
    """Median gap in seconds."""
    period: Floats
    """The dominant period in seconds: from the spectrum where `clock` is set, else from the gaps."""
    jitter: Floats
    """How far check-ins stray from the period, as a fraction of it; NaN where `clock` is set."""
    missed: Floats
    """Share of check-ins that did not come; NaN where `clock` is set."""
    share: Floats
    """Share of the gaps, or of the check-ins where `clock` is set, that keep to the period."""
    active: Floats
    """Seconds during which the source was calling: each check-in counts until the next, at most `REACH` periods."""
    clock: Floats
    """1 where a line in the spectrum tells more than the gaps do, else 0."""
    spread: Floats
    """Standard deviation of the logarithms of the gaps, in nats: 1.28 for random ones."""
    gap_evidence: Floats
    """Log Bayes factor of a beacon against random gaps, in nats, see `period.find_periods`."""
    line_evidence: Floats
    """How far the strongest line of the spectrum stands out, in nats; NaN where none was looked for."""
    score: Floats
    """0 to 1: regularity times certainty."""


def judge(times: Floats, offsets: Ints, fewest: int) -> Timing:
    """Judge the times of each group (seconds, each group rising); groups with under `fewest` check-ins get NaN.

    Both of `intervals.join_gaps` are tried, the second only where it makes more check-ins and the first did not
    convince; the look that makes more of the time regular is taken.
    """
    answer = Timing(*(np.full(offsets.size - 1, np.nan) for _ in fields(Timing)))
    enough = lengths(offsets) >= max(fewest, 2)
    rows, some = keep(offsets, enough)
    if not enough.any():
        return answer
    patient, eager = join_gaps(times[rows], some)
    first = _look(times[rows], some, patient, fewest)
    more = lengths(join_bursts(times[rows], some, eager).offsets) > MORE * np.nan_to_num(first.events)
    again = more & ~(first.score > CONVINCING)
    if again.any():
        inner, few = keep(some, again)
        second = _look(times[rows][inner], few, eager[again], fewest)
        worth = np.nan_to_num(first.score * first.active, nan=-1.0)[again]
        better = np.nan_to_num(second.score * second.active, nan=-1.0) > worth
        _put(first, np.flatnonzero(again)[better], second, better)
    _put(answer, np.flatnonzero(enough), first, np.ones(some.size - 1, bool))
    return answer


def _put(target: Timing, at: Ints, source: Timing, chosen: Bools) -> None:
    """Write the chosen groups of `source` over the groups `at` of `target`."""
    for field in fields(Timing):
        getattr(target, field.name)[at] = getattr(source, field.name)[chosen]


def _look(times: Floats, offsets: Ints, nearer: Floats, fewest: int) -> Timing:
    """Judge with one choice of the join gap."""
    answer = Timing(*(np.full(nearer.size, np.nan) for _ in fields(Timing)))
    joined = join_bursts(times, offsets, nearer)
    enough = lengths(joined.offsets) >= fewest
    if enough.any():
        _put(answer, np.flatnonzero(enough), _tell(joined.where(enough), nearer[enough]), np.ones(enough.sum(), bool))
    return answer


def _tell(check_ins: CheckIns, join_gap: Floats) -> Timing:
    """Read everything off check-ins of which there are enough."""
    gaps, offsets = check_ins.gaps, check_ins.gap_offsets
    periods, peaks = find_periods(check_ins), find_peaks(check_ins)
    gap_score, line_score = _gap_score(periods), _line_score(peaks)
    clear = (periods.evidence > CERTAIN) & (periods.jitter <= WIDE)
    clock = ~clear & ((line_score > gap_score) | (np.nan_to_num(peaks.evidence) > CERTAIN))
    period = np.where(clock, peaks.period, periods.period)
    reach = np.repeat(REACH * period, lengths(offsets))
    return Timing(
        join_gap=join_gap,
        events=lengths(check_ins.offsets).astype(np.float64),
        interval_mean=mean(gaps, offsets),
        interval_std=std(gaps, offsets),
        interval_median=quantile(sort_within(gaps, offsets), offsets, 0.5),
        period=period,
        jitter=_unless(clock, periods.jitter),
        missed=_unless(clock, periods.missed),
        share=np.where(clock, peaks.locked, periods.share),
        active=total(np.minimum(gaps, reach), offsets) + period,
        clock=clock.astype(np.float64),
        spread=std(np.log(gaps), offsets),
        gap_evidence=periods.evidence,
        line_evidence=peaks.evidence,
        score=np.maximum(line_score, gap_score),
    )


def _unless(mask: Bools, values: Floats) -> Floats:
    """The values, NaN where the mask is set."""
    return np.where(mask, np.nan, values)


def _certainty(evidence: Floats) -> Floats:
    """0 to 1 out of nats of evidence: a logistic step, and above it a slow rise, so that more evidence ranks first."""
    sure = np.nan_to_num(evidence, nan=-np.inf) + EVEN
    step = 1 / (1 + np.exp(-np.clip(sure, -50, 50)))
    return np.asarray(step * (1 - 1 / (5 + np.maximum(sure, 0) / 2)))


def evidence_at(scores: Sequence[float]) -> list[float]:
    """The least evidence in nats of the gaps with which each timing score can be reached at all."""
    nats = np.arange(-EVEN - 10, 2000.0, 0.1)
    answer: list[float] = np.interp(scores, _certainty(nats), nats).tolist()
    return answer


def _gap_score(periods: Periods) -> Floats:
    """Score of the gaps: how far beyond chance each one is, times the share that keeps to it, times how sure."""
    regular = (1 - np.exp(-periods.effect / EFFECT_SCALE)) * periods.share
    return np.asarray(regular * _certainty(periods.evidence))


def _line_score(peaks: Peaks) -> Floats:
    """Score of the spectral line: how many check-ins keep to the clock, times how sure that is."""
    regular = 1 - np.exp(-((np.nan_to_num(peaks.locked) / LOCK_SCALE) ** 2))
    evidence = np.maximum(np.nan_to_num(peaks.evidence), 0.0)
    return regular * evidence / (evidence + 8.0)
