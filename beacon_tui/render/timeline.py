"""Single connections over time, as points of a plot: heights are logarithms, ticks are round and carry their units."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from beacon_tui.render.axis import ROUND_TIMES
from beacon_tui.units import count, duration, moment, size

if TYPE_CHECKING:
    import pandas as pd

    from beacon_tui.analysis.model import Results

Ticks = tuple[list[float], list[str]]
"""Places and labels."""

ROUND_SIZES: Final = tuple(digit * 10.0**power for power in range(12) for digit in (1, 2, 5))
"""Bytes that a person calls round, rising."""

MOST_HEIGHT_TICKS: Final = 6
"""Labels beside the picture."""

_MINUTE, _DAY = 60, 86400


@dataclass(frozen=True, slots=True)
class Timeline:
    """Points and ticks, ready to be plotted."""

    title: str
    """What the picture shows."""
    x: list[float]
    """Seconds since 1970 UTC."""
    y: list[float]
    """Logarithm (base 10) of seconds or of bytes."""
    left: float
    """Where the window begins."""
    right: float
    """Where the window ends."""
    bottom: float
    """The lowest point, or half a power of ten below where all are equally high."""
    top: float
    """The highest point, or half a power of ten above."""
    x_ticks: Ticks
    """Round times of day."""
    y_ticks: Ticks
    """Round gaps or sizes."""
    holes: tuple[tuple[float, float], ...]
    """Where the sensor saw nothing: (left, right) each."""


def gaps_timeline(results: "Results", row: int, width: int, height: int) -> Timeline:
    """Each connection at the gap to the one before it."""
    times = _in_window(results, row)["ts"].to_numpy()
    words = f"gap before each of {count(times.size)} connections"
    if times.size == 1:
        words = "no gap before the only connection"
    return _timeline(results, times[1:], np.diff(times), ROUND_TIMES, duration, words, (width, height))


def bytes_timeline(results: "Results", row: int, width: int, height: int) -> Timeline:
    """Each connection at the bytes that its source sent."""
    frame = _in_window(results, row)
    sent = frame["orig_bytes"].to_numpy()
    unknown = int(np.isnan(sent).sum())
    words = f"bytes sent by each of {count(sent.size - unknown)} connections" + (
        f", {count(unknown)} unknown" if unknown else ""
    )
    return _timeline(results, frame["ts"].to_numpy(), sent, ROUND_SIZES, size, words, (width, height))


def _in_window(results: "Results", row: int) -> "pd.DataFrame":
    """The connections of a candidate that the picture has room for: no strays."""
    frame = results.connections(row)
    return frame[results.window.covers(frame["ts"].to_numpy())]


def _timeline(
    results: "Results",
    times: NDArray[np.float64],
    values: NDArray[np.float64],
    rounds: Iterable[float],
    write: Callable[[float], str],
    words: str,
    room: tuple[int, int],
) -> Timeline:
    """Place values over time in some columns and lines; what is not above 0 sits on the lowest round value."""
    rounds = tuple(rounds)
    there = ~np.isnan(values)
    heights = np.log10(np.maximum(values[there], rounds[0]))
    window = results.window
    bottom, top = (float(heights.min()), float(heights.max())) if heights.size else (0.0, 0.0)
    slack = 0.5 if bottom == top else 0.0
    seen = _distinct(times[there], heights, room)
    return Timeline(
        words,
        times[there][seen].tolist(),
        heights[seen].tolist(),
        window.start,
        max(window.stop, window.start + 1),
        bottom - slack,
        top + slack,
        _time_ticks(window.start, window.stop, room[0]),
        _height_ticks(heights, rounds, write),
        window.holes,
    )


def _distinct(x: NDArray[np.float64], y: NDArray[np.float64], room: tuple[int, int]) -> NDArray[np.int64]:
    """The first of the points that share a dot of the picture, in order; shape (dots drawn,).

    A cell has 2 × 4 dots. Drawing takes as long as there are points, of which a busy pair has hundreds of thousands.
    """
    across, up = (_dots(values, dots) for values, dots in ((x, 2 * room[0]), (y, 4 * room[1])))
    return np.sort(np.unique(across * (4 * room[1]) + up, return_index=True)[1])


def _dots(values: NDArray[np.float64], dots: int) -> NDArray[np.int64]:
    """In which of so many equal parts of their span values lie."""
    if not values.size:
        return np.empty(0, np.int64)
    span = float(np.ptp(values)) or 1.0
    return np.asarray(np.minimum((values - values.min()) * (dots / span), dots - 1), np.int64)


def _time_ticks(start: float, stop: float, width: int) -> Ticks:
    """Round times of the window: the first one with its day, midnights as their day, others as a time of day."""
    step = next((step for step in ROUND_TIMES if (stop - start) / step <= width // _room(step)), stop - start or 1.0)
    places = (np.arange(np.ceil(start / step), np.floor(stop / step) + 1) * step).tolist()
    clock = "%H:%M:%S" if step < _MINUTE else "%H:%M"
    styles = ["%m-%d" if place % _DAY == 0 else clock for place in places]
    if places and step < _DAY:
        styles[0] = f"%m-%d {clock}"
    return places, list(map(moment, places, styles))


def _room(step: float) -> int:
    """Cells between two labels that are a step apart: plotext moves and drops none then for the sake of another."""
    return 20 if step < _MINUTE else 15 if step < _DAY else 11


def _height_ticks(heights: NDArray[np.float64], rounds: Iterable[float], write: Callable[[float], str]) -> Ticks:
    """Round values between the lowest and the highest point, thinned to a few; without two, the ends themselves."""
    if not heights.size:
        return [], []
    low, high = float(heights.min()), float(heights.max())
    inside = [value for value in rounds if low <= np.log10(value) <= high]
    chosen = inside[:: max(1, -(-len(inside) // MOST_HEIGHT_TICKS))]
    if len(chosen) < 2:
        chosen = [10**low, 10**high]
    places = {write(value): float(np.log10(value)) for value in chosen}
    return list(places.values()), list(places)
