"""Which candidates `scan` lists, and what it says of the others."""

import numpy as np

from beacon_tui.render.status import long_hint, long_line
from beacon_tui.triage.view import Rows, Spec, View


def select(view: View, everything: bool, long: bool, min_score: float) -> Rows:
    """The rows that `scan` lists, best score first, or of the `long` sessions the longest first.

    `everything` takes allowlisted candidates in as well; unknown scores are listed with `everything` or `long` alone.
    """
    rows = view.rows(Spec("duration_max" if long else "score", show_hidden=everything, long_only=long))
    scores = np.asarray(view.results.columns["score"], np.float64)[rows]
    return rows[(scores >= min_score) | (np.isnan(scores) & (everything or long))]


def below_score(view: View, everything: bool, min_score: float) -> int:
    """How many candidates `scan` leaves out for their score alone; an unknown score is not below any."""
    rows = view.rows(Spec(show_hidden=everything))
    return int((np.asarray(view.results.columns["score"], np.float64)[rows] < min_score).sum())


def long_words(view: View, everything: bool, long: bool, shown: int) -> str:
    """What `scan` says of long sessions: how many are `shown` and what is left out, else how they are listed."""
    if long:
        hidden = view.hidden(Spec(long_only=True, show_hidden=everything))
        return long_line(shown, hidden.not_long, hidden.allowlisted)
    sessions = view.long_sessions(everything)
    return long_hint(sessions) if sessions else ""
