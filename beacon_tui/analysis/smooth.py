"""How well gaps are told by distributions that no beacon has: random, bursty, heavy-tailed, half-regular ones."""

import math
from typing import Final

import numpy as np

from beacon_tui.analysis.segments import Floats, Ints, lengths, mean, owners

SHAPES: Final = (0.15, 0.25, 0.4, 0.6, 0.8, 1.0, 1.4, 1.9, 2.37)
"""Shapes of the gamma distributions tried: bursty ones, the exponential, and up to a CV of 0.65."""

LEAST_SIGMA: Final = 0.65
"""Spread of the narrowest log-normal distribution, in nats."""

STEEPEST_TAIL: Final = 2.0
"""Largest exponent of a Pareto distribution: a steeper one would be a period with a few late calls."""

BANDWIDTH: Final = 0.5
"""Nats over which a group's own histogram is smoothed: what is left has no line narrower than that."""

_BIN = 0.125
_LOWEST = math.log(0.02)
_BINS = 140
_BATCH = 4096


def smooth_evidence(ordered: Floats, offsets: Ints, n: Floats, log_range: Floats) -> Floats:
    """Log marginal likelihood of each group's gaps under the smooth distribution that tells them best; shape (groups,).

    `ordered` are gaps in seconds above 0, sorted within each group; they stand for `n` gaps whose logs could have been
    anywhere in a range of `log_range` nats (shape (groups,) both). Tried are gamma distributions of given shapes, the
    log-normal, the Pareto distribution from the shortest gap on, and the own histogram of log gaps, smoothed, which
    stands for mixtures of people, sessions and machines that no formula tells. Each is fitted by maximum likelihood
    (Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, 1994) within the bounds above, and pays for
    the place that was fitted (Laplace's approximation).
    """
    logs = np.log(ordered)
    average, level = mean(ordered, offsets), mean(logs, offsets)
    best = np.maximum(
        _own_histogram(logs, offsets), _log_normal(np.maximum(mean(logs * logs, offsets) - level**2, 0.0), level)
    )
    for shape in SHAPES:
        best = np.maximum(best, _gamma(shape, average, level))
    place = np.log(log_range * np.sqrt(n / (2 * np.pi)) / LEAST_SIGMA)
    edge = np.log(log_range * n * STEEPEST_TAIL)
    return np.asarray(np.maximum(n * best - place, n * _pareto(logs[offsets[:-1]], level) - edge))


def _gamma(shape: float, average: Floats, level: Floats) -> Floats:
    """Mean log density under a gamma distribution; `average` is the mean gap, `level` the mean log gap."""
    constant = -shape - math.lgamma(shape) + shape * math.log(shape)
    return np.asarray((shape - 1) * level - shape * np.log(average) + constant)


def _log_normal(variance: Floats, level: Floats) -> Floats:
    """Mean log density under a log-normal distribution; `variance` is that of the log gaps."""
    wide = np.maximum(variance, LEAST_SIGMA**2)
    return np.asarray(-level - 0.5 * np.log(2 * np.pi * wide) - variance / (2 * wide))


def _pareto(lowest: Floats, level: Floats) -> Floats:
    """Mean log density under a Pareto distribution; `lowest` is the log of the shortest gap."""
    exponent = np.minimum(1 / np.maximum(level - lowest, 1e-9), STEEPEST_TAIL)
    return np.log(exponent) + exponent * lowest - (exponent + 1) * level


def _own_histogram(logs: Floats, offsets: Ints) -> Floats:
    """Mean log density under each group's own histogram of log gaps, smoothed, in batches of bounded memory."""
    place = np.clip(((logs - _LOWEST) / _BIN).astype(np.int64), 0, _BINS - 1)
    owner, counts = owners(offsets), lengths(offsets)
    apart = (np.arange(_BINS)[:, None] - np.arange(_BINS)) * _BIN / BANDWIDTH
    kernel = np.exp(-apart * apart / 2) / (math.sqrt(2 * np.pi) * BANDWIDTH)
    answer = np.empty(counts.size)
    for begin in range(0, counts.size, _BATCH):
        end = min(begin + _BATCH, counts.size)
        rows = slice(offsets[begin], offsets[end])
        cells = (owner[rows] - begin) * _BINS + place[rows]
        share = np.bincount(cells, minlength=(end - begin) * _BINS).reshape(-1, _BINS) / counts[begin:end, None]
        answer[begin:end] = (share * np.log(np.maximum(share @ kernel, 1e-12))).sum(axis=1)
    return np.asarray(answer - mean(logs, offsets))
