"""The actors of the sample day: each turns its `Truth` into connections."""

from collections.abc import Iterator
from math import inf
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beacon_tui.analysis.synthetic import check_ins, sizes
from beacon_tui.analysis.traffic import (
    Connection,
    Ends,
    announcement,
    dial,
    exchange,
    lookup,
    refused,
    session,
    unanswered,
)
from beacon_tui.analysis.truth import SITES, Site, Truth

DAY: Final = (0.0, 86400.0)
"""The sample day in seconds from its midnight."""

LIVE: Final = ("10.20.0.1", "10.20.0.2", "10.20.0.3", "10.20.0.4", "10.20.0.5", "10.20.0.40", "10.20.0.50")
"""Addresses that refuse a scanner rather than ignore it."""

PAGES: Final = (0, 0, 0, 0, 0, 0, 1, 3, 8, 9, 8, 6, 3, 6, 8, 7, 6, 4, 1, 1, 1, 1, 0, 0)
"""Mean pages that one person opens in each hour of the day."""


def _calls(
    truth: Truth,
    times: NDArray[np.float64],
    sent: tuple[int, int],
    received: tuple[int, int],
    rng: Generator,
    *,
    service: str = "ssl",
    tasking: float = 0.0,
    ttl: float = 3600.0,
) -> Iterator[Connection]:
    """Yield one answered session a check-in, with a lookup when the last one is older than `ttl` seconds.

    `sent` and `received` are (base, spread) in bytes; `tasking` is the share of large answers.
    """
    ups = sizes(len(times), *sent, rng)
    downs = sizes(len(times), *received, rng, tasking=tasking)
    answered = -inf
    for ts, up, down in zip(times.tolist(), ups.tolist(), downs.tolist(), strict=True):
        src, dst = truth.src[0], truth.dst[rng.integers(len(truth.dst))]
        if truth.domain and ts - answered > ttl:
            yield lookup(ts, src, truth.domain, dst, rng)
            answered = ts
        seconds = rng.uniform(0.15, 0.6)
        yield session(ts, dial(src, dst, truth.port, rng), service, up, down, seconds, name=truth.domain)


def jittered(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play an implant with a short sleep and much jitter, idle but for rare tasking."""
    times = check_ins("cobalt", 60, 0.37, *DAY, rng)
    return _calls(truth, times, (842, 24), (3318, 40), rng, tasking=0.01)


def slow(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play an implant that calls a few times a day."""
    times = check_ins("mythic", 9000, 0.1, *DAY, rng)
    return _calls(truth, times, (1210, 16), (2904, 32), rng)


def rotating(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play an implant whose name leads to another address each time."""
    times = check_ins("havoc", 300, 0.2, *DAY, rng)
    return _calls(truth, times, (930, 60), (1480, 90), rng, ttl=0.0)


def dead(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play an implant whose server is gone: three tries, then sleep."""
    for first in check_ins("mythic", 600, 0.05, *DAY, rng).tolist():
        for ts in first + np.cumsum([0.0, *rng.uniform(0.9, 1.3, 2)]):
            yield unanswered(float(ts), dial(truth.src[0], truth.dst[0], truth.port, rng))


def scan(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play a scanner that tries five ports of each address."""
    ts = 3 * 3600 + 20 * 60.0
    for port in (21, 23, 445, 1433, 3389):
        for dst in truth.dst:
            ts += rng.uniform(0.1, 0.8)
            ends = dial(truth.src[0], dst, port, rng)
            yield refused(ts, ends, rng.uniform(1e-4, 4e-4)) if dst in LIVE else unanswered(ts, ends)


def guessing(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play someone outside who tries passwords, one connection each."""
    ts = 4 * 3600 + 10 * 60.0
    for sent in sizes(60, 1250, 16, rng).tolist():
        ends = dial(truth.src[0], truth.dst[0], truth.port, rng)
        yield session(ts, ends, "ssh", sent, 1694, rng.uniform(2.1, 2.5))
        ts += rng.uniform(2.7, 3.5)


def ntp(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play clients that ask for the time."""
    for src in truth.src:
        for ts in check_ins("mythic", 1023.5, 0.005, *DAY, rng).tolist():
            ends = Ends(src, 123, truth.dst[0], truth.port)
            yield exchange(ts, ends, "ntp", 48, 48, rng.uniform(0.01, 0.04))


def updater(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play a service that a scheduler starts."""
    times = check_ins("cron", 900, 0.002, *DAY, rng)
    return _calls(truth, times, (214, 0), (388, 6), rng, service="http")


def monitoring(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play an agent with a fixed sleep."""
    for ts in check_ins("mythic", 300, 0.0, *DAY, rng).tolist():
        ends = dial(truth.src[0], truth.dst[0], truth.port, rng)
        yield session(ts, ends, None, 1640 + int(rng.integers(80)), 74, rng.uniform(0.01, 0.05))


def mdns(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play a printer that announces itself, two packets each time."""
    for ts in check_ins("cron", 600, 0.001, *DAY, rng).tolist():
        ends = Ends(truth.src[0], 5353, truth.dst[0], truth.port)
        yield announcement(ts, ends, "dns", 116, 2, rng.uniform(0.001, 0.05), "_ipp._tcp.local")


def ssdp(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play a device that looks for others, four packets each time."""
    for ts in check_ins("mythic", 479.5, 0.01, *DAY, rng).tolist():
        ends = dial(truth.src[0], truth.dst[0], truth.port, rng)
        yield announcement(ts, ends, None, 696, 4, rng.uniform(3.0, 3.1))


def browsing(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play people who open pages, each page a burst of connections to a few sites."""
    for src in truth.src:
        for hour, pages in enumerate(PAGES):
            for opened in 3600 * (hour + rng.random(rng.poisson(pages))):
                for place in rng.choice(len(SITES), rng.integers(1, 5), replace=False):
                    yield from _visit(float(opened) + rng.uniform(0.1, 4.0), src, SITES[place], rng)


def _visit(ts: float, src: str, site: Site, rng: Generator) -> Iterator[Connection]:
    """Yield one site's share of a page: perhaps a lookup, then one to three connections."""
    if rng.random() < 0.5:
        yield lookup(ts, src, site.name, site.address, rng)
    service = "ssl" if site.port == 443 else "http"
    for _ in range(rng.integers(1, 4)):
        ends = dial(src, site.address, site.port, rng)
        sent, received = int(np.exp(rng.uniform(6.2, 8.5))), int(np.exp(rng.uniform(7.5, 13.5)))
        close = "RSTO" if rng.random() < 0.2 else "SF"
        yield session(ts, ends, service, sent, received, rng.uniform(0.2, 65.0), name=site.name, close=close)
        ts += rng.uniform(0.02, 0.4)


def push(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play a client that keeps one session open."""
    ts, src, dst = 9.2 * 3600, truth.src[0], truth.dst[0]
    if truth.domain:
        yield lookup(ts, src, truth.domain, dst, rng)
    ends = dial(src, dst, truth.port, rng)
    yield session(ts, ends, "ssl", 48_210, 61_377, rng.uniform(26_000, 27_000), name=truth.domain)


def mail(truth: Truth, rng: Generator) -> Iterator[Connection]:
    """Play a mail client that runs while its user works."""
    times = check_ins("mythic", 599.5, 0.01, *DAY, rng, hours=(8, 18))
    return _calls(truth, times, (1460, 300), (4100, 2600), rng, tasking=0.1)
