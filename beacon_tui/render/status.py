"""The honesty lines: what was looked at, what was not, and how far a load has come."""

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Final

from beacon_tui.render.text import cells, clean, fit
from beacon_tui.units import count, duration, moment, percent

if TYPE_CHECKING:
    from beacon_tui.analysis.model import Counts, Window
    from beacon_tui.zeek.progress import Progress

FULL_DAY: Final = 23.5
"""Hours below which a window is called short: a day of logs seldom has a connection at both of its ends."""

WIDE: Final = 160
"""Cells of a line that no screen bounds."""

MOST_HOLES: Final = 5
"""Holes that are named one by one."""


def window_line(window: "Window", label: str = "", width: int = WIDE) -> str:
    """What was loaded, the window and what it could show, in at most `width` cells; a short one says what it cannot.

    Where the cells do not suffice the words get shorter, the least important first.
    """
    line = next((line for line in _wordings(window, clean(label)) if cells(line) <= width), "")
    line = line or fit(_joined(span(window.start, window.stop), _hours(window)), width).rstrip()
    return f"{line}\n{short_notice(window)}" if window.observed_hours < FULL_DAY else line


def _wordings(window: "Window", label: str) -> Iterator[str]:
    """The window line in ever fewer words."""
    slowest = duration(window.slowest_period)
    when = span(window.start, window.stop)
    short_label = fit(label, 12).rstrip() if cells(label) > 12 else label
    parts = (
        [f"{when} UTC", when],
        [label, short_label, ""],
        _holes(window),
        _loss(window),
        [f"slowest period {slowest}", f"slowest {slowest}"],
    )
    for dates, name, holes, loss, period in product(*parts):
        yield _joined(name, dates, _hours(window), holes, loss, period)


def _joined(*parts: str) -> str:
    """What there is of the parts, on one line."""
    return "  ".join(filter(None, parts))


def span(start: float, stop: float) -> str:
    """From when to when, without saying a day or a year twice: `2024-04-19 00:00 → 04-20 06:00`."""
    first, last = moment(start), moment(stop)
    same = 11 if first[:10] == last[:10] else 5 if first[:4] == last[:4] else 0
    return f"{first} → {last[same:]}"


def _hours(window: "Window") -> str:
    """The length of the window."""
    return f"{window.hours:,.0f} h" if window.hours >= 100 else f"{window.hours:.3g} h"


def _holes(window: "Window") -> list[str]:
    """What the holes are, in long and in few words; one empty text where there is none."""
    if not window.holes:
        return [""]
    number = len(window.holes)
    blind = f"{number} hole{'s' if number > 1 else ''}, {duration(window.seconds - window.observed)}"
    return [f"{blind}: {span(*window.holes[0])[5:]}", blind] if number == 1 else [blind]


def _loss(window: "Window") -> list[str]:
    """How much was lost, in long and in few words; one empty text where it is little or not known."""
    if not window.losses:
        return [""]
    worst = percent(max(share for _, _, share in window.losses))
    lasted = duration(sum(stop - start for start, stop, _ in window.losses))
    return [f"loss up to {worst} in {lasted}", f"loss {worst}"]


def short_notice(window: "Window") -> str:
    """What a window of which less than a day was seen cannot exclude."""
    return f"Under 24 h seen: finding none does not exclude a beacon slower than {duration(window.slowest_period)}"


def hole_lines(window: "Window") -> list[str]:
    """Several holes by name, a line each, `MOST_HOLES` at most; a single one is named in the window line."""
    if len(window.holes) < 2:
        return []
    lines = [
        f"hole {span(*hole)} UTC, {duration(hole[1] - hole[0])}: the whole sensor saw nothing"
        for hole in window.holes[:MOST_HOLES]
    ]
    more = len(window.holes) - MOST_HOLES
    return [*lines, f"and {count(more)} more holes"] if more > 0 else lines


def counts_line(counts: "Counts", shown: int, hidden: int, below: int) -> str:
    """Rows read and skipped, candidates judged and not, and what the view leaves out."""
    parts = [
        f"{count(counts.rows)} rows" + _skipped(counts),
        f"{count(counts.judged)} judged, {count(counts.too_few)} pairs too few",
        f"{count(shown)} shown",
    ]
    if hidden:
        parts.append(f"{count(hidden)} hidden")
    if below:
        parts.append(f"{count(below)} below the score")
    return " · ".join(parts)


def _skipped(counts: "Counts") -> str:
    """What was skipped, if anything."""
    parts = [
        f"{count(number)} {what}"
        for number, what in ((counts.skipped_rows, "skipped"), (counts.skipped_files, "files not read"))
        if number
    ]
    return f", {', '.join(parts)}" if parts else ""


def progress_line(progress: "Progress", width: int) -> str:
    """How far a load has come, in at most `width` cells; the name of the file gives way first."""
    share = progress.bytes_done / progress.bytes_total if progress.bytes_total else 0.0
    rest = "  ".join(
        (
            f"{count(progress.file_number)} of {count(progress.files)} files",
            percent(min(share, 1.0)),
            f"{count(progress.rows)} rows",
            f"{progress.seconds:.0f} s",
        )
    )
    room = width - cells(progress.stage) - cells(rest) - 3
    name = fit(clean(progress.file), room).rstrip() if room > 3 else ""
    return "  ".join(part for part in (f"{progress.stage} {name}".rstrip(), rest) if part)
