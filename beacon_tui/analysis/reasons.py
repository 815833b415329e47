"""Why a candidate scored as it did, in sentences that a hunter can check."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from beacon_tui.analysis.model import Results
from beacon_tui.analysis.phases import TOLD, Phase
from beacon_tui.analysis.rounds import round_of
from beacon_tui.analysis.sessions import describe_longest
from beacon_tui.analysis.timing import REACH
from beacon_tui.analysis.when import about_every, describe_phases
from beacon_tui.units import count, duration, hours, percent, rounded, size

SURE: Final = 1e-6
"""False alarm up to which chance is as good as ruled out."""

OFTEN: Final = 0.05
"""False alarm beyond which chance often looks like this."""

SHORT: Final = 0.5
"""Persistence below which it is what keeps the score low."""

SCATTERED: Final = 1.5
"""How many times its active time a candidate spans that came and went."""


def explain(results: Results, row: int, phases: Sequence[Phase]) -> list[str]:
    """The reasons for the score of candidate `row`, which has these phases, weightiest first.

    Log-borne text in them is not cleaned.
    """
    value = {name: values[row] for name, values in results.columns.items()}
    flags = results.flags_of(row)
    long = describe_longest(results.connections(row)) if "long" in flags else []
    few = _few(value) if "few" in flags else ""
    seen = "" if np.isnan(value["prevalence"]) else f"seen from {percent(value['prevalence'])} of all sources"
    context = [_place(value, flags), seen]
    dead = "no connection was answered: the server may be dead" if "unanswered" in flags else ""
    sizes = _sizes(results, row, value)
    if np.isnan(value["score"]):
        sentences = [*long, few, sizes, *context, dead]
    else:
        rhythm = _rhythm(results, row, value, phases) if value["timing_score"] >= TOLD else [_no_rhythm(value)]
        lasts = [sizes, _active(results, value)]
        if value["persistence_score"] < SHORT:
            lasts.reverse()
        sentences = [*rhythm, few, _chance(value["false_alarm"]), *lasts, _bursts(value, phases), *long, dead, *context]
    return [sentence for sentence in sentences if sentence]


def _rhythm(results: Results, row: int, value: dict[str, Any], phases: Sequence[Phase]) -> list[str]:
    """What the check-ins keep to, all the time, from time to time, and in rounds."""
    head = f"{count(value['events'])} check-ins"
    if np.isnan(value["jitter"]):
        head += f", many on a clock of {duration(value['period'])}, others between"
    else:
        clock = value["jitter"] < 0.005
        head += f" {about_every(value['period'], value['jitter'])}, "
        head += "to the clock, " if clock else f"±{percent(value['jitter'])}, "
        head += f"{percent(value['missed'])} missed" if value["missed"] >= 0.005 else "none missed"
    return [head, *describe_phases(phases, value["period"], results.window), _rounds(results, row)]


def _no_rhythm(value: dict[str, Any]) -> str:
    """That there is nothing that the check-ins keep to."""
    return f"{count(value['events'])} check-ins, no rhythm told from chance"


def _rounds(results: Results, row: int) -> str:
    """That the gaps repeat in rounds, where they do."""
    steps = round_of(np.diff(results.check_ins(row)))
    if not steps:
        return ""
    retries = ", as retries of an unanswered call do" if "unanswered" in results.flags_of(row) else ""
    return f"gaps take turns: {', '.join(map(duration, steps))}; a round takes {duration(sum(steps))}{retries}"


def _chance(false_alarm: float) -> str:
    """How often chance alone would look like this."""
    if np.isnan(false_alarm):
        return ""
    if false_alarm > OFTEN:
        return "chance alone often looks like this"
    often = "less than once in a million" if false_alarm <= SURE else f"once in {count(rounded(1 / false_alarm))}"
    return f"chance alone looks this regular {often} such callers"


def _active(results: Results, value: dict[str, Any]) -> str:
    """How long of the time that the sensor saw, and whether that is too little to weigh much."""
    observed = results.window.observed
    seconds = value["coverage"] * observed
    short = seconds < 3600
    times = (duration(seconds), duration(observed)) if short else (f"{seconds / 3600:.3g}", hours(observed))
    active = f"active {' of '.join(times)}"
    if value["persistence_score"] >= SHORT:
        return active
    if value["last_seen"] - value["first_seen"] > SCATTERED * seconds:
        lasted = "in all"
    elif results.window.stop - value["last_seen"] > REACH * value["period"]:
        lasted = "then over"
    else:
        lasted = "so far"
    return f"{active}, {lasted}: weighs little"


def _bursts(value: dict[str, Any], phases: Sequence[Phase]) -> str:
    """That several connections make one check-in, where they do and where none of them are a phase of their own."""
    if value["connections"] == value["events"] or len(phases) > 1:
        return ""
    return f"{count(value['connections'])} connections in {count(value['events'])} bursts"


def _sizes(results: Results, row: int, value: dict[str, Any]) -> str:
    """How alike the bytes are."""
    parts = [
        f"{size(value[name])} {way}"
        for name, way in (("orig_bytes_median", "out"), ("resp_bytes_median", "in"))
        if not np.isnan(value[name])
    ]
    if not parts:
        return f"sizes unknown: {_no_bytes(results, row)}"
    how = value["size_score"]
    if np.isnan(how):
        return "" if value["connections"] == 1 else f"bytes {', '.join(parts)}, known of one connection"
    alike = "always the same" if how > 0.98 else "mostly the same" if how > 0.7 else "varying"
    return f"bytes {', '.join(parts)}, {alike}"


def _no_bytes(results: Results, row: int) -> str:
    """What the log has in the place of byte counts above 0."""
    rows = results.rows(row)
    logged = ~np.isnan([results.frame[name].to_numpy()[rows] for name in ("orig_bytes", "resp_bytes")])
    return "0 bytes on every connection" if logged.all() else "0 bytes or not logged" if logged.any() else "not logged"


def _place(value: dict[str, Any], flags: list[str]) -> str:
    """What it means that the destination has, or shares, a name."""
    if value["kind"] == "group":
        return f"{count(value['dst_count'])} addresses without a name, sent equal bytes, keep one rhythm together"
    if "rotates" in flags:
        return f"{value['domain']} was reached over {count(value['dst_count'])} addresses"
    if "member" in flags:
        whose = f"addresses of {value['domain']}" if value["domain"] else "addresses that are sent equal bytes"
        return f"one of several {whose}, which have a row of their own"
    return ""


def _few(value: dict[str, Any]) -> str:
    """How many check-ins there are where they are few, and what that means."""
    events = f"only {count(value['events'])} check-in{'s' if value['events'] > 1 else ''}"
    scored = not np.isnan(value["score"])
    return f"{events}: {'weak evidence' if scored else 'no rhythm can be told, so there is no score'}"
