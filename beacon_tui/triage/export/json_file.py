"""Everything about a load as one JSON object: the window, the counts, the candidates."""

import json
from collections.abc import Iterable
from math import isfinite
from typing import Any

from beacon_tui.analysis.model import CUTS, Counts, Window
from beacon_tui.triage.export.case import Case
from beacon_tui.triage.export.records import Record, time
from beacon_tui.triage.view import View
from beacon_tui.zeek.selection import Selection


def export(case: Case) -> str:
    """The object of a load and some of its candidates."""
    return json_text(case.view, case.records())


def json_text(view: View, records: Iterable[Record]) -> str:
    """Write the object, one candidate a line, in ASCII without control characters; unknown is null."""
    results = view.results
    window = _dump(_window(results.window))
    counts = _dump(_counts(results.counts, view.allowlisted))
    candidates = ",\n".join(map(_dump, records))
    return f'{{"window": {window},\n"counts": {counts},\n"candidates": [\n{candidates}\n]}}\n'


def _dump(value: object) -> str:
    """Write a value on one line."""
    return json.dumps(value, allow_nan=False)


def _window(window: Window) -> dict[str, Any]:
    """Make a plain value of the window."""
    return {
        "start": time(window.start),
        "stop": time(window.stop),
        "hours": _number(window.hours),
        "observed_hours": _number(window.observed_hours),
        "holes": [{"start": time(start), "stop": time(stop)} for start, stop in window.holes],
        "losses": [
            {"start": time(start), "stop": time(stop), "fraction": _number(share)}
            for start, stop, share in window.losses
        ],
        "strays": [
            {"start": time(start), "stop": time(stop), "connections": connections}
            for start, stop, connections in window.strays
        ],
        "slowest_period": _number(window.slowest_period),
    }


def _counts(counts: Counts, allowlisted: int) -> dict[str, Any]:
    """Make a plain value of the counts."""
    return {
        "files": counts.files,
        "rows": counts.rows,
        "skipped": [
            {"file": skip.file, "reason": skip.reason, "rows": skip.rows, "line": skip.line} for skip in counts.skipped
        ],
        "selection": _selection(counts.selected.selection),
        "not_selected": {"files": counts.selected.files, "rows": counts.selected.rows},
        "pairs": counts.pairs,
        "judged": counts.judged,
        "too_few": counts.too_few,
        "allowlisted": allowlisted,
        "by_chance": [{"score": cut, "expected": _number(counts.expected(cut))} for cut in CUTS if counts.by_chance],
    }


def _selection(selection: Selection) -> dict[str, Any] | None:
    """Make a plain value of what was asked for; null where it was everything."""
    if not selection:
        return None
    lists = {"src": map(str, selection.src), "dst": map(str, selection.dst), "sensor": selection.sensor}
    times = {"since": time(selection.start), "until": time(selection.stop)}
    return {**times, **{name: list(values) for name, values in lists.items()}}


def _number(value: float) -> float | None:
    """Keep a number that JSON can hold."""
    return float(value) if isfinite(value) else None
