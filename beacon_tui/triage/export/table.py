"""Candidates as a plain text table for a terminal or a pager."""

from collections.abc import Callable, Iterable
from typing import Final

from beacon_tui.render.text import address, cells, clean, destination, fit
from beacon_tui.triage.export.case import Case
from beacon_tui.triage.export.records import Record
from beacon_tui.units import compact, decimal, duration, percent, port, size

_GAP: Final = "  "
_WIDEST_SOURCE: Final = 20
_WIDEST_DESTINATION: Final = 36
_NARROWEST_REASON: Final = 20
"""Cells of a reason below which it is left out."""

_TEXTS: Final = (1, 2)
"""Columns that stand left; the others are numbers and stand right."""


def export(case: Case) -> str:
    """The table in the width of the case."""
    return table_text(case.records(), case.width, case.long)


def table_text(records: Iterable[Record], width: int, long: bool = False) -> str:
    """Write a header and one line a record, none wider than `width` cells if that is 80 or more.

    What follows who it is are the numbers of the rhythm, or those of `long` sessions.

    The first reason stands last, as far as there is room for it. No record, no table.
    """
    chosen = list(records)
    if not chosen:
        return ""
    columns = _WHO | (_SESSIONS if long else _RHYTHM)
    lines = [tuple(columns), *(tuple(write(record) for write in columns.values()) for record in chosen)]
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    room = width - sum(widths) - len(_GAP) * len(widths)
    if room < _NARROWEST_REASON:
        widths[2] = max(widths[2] - max(-room - len(_GAP), 0), len("DESTINATION"))
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


def _destination(record: Record) -> str:
    """Write the address, or the name and how many addresses it has."""
    return destination(record["dst"], record["domain"], record["dst_count"], _WIDEST_DESTINATION)


_WHO: Final[dict[str, Callable[[Record], str]]] = {
    "SCORE": lambda record: decimal(None if record["score"] is None else 100 * record["score"], 0),
    "SOURCE": lambda record: address(record["src"], _WIDEST_SOURCE),
    "DESTINATION": _destination,
    "PORT": lambda record: port(record["port"]),
}
_RHYTHM: Final[dict[str, Callable[[Record], str]]] = {
    "PERIOD": lambda record: duration(record["period"]),
    "JITTER": lambda record: percent(record["jitter"]),
    "CV": lambda record: decimal(record["cv"]),
    "N": lambda record: compact(record["events"]),
}
_SESSIONS: Final[dict[str, Callable[[Record], str]]] = {
    "LONGEST": lambda record: duration(record["duration_max"]),
    "TOTAL": lambda record: duration(record["duration_total"]),
    "SENT": lambda record: size(record["orig_bytes_median"]),
    "RECEIVED": lambda record: size(record["resp_bytes_median"]),
}
"""How a record is written under each title: who it is, the numbers of a rhythm, those of long sessions."""
