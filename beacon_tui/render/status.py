"""The honesty lines: what was looked at, what was not, and how far a load has come."""

from typing import TYPE_CHECKING

from beacon_tui.render.text import cells, clean, fit
from beacon_tui.units import count, duration, moment, percent

if TYPE_CHECKING:
    from beacon_tui.analysis.beacons import Beacon
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


def injected_line(beacon: "Beacon") -> str:
    """Which pair a synthetic beacon is, and what was drawn."""
    plan, first = beacon.plan, beacon.frame.iloc[0]
    pair = f"{clean(beacon.src)} → {beacon.dst} :{first['id.resp_p']:.0f}/{first['proto']}"
    return f"{pair}, {count(len(beacon.frame))} check-ins of {plan.model} {plan.label}"


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
