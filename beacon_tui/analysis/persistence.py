"""How much of the window a candidate fills: a beacon stays, a password-guessing run does not."""

import numpy as np

from beacon_tui.analysis.segments import Floats

ENOUGH_HOURS = 6.0
"""Active hours that count as persistent, however long the window is."""

ENOUGH_SHARE = 0.75
"""Share of a shorter window that counts as persistent."""


def coverage(active: Floats, window: float) -> Floats:
    """Active share of the window, 0 to 1; both in seconds."""
    return np.minimum(1.0, active / max(window, 1.0))


def persistence_score(active: Floats, window: float) -> Floats:
    """0 to 1: active time against `ENOUGH_HOURS`, or `ENOUGH_SHARE` of a shorter window; both in seconds.

    Silent hours are not counted against a candidate: a laptop that sleeps at night keeps its score.
    """
    return np.minimum(1.0, active / max(1.0, min(ENOUGH_HOURS * 3600, ENOUGH_SHARE * window)))
