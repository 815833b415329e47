"""The spectrum of one candidate's check-ins as lines: power over period."""

from typing import Final

import numpy as np

from beacon_tui.analysis.spectrum import FEWEST, Spectrum
from beacon_tui.render.axis import log_ticks, ticks_at
from beacon_tui.render.bars import GUTTER, bars
from beacon_tui.render.histogram import Histogram
from beacon_tui.render.text import fit
from beacon_tui.units import count, duration, percent

CAUTION: Final = (
    "no test: people and bursts make lines too, and a sleep that is drawn anew each",
    "time makes none; a line names a period and finds a clock",
)

CLEAR: Final = 3.0
"""Nats of evidence that chance shows less than once in twenty times."""

SAME: Final = 0.05
"""A line so near the period, as a fraction of it, is the line of the period."""


def spectrum_picture(spectrum: Spectrum | None, period: float, width: int, height: int) -> list[str]:
    """Power over period on a logarithmic axis in `width` × `height` cells; the period, in seconds, is marked if known.

    Power is a multiple of the level around it; each column shows the greatest of the periods that fall into it.
    """
    if spectrum is None:
        return [fit(f"no spectrum of fewer than {FEWEST} check-ins", width).rstrip()]
    near = abs(spectrum.line - period) <= SAME * period
    base = spectrum.line if near or not period > 0 else period
    harmonics = spectrum.harmonics(base)
    words = [*_words(spectrum, base, near, harmonics), *CAUTION]
    edges = _edges(spectrum, base, max(width - GUTTER, 2))
    marks = [(base, "period" if period > 0 else "line"), *((base / times, f"1/{times}") for times in harmonics)]
    picture = Histogram(edges, _columns(spectrum, edges), 0, 0, True, 1, log_ticks(edges, 1), ticks_at(edges, 1, marks))
    lines = bars(picture, max(height - len(words) - 2, 1))
    return [line[:width] for line in (*(fit(text, width).rstrip() for text in words), *lines)]


def _words(spectrum: Spectrum, base: float, near: bool, harmonics: list[int]) -> list[str]:
    """What stands out, the numbers with it."""
    line = f"{duration(spectrum.line)}: {count(spectrum.strength)} × the level around it"
    if spectrum.evidence >= CLEAR:
        line = f"strongest line {line}, {percent(spectrum.locked)} of check-ins keep to it"
    else:
        line = f"no line beyond what chance shows; the strongest {line}"
    at = "" if near else f"the period {duration(base)}: {spectrum.power_at(base):.1f} × the level; "
    heard = ", ".join(f"1/{times} ({duration(base / times)})" for times in harmonics)
    return [line, f"{at}harmonics that stand out: {heard or 'none'}"]


def _edges(spectrum: Spectrum, base: float, columns: int) -> "np.typing.NDArray[np.float64]":
    """Rising period edges in seconds of so many columns, from the shortest to the slowest that is looked at."""
    slowest = min(max(spectrum.slowest, 1.5 * base), float(spectrum.period[0]))
    return np.geomspace(float(spectrum.period[-1]), slowest, columns + 1)


def _columns(spectrum: Spectrum, edges: "np.typing.NDArray[np.float64]") -> "np.typing.NDArray[np.int64]":
    """The greatest power of the frequencies in each column, or that of the nearest one where there is none in it."""
    cycles = spectrum.period[0] / edges
    first = np.ceil(cycles[1:] - 0.5).astype(np.int64)
    last = np.maximum(np.floor(cycles[:-1] + 0.5).astype(np.int64), first + 1)
    limits = np.clip(np.stack([first, last], axis=1) - 1, 0, spectrum.power.size)
    power = np.append(spectrum.power, 0.0)
    return np.rint(np.maximum.reduceat(power, limits.ravel())[::2]).astype(np.int64)
