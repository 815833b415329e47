"""Candidates of a view as text in any format, for `scan` and for exports from the screen."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from beacon_tui.analysis.reasons import explain
from beacon_tui.errors import ExportError
from beacon_tui.triage.export.csv_file import csv_text
from beacon_tui.triage.export.files import write
from beacon_tui.triage.export.json_file import json_text
from beacon_tui.triage.export.records import records
from beacon_tui.triage.export.table import table_text
from beacon_tui.triage.view import Rows, Spec, View

FILE_FORMATS: Final = ("csv", "json")
"""Formats of an exported file, and the endings that choose them."""


def select(view: View, everything: bool, min_score: float) -> Rows:
    """The rows that `scan` lists, best score first; `everything` takes allowlisted candidates in as well."""
    rows = view.rows(Spec(show_hidden=everything))
    return rows[np.asarray(view.results.columns["score"], np.float64)[rows] >= min_score]


def report(view: View, rows: Iterable[int], form: str, width: int = 120) -> str:
    """Candidates as `table` (at most `width` cells wide), `csv` or `json`."""
    chosen = records(view, rows, lambda row: explain(view.results, row))
    if form == "csv":
        return csv_text(chosen)
    return json_text(view, chosen) if form == "json" else table_text(chosen, width)


def export(view: View, rows: Iterable[int], path: Path, overwrite: bool) -> None:
    """Write candidates to a file in the format that its ending names; raises ExportError."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FILE_FORMATS:
        raise ExportError(f"{path.name} does not say the format: end it in .csv or .json.")
    write(path, report(view, rows, form), overwrite)
