"""A case note in Markdown: the window and its limits, a table, and each candidate with its pictures and its command."""

import re
from collections.abc import Iterator
from typing import Final

from beacon_tui.analysis.model import Results
from beacon_tui.analysis.phases import phases_of
from beacon_tui.errors import ExportError
from beacon_tui.render.overview import numbers, overview, title
from beacon_tui.render.raster import raster
from beacon_tui.render.status import chance_line, hole_lines, read_parts, selected_line, window_line
from beacon_tui.render.text import NAMELESS, clean
from beacon_tui.triage.export.case import Case
from beacon_tui.triage.export.records import Record
from beacon_tui.triage.export.zeek_cut import command
from beacon_tui.units import compact, decimal, duration, many, percent, port

WIDTH: Final = 78
"""Cells of the pictures."""
_OVERVIEW_LINES: Final = 20
_RASTER_LINES: Final = 24
_MARKS: Final = re.compile(r"([\\`*_\[\]<>|~#&!$])")
"""Characters that mean something in running Markdown."""

_HEADS: Final = ("Score", "Source", "Destination", "Port", "Period", "Jitter", "CV", "Check-ins")


def export(case: Case) -> str:
    """The note as a whole."""
    made = list(case.records())
    parts = [f"# {many(len(made), 'beacon candidate')}", _limits(case, made)]
    if made:
        parts.append("\n".join(_table(made)))
    for number, (row, record) in enumerate(zip(case.rows, made, strict=True), 1):
        parts += _candidate(case, row, record, number)
    return "\n\n".join(parts) + "\n"


def _limits(case: Case, made: list[Record]) -> str:
    """What was looked at, what could show in it, and what chance alone would bring."""
    results = case.view.results
    scores = [record["score"] for record in made if record["score"] is not None]
    lines = [
        *window_line(results.window).splitlines(),
        *hole_lines(results.window),
        " · ".join(read_parts(results.counts)),
        selected_line(results.counts.selected),
        chance_line(results.counts, min(scores, default=0.0), len(made)),
        f"logs: {' '.join(map(str, case.paths))}" if case.paths else "",
    ]
    return "\n".join(f"- {running(line)}" for line in filter(None, lines))


def _table(made: list[Record]) -> Iterator[str]:
    """A line a candidate."""
    yield _line(_HEADS)
    yield _line(["--:", ":--", ":--", *["--:"] * 5])
    for record in made:
        score = decimal(None if record["score"] is None else 100 * record["score"], 0)
        rhythm = duration(record["period"]), percent(record["jitter"]), decimal(record["cv"])
        yield _line(
            (score, code(record["src"]), _where(record), port(record["port"]), *rhythm, compact(record["events"]))
        )


def _line(cells: tuple[str, ...] | list[str]) -> str:
    """One line of a table."""
    return f"| {' | '.join(cells)} |"


def _where(record: Record) -> str:
    """The address and the name, or the name and over how many addresses it was reached."""
    if record["dst"] is None:
        return f"{code(record['domain'] or NAMELESS)} ({record['dst_count']} addresses)"
    return code(record["dst"]) + (f" {code(record['domain'])}" if record["domain"] else "")


def _candidate(case: Case, row: int, record: Record, number: int) -> Iterator[str]:
    """The heading of a candidate, its reasons, its numbers and pictures, its command."""
    results = case.view.results
    yield f"## {number}. {code(record['src'])} → {_where(record)}"
    facts = case.view.known.words(row)
    facts += [f"accounts on the source: {', '.join(record['accounts'])}"] if record["accounts"] else []
    facts += [f"hidden by {record['allow_rule']}"] if record["allow_rule"] else []
    yield "\n".join(f"- {running(line)}" for line in [*record["reasons"], *facts])
    yield fenced(list(_pictures(results, row)), "text")
    try:
        rows = fenced([command(case, row)], "sh")
    except ExportError as error:
        rows = running(str(error))
    yield f"Its rows in the logs (`zeek-cut` reads tab-separated logs, not JSON):\n\n{rows}"


def _pictures(results: Results, row: int) -> Iterator[str]:
    """The numbers, the gaps, the hours, and, where there is a rhythm, one line a period."""
    phases = phases_of(results, row)
    yield title(results, row)
    yield from numbers(results, row, phases)
    yield from overview(results, row, phases, [], WIDTH, _OVERVIEW_LINES)
    times, period = results.check_ins(row), float(results.columns["period"][row])
    if period > 0 and times.size > 1:
        yield from ("", f"one line a period of {duration(period)}, or several, the newest below")
        holes = results.window.holes
        yield from raster(times, period, WIDTH, _RASTER_LINES, times[0], times[-1], holes=holes)


def code(text: str) -> str:
    """A text from a log as a code span, in which nothing acts, in a table too."""
    return f"`{clean(text).replace('`', chr(92) + 'x60').replace('|', chr(92) + 'x7c')}`"


def running(text: str) -> str:
    """A text in a line of its own, in which nothing acts."""
    return _MARKS.sub(r"\\\1", clean(text))


def fenced(lines: list[str], kind: str) -> str:
    """Lines in a block whose fence is longer than any run of backticks in them."""
    text = "\n".join(clean(line).rstrip() for line in lines)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text}\n{fence}"
