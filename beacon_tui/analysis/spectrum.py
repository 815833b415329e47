"""The period of clock-driven check-ins from their spectrum: it stands out even when other traffic splits the gaps."""

from dataclasses import dataclass, replace

import numpy as np

from beacon_tui.analysis.intervals import CheckIns
from beacon_tui.analysis.segments import Floats, Ints, lengths

FEWEST = 12
"""Check-ins below which a spectrum says nothing that the gaps do not say better."""

BINS_A_CHECK_IN = 8
"""Time bins for each check-in: periods down to a quarter of the mean gap can be seen."""

MOST_BINS = 1 << 17
"""Time bins of the longest series."""

BATCH_CELLS = 1 << 21
"""Time bins held at once, whatever the number of groups."""

FEWEST_CYCLES = 6
"""Slowest frequency looked at, in cycles over the span …"""

SLOWEST = 4 * 3600.0
"""… and the slowest in seconds: what is slower is the shape of the day, and the gaps show it better …"""

LEAST_SHARE = 0.15
"""… and in cycles for each check-in: a line that few of them can belong to is the shape of their sessions."""

NEIGHBOURS = 32
"""Frequencies in a block whose median is the level that a peak must stand above."""


MOST_HARMONICS = 6
"""Multiples of a frequency that are looked at."""

STANDS_OUT = 6.0
"""Power of a line that chance shows at a given frequency and its neighbours less than once in a hundred times."""


@dataclass(frozen=True, eq=False)
class Peaks:
    """The strongest line of each group's spectrum; every array has shape (groups,). NaN where none was looked for."""

    period: Floats
    """Seconds."""
    evidence: Floats
    """Natural logarithm of how much likelier the line is than chance, after the look-elsewhere correction."""
    locked: Floats
    """Share of the check-ins that keep to the clock: the amplitude of the line, 0 to 1."""


def find_peaks(check_ins: CheckIns) -> Peaks:
    """Find the strongest line in the spectrum of each group's check-ins, in batches of bounded memory.

    Power |F|^2 / n of a random (Poisson) series is exponential with mean 1 (the Schuster periodogram); dividing by the
    local level keeps bursty traffic, whose spectrum rises to slow frequencies, from passing for a line.
    """
    n = lengths(check_ins.offsets)
    peaks = Peaks(*(np.full(n.size, np.nan) for _ in range(3)))
    bins = _bins(n)
    for size in np.unique(bins[bins > 0]):
        chosen = np.flatnonzero(bins == size)
        for begin in range(0, chosen.size, max(1, BATCH_CELLS // size)):
            _scan(check_ins, chosen[begin : begin + max(1, BATCH_CELLS // size)], int(size), peaks)
    return peaks


def _scan(check_ins: CheckIns, chosen: Ints, size: int, peaks: Peaks) -> None:
    """Fill in the peaks of one batch of groups, all binned to `size` bins over their own span."""
    one = check_ins.where(np.isin(np.arange(check_ins.offsets.size - 1), chosen))
    n = lengths(one.offsets)
    span, power, white = _spectra(one, size)
    white[np.arange(1, white.shape[1] + 1) < _slowest(span, n)[:, None]] = 0
    best = _fundamental(white)
    rowwise = np.arange(chosen.size)
    peaks.period[chosen] = span / _between(power, best)
    peaks.evidence[chosen] = white[rowwise, best] - np.log(white.shape[1])
    peaks.locked[chosen] = np.sqrt(np.clip(power[rowwise, best] / n, 0, 1))


def _spectra(check_ins: CheckIns, size: int) -> tuple[Floats, Floats, Floats]:
    """The span of each group in seconds, its power at 1, 2, … cycles over it, and that power over its local level."""
    n = lengths(check_ins.offsets)
    start = np.repeat(check_ins.times[check_ins.offsets[:-1]], n)
    span = check_ins.times[check_ins.offsets[1:] - 1] - check_ins.times[check_ins.offsets[:-1]]
    place = np.minimum(((check_ins.times - start) / np.repeat(span, n) * size).astype(np.int64), size - 1)
    rows = np.repeat(np.arange(n.size), n)
    series = np.bincount(rows * size + place, minlength=n.size * size).reshape(n.size, size)
    power = np.abs(np.fft.rfft(series - series.mean(axis=1, keepdims=True))[:, 1:]) ** 2 / n[:, None]
    return span, power, power / _level(power)


def _slowest(span: Floats, n: Ints) -> Floats:
    """The slowest frequency looked at in cycles over the span, for each group."""
    return np.asarray(np.maximum(np.maximum(FEWEST_CYCLES, np.ceil(span / SLOWEST)), np.ceil(LEAST_SHARE * n)))


def _bins(n: Ints) -> Ints:
    """Time bins for groups of so many check-ins; 0 where a spectrum says nothing."""
    wanted = 1 << np.ceil(np.log2(BINS_A_CHECK_IN * n.astype(np.float64))).astype(np.int64)
    return np.asarray(np.where(n < FEWEST, 0, np.minimum(MOST_BINS, wanted)))


@dataclass(frozen=True, eq=False, slots=True)
class Spectrum:
    """The spectrum of one candidate's check-ins, and the strongest line in it."""

    period: Floats
    """Seconds, falling: the span over 1, 2, … cycles; shape (frequencies,)."""
    power: Floats
    """Power at each of them, as a multiple of the level around it: 1 on average without a rhythm."""
    slowest: float
    """The slowest period that is looked at, in seconds."""
    line: float
    """The period of the strongest line in seconds."""
    strength: float
    """Power of that line."""
    evidence: float
    """How far it stands out, in nats, as in `Peaks`."""
    locked: float
    """Share of the check-ins that keep to it, 0 to 1."""

    def power_at(self, period: float) -> float:
        """The greatest power within a frequency of a period, in seconds; NaN where the spectrum does not reach."""
        cycles = round(self.period[0] / period)
        near = self.power[max(cycles - 2, 0) : cycles + 1]
        return float(near.max()) if near.size and cycles > 0 else np.nan

    def harmonics(self, period: float) -> list[int]:
        """Which of 2, 3, … `MOST_HARMONICS` times the frequency of a period stand out as lines of their own."""
        return [times for times in range(2, MOST_HARMONICS + 1) if self.power_at(period / times) > STANDS_OUT]


def spectrum_of(times: Floats) -> Spectrum | None:
    """The spectrum of check-ins at `times` (seconds, rising); None where there are fewer than `FEWEST`, or no time."""
    size = int(_bins(np.array([times.size]))[0]) if times.size else 0
    if not size or times[-1] == times[0]:
        return None
    one = CheckIns(times, np.array([0, times.size]))
    span, _, white = _spectra(one, size)
    peaks = find_peaks(one)
    line, evidence, locked = (float(values[0]) for values in (peaks.period, peaks.evidence, peaks.locked))
    cycles = np.arange(1, white.shape[1] + 1)
    slowest = float((span / _slowest(span, np.array([times.size])))[0])
    found = Spectrum(span / cycles, white[0], slowest, line, 0.0, evidence, locked)
    return replace(found, strength=found.power_at(line))


def _level(power: Floats) -> Floats:
    """The local level of each spectrum: medians over blocks of `NEIGHBOURS`, scaled to the mean of an exponential."""
    groups, size = power.shape
    blocks = power.reshape(groups, size // min(NEIGHBOURS, size), -1)
    level = np.maximum(np.median(blocks, axis=2) / np.log(2), 1.0)
    return np.repeat(level, blocks.shape[2], axis=1)


def _between(power: Floats, best: Ints) -> Floats:
    """The frequency of a peak in cycles over the span, by the parabola through its three highest amplitudes."""
    rowwise = np.arange(power.shape[0])
    left, top, right = (np.sqrt(power[rowwise, np.clip(best + step, 0, power.shape[1] - 1)]) for step in (-1, 0, 1))
    bend = np.maximum(2 * top - left - right, 1e-12)
    return np.asarray(best + 1 + np.clip((right - left) / (2 * bend), -0.5, 0.5))


def _fundamental(white: Floats) -> Ints:
    """The strongest frequency of each spectrum, or the slowest strong one of which it is a multiple."""
    best = np.argmax(white, axis=1)
    rowwise = np.arange(white.shape[0])
    top = white[rowwise, best]
    answer: Ints = best.copy()
    for divisor in range(2, 9):
        lower = np.rint((best + 1) / divisor).astype(np.int64) - 1
        near = np.stack([np.clip(lower + step, 0, white.shape[1] - 1) for step in (-1, 0, 1)])
        strength = white[rowwise, near]
        found = strength.max(axis=0) >= 0.5 * top
        answer[found] = near[strength.argmax(axis=0), rowwise][found]
    return answer
