"""One beacon fitted to gaps: uniform in a window, at its multiples where check-ins were missed, and outliers."""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from beacon_tui.analysis.segments import (
    Bools,
    Floats,
    Ints,
    first_true,
    largest,
    lengths,
    mean,
    offsets_of,
    owners,
    quantile,
    total,
)

RATIOS: Final = (1.02, 1.05, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0, 2.4, 3.0, 3.7, 4.6, 6.0, 8.5, 12.0, 20.0)
"""Widths of the windows of gaps that are tried: longest gap / shortest gap. Jitter of ±90 % has 19."""

MOST_MISSED: Final = 10
"""A gap longer than this many periods is an absence, not a run of missed check-ins."""

MOST_MISSED_SHARE: Final = 0.6
"""When more check-ins than this are missed, gaps at multiples are outliers: retries with growing waits have them."""

WEIGHED: Final = 4
"""Windows of each group that are weighed with their multiples: those that are likeliest without."""

FEWEST_HELD: Final = 3
"""Gaps that a window must hold."""

NARROWEST: Final = 0.002
"""Narrowest window as a share of its period: clocks and networks are no better."""

CLEAN_SHARE, MANY = 0.97, 100
"""The middle of a window tells a period best that nearly all gaps keep to, as long as there are not many of them."""

UNIFORM_SPAN: Final = 0.9
"""The middle 5-95 % of a uniform spread is this share of it."""

LOG_WIDTHS: Final = 7.0
"""Nats from the narrowest window to the widest: what choosing a width costs is the logarithm of it."""


@dataclass(frozen=True, eq=False)
class Fit:
    """The likeliest beacon of each group of gaps; every array has shape (groups,)."""

    begin: Ints
    """First index of its window into the sorted gaps."""
    end: Ints
    """Past the last index."""
    missed: Floats
    """Share of check-ins that did not come, told from gaps at whole multiples of the period."""
    share: Floats
    """Share of the gaps inside the window, or at multiples."""
    likelihood: Floats
    """Mean log density a gap (gaps in seconds); minus infinity where no window holds enough."""

    def where(self, chosen: Bools, offsets: Ints, kept: Ints) -> "Fit":
        """The fits of the chosen groups, as indices into their gaps alone: `offsets` before and `kept` after."""
        shift = kept[:-1] - offsets[:-1][chosen]
        others = (self.missed[chosen], self.share[chosen], self.likelihood[chosen])
        return Fit(self.begin[chosen] + shift, self.end[chosen] + shift, *others)

    @property
    def held(self) -> Ints:
        """How many gaps the window holds."""
        return self.end - self.begin


def fit(ordered: Floats, offsets: Ints, log_range: Floats) -> Fit:
    """Fit a beacon to each group of sorted gaps; outliers are spread over `log_range` nats, shape (groups,).

    For each of `RATIOS` the window is the one that holds most gaps (the scan statistic of Naus, 1965, on log gaps). The
    `WEIGHED` likeliest of them are tried with gaps at their multiples too, since check-ins may have been missed. The
    likeliest is taken, all gaps where none holds enough.
    """
    logs = np.log(ordered)
    windows = [_plain(ordered, logs, offsets, log_range, *_fullest(logs, offsets, ratio)) for ratio in RATIOS]
    order = np.argsort([-window.likelihood for window in windows], axis=0, kind="stable")
    best = _pick(windows, order[0])
    for place in range(WEIGHED):
        chosen = _pick(windows, order[place])
        found = _weigh(ordered, offsets, log_range, chosen.begin, chosen.end)
        better = found.likelihood > best.likelihood
        for field in fields(Fit):
            getattr(best, field.name)[better] = getattr(found, field.name)[better]
    none = np.isneginf(best.likelihood)
    best.begin[none], best.end[none], best.share[none] = offsets[:-1][none], offsets[1:][none], 1.0
    return best


def width_of(ordered: Floats, begin: Ints, end: Ints) -> Floats:
    """Seconds from a to b of each window; the range of a sample falls short of it by 2 / (held + 1)."""
    low, high, held = ordered[begin], ordered[end - 1], end - begin
    return np.asarray(np.maximum(high - low, NARROWEST * (low + high) / 2) * (held + 1) / np.maximum(held - 1, 1))


def inside(ordered: Floats, offsets: Ints, found: Fit) -> Bools:
    """Which gaps lie in their group's window."""
    place, sizes = np.arange(ordered.size), lengths(offsets)
    return np.asarray((place >= np.repeat(found.begin, sizes)) & (place < np.repeat(found.end, sizes)))


def period_and_jitter(ordered: Floats, offsets: Ints, found: Fit) -> tuple[Floats, Floats]:
    """The period that the gaps in each window tell in seconds, and half their spread as a fraction of it."""
    held, window = ordered[inside(ordered, offsets, found)], offsets_of(found.held)
    centre = (ordered[found.begin] + ordered[found.end - 1]) / 2
    clean = (found.share > CLEAN_SHARE) & (found.held < MANY)
    period = np.where(clean, centre, mean(held, window))
    spread = quantile(held, window, 0.95) - quantile(held, window, 0.05)
    return period, np.minimum(spread / (2 * UNIFORM_SPAN * period), 1.0)


def cost(ordered: Floats, found: Fit, n: Floats, log_range: Floats) -> Floats:
    """Nats that fitting costs by Laplace's approximation: place and width of the window, two shares where used.

    The place could have been anywhere in `log_range` nats; `n` gaps tell each edge to within width / n.
    """
    middle = (ordered[found.begin] + ordered[found.end - 1]) / 2
    edges = log_range * middle / width_of(ordered, found.begin, found.end)
    shares = (found.share < 1).astype(np.float64) + (found.missed > 0)
    return np.asarray(np.log(np.maximum(edges, 1)) + np.log(LOG_WIDTHS) + (2 + shares / 2) * np.log(n))


def _fullest(logs: Floats, offsets: Ints, ratio: float) -> tuple[Ints, Ints]:
    """The window of each group that holds most gaps within `ratio`: first and past-the-last index into the log gaps."""
    apart = 64.0
    key = logs + apart * owners(offsets)
    stop = np.searchsorted(key, key + np.log(ratio) + 1e-7, side="right")
    held = stop - np.arange(logs.size)
    start = first_true(held == np.repeat(largest(held, offsets), lengths(offsets)), offsets)
    return start, stop[start]


def _pick(windows: list[Fit], which: Ints) -> Fit:
    """The window of each group that has the number `which` in the list."""
    groups = np.arange(which.size)
    return Fit(*(np.array([getattr(window, field.name) for window in windows])[which, groups] for field in fields(Fit)))


def _plain(ordered: Floats, logs: Floats, offsets: Ints, log_range: Floats, begin: Ints, end: Ints) -> Fit:
    """How likely a beacon without missed check-ins makes all gaps of its group; `logs` are those of the gaps."""
    sizes, held = lengths(offsets).astype(np.float64), (end - begin).astype(np.float64)
    outliers = np.clip((sizes - held + 0.5) / (sizes + 1), 1e-3, 1.0)
    within = held * np.log((1 - outliers) / width_of(ordered, begin, end))
    held_logs = np.add.reduceat(np.append(logs, 0.0), np.stack((begin, end), axis=1).ravel())[::2]
    others = np.add.reduceat(logs, offsets[:-1]) - held_logs
    total_log = within + (sizes - held) * np.log(outliers / log_range) - others
    likelihood = np.where(held >= FEWEST_HELD, total_log / sizes, -np.inf)
    return Fit(begin, end, np.zeros(held.size), held / sizes, likelihood)


def _weigh(ordered: Floats, offsets: Ints, log_range: Floats, begin: Ints, end: Ints) -> Fit:
    """How likely a beacon with the gaps begin to end makes all gaps of its group."""
    sizes, held = lengths(offsets), (end - begin).astype(np.float64)
    middle, width = (ordered[begin] + ordered[end - 1]) / 2, width_of(ordered, begin, end)
    within = inside(ordered, offsets, Fit(begin, end, held, held, held))
    k = np.rint(ordered / np.repeat(middle, sizes))
    spread = np.repeat(width / np.sqrt(12), sizes) * np.sqrt(np.maximum(k, 1))
    off = (ordered - k * np.repeat(middle, sizes)) / spread
    late = ~within & (k >= 2) & (k <= MOST_MISSED) & (np.abs(off) < 2.5)
    silent = _missed(held, offsets, k, late)
    late &= np.repeat(silent <= MOST_MISSED_SHARE, sizes)
    silent = np.where(silent <= MOST_MISSED_SHARE, silent, 0.0)
    missed = np.clip(silent, 1e-4, 1 - 1e-4)
    kept = held + total(late, offsets)
    outliers = np.clip((sizes - kept + 0.5) / (sizes + 1), 1e-3, 1.0)
    came = np.repeat(np.log((1 - outliers) * (1 - missed)), sizes)
    anything = np.repeat(np.log(outliers / log_range), sizes) - np.log(ordered)
    after = (k - 1) * np.repeat(np.log(missed), sizes) - off * off / 2 - np.log(np.sqrt(2 * np.pi) * spread)
    density = np.where(late, np.logaddexp(came + after, anything), anything)
    density = np.where(within, came - np.repeat(np.log(width), sizes), density)
    return Fit(begin, end, silent, kept / sizes, np.where(held >= FEWEST_HELD, mean(density, offsets), -np.inf))


def _missed(held: Floats, offsets: Ints, k: Floats, late: Bools) -> Floats:
    """Share of check-ins that did not come when the `late` gaps stand for k - 1 missed ones each."""
    silent = total(np.where(late, k - 1, 0.0), offsets)
    return silent / (held + total(late, offsets) + silent)
