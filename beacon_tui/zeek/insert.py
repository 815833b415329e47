"""Connections put into a copy of one conn.log: every other line stays as it is."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

from beacon_tui.zeek.find import LogFile
from beacon_tui.zeek.forms import Form, Row, form_of
from beacon_tui.zeek.source import MAX_LINE


@dataclass(frozen=True, slots=True)
class Survey:
    """Where the rows of one conn.log are."""

    first: float = inf
    """Seconds since 1970 at which the first of its connections ended; infinite where there is none."""
    last: float = -inf
    """Seconds since 1970 at which the last of its connections ended."""
    last_row: int = -1
    """The line of its last row, counted from 0."""


def survey(log: LogFile) -> Survey:
    """Look through a log; raises what is in `codec.DAMAGE` where it is damaged."""
    first, last, last_row = inf, -inf, -1
    for number, (_, ended) in enumerate(_lines(log, form_of(log))):
        if ended is not None:
            first, last, last_row = min(first, ended), max(last, ended), number
    return Survey(first, last, last_row)


def copy_log(log: LogFile, found: Survey, rows: Sequence[Row], target: Path) -> None:
    """Copy a log that has rows of its own, with more `rows`, each before the first that ended later."""
    waiting = deque(sorted(rows, key=end_of))
    form = form_of(log)
    with target.open("xb") as file, log.sniffed.codec.writer(file) as copy:
        for number, (line, ended) in enumerate(_lines(log, form)):
            line_end = b"\r\n" if line.endswith(b"\r\n") else b"\n"
            while ended is not None and waiting and end_of(waiting[0]) < ended:
                copy.write(form.text(waiting.popleft()) + line_end)
            copy.write(line)
            if number == found.last_row and waiting:
                copy.write(b"" if line.endswith(b"\n") else line_end)
                copy.writelines(form.text(row) + line_end for row in waiting)
                waiting.clear()


def end_of(row: Row) -> float:
    """When a connection ended, in seconds since 1970."""
    return float(row["ts"] + (row.get("duration") or 0.0))


def _lines(log: LogFile, form: Form) -> Iterator[tuple[bytes, float | None]]:
    """The lines of a log with their ends, and when the connection on each ended; what is overlong comes in pieces."""
    with log.path.open("rb") as file, log.sniffed.codec.reader(file) as stream:
        whole = True
        while piece := stream.readline(MAX_LINE):
            ends = piece.endswith(b"\n")
            is_line = whole and (ends or len(piece) < MAX_LINE)
            lasted = form.lasted(piece) if is_line else None
            yield piece, lasted and lasted[1]
            whole = ends
