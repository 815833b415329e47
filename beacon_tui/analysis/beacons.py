"""Synthetic beacons in the user's own traffic: what is asked for, and the connections that come of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_network
from itertools import islice
from typing import Final

import numpy as np
import pandas as pd

from beacon_tui.analysis.implants import JITTERLESS
from beacon_tui.analysis.model import Results, Window
from beacon_tui.analysis.synthetic import check_ins, sizes, uids
from beacon_tui.errors import InjectError
from beacon_tui.units import spelled_time
from beacon_tui.zeek.columns import CONN_FIELDS
from beacon_tui.zeek.rows import codes_of, complete
from beacon_tui.zeek.strays import without_strays

PORT: Final = 443
"""The port that a synthetic beacon calls."""

TEST_NETS: Final = tuple(map(ip_network, ("203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24")))
"""The networks of its destinations: reserved for documentation, so nobody owns them."""

INSIDE: Final = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))
"""The networks of hosts that look internal."""

YEAR: Final = 366 * 86400.0
"""The longest period in seconds."""

MOST_PERIODS: Final = 50_000
"""A beacon lives for so many periods at most, up to the end of the window: one stray time makes a window of decades."""

SENT, RECEIVED = (842, 24), (3318, 40)
"""Bytes of a check-in: the fewest, and how many more there may be."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A synthetic beacon to be drawn."""

    model: str
    """A key of `synthetic.MODELS`."""
    period: float
    """Its sleep in seconds."""
    jitter: float
    """Fraction of the sleep."""
    missed: float = 0.0
    """Share of check-ins that do not come."""
    hours: tuple[float, float] | None = None
    """First and last working hour (UTC); None for all day."""
    seed: int = 7
    """Equal plans on equal traffic draw equal beacons."""

    def __post_init__(self) -> None:
        """Raise `InjectError` for numbers that no beacon can have."""
        if not (1 <= self.period <= YEAR and 0 <= self.jitter <= 1 and 0 <= self.missed <= 1):
            raise InjectError("The period must be from 1 second to a year, jitter and missed share from 0 to 1.")

    @property
    def label(self) -> str:
        """Period and jitter, such as `60 s ±30 %`."""
        every = spelled_time(self.period)
        return every if self.model in JITTERLESS else f"{every} ±{100 * self.jitter:.3g} %"


@dataclass(frozen=True, eq=False)
class Beacon:
    """A synthetic beacon, drawn for one capture."""

    plan: Plan
    """What was asked for."""
    src: str
    """A host of the capture."""
    dst: str
    """A documentation address that does not occur in the capture."""
    frame: pd.DataFrame
    """Its connections, one a check-in, by time, as `zeek/columns.py` says; may be empty."""


@dataclass(frozen=True, eq=False)
class Trial:
    """Beacons in the user's traffic, and what a scan found."""

    results: Results
    """What was found in the traffic with all the beacons in it."""
    beacons: tuple[Beacon, ...]
    """The beacons, one or more."""


def draw(frame: pd.DataFrame, plans: Sequence[Plan], window: Window | None = None) -> tuple[Beacon, ...]:
    """Draw beacons into the window of a frame that has one row or more, each to a destination of its own.

    The window is that of the frame unless more is known of it: then no check-in is in a hole of it. Raises
    `InjectError` when no destination is free.
    """
    src = _caller(frame)
    times, _ = without_strays(np.sort(frame["ts"].to_numpy()))
    start, stop = (window.start, window.stop) if window else (float(times[0]), float(times[-1]))
    free = list(islice(_unused(frame), len(plans)))
    if len(free) < len(plans):
        raise InjectError(
            f"Only {len(free)} documentation addresses do not occur in these logs: ask for fewer beacons."
        )
    frames = (_connections(plan, src, dst, start, stop) for plan, dst in zip(plans, free, strict=True))
    seen = (_outside(made, window.holes if window else ()) for made in frames)
    return tuple(Beacon(plan, src, dst, made) for plan, dst, made in zip(plans, free, seen, strict=True))


def _outside(frame: pd.DataFrame, holes: Sequence[tuple[float, float]]) -> pd.DataFrame:
    """The connections of a beacon that the sensor could see."""
    times = frame["ts"].to_numpy()
    unseen = [(times > start) & (times < stop) for start, stop in holes]
    return frame[~np.logical_or.reduce(unseen)].reset_index(drop=True) if unseen else frame


def _caller(frame: pd.DataFrame) -> str:
    """The internal-looking source with the most connections, any source where none is; of equals the lowest address."""
    column = frame["id.orig_h"]
    counts = np.bincount(codes_of(column), minlength=len(column.cat.categories))
    callers = [(-count, text) for text, count in zip(column.cat.categories, counts.tolist(), strict=True) if count]
    inside = [(count, address, text) for count, text in callers if (address := _inside(text))]
    return str(min(inside)[2] if inside else min(callers)[1])


def _inside(text: str) -> IPv4Address | None:
    """The address, where it looks internal."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return address if isinstance(address, IPv4Address) and any(address in net for net in INSIDE) else None


def _unused(frame: pd.DataFrame) -> Iterator[str]:
    """The documentation addresses that do not occur in a frame."""
    seen = {*frame["id.orig_h"].cat.categories, *frame["id.resp_h"].cat.categories}
    return (text for net in TEST_NETS for host in net.hosts() if (text := str(host)) not in seen)


def _connections(plan: Plan, src: str, dst: str, start: float, stop: float) -> pd.DataFrame:
    """The connections of a beacon in [start, stop); they depend on nothing but the plan and these."""
    rng = np.random.default_rng([plan.seed, round(plan.period * 1000), round(plan.jitter * 1000)])
    born = max(start, stop - MOST_PERIODS * plan.period)
    times = check_ins(plan.model, plan.period, plan.jitter, born, stop, rng, missed=plan.missed, hours=plan.hours)
    values = {
        "ts": times,
        "uid": pd.Series(uids(times.size, rng), dtype="str"),
        "id.orig_h": src,
        "id.orig_p": rng.integers(49152, 65536, times.size),
        "id.resp_h": dst,
        "id.resp_p": PORT,
        "proto": "tcp",
        "service": "ssl",
        "duration": np.round(rng.uniform(0.1, 0.6, times.size), 6),
        "orig_bytes": sizes(times.size, *SENT, rng),
        "resp_bytes": sizes(times.size, *RECEIVED, rng),
        "conn_state": "SF",
    }
    return complete(pd.DataFrame(values), (*CONN_FIELDS, "domain"))
