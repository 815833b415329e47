"""The window of a capture: from when to when, where it was blind, and where it lost much."""

import numpy as np
import pandas as pd

from beacon_tui.analysis.holes import MINUTE, find_holes
from beacon_tui.analysis.model import Window
from beacon_tui.analysis.pairs import still_open
from beacon_tui.analysis.segments import Floats
from beacon_tui.zeek.strays import without_strays

MUCH_LOST = 0.1
"""Share of the data from which on the loss of an interval is told: one check-in in ten may be missing."""

TOUCHING = 1.0
"""Seconds between two intervals of loss that still count as one."""


def window_in(frame: pd.DataFrame, losses: pd.DataFrame | None = None, beside: Floats | None = None) -> Window:
    """The window of a frame as described in `zeek/columns.py`, which has one row or more.

    Sessions that are still open count only where nothing else does. `beside` are the starts of connections that are
    not in the frame: what of the capture is not selected tells as well when the sensor could see.
    """
    times = starts_in(frame, beside)
    return window_of(times if times.size else frame["ts"].to_numpy(), losses)


def starts_in(frame: pd.DataFrame, beside: Floats | None = None) -> Floats:
    """When the connections started that tell of the capture, in any order: those that ended, and those `beside`."""
    times: Floats = frame["ts"].to_numpy()[~still_open(frame)]
    return times if beside is None else np.concatenate((times, beside))


def signs_of(times: Floats) -> Floats:
    """The first and the last of some times in each minute, rising: `window_of` tells the same of them as of all.

    But for strays, which are counted: there are none where no two of the times are a year apart.
    """
    times = np.sort(times)
    edges = np.flatnonzero(np.diff(np.floor(times / MINUTE)))
    return times[np.unique(np.concatenate(([0], edges, edges + 1, [times.size - 1])))] if times.size else times


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
