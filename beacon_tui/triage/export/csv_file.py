"""Candidates as CSV (RFC 4180) that is safe to open in a spreadsheet and to print on a terminal."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

from beacon_tui.render.text import clean
from beacon_tui.triage.export.case import Case
from beacon_tui.triage.export.records import FIELDS, Record
from beacon_tui.units import duration, percent

_FORMULA: Final = tuple("=+-@＝＋－＠")
"""First characters at which a spreadsheet evaluates a text; it takes the wide signs for the narrow ones."""


def export(case: Case) -> str:
    """A header and a line a candidate."""
    return csv_text(case.records())


def csv_text(records: Iterable[Record]) -> str:
    """Write a header and one line a record; lists are joined with `; `, unknown is empty.

    Control characters are spelled out as on the screen, so no cell starts with a tab or a return; a text that
    a spreadsheet would still evaluate gets an apostrophe.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(FIELDS)
    writer.writerows([_cell(record[name]) for name in FIELDS] for record in records)
    return text.getvalue()


def _item(value: str | Record) -> str:
    """Write one item of a list: a text as it is, a period with its share of the time."""
    return value if isinstance(value, str) else f"{duration(value['period'])} ({percent(value['share'])})"


def _cell(value: object) -> object:
    """Make one cell of one value of a record."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _cell("; ".join(map(_item, value)))
    if isinstance(value, str):
        return clean("'" + value if value.lstrip().startswith(_FORMULA) else value)
    return value
