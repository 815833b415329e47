"""Long sessions: how long they last, and whether what they carry is little enough to be check-ins inside."""

from typing import TYPE_CHECKING, Final

from beacon_tui.units import duration, size
from beacon_tui.zeek.columns import STILL_OPEN

if TYPE_CHECKING:
    import pandas as pd

LONG_STEPS: Final = (12, 8, 4, 1)
"""Hours by which long sessions are told apart, longest first."""

LONG_SECONDS: Final = 3600.0 * LONG_STEPS[-1]
"""A connection of this length or more is a long session."""

SMALL_RATE: Final = 1e6
"""Bytes an hour in either direction up to which a session may be nothing but check-ins: 3 kB every ten seconds."""

BULK_RATE: Final = 1e8
"""Bytes an hour in either direction from which a session is called a bulk transfer."""

STEADY_RATIO: Final = 1.2
"""Sessions whose bytes an hour differ by no more than this factor keep to one rate."""


def step(seconds: float) -> int:
    """The most hours out of `LONG_STEPS` that a session of this length reaches; 0 where it is short or unknown."""
    return next((hours for hours in LONG_STEPS if seconds >= 3600 * hours), 0)


def describe_longest(connections: "pd.DataFrame") -> list[str]:
    """What the longest of a candidate's connections can be, and what it carried, in sentences.

    One of the connections lasts `LONG_SECONDS` or more.
    """
    long = connections[connections["duration"] >= LONG_SECONDS]
    longest = long.sort_values("duration", kind="stable").iloc[-1]
    lasted, sent, received = (float(longest[name]) for name in ("duration", "orig_bytes", "resp_bytes"))
    rates = 3600 * sent / lasted, 3600 * received / lasted
    head = "one session of" if len(connections) == 1 else "longest connection"
    sentences = [f"{head} {duration(lasted)} (over {step(lasted)} h): {_judgement(*rates)}"]
    if longest["conn_state"] == STILL_OPEN:
        sentences.append("it was still open when open_conn.log listed it last")
    if carried := _both(sent, received):
        sentences.append(f"it carried {carried}: {_both(*rates, '/h')}")
    return [*sentences, *_steady(long)]


def _both(sent: float, received: float, unit: str = "") -> str:
    """Bytes in both directions, where they are known, with what follows their unit."""
    ways = ((sent, "out"), (received, "in"))
    return ", ".join(f"{size(amount)}{unit} {way}" for amount, way in ways if amount == amount)


def _judgement(sent: float, received: float) -> str:
    """What bytes an hour, NaN where unknown, can be."""
    known = [rate for rate in (sent, received) if rate == rate]
    most = max(known, default=0.0)
    if most >= BULK_RATE:
        return "a bulk transfer"
    if most > SMALL_RATE:
        return "more than check-ins, less than bulk"
    if len(known) < 2:
        return "small as far as its bytes are known" if known else "its bytes are unknown"
    if not min(known):
        return "one way only" if most else "not a byte was counted"
    return "small enough for check-ins inside it"


def _steady(long: "pd.DataFrame") -> list[str]:
    """That several long sessions keep to one rate, where they do."""
    rates = (long["orig_bytes"] + long["resp_bytes"]) / long["duration"]
    steady = len(long) > 1 and 0 < rates.max() <= STEADY_RATIO * rates.min(skipna=False)
    return [f"its {len(long)} long sessions carried as much an hour: steady traffic"] if steady else []
