"""Candidates as JSON, an object a line."""

import json
from collections.abc import Iterable

from beacon_tui.triage.export.case import Case
from beacon_tui.triage.export.records import Record


def export(case: Case) -> str:
    """One line a candidate, without the window and the counts."""
    return ndjson_text(case.records())


def ndjson_text(records: Iterable[Record]) -> str:
    """Write an object a line, in ASCII without control characters; unknown is null."""
    return "".join(json.dumps(record, allow_nan=False) + "\n" for record in records)
