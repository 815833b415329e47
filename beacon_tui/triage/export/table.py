"""Candidates as a plain text table for a terminal or a pager."""

from collections.abc import Iterable
from typing import Final

from beacon_tui.render.text import address, cells, clean, fit
from beacon_tui.triage.export.records import Record
from beacon_tui.units import compact, count, decimal, duration, percent, port

_GAP: Final = "  "
_WIDEST_SOURCE: Final = 20
_WIDEST_DESTINATION: Final = 36
_NARROWEST_REASON: Final = 20
"""Cells of a reason below which it is left out."""

_TITLES: Final = ("SCORE", "SOURCE", "DESTINATION", "PORT", "PERIOD", "JITTER", "CV", "N")
_TEXTS: Final = (1, 2)
"""Columns that stand left; the others are numbers and stand right."""


def table_text(records: Iterable[Record], width: int) -> str:
    """Write a header and one line a record, none wider than `width` cells if that is 80 or more.

    The first reason stands last, as far as there is room for it. No record, no table.
    """
    chosen = list(records)
    if not chosen:
        return ""
    lines = [_TITLES, *(_cells(record) for record in chosen)]
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    room = width - sum(widths) - len(_GAP) * len(widths)
    if room < _NARROWEST_REASON:
        widths[2] = max(widths[2] - max(-room - len(_GAP), 0), len(_TITLES[2]))
    reasons = ["WHY", *(clean(next(iter(record["reasons"]), "")) for record in chosen)]
    text = ""
    for line, reason in zip(lines, reasons, strict=True):
        parts = [
            fit(cell, wide, "left" if place in _TEXTS else "right")
            for place, (cell, wide) in enumerate(zip(line, widths, strict=True))
        ]
        if room >= _NARROWEST_REASON:
            parts.append(fit(reason, room))
        text += _GAP.join(parts).rstrip() + "\n"
    return text


def _cells(record: Record) -> tuple[str, ...]:
    """Write the values of one record."""
    score = record["score"]
    return (
        decimal(None if score is None else 100 * score, 0),
        address(record["src"], _WIDEST_SOURCE),
        _destination(record),
        port(record["port"]),
        duration(record["period"]),
        percent(record["jitter"]),
        decimal(record["cv"]),
        compact(record["events"]),
    )


def _destination(record: Record) -> str:
    """Write the address, or the name and how many addresses it has."""
    if record["kind"] != "name":
        return address(record["dst"], _WIDEST_DESTINATION)
    behind = f" ({count(record['dst_count'])})"
    return fit(clean(record["domain"]), _WIDEST_DESTINATION - len(behind)).rstrip() + behind
