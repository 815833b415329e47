"""The sample day: all actors together."""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.random import Generator

from beacon_tui.analysis import actors, truth
from beacon_tui.analysis.actors import DAY
from beacon_tui.analysis.traffic import Connection
from beacon_tui.analysis.truth import Truth

CAST: Final[tuple[tuple[Truth, Callable[[Truth, Generator], Iterator[Connection]]], ...]] = (
    (truth.JITTERED, actors.jittered),
    (truth.SLOW, actors.slow),
    (truth.ROTATING, actors.rotating),
    (truth.DEAD, actors.dead),
    (truth.SCAN, actors.scan),
    (truth.GUESSING, actors.guessing),
    (truth.NTP, actors.ntp),
    (truth.UPDATER, actors.updater),
    (truth.MONITORING, actors.monitoring),
    (truth.MDNS, actors.mdns),
    (truth.MDNS6, actors.mdns),
    (truth.SSDP, actors.ssdp),
    (truth.BROWSING, actors.browsing),
    (truth.PUSH, actors.push),
    (truth.MAIL, actors.mail),
)
"""Who plays which part."""

TRUTH: Final = tuple(part for part, _ in CAST)
"""Everything that really happens in the sample day."""


def play(seed: int) -> list[Connection]:
    """List the connections that Zeek writes within the sample day, in the order in which it writes them."""
    streams = np.random.default_rng(seed).spawn(len(CAST))
    calls = [call for (part, actor), rng in zip(CAST, streams, strict=True) for call in actor(part, rng)]
    start, stop = DAY
    seen = [call for call in calls if call.ts >= start and call.written < stop]
    return sorted(seen, key=lambda call: (call.written, call.ts))
