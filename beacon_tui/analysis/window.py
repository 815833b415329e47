"""The window of a capture: from when to when, where it was blind, and where it lost much."""

import numpy as np
import pandas as pd

from beacon_tui.analysis.holes import find_holes
from beacon_tui.analysis.model import Window
from beacon_tui.analysis.segments import Floats

MUCH_LOST = 0.1
"""Share of the data from which on the loss of an interval is told: one check-in in ten may be missing."""

YEAR = 365 * 86400.0
"""Seconds between connections from which on a few of them may be strays: a sensor's clock that was not set."""

STRAY_SHARE = 0.01
"""Greatest share of all connections that strays can be; of under a hundred it can be one …"""

FEWEST = 20
"""… and of less than this many none."""

TOUCHING = 1.0
"""Seconds between two intervals of loss that still count as one."""


def window_of(times: Floats, losses: pd.DataFrame | None = None) -> Window:
    """The window of connections that start at these times (one or more, in any order, seconds since 1970).

    `losses` are rows of capture_loss.log as `LOSS_FIELDS` says. Connections in strayed times are left out.
    """
    times, strays = without_strays(np.sort(times))
    start, stop = float(times[0]), float(times[-1])
    holes = tuple((first, last) for first, last in find_holes(times).tolist())
    if losses is None or losses.empty:
        return Window(start, stop, holes, strays=strays)
    ends, lengths, percent = (losses[name].to_numpy(np.float64) for name in losses)
    spans = heavy_losses(np.maximum(ends - lengths, start), np.minimum(ends, stop), percent / 100)
    heavy = tuple((first, last, share) for first, last, share in spans.tolist())
    return Window(start, stop, holes, heavy, strays)


def without_strays(times: Floats) -> tuple[Floats, tuple[tuple[float, float, int], ...]]:
    """The rising times that count, and (first, last, how many) of each time of strays before and after them.

    Times fall apart where a year or more lies between two of them. Strays are what is so apart before the first part,
    or after the last one, that is too large for strays, if all of it together is no more than `STRAY_SHARE` of the
    connections. What lies between large parts never makes a window longer, and counts.
    """
    edges = np.concatenate(([0], np.flatnonzero(np.diff(times) >= YEAR) + 1, [times.size]))
    sizes = np.diff(edges)
    most = max(int(times.size * STRAY_SHARE), int(times.size >= FEWEST))
    large = np.flatnonzero(sizes > most)
    if not large.size:
        return times, ()
    first, stop = edges[large[0]], edges[large[-1] + 1]
    if times.size - (stop - first) > most:
        return times, ()
    outside = np.setdiff1d(np.arange(sizes.size), np.arange(large[0], large[-1] + 1))
    parts = (times[edges[part] : edges[part + 1]] for part in outside)
    return times[first:stop], tuple((float(part[0]), float(part[-1]), part.size) for part in parts)


def heavy_losses(starts: Floats, stops: Floats, shares: Floats) -> Floats:
    """The (start, stop, greatest share) of each time with a share of `MUCH_LOST` or more, rising, shape (times, 3).

    Each value is an interval of one worker of the sensor, in any order; intervals that touch or overlap are one. What
    is empty, or unknown in any part, is left out.
    """
    heavy = (shares >= MUCH_LOST) & (stops > starts)
    order = np.argsort(starts[heavy], kind="stable")
    starts, stops, shares = (values[heavy][order] for values in (starts, stops, shares))
    reached = np.maximum.accumulate(stops)
    fresh = np.flatnonzero(starts > np.append(-np.inf, reached[:-1] + TOUCHING)[: starts.size])
    last = np.append(fresh[1:], starts.size)[: fresh.size] - 1
    worst = np.maximum.reduceat(shares, fresh) if fresh.size else shares
    return np.stack((starts[fresh], reached[last], np.minimum(worst, 1.0)), axis=1)
