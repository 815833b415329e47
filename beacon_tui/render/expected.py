"""The next check-in of a candidate that is watched: when it is expected, and whether it came."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from beacon_tui.units import UNKNOWN, duration

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beacon_tui.analysis.model import Results

LEAST_SLACK: Final = 0.1
"""Share of the period by which a check-in may be late before it is called so; more where the jitter is."""

GONE: Final = 3.0
"""Periods without a check-in after which a candidate is called gone: 50 % missed ones seldom follow so closely."""


def expected(results: "Results", candidate: int, now: float) -> str:
    """`in 45s`, `due`, `late 30s` or `gone 2h` (since the last check-in) at a time in seconds since 1970."""
    score, period, jitter, last = (
        float(results.columns[name][candidate]) for name in ("score", "period", "jitter", "last_seen")
    )
    if score != score or period != period:
        return UNKNOWN
    ahead = last + period - now
    slack = period * (jitter if jitter > LEAST_SLACK else LEAST_SLACK)  # an unknown jitter is not larger
    if ahead > 0:
        return f"in {duration(ahead)}"
    if -ahead <= slack:
        return "due"
    return f"late {duration(-ahead)}" if now - last < GONE * period else f"gone {duration(now - last)}"


def nearest(results: "Results", rows: "NDArray[Any]", now: float) -> int:
    """Of some candidates the one whose check-in is expected next; where none is to come, the one that is least late."""
    last, period, score = (results.columns[name][rows] for name in ("last_seen", "period", "score"))
    ahead = np.where(np.isnan(score), np.nan, last + period - now)
    if (ahead > 0).any():
        return int(rows[np.nanargmin(np.where(ahead > 0, ahead, np.nan))])
    return int(rows[0] if np.isnan(ahead).all() else rows[np.nanargmax(ahead)])
