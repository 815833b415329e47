"""The honesty lines: what was looked at, what was not, and how far a load has come."""

from math import isnan
from typing import TYPE_CHECKING, Final

from beacon_tui.analysis.sessions import LONG_STEPS
from beacon_tui.render.text import cells, clean, fit
from beacon_tui.units import count, decimal, duration, hours, many, moment, percent, size

if TYPE_CHECKING:
    from beacon_tui.analysis.beacons import Beacon
    from beacon_tui.analysis.model import Counts, Window
    from beacon_tui.zeek.progress import Progress
    from beacon_tui.zeek.selection import Selected

FULL_DAY: Final = 23.0
"""Hours seen below which a window is called short: a day of logs seldom has a connection at both of its ends, and one
small hole takes little from it."""

WIDE: Final = 160
"""Cells of a line that no screen bounds."""

LEAST_LABEL: Final = 6
"""Cells in which a cut name of what was loaded still says something."""

MOST_STRAYS: Final = 2
"""Times of connections left out of the window that are named."""

MOST_HOLES: Final = 5
"""Holes that are named one by one."""


def window_line(window: "Window", label: str = "", width: int = WIDE) -> str:
    """What was loaded, the window and what it could show, in at most `width` cells; a short one says what it cannot.

    Where the cells do not suffice the words get shorter, the least important first.
    """
    name = clean(label)
    wordings = _wordings(window)
    whole = (words for words in wordings[:4] if cells(name) + 2 + cells(words) <= width)
    tight = (words for words in wordings[3:] if cells(words) <= width)
    words = next(whole, None) or next(tight, None) or fit(wordings[-1], width)
    room = width - cells(words) - 2
    name = fit(name, min(cells(name), room)) if room >= LEAST_LABEL else ""
    line = _joined(name, words)
    return f"{line}\n{short_notice(window)}" if window.observed_hours < FULL_DAY else line


def _wordings(window: "Window") -> list[str]:
    """The window in ever fewer words; the first four say the same."""
    slowest = duration(window.slowest_period)
    when, days = span(window.start, window.stop), span(window.start, window.stop, "%Y-%m-%d")
    holes, blind = _holes(window)
    lost, loss = _loss(window)
    strays, stray = _strays(window)
    long = hours(3600 * window.hours)
    brief = (long, blind, loss, stray, f"slowest {slowest}")
    return [
        _joined(f"{when} UTC", long, holes, lost, strays, f"slowest period {slowest}"),
        _joined(f"{when} UTC", long, holes, lost, strays, f"slowest {slowest}"),
        _joined(f"{when} UTC", long, holes, loss, stray, f"slowest {slowest}"),
        _joined(f"{when} UTC", *brief),
        _joined(when, *brief),
        _joined(days, *brief),
        _joined(*brief),
    ]


def _joined(*parts: str) -> str:
    """What there is of the parts, on one line."""
    return "  ".join(filter(None, parts))


def span(start: float, stop: float, style: str = "%Y-%m-%d %H:%M") -> str:
    """From when to when, without saying a day or a year twice: `2024-04-19 00:00 → 04-20 06:00`."""
    first, last = moment(start, style), moment(stop, style)
    same = next((cut for cut in (11, 5) if first[:cut] == last[:cut]), 0)
    return f"{first} → {last[same:]}".removesuffix(" → ")


def _holes(window: "Window") -> tuple[str, str]:
    """What the holes are, in more and in fewer words; empty where there is none."""
    if not window.holes:
        return "", ""
    number = len(window.holes)
    blind = f"{many(number, 'hole')}, {duration(window.seconds - window.observed)}"
    return f"{blind}: {span(*window.holes[0])[5:]}" if number == 1 else blind, blind


def _loss(window: "Window") -> tuple[str, str]:
    """How much was lost, in more and in fewer words; empty where it is little or not known."""
    if not window.losses:
        return "", ""
    worst = percent(max(share for _, _, share in window.losses))
    lasted = duration(sum(stop - start for start, stop, _ in window.losses))
    return f"up to {worst} lost in {lasted}", f"up to {worst} lost"


def _strays(window: "Window") -> tuple[str, str]:
    """Which connections do not count for the window, in more and in fewer words; empty where there is none."""
    if not window.strays:
        return "", ""
    number = sum(strays for _, _, strays in window.strays)
    days = [span(start, stop, "%Y-%m-%d") for start, stop, _ in window.strays[:MOST_STRAYS]]
    named = " and ".join(days) + (" and more" if len(window.strays) > MOST_STRAYS else "")
    years = dict.fromkeys(day[:4] for day in days)
    few = f"{count(number)} of {', '.join(years)} left out"
    return f"{many(number, 'connection')} of {named} left out", few


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
    return [*lines, f"and {count(more)} more hole{'' if more == 1 else 's'}"] if more > 0 else lines


def selected_line(selected: "Selected", width: int = WIDE) -> str:
    """What of the logs was asked for and how much is left out, in at most `width` cells; empty where it is all."""
    if not selected.selection:
        return ""
    numbers = ((selected.rows, "row"), (selected.files, "file"))
    left = " and ".join(f"{count(number)} {what}{'s' if number > 1 else ''}" for number, what in numbers if number)
    end = f" · {left or 'nothing'} left out"
    words = f"selected: {clean(selected.selection.words())}"
    return fit(words, max(min(cells(words), width - cells(end)), 0)) + fit(end, min(cells(end), width))


def counts_line(counts: "Counts", shown: int, hidden: int, below: int, starter: int = 0, filtered: int = 0) -> str:
    """Rows read and not read, candidates judged and not, and what is not shown.

    `hidden` are covered by a rule, `starter` of them only by the starter list; `below` have too low a score;
    `filtered` are not what the filter asks for.
    """
    parts = [*read_parts(counts), f"{count(shown)} shown", hidden_part(hidden, starter)]
    parts += [f"{count(below)} below the score"] if below else []
    parts += [f"{count(filtered)} hidden by the filter"] if filtered else []
    return " · ".join(filter(None, parts))


def read_parts(counts: "Counts", key: str = "") -> list[str]:
    """Rows read, what was not read and the key that tells why, if one is given, and how many pairs were judged."""
    unread = unread_words(counts)
    return [
        many(counts.rows, "row") + (f", {unread}" if unread else "") + (f" ({key})" if unread and key else ""),
        f"{count(counts.judged)} judged, {many(counts.too_few, 'pair')} too few",
    ]


def unread_words(counts: "Counts") -> str:
    """How many files and rows were not read: `3 files, 12 rows not read`; empty where all were."""
    numbers = ((counts.skipped_files, "file"), (counts.skipped_rows, "row"))
    parts = [many(number, what) for number, what in numbers if number]
    return f"{', '.join(parts)} not read" if parts else ""


def hidden_part(hidden: int, starter: int) -> str:
    """How many candidates rules hide, and how many of them the starter list alone; empty where there is none."""
    return (f"{count(hidden)} hidden" + (f" ({count(starter)} starter)" if starter else "")) if hidden else ""


def chance_line(counts: "Counts", score: float, shown: int) -> str:
    """How many of the candidates shown, with a score of so much or more, chance alone could have brought."""
    expected = counts.expected(score)
    if not shown or isnan(expected) or score <= 0:
        return ""
    number = "less than 0.01" if expected < 0.01 else f"up to {decimal(expected, 0 if expected >= 10 else 2)}"
    return f"{number} of them expected by chance at a score of {decimal(score, 2)} and above"


def long_line(shown: int, others: int, hidden: int) -> str:
    """What the view of long sessions shows, and what it leaves out."""
    parts = [f"long sessions: {many(shown, 'candidate')}"]
    parts += [f"{count(number)} {what}" for number, what in ((others, "others left out"), (hidden, "hidden")) if number]
    return " · ".join(parts)


def long_hint(sessions: int) -> str:
    """How the candidates with long sessions are listed."""
    who = f"{many(sessions, 'candidate')} {'have sessions' if sessions > 1 else 'has a session'}"
    return f"{who} of {LONG_STEPS[-1]} h or more: beacon-tui scan --long PATH lists {'them' if sessions > 1 else 'it'}"


def injected_line(beacon: "Beacon") -> str:
    """Which pair a synthetic beacon is, and what was drawn."""
    plan, first = beacon.plan, beacon.frame.iloc[0]
    pair = f"{clean(beacon.src)} → {beacon.dst} :{first['id.resp_p']:.0f}/{first['proto']}"
    return f"{pair}, {count(len(beacon.frame))} check-ins of {plan.model} {plan.label}"


def progress_line(progress: "Progress", width: int) -> str:
    """How far a load has come, in at most `width` cells; the name of the file gives way first."""
    files = () if progress.stage == "scoring" else (f"{count(progress.file_number)} of {many(progress.files, 'file')}",)
    parts = (*files, percent(progress.share), many(progress.rows, "row"))
    received = (size(progress.bytes_done),) if progress.bytes_done else ()
    rest = "  ".join((*(parts if progress.files else received), f"{progress.seconds:.1f} s"))
    room = width - cells(progress.stage) - cells(rest) - 3
    name = fit(clean(progress.file), room).rstrip() if room > 3 else ""
    return "  ".join(part for part in (f"{progress.stage} {name}".rstrip(), rest) if part)
