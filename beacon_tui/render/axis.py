"""Round times along an axis of bins, with labels that do not touch."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beacon_tui.units import round_time

_MINUTE, _HOUR, _DAY = 60, 3600, 86400

ROUND_TIMES: Final = (
    *(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30),
    *(minutes * _MINUTE for minutes in (1, 2, 5, 10, 15, 30)),
    *(hours * _HOUR for hours in (1, 2, 3, 6, 12)),
    *(days * _DAY for days in (1, 2, 5, 10, 30, 100, 365)),
)
"""Times in seconds that a person calls round, rising."""

_FIRST_CHOICE = (0.001, 0.01, 0.1, 1, 10, _MINUTE, 10 * _MINUTE, _HOUR, _DAY, 10 * _DAY)
"""Times that get their label before the others on an axis with growing bins."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on the axis."""

    value: float
    """Seconds."""
    column: int
    """The terminal cell that holds it, counted from 0 at the first bin."""
    label: str
    """What is written there."""


Edges = NDArray[np.float64]
"""Rising bin edges in seconds, shape (bins + 1,)."""


def ticks_at(edges: Edges, cells: int, labelled: Iterable[tuple[float, str]]) -> tuple[Tick, ...]:
    """Make ticks of those (seconds, label) that lie within bins of `cells` terminal cells each."""
    columns = np.arange(len(edges)) * cells
    return tuple(
        Tick(value, min(int(np.interp(value, edges, columns)), int(columns[-1]) - 1), label)
        for value, label in labelled
        if edges[0] <= value <= edges[-1]
    )


def linear_ticks(edges: Edges, cells: int) -> tuple[Tick, ...]:
    """Place ticks on an axis of equal bins: multiples of the smallest round time whose labels have room."""
    for step in ROUND_TIMES:
        if (edges[-1] - edges[0]) / step > len(edges) * cells / 3:
            continue
        first, last = np.ceil(edges[0] / step), np.floor(edges[-1] / step)
        times = np.arange(first, last + 1) * step
        ticks = ticks_at(edges, cells, ((float(time), round_time(time)) for time in times))
        if all(_apart(one, two) for one, two in pairwise(ticks)):
            return ticks
    return ()


def log_ticks(edges: Edges, cells: int) -> tuple[Tick, ...]:
    """Place ticks on an axis of growing bins: the roundest times first, then what has room between them."""
    placed: list[Tick] = []
    wanted = ((time, round_time(time)) for time in (*_FIRST_CHOICE, *ROUND_TIMES))
    for candidate in ticks_at(edges, cells, wanted):
        if all(_apart(candidate, other) for other in placed):
            placed.append(candidate)
    return tuple(sorted(placed, key=lambda tick: tick.value))


def _apart(one: Tick, two: Tick) -> bool:
    """Say whether a blank fits between two centred labels."""
    return abs(one.column - two.column) > (len(one.label) + len(two.label) + 1) / 2
