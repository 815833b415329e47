"""One candidate at a glance: why, the gaps, the hours."""

from typing import TYPE_CHECKING

import numpy as np

from beacon_tui.analysis.score import BASE_WEIGHT, PERSISTENCE_WEIGHT, SIZE_WEIGHT
from beacon_tui.analysis.sessions import LONG_SECONDS, LONG_STEPS
from beacon_tui.render.bars import GUTTER, bars
from beacon_tui.render.candidates import score_sign
from beacon_tui.render.histogram import Histogram, interval_histogram
from beacon_tui.render.raster import hours, lifelines
from beacon_tui.render.text import NAMELESS, cells, clean, fit, without_middle
from beacon_tui.units import count, decimal, duration, moment, percent, port

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beacon_tui.analysis.model import Results, Window
    from beacon_tui.analysis.phases import Phase


def title(results: "Results", row: int, width: int | None = None) -> str:
    """Who the candidate is, and its score; what takes more than `width` cells loses the middle of its name."""
    name = clean(results.columns["domain"][row])
    whole = _title(results, row, name)
    over = 0 if width is None else cells(whole) - width
    return whole if over <= 0 else _title(results, row, without_middle(name, cells(name) - over))


def _title(results: "Results", row: int, name: str) -> str:
    """Who the candidate is, by a cleaned name, and its score."""
    value = {column: values[row] for column, values in results.columns.items()}
    target = clean(value["dst"]) or f"{name or NAMELESS} ({count(value['dst_count'])} addresses)"
    where = f":{port(value['port'])}/{clean(value['proto']) or '?'}"
    score = f"score {decimal(100 * value['score'], 0)} {score_sign(results, row, hidden=False)}".rstrip()
    known = "no score" if np.isnan(value["score"]) else score
    who = f"{clean(value['src'])} → {target} {where}"
    return "  ".join(filter(None, (who, known, clean(value["service"]), name if value["dst"] else "")))


def numbers(results: "Results", row: int, phases: "Sequence[Phase]") -> list[str]:
    """The numbers behind the score, one line each, and a line for each period where there are several."""
    value = {name: values[row] for name, values in results.columns.items()}
    scores = ("timing", "persistence", "size")
    return [
        "  ".join(f"{name} {decimal(100 * value[f'{name}_score'], 0)}" for name in scores),
        f"period {duration(value['period'])}  jitter {percent(value['jitter'])}  CV {decimal(value['cv'])}",
        *_periods(phases),
        f"gaps: median {duration(value['interval_median'])}  mean {duration(value['interval_mean'])}",
        f"first {moment(value['first_seen'])}  last {moment(value['last_seen'])}",
    ]


def score_parts(results: "Results", row: int) -> str:
    """How the score is made of its parts; empty where there is no score."""
    names = ("timing_score", "persistence_score", "size_score", "score")
    value = {name: float(results.columns[name][row]) for name in names}
    if np.isnan(value["score"]):
        return ""
    sized = not np.isnan(value["size_score"])
    terms = [f"{BASE_WEIGHT:g}", f"{PERSISTENCE_WEIGHT:g} × persistence {decimal(value['persistence_score'])}"]
    terms += [f"{SIZE_WEIGHT:g} × size {decimal(value['size_score'])}"] if sized else []
    rest = "" if sized else f" / {BASE_WEIGHT + PERSISTENCE_WEIGHT:g}, size unknown"
    timing, score = (decimal(100 * value[name], 0) for name in ("timing_score", "score"))
    return f"score {score} = timing {timing} × ({' + '.join(terms)}){rest}"


def _periods(phases: "Sequence[Phase]") -> list[str]:
    """Each period, its share of the time and when it was seen, where there are several."""
    return [
        f"{duration(phase.period):>6} {percent(phase.share):>4}  "
        f"{moment(phase.first, '%m-%d %H:%M')} → {moment(phase.last, '%m-%d %H:%M')}"
        for phase in phases
        if len(phases) > 1
    ]


def overview(
    results: "Results", row: int, phases: "Sequence[Phase]", reasons: "Sequence[str]", width: int, height: int
) -> list[str]:
    """The reasons, the histogram of the gaps and the activity over the window, in `width` × `height` cells."""
    times = results.check_ins(row)
    window = results.window
    why = filter(None, (score_parts(results, row), *reasons))
    lines = [fit(clean(reason), width).rstrip() for reason in why]
    below = [*_lives(window, phases, width), *_sessions(results, row, width)]
    room = height - len(lines) - len(below) - 7
    periods = [phase.period for phase in phases]
    histogram = interval_histogram(np.diff(times), float(results.columns["period"][row]), width - GUTTER - 1, periods)
    if room >= 2:
        lines += ["", rule(gaps_title(histogram), width), *bars(histogram, room)]
    span = f"activity, {moment(window.start)} to {moment(window.stop)} UTC" + (", ░ hole" if window.holes else "")
    activity = hours(times, window.start, window.stop, width, holes=window.holes)
    return [*lines, rule(span, width), activity, *below]


def _lives(window: "Window", phases: "Sequence[Phase]", width: int) -> list[str]:
    """When each period was kept to, the largest share first, below a line that says so; nothing where there is one."""
    if len(phases) < 2:
        return []
    lines = [rule("when it called how often", width)]
    for phase in phases:
        label = f"{duration(phase.period):>6} {percent(phase.share):>4} "
        begins, ends = np.array(phase.stretches).T
        lines.append(label + lifelines(begins, ends, window.start, window.stop, width - len(label)))
    return lines


def _sessions(results: "Results", row: int, width: int) -> list[str]:
    """When the long sessions of a candidate were open, below a line that says so; nothing where it has none."""
    connections = results.connections(row)
    long = connections[connections["duration"] >= LONG_SECONDS]
    if long.empty:
        return []
    begins, window = long["ts"].to_numpy(), results.window
    line = lifelines(begins, begins + long["duration"].to_numpy(), window.start, window.stop, width)
    return [rule(f"open for {LONG_STEPS[-1]} h or more: {count(len(long))}", width), line]


def gaps_title(histogram: Histogram) -> str:
    """How many gaps the histogram shows, and how many lie beyond its ends."""
    if not histogram.counts.size:
        return "gaps between check-ins: none, for there is only one"
    beyond = [
        f"{count(number)} {way}"
        for number, way in ((histogram.below, "shorter"), (histogram.above, "longer"))
        if number
    ]
    return f"gaps between check-ins: {count(histogram.counts.sum())}" + "".join(f", {text}" for text in beyond)


def rule(words: str, width: int) -> str:
    """A line with words in it that parts two pictures."""
    return f"── {words} ".ljust(width, "─")[:width]
