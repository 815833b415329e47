"""Why a candidate scored as it did, in sentences that a hunter can check."""

from typing import Any

import numpy as np

from beacon_tui.analysis.model import Results
from beacon_tui.analysis.sessions import describe_longest
from beacon_tui.units import count, duration, percent, size


def explain(results: Results, row: int) -> list[str]:
    """The reasons for the score of candidate `row`, weightiest first; log-borne text in them is not cleaned."""
    value = {name: values[row] for name, values in results.columns.items()}
    flags = results.flags_of(row)
    long = describe_longest(results.connections(row)) if "long" in flags else []
    few = _few(value) if "few" in flags else ""
    seen = "" if np.isnan(value["prevalence"]) else f"seen from {percent(value['prevalence'])} of all sources"
    context = [_sizes(value), _place(value, flags), seen]
    dead = "no connection was answered: the server may be dead" if "unanswered" in flags else ""
    if np.isnan(value["score"]):
        sentences = [*long, few, *context, dead]
    else:
        hours = results.window.observed_hours
        active = f"active in {value['coverage'] * hours:.3g} of {hours:.3g} h"
        sentences = [_rhythm(value), _bursts(value), active, *context, *long, dead, few]
    return [sentence for sentence in sentences if sentence]


def _rhythm(value: dict[str, Any]) -> str:
    """What the check-ins keep to."""
    events, period = count(value["events"]), duration(value["period"])
    if np.isnan(value["jitter"]):
        return f"{events} check-ins, many on a clock of {period}, others between"
    missed = f"{percent(value['missed'])} missed" if value["missed"] >= 0.005 else "none missed"
    if value["jitter"] < 0.005:
        return f"{events} check-ins every {period}, to the clock, {missed}"
    return f"{events} check-ins about every {period}, ±{percent(value['jitter'])}, {missed}"


def _bursts(value: dict[str, Any]) -> str:
    """That several connections make one check-in, where they do."""
    if value["connections"] == value["events"]:
        return ""
    return f"{count(value['connections'])} connections in {count(value['events'])} bursts"


def _sizes(value: dict[str, Any]) -> str:
    """How alike the bytes are."""
    parts = [
        f"{size(value[name])} {way}"
        for name, way in (("orig_bytes_median", "out"), ("resp_bytes_median", "in"))
        if not np.isnan(value[name])
    ]
    if not parts:
        return "sizes unknown: no connection has a byte count above 0"
    how = value["size_score"]
    if np.isnan(how):
        return "" if value["connections"] == 1 else f"bytes {', '.join(parts)}, known of one connection"
    alike = "always the same" if how > 0.98 else "mostly the same" if how > 0.7 else "varying"
    return f"bytes {', '.join(parts)}, {alike}"


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
