"""Gaps that repeat in rounds: what retries of a dead server, and programs of several steps, leave in a log."""

from typing import Final

import numpy as np

from beacon_tui.analysis.segments import Bools, Floats
from beacon_tui.analysis.stretches import runs

MOST_STEPS: Final = 6
"""Gaps of a round, at most."""

FEWEST_ROUNDS: Final = 5
"""Rounds from which they are told."""

SAME: Final = 0.1
"""Nats by which two gaps may differ that are the same step of a round."""

OFTEN, SELDOM = 0.8, 0.5
"""Share of the gaps that are as the one a round before, at least; and as the very one before, at most."""


def round_of(gaps: Floats) -> tuple[float, ...]:
    """The gaps of one round (seconds, in order of time, the shortest first); empty where they make no rounds.

    They are medians over the longest stretch in which each gap is as the one a round before.
    """
    logs = np.log(gaps[gaps > 0])
    if _repeats(logs, 1).mean() > SELDOM:
        return ()
    for steps in range(2, min(MOST_STEPS, logs.size // FEWEST_ROUNDS) + 1):
        repeats = _repeats(logs, steps)
        if repeats.mean() >= OFTEN:
            begins, ends = runs(repeats)
            longest = (ends - begins).argmax()
            stretch = logs[begins[longest] : ends[longest] + steps]
            medians = np.exp([np.median(stretch[place::steps]) for place in range(steps)])
            return tuple(np.roll(medians, -int(medians.argmin())).tolist())
    return ()


def _repeats(logs: Floats, steps: int) -> Bools:
    """Which gaps are as the one so many steps before; none of the first ones is."""
    return np.append(np.abs(logs[steps:] - logs[:-steps]) < SAME, np.zeros(1, bool))
