"""Which connections are wanted: by when they started, between which addresses, and which sensor saw them."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from math import isfinite
from typing import Final

from beacon_tui.errors import SelectionError
from beacon_tui.units import count, moment, parse_seconds, spelled_time

Network = IPv4Network | IPv6Network

When = float | timedelta
"""Seconds since 1970 UTC, or how long before the newest connection of the logs."""

TIMES: Final = "2026-01-15, 2026-01-15T08:00 (UTC, or with an offset), seconds since 1970, or 24h, 90m, 7d"
"""How a time may be given."""

MOST_NAMED: Final = 3
"""Addresses or sensors of a selection that are named."""

_EPOCH: Final = re.compile(r"[0-9]{9,13}(?:\.[0-9]+)?|[0-9]{1,13}\.[0-9]+")
_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
_MILLIS: Final = 1e11
"""Times above it are milliseconds, as `rows.seconds` has it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The connections that are wanted; without any field set, all of them."""

    since: When | None = None
    """The first start that is wanted."""
    until: When | None = None
    """The first start that is too late."""
    src: tuple[Network, ...] = ()
    """Where the source must be in one of; anywhere when empty."""
    dst: tuple[Network, ...] = ()
    """Where the destination must be in one of."""
    sensor: tuple[str, ...] = ()
    """What `_node_name` must be one of."""

    def __post_init__(self) -> None:
        """Refuse a span without any moment in it, as far as that can be told without the logs."""
        since, until = self.since, self.until
        if isinstance(since, timedelta) and isinstance(until, timedelta):
            since, until = -since.total_seconds(), -until.total_seconds()
        if isinstance(since, float) and isinstance(until, float) and since >= until:
            raise SelectionError("Nothing lies between since and until: since must be before until.")

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return self != EVERYTHING

    @property
    def by_time(self) -> bool:
        """Whether it matters when a connection started."""
        return self.since is not None or self.until is not None

    @property
    def by_address(self) -> bool:
        """Whether it matters who talks to whom."""
        return bool(self.src or self.dst)

    @property
    def relative(self) -> bool:
        """Whether the newest connection must be known to tell what is wanted."""
        return isinstance(self.since, timedelta) or isinstance(self.until, timedelta)

    @property
    def start(self) -> float:
        """The first start that is wanted in seconds since 1970; minus infinity where there is none that is told."""
        return self.since if isinstance(self.since, float) else -float("inf")

    @property
    def stop(self) -> float:
        """The first start that is too late in seconds since 1970; infinity where there is none that is told."""
        return self.until if isinstance(self.until, float) else float("inf")

    def before(self, newest: float) -> "Selection":
        """The same with its relative times taken from the newest connection, in seconds since 1970."""
        since, until = (
            newest - when.total_seconds() if isinstance(when, timedelta) else when for when in (self.since, self.until)
        )
        return replace(self, since=since, until=until)

    def words(self) -> str:
        """What is selected, such as `since 2026-01-15 08:00 UTC, src 10.0.0.0/8`; sensor names are not cleaned."""
        times = (("since", self.since), ("until", self.until))
        parts = [f"{name} {_said(when)}" for name, when in times if when is not None]
        lists = (("src", map(_address, self.src)), ("dst", map(_address, self.dst)), ("sensor", self.sensor))
        parts += [f"{name} {words}" for name, texts in lists if (words := _some(texts))]
        return ", ".join(parts)


EVERYTHING: Final = Selection()
"""No connection left out."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What of some logs was selected."""

    selection: Selection = EVERYTHING
    """What was asked for, its times in seconds since 1970."""
    files: int = 0
    """Conn logs left out unread, since nothing selected can be in them."""
    rows: int = 0
    """Connections that were read and are not selected."""


WHOLE: Final = Selected()
"""All of it."""


def when(value: str | float | datetime | timedelta) -> When:
    """A time as a user gives it; raises `SelectionError`. A time without a zone is UTC."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
    if not isinstance(value, str):
        if not isfinite(value):
            raise SelectionError(f"{value} is no time.")
        return float(value)
    text = value.strip()
    if text[-1:].isalpha():
        with suppress(ValueError):
            return timedelta(seconds=min(parse_seconds(text), timedelta.max.total_seconds() / 2))
    if _EPOCH.fullmatch(text):
        return float(text) / (1000 if float(text) > _MILLIS else 1)
    try:
        return float(when(datetime.fromisoformat(text)))  # type: ignore[arg-type]  # a datetime makes a float
    except (ValueError, OverflowError) as error:
        raise SelectionError(f"{value[:60]!a} is no time: give {TIMES}.") from error


def moment_of(text: str, near: float, newest: float) -> float:
    """A moment in seconds since 1970, out of a time of the day of `near`, such as 19:05, or what `when` understands.

    A span is so long before `newest`; raises `SelectionError`.
    """
    if found := _CLOCK.fullmatch(text.strip()):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return near // 86400 * 86400 + hours * 3600 + minutes * 60 + seconds
    moment = when(text)
    return newest - moment.total_seconds() if isinstance(moment, timedelta) else moment


def network(text: str) -> Network:
    """An address or a network as a user gives it; raises `SelectionError`."""
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError as error:
        raise SelectionError(f"{text[:60]!a} is no address or network such as 10.0.0.0/8.") from error


def _said(when: When) -> str:
    """A time in words."""
    if isinstance(when, timedelta):
        return f"{spelled_time(when.total_seconds())} before the newest"
    whole = moment(when, "%Y-%m-%d %H:%M:%S")
    return f"{whole.removesuffix(':00')} UTC"


def _address(network: Network) -> str:
    """A network as short as it can be said."""
    return str(network.network_address if network.prefixlen == network.max_prefixlen else network)


def _some(texts: Iterable[str]) -> str:
    """The first of some names, and how many more there are."""
    named = list(texts)
    more = len(named) - MOST_NAMED
    return " or ".join(named[:MOST_NAMED]) + (f" or {count(more)} more" if more > 0 else "")
