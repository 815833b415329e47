"""Candidates of a view as text in any format, for `scan` and for exports from the screen."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from beacon_tui.analysis.reasons import explain
from beacon_tui.errors import ExportError
from beacon_tui.render.status import long_hint, long_line
from beacon_tui.triage.export.csv_file import csv_text
from beacon_tui.triage.export.files import write
from beacon_tui.triage.export.json_file import json_text
from beacon_tui.triage.export.records import records
from beacon_tui.triage.export.table import table_text
from beacon_tui.triage.query.parse import EVERYTHING, Query
from beacon_tui.triage.view import Rows, Spec, View

FILE_FORMATS: Final = ("csv", "json")
"""Formats of an exported file, and the endings that choose them."""


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


def report(view: View, rows: Iterable[int], form: str, width: int = 120, long: bool = False) -> str:
    """Candidates as `csv`, `json`, `ndjson`, or a `table` of `width` cells with columns for `long` sessions."""
    chosen = records(view, rows, lambda row, phases: explain(view.results, row, phases))
    if form == "ndjson":
        return "".join(json.dumps(record, allow_nan=False) + "\n" for record in chosen)
    if form == "csv":
        return csv_text(chosen)
    return json_text(view, chosen) if form == "json" else table_text(chosen, width, long)


def export(view: View, rows: Iterable[int], path: Path, overwrite: bool) -> None:
    """Write candidates to a file in the format that its ending names; raises ExportError."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FILE_FORMATS:
        raise ExportError(f"{path.name} does not say the format: end it in .csv or .json.")
    write(path, report(view, rows, form), overwrite)
