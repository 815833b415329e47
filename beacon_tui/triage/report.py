"""Which candidates `scan` lists, and what it says of the others."""

import numpy as np

from beacon_tui.render.status import long_hint, long_line
from beacon_tui.triage.query.parse import EVERYTHING, Query
from beacon_tui.triage.ranks import Rows
from beacon_tui.triage.view import Spec, View


def asked(everything: bool, long: bool, where: Query = EVERYTHING) -> Spec:
    """What `scan` is asked for: best score first, or of the `long` sessions the longest first, or as the filter says.

    `everything` takes allowlisted candidates in as well.
    """
    return Spec("duration_max" if long else "score", show_hidden=everything, long_only=long).under(where)


def select(view: View, spec: Spec, min_score: float) -> Rows:
    """The rows that `scan` lists, in order; unknown scores among the allowlisted or the long sessions alone."""
    rows = view.rows(spec)
    scores = np.asarray(view.results.columns["score"], np.float64)[rows]
    return rows[(scores >= min_score) | (np.isnan(scores) & (spec.show_hidden or spec.long_only))]


def below_score(view: View, spec: Spec, min_score: float) -> int:
    """How many candidates `scan` leaves out for their score alone; an unknown score is not below any."""
    if spec.long_only:
        return 0
    return int((np.asarray(view.results.columns["score"], np.float64)[view.rows(spec)] < min_score).sum())


def long_words(view: View, spec: Spec, shown: int) -> str:
    """What `scan` says of long sessions: how many are `shown` and what is left out, else how they are listed."""
    if spec.long_only:
        hidden = view.hidden(spec)
        return long_line(shown, hidden.not_long, hidden.allowlisted)
    sessions = view.long_sessions(spec)
    return long_hint(sessions) if sessions else ""
