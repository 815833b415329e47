"""The honesty lines: what was looked at, what was not, and how far a load has come."""

from typing import TYPE_CHECKING

from beacon_tui.analysis.sessions import LONG_STEPS
from beacon_tui.render.text import cells, clean, fit
from beacon_tui.units import count, duration, moment, percent

if TYPE_CHECKING:
    from beacon_tui.analysis.model import Counts, Window
    from beacon_tui.zeek.progress import Progress

FULL_DAY = 23.5
"""Hours below which a window is called short: a day of logs seldom has a connection at both of its ends."""


def window_line(window: "Window") -> str:
    """The window and what it could show; a short one says what it cannot."""
    start, stop = moment(window.start), moment(window.stop)
    same = 11 if start[:10] == stop[:10] else 5 if start[:4] == stop[:4] else 0
    line = f"{start} → {stop[same:]} UTC  {window.hours:.3g} h  slowest period {duration(window.slowest_period)}"
    return line if window.hours >= FULL_DAY else f"{line}\n{short_notice(window)}"


def short_notice(window: "Window") -> str:
    """What a window under a day cannot exclude."""
    return f"Under 24 h: a beacon slower than {duration(window.slowest_period)} cannot show; finding none is no proof"


def counts_line(
    counts: "Counts", shown: int, hidden: int, below: int, starter: int = 0, long: int = 0, width: int = 0
) -> str:
    """Rows read and skipped, candidates judged and not, and what the view leaves out.

    `hidden` are covered by a rule, `starter` of them only by the starter list; `long` have long sessions, which the key
    l shows. A line of more than `width` cells, if one is given, is broken between two parts.
    """
    parts = [
        f"{count(counts.rows)} rows" + _skipped(counts),
        f"{count(counts.judged)} judged, {count(counts.too_few)} pairs too few",
        f"{count(shown)} shown",
    ]
    if hidden:
        parts.append(f"{count(hidden)} hidden" + (f" ({count(starter)} starter)" if starter else ""))
    if below:
        parts.append(f"{count(below)} below the score")
    if long:
        parts.append(f"{count(long)} long (l)")
    line, *rest = parts
    for part in rest:
        wide = width and cells(f"{line} · {part}".rpartition("\n")[2]) > width
        line += f"\n{part}" if wide else f" · {part}"
    return line


def long_line(shown: int, others: int, hidden: int) -> str:
    """What the view of long sessions shows, and what it leaves out."""
    parts = [f"long sessions: {count(shown)} candidate{'' if shown == 1 else 's'}"]
    parts += [f"{count(number)} {what}" for number, what in ((others, "others left out"), (hidden, "hidden")) if number]
    return " · ".join(parts)


def long_hint(sessions: int) -> str:
    """How the candidates with long sessions are listed."""
    who = f"{count(sessions)} candidates have sessions" if sessions > 1 else "1 candidate has a session"
    return f"{who} of {LONG_STEPS[-1]} h or more: beacon-tui scan --long PATH lists {'them' if sessions > 1 else 'it'}"


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
