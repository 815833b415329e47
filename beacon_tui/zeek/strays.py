"""Connections whose times are years away from all others, as a clock that was not set makes them."""

import numpy as np

from beacon_tui.zeek.rows import Floats

YEAR = 365 * 86400.0
"""Seconds between connections from which on a few of them may be strays: a sensor's clock that was not set."""

STRAY_SHARE = 0.01
"""Greatest share of all connections that strays can be; of under a hundred it can be one …"""

FEWEST = 20
"""… and of less than this many none."""


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
