"""What the journal knows of the candidates of a load, and how it is told who they are."""

from collections.abc import Iterable, Mapping

import numpy as np

from beacon_tui.analysis.model import Results
from beacon_tui.render.known import Known, Verdict
from beacon_tui.render.text import NAMELESS, clean
from beacon_tui.triage.journal.journal import Journal
from beacon_tui.triage.same import digest_of, name_of, rows_of
from beacon_tui.triage.view import View
from beacon_tui.units import many


def recall(view: View, journal: Journal, min_score: float) -> View:
    """The view with all that is remembered of its candidates; those that stand out are met by that.

    What stands out has a score of `min_score` or more, or a long session: of the others there may be a hundred
    thousand a day, and nobody has looked at them.
    """
    results = view.results
    scores = np.asarray(results.columns["score"], np.float64)
    rows = np.flatnonzero((scores >= min_score) | results.flagged("long")).tolist()
    digests = {row: digest_of(results, row) for row in rows}
    journal.meet(digests.values())
    met = {row: first for row, digest in digests.items() if (first := journal.first_met(digest)) is not None}
    new = frozenset(row for row, digest in digests.items() if journal.is_new(digest))
    return view.knowing(Known(verdicts_in(view, journal), met, new))


def verdicts_in(view: View, journal: Journal) -> dict[int, Verdict]:
    """The verdicts and notes on the candidates of a view, by their rows."""
    return said_of(view, {name: one for name, one in journal.verdicts.items() if one.verdict or one.note})


def said_of(view: View, verdicts: Mapping[str, Verdict]) -> dict[int, Verdict]:
    """Of verdicts by the names of candidates those on the candidates of a view, by their rows."""
    return {row: verdicts[name] for name, row in rows_of(view.results, view.ranks, verdicts.keys()).items()}


def names_of(results: Results, rows: Iterable[int]) -> set[str]:
    """The names of some candidates."""
    return {name_of(results, row) for row in rows}


def who(results: Results, rows: Iterable[int]) -> str:
    """One candidate in a few words, or how many there are."""
    chosen = list(rows)
    if len(chosen) != 1:
        return many(len(chosen), "candidate")
    src, dst, domain = (results.columns[name][chosen[0]] for name in ("src", "dst", "domain"))
    return f"{clean(src)} → {clean(dst or domain) or NAMELESS}"
