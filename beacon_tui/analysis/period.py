"""The dominant period from the gaps: how much better a beacon tells them than any smooth distribution does."""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from beacon_tui.analysis.fit import Fit, cost, fit, inside, period_and_jitter, width_of
from beacon_tui.analysis.intervals import CheckIns
from beacon_tui.analysis.segments import Floats, Ints, keep, known, lengths, sort_within, thin
from beacon_tui.analysis.smooth import smooth_evidence

MOST_GAPS: Final = 384
"""Gaps of a group that are looked at: of more, evenly spaced quantiles stand for all."""

FEWEST_OF_TWO: Final = 30
"""Gaps from which two sleeps are told apart, a third of them outside the first window."""

HOPELESS: Final = 0.2
"""Nats a gap by which one beacon may be worse than chance before two of them are not tried."""

APART: Final = 1.2
"""How many times the reach of both windows lies between the middles of two sleeps, at least."""

LOOSE: Final = 0.1
"""Jitter above twice that of the other window at which a second sleep is rather a window of outliers."""


@dataclass(frozen=True, eq=False)
class Periods:
    """The beacon that tells each group's gaps best; every array has shape (groups,)."""

    period: Floats
    """Seconds, see `fit.period_and_jitter`; of two sleeps the one that took more time."""
    jitter: Floats
    """Half the spread of those gaps as a fraction of the period."""
    missed: Floats
    """Share of check-ins that did not come, told from gaps at whole multiples of the period."""
    share: Floats
    """Share of the gaps that keep to a period or a multiple of it."""
    effect: Floats
    """How much likelier each gap is than under the best smooth distribution, in nats; never negative."""
    evidence: Floats
    """Log Bayes factor of the beacon against the best smooth distribution, in nats."""


@dataclass(frozen=True, eq=False)
class _Gaps:
    """Gaps in groups."""

    ordered: Floats
    """Seconds, sorted within each group."""
    offsets: Ints
    """Shape (groups + 1,)."""
    n: Floats
    """How many gaps each group stands for, shape (groups,)."""
    log_range: Floats
    """Nats over which outliers are spread, shape (groups,)."""


@dataclass(frozen=True, eq=False)
class _Beacon:
    """A beacon, or two, fitted to each group; every array has shape (groups,), the first four as in `Periods`."""

    period: Floats
    jitter: Floats
    missed: Floats
    share: Floats
    likelihood: Floats
    """Log density of all gaps, in nats."""
    cost: Floats
    """Nats that the fitting costs."""


def find_periods(check_ins: CheckIns) -> Periods:
    """Fit a beacon to each group's gaps and weigh it against smooth distributions.

    The beacon: a gap is uniform in a window [a, b] (what every framework's sleep draws), or at k times its middle when
    k - 1 check-ins were missed, or, with the share of the outliers, anything; or there are two such beacons, one after
    a change of the sleep. The evidence is the log Bayes factor against `smooth_evidence`, both sides by Laplace's
    approximation (Kass and Raftery, 1995).
    """
    gaps = _gaps(check_ins)
    smooth = smooth_evidence(gaps.ordered, gaps.offsets, gaps.n, gaps.log_range)
    first = fit(gaps.ordered, gaps.offsets, gaps.log_range)
    best = _one(gaps, first)
    left = lengths(gaps.offsets) - first.held
    tried = (gaps.n >= FEWEST_OF_TWO) & (left >= FEWEST_OF_TWO // 3)
    tried &= best.likelihood - smooth > -HOPELESS * gaps.n
    if tried.any():
        rows, offsets = keep(gaps.offsets, tried)
        some = _Gaps(gaps.ordered[rows], offsets, gaps.n[tried], gaps.log_range[tried])
        two = _two(some, first.where(tried, gaps.offsets, offsets))
        better = two.likelihood - two.cost > (best.likelihood - best.cost)[tried]
        for field in fields(_Beacon):
            getattr(best, field.name)[np.flatnonzero(tried)[better]] = getattr(two, field.name)[better]
    gain = best.likelihood - smooth
    evidence = np.maximum(gain - best.cost, -1e4)
    return Periods(best.period, best.jitter, best.missed, best.share, np.maximum(gain, 0.0) / gaps.n, evidence)


def _gaps(check_ins: CheckIns) -> _Gaps:
    """The gaps of each group, sorted, and of large groups only quantiles."""
    n = lengths(check_ins.gap_offsets).astype(np.float64)
    ordered, offsets = thin(sort_within(check_ins.gaps, check_ins.gap_offsets), check_ins.gap_offsets, MOST_GAPS)
    log_range = np.maximum(np.log(ordered[offsets[1:] - 1] / ordered[offsets[:-1]]), np.log(10)) + 1
    return _Gaps(ordered, offsets, n, log_range)


def _one(gaps: _Gaps, found: Fit) -> _Beacon:
    """The beacon that a fit makes."""
    period, jitter = period_and_jitter(gaps.ordered, gaps.offsets, found)
    costs = cost(gaps.ordered, found, gaps.n, gaps.log_range)
    return _Beacon(period, jitter, found.missed, found.share, gaps.n * found.likelihood, costs)


def _two(gaps: _Gaps, found: Fit) -> _Beacon:
    """Two beacons for each group: one for the gaps in the likeliest window, one for those outside it.

    Where their windows touch they are but the shape of one, and no two.
    """
    first = _one(gaps, found)
    within = inside(gaps.ordered, gaps.offsets, found)
    rest, offsets = known(np.where(within, np.nan, gaps.ordered), gaps.offsets)
    share = found.held / lengths(gaps.offsets)
    n = gaps.n * (1 - share)
    others = _Gaps(rest, offsets, n, gaps.log_range)
    second = _one(others, fit(rest, offsets, gaps.log_range))
    width = width_of(gaps.ordered, found.begin, found.end)
    reach = first.jitter * first.period + second.jitter * second.period
    apart = np.abs(first.period - second.period) > APART * reach
    likelihood = gaps.n * share * np.log(share / width) + n * np.log(1 - share) + second.likelihood
    longer = share * first.period >= (1 - share) * second.period
    longer = np.where(second.jitter > 2 * first.jitter + LOOSE, True, longer)
    longer = np.where(first.jitter > 2 * second.jitter + LOOSE, False, longer)
    return _Beacon(
        period=np.where(longer, first.period, second.period),
        jitter=np.where(longer, first.jitter, second.jitter),
        missed=np.where(longer, 0.0, second.missed),
        share=share + (1 - share) * second.share,
        likelihood=np.where(apart, likelihood, -np.inf),
        cost=first.cost + second.cost,
    )
