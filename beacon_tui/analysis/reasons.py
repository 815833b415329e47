"""Why a candidate scored as it did, in sentences that a hunter can check."""

from typing import Any

import numpy as np

from beacon_tui.analysis.model import Results
from beacon_tui.units import count, duration, percent, size


def explain(results: Results, row: int) -> list[str]:
    """The reasons for the score of candidate `row`, weightiest first; log-borne text in them is not cleaned."""
    value = {name: values[row] for name, values in results.columns.items()}
    flags = results.flags_of(row)
    window = f"{results.window.observed_hours:.3g} h"
    sentences = [
        _rhythm(value),
        _bursts(value),
        f"active in {_hours(value['coverage'], results.window.observed_hours)} of {window}",
        _sizes(value),
        _place(value, flags),
        f"seen from {percent(value['prevalence'])} of all sources",
        *_marks(value, flags),
    ]
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


def _hours(share: float, hours: float) -> str:
    """The active part of the window in hours."""
    return f"{share * hours:.3g}"


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
    alike = "always the same" if how > 0.98 else "mostly the same" if how > 0.7 else "varying"
    return f"bytes {', '.join(parts)}, {alike}"


def _place(value: dict[str, Any], flags: list[str]) -> str:
    """What it means that the destination has, or shares, a name."""
    if "rotates" in flags:
        return f"{value['domain']} was reached over {count(value['dst_count'])} addresses"
    if "member" in flags:
        return f"one of several addresses of {value['domain']}, which has a row of its own"
    return ""


def _marks(value: dict[str, Any], flags: list[str]) -> list[str]:
    """What the remaining flags say."""
    words = {
        "long": f"longest connection {duration(value['duration_max'])}: check-ins may hide inside one session",
        "unanswered": "no connection was answered: the server may be dead",
        "few": f"only {count(value['events'])} check-ins: weak evidence",
    }
    return [text for flag, text in words.items() if flag in flags]
