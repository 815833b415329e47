"""The composite score: timing, weighed by persistence and by what is known of the sizes."""

import numpy as np

from beacon_tui.analysis.segments import Floats

BASE_WEIGHT = 0.15
"""What timing is worth alone."""

PERSISTENCE_WEIGHT = 0.75
"""What filling the window adds."""

SIZE_WEIGHT = 0.1
"""What equal sizes add; unknown sizes neither add nor take."""


def composite(timing: Floats, persistence: Floats, size: Floats) -> Floats:
    """0 to 1: timing times the weighted mean of 1, persistence and size; an unknown size (NaN) is left out.

    Timing multiplies, so that no context can lift random callers: equal sizes all day without a rhythm score 0.
    """
    unknown = np.isnan(size)
    weight = np.where(unknown, 0.0, SIZE_WEIGHT)
    worth = BASE_WEIGHT + PERSISTENCE_WEIGHT * persistence + weight * np.where(unknown, 0.0, size)
    return np.asarray(timing * worth / (BASE_WEIGHT + PERSISTENCE_WEIGHT + weight))
