"""Traces of the detection benchmark: what beacons of many kinds, and everything else, leave in conn.log."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beacon_tui.analysis.synthetic import check_ins

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HOUR: Final = 3600.0


@dataclass(frozen=True)
class Trace:
    """The connections of one source to one name or address."""

    times: Floats
    """Seconds from the start of the window, sorted."""
    sent: Floats
    """Bytes from the source; NaN where unset."""
    received: Floats
    """Bytes from the destination; NaN where unset."""
    state: str = "SF"
    """Zeek's conn_state of every connection."""
    periods: tuple[float, ...] = ()
    """The mean seconds from one check-in to the next that were drawn; one value for each phase. Empty: no beacon."""
    hosts: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Which of several destination addresses each connection goes to; empty when there is one."""
    named: bool = False
    """Whether the addresses share a server name."""


Maker = Callable[[float, Generator], Trace]
"""(seconds of the window, rng) → a trace."""


def small(times: Floats, rng: Generator, **more: object) -> Trace:
    """A trace with the sizes of an implant at rest: nearly constant, now and then a task."""
    n = times.size
    base, spread = rng.integers(60, 1500), rng.choice((0, 4, 40))
    busy = np.where(rng.random(n) < 0.03, rng.uniform(5, 60, n), 1.0)
    sent = (base + rng.integers(0, spread + 1, n)) * busy
    received = rng.integers(100, 4000) + rng.integers(0, spread + 1, n) * busy
    return Trace(times, sent, received, **more)  # type: ignore[arg-type]


def mean_gap(model: str, period: float, jitter: float) -> float:
    """The mean seconds from one check-in to the next, round trip included."""
    shift = {"cobalt": 1 - jitter / 2, "sliver": 1 + jitter / 2}.get(model, 1.0)
    if model == "merlin":
        return period + 1.5 + 0.525
    return period if model == "cron" else period * shift + 0.525


def _draw(model: str, period: float, jitter: float, span: float, rng: Generator, **how: object) -> Floats:
    """Check-ins over the whole window."""
    return check_ins(model, period, jitter, 0.0, span, rng, **how)  # type: ignore[arg-type]


def _pick(rng: Generator, *values: float) -> float:
    """One of the values."""
    return float(rng.choice(values))


def plain(model: str, jitters: tuple[float, ...], **how: object) -> Maker:
    """Make beacons of one model, with periods from 10 s to 30 min."""

    def make(span: float, rng: Generator) -> Trace:
        period, jitter = _pick(rng, 10, 30, 60, 300, 900, 1800), _pick(rng, *jitters)
        return small(_draw(model, period, jitter, span, rng, **how), rng, periods=(mean_gap(model, period, jitter),))

    return make


def missing(low: float, high: float) -> Maker:
    """Make beacons of which a share of the check-ins does not come."""

    def make(span: float, rng: Generator) -> Trace:
        period, jitter = _pick(rng, 30, 60, 300, 600), _pick(rng, 0.1, 0.2, 0.37, 0.5)
        times = _draw("cobalt", period, jitter, span, rng, missed=rng.uniform(low, high))
        return small(times, rng, periods=(mean_gap("cobalt", period, jitter),))

    return make


def bursts(span: float, rng: Generator) -> Trace:
    """Make a beacon that opens two to six connections a check-in."""
    period, jitter = _pick(rng, 60, 300, 900), _pick(rng, 0.1, 0.3, 0.5)
    times = _draw("mythic", period, jitter, span, rng)
    counts = rng.integers(2, 7, times.size)
    times = np.sort(np.repeat(times, counts) + rng.exponential(0.6, counts.sum()))
    return small(times, rng, periods=(mean_gap("mythic", period, jitter),))


def noisy(span: float, rng: Generator) -> Trace:
    """Make a beacon with as much other traffic again to the same destination."""
    period, jitter = _pick(rng, 60, 300, 600), _pick(rng, 0.05, 0.1, 0.2)
    beacon = _draw("cobalt", period, jitter, span, rng)
    share = rng.uniform(0.5, 1.0)
    other = poisson_times(beacon.size * share, span, rng) if rng.random() < 0.5 else sessions(span, rng).times
    other = other[: int(beacon.size * share) + 1] if other.size else other
    return small(np.sort(np.concatenate((beacon, other))), rng, periods=(mean_gap("cobalt", period, jitter),))


def clock(span: float, rng: Generator) -> Trace:
    """Make a scheduled task, some with missed runs or a lag."""
    period = _pick(rng, 60, 300, 600, 900, 1800, 3600)
    times = _draw("cron", period, _pick(rng, 0.01, 0.05, 0.2), span, rng, missed=_pick(rng, 0, 0.1, 0.3))
    return small(times, rng, periods=(period,))


def office(span: float, rng: Generator) -> Trace:
    """Make a beacon on a host that is on for some eight hours a day."""
    period, jitter, opens = _pick(rng, 60, 300, 900), _pick(rng, 0.1, 0.37, 0.5), rng.uniform(5, 11)
    times = _draw("cobalt", period, jitter, span, rng, hours=(opens, opens + rng.uniform(7, 10)))
    return small(times, rng, periods=(mean_gap("cobalt", period, jitter),))


def absent(span: float, rng: Generator) -> Trace:
    """Make a beacon with one long absence."""
    period, jitter = _pick(rng, 60, 300, 900), _pick(rng, 0.1, 0.3, 0.5)
    times = _draw("mythic", period, jitter, span, rng)
    away = rng.uniform(0.2, 0.6) * span
    times = times[(times < away) | (times > away + rng.uniform(4, 9) * HOUR)]
    return small(times, rng, periods=(mean_gap("mythic", period, jitter),))


def operated(span: float, rng: Generator) -> Trace:
    """Make a beacon whose operator works at sleep 1 s for some minutes, up to three times."""
    period, jitter = _pick(rng, 60, 300, 600), _pick(rng, 0.1, 0.2, 0.37)
    times = _draw("cobalt", period, jitter, span, rng)
    for _ in range(int(rng.integers(1, 4))):
        begins, lasts = rng.uniform(0, span * 0.9), rng.uniform(300, 1500)
        fast = begins + np.cumsum(rng.uniform(0.6, 1.8, int(lasts / 1.2)))
        times = np.concatenate((times[(times < begins) | (times > fast[-1])], fast))
    return small(np.sort(times), rng, periods=(mean_gap("cobalt", period, jitter),))


def changed(span: float, rng: Generator) -> Trace:
    """Make a beacon whose sleep is changed once by a factor of 5 to 30."""
    fast, jitter = _pick(rng, 10, 20, 60), _pick(rng, 0.1, 0.2, 0.37)
    slow = fast * _pick(rng, 5, 10, 18, 30)
    at = rng.uniform(0.15, 0.6) * span
    first, second = (fast, slow) if rng.random() < 0.5 else (slow, fast)
    times = np.concatenate(
        (check_ins("cobalt", first, jitter, 0, at, rng), check_ins("cobalt", second, jitter, at, span, rng))
    )
    return small(times, rng, periods=tuple(mean_gap("cobalt", period, jitter) for period in (first, second)))


def meterpreter(span: float, rng: Generator) -> Trace:
    """Make Meterpreter's ramp to 10 s, started again by each task."""
    starts = np.sort(rng.uniform(0, span, int(rng.integers(1, 12))))
    parts = [
        check_ins("meterpreter", 10, 0, start, stop, rng)
        for start, stop in zip(starts, (*starts[1:], span), strict=True)
    ]
    return small(np.concatenate(parts), rng, periods=(10.525,))


def rotating(named: bool) -> Maker:
    """Make a beacon that calls one of several addresses each time, in turn or at random."""

    def make(span: float, rng: Generator) -> Trace:
        period, jitter = _pick(rng, 60, 300, 600), _pick(rng, 0.1, 0.2, 0.37)
        times, count = _draw("cobalt", period, jitter, span, rng), int(rng.integers(3, 13))
        hosts = np.arange(times.size) % count if rng.random() < 0.5 else rng.integers(0, count, times.size)
        return small(times, rng, periods=(mean_gap("cobalt", period, jitter),), hosts=hosts, named=named)

    return make


def slow(span: float, rng: Generator) -> Trace:
    """Make a beacon of 3 to 6 hours, over days."""
    period, jitter = _pick(rng, 3, 4, 6) * HOUR, _pick(rng, 0.05, 0.1, 0.2, 0.3)
    times = _draw("mythic", period, jitter, span, rng, missed=_pick(rng, 0, 0, 0.1))
    return small(times, rng, periods=(mean_gap("mythic", period, jitter),))


def few(span: float, rng: Generator) -> Trace:
    """Make a beacon with 6 to 12 check-ins in the window."""
    jitter = _pick(rng, 0.05, 0.1, 0.2, 0.3)
    times = np.zeros(0)
    while not 6 <= times.size <= 12:
        period = span / rng.uniform(6.5, 12)
        times = _draw("mythic", period, jitter, span, rng)
    return small(times, rng, periods=(mean_gap("mythic", period, jitter),))


def dead(span: float, rng: Generator) -> Trace:
    """Make a beacon whose server is dead: each check-in is a SYN or three, none answered."""
    period, jitter = _pick(rng, 30, 60, 300, 900), _pick(rng, 0, 0.2, 0.5)
    times = _draw("mythic", period, jitter, span, rng)
    if rng.random() < 0.5:
        times = np.sort(np.concatenate((times, times + 1.01, times + 3.03)))
    unset = np.full(times.size, np.nan)
    return Trace(times, unset, unset, str(rng.choice(("S0", "REJ"))), (mean_gap("mythic", period, jitter),))


def combined(span: float, rng: Generator) -> Trace:
    """Make a beacon with several troubles at once: jitter, missed check-ins, office hours, bursts, other traffic."""
    period, jitter = _pick(rng, 60, 120, 300), _pick(rng, 0.2, 0.37, 0.5)
    opens = rng.uniform(6, 10)
    hours = (opens, opens + 9) if rng.random() < 0.5 else None
    times = _draw("cobalt", period, jitter, span, rng, missed=rng.uniform(0.1, 0.3), hours=hours)
    counts = rng.integers(1, 4, times.size)
    burst = np.repeat(times, counts) + rng.exponential(0.4, counts.sum())
    other = poisson_times(times.size * rng.uniform(0.1, 0.3), span, rng)
    return small(np.sort(np.concatenate((burst, other))), rng, periods=(mean_gap("cobalt", period, jitter),))


SCENARIOS: Final[Mapping[str, Maker]] = {
    "cobalt 0-20 %": plain("cobalt", (0.0, 0.1, 0.2)),
    "cobalt 37-50 %": plain("cobalt", (0.37, 0.5)),
    "cobalt 75-90 %": plain("cobalt", (0.75, 0.9)),
    "sliver": plain("sliver", (0.2, 0.5, 0.9)),
    "mythic 20-50 %": plain("mythic", (0.2, 0.35, 0.5)),
    "mythic 75-90 %": plain("mythic", (0.75, 0.9)),
    "empire": plain("empire", (0.1, 0.3, 0.5)),
    "merlin": plain("merlin", (0.0,)),
    "meterpreter ramp": meterpreter,
    "clock-locked": clock,
    "missed 10-30 %": missing(0.1, 0.3),
    "missed 30-50 %": missing(0.3, 0.5),
    "bursts": bursts,
    "other traffic": noisy,
    "office hours": office,
    "one absence": absent,
    "operator phases": operated,
    "sleep changed": changed,
    "rotating, named": rotating(named=True),
    "rotating, unnamed": rotating(named=False),
    "few samples": few,
    "dead server": dead,
    "combined": combined,
}
"""Beacons that must be found in a day."""

SLOW: Final[Mapping[str, Maker]] = {"3-6 h over days": slow}
"""Beacons that need several days."""


# ---- what is no beacon -------------------------------------------------------------------------------------------


def poisson_times(mean: float, span: float, rng: Generator) -> Floats:
    """Random times with no memory."""
    times = rng.uniform(0, span, rng.poisson(mean))
    times.sort()
    return times


def _renewal(gaps: Floats, span: float, rng: Generator) -> Floats:
    """Calls with given gaps, some over part of the window only."""
    times: Floats = np.cumsum(gaps) - gaps[0] * rng.random()
    times = times[times < span]
    if rng.random() < 0.3:
        begins = rng.uniform(0, 0.6) * span
        times = times[(times >= begins) & (times < begins + rng.uniform(0.2, 0.6) * span)]
    return times


def _count(rng: Generator) -> float:
    """How many connections, about: from 8 to 3,000, few most often."""
    return float(np.exp(rng.uniform(np.log(8), np.log(3000))))


def poisson(span: float, rng: Generator) -> Trace:
    """Make a random caller."""
    return _sized(poisson_times(_count(rng), span, rng), rng)


def diurnal(span: float, rng: Generator) -> Trace:
    """Make people by day: a random rate that follows the hours, with lunch."""
    times = poisson_times(3 * _count(rng), span, rng)
    hour = times / HOUR % 24
    peak = rng.uniform(10, 16)
    rate = np.exp(-((((hour - peak + 12) % 24) - 12) ** 2) / (2 * rng.uniform(2, 4) ** 2))
    return _sized(times[rng.random(times.size) < rate], rng)


def sessions(span: float, rng: Generator) -> Trace:
    """Make people who browse: sessions of clicks that each open several connections."""
    starts = poisson_times(rng.uniform(2, 25), span, rng)
    parts = [
        start + np.cumsum(rng.lognormal(np.log(rng.uniform(3, 40)), rng.uniform(0.8, 1.5), rng.integers(3, 60)))
        for start in starts
    ]
    clicks = np.concatenate(parts) if parts else np.zeros(0)
    counts = rng.integers(1, 5, clicks.size)
    times = np.repeat(clicks, counts) + rng.exponential(0.3, counts.sum())
    return _sized(np.sort(times[times < span]), rng)


def lognormal(span: float, rng: Generator) -> Trace:
    """Make machine traffic with log-normal gaps."""
    n, sigma = int(_count(rng)), rng.uniform(0.8, 2.0)
    return _sized(_renewal(rng.lognormal(np.log(span / n) - sigma**2 / 2, sigma, 2 * n), span, rng), rng)


def gamma(span: float, rng: Generator) -> Trace:
    """Make half-regular callers: gamma gaps with a CV of 0.65 to 0.9."""
    n, shape = int(_count(rng)), rng.uniform(0.65, 0.9) ** -2
    return _sized(_renewal(rng.gamma(shape, span / n / shape, 2 * n), span, rng), rng)


def pareto(span: float, rng: Generator) -> Trace:
    """Make heavy-tailed machine traffic."""
    n, alpha = int(_count(rng)), rng.uniform(0.6, 1.6)
    gaps = rng.pareto(alpha, 4 * n) + 1
    return _sized(_renewal(np.minimum(gaps * span / n / 6, span / 3), span, rng), rng)


def mixed(span: float, rng: Generator) -> Trace:
    """Make hyper-exponential gaps: two rates at random."""
    n = int(_count(rng))
    scale = np.where(rng.random(3 * n) < rng.uniform(0.5, 0.95), rng.uniform(0.01, 0.2), rng.uniform(1, 4))
    return _sized(_renewal(rng.exponential(scale * span / n), span, rng), rng)


def excited(span: float, rng: Generator) -> Trace:
    """Make calls that bring about more calls (a Hawkes process)."""
    parents = poisson_times(rng.uniform(5, 200), span, rng)
    branching, decay, everything = rng.uniform(0.3, 0.85), rng.uniform(5, 300), [parents]
    while parents.size and sum(map(len, everything)) < 5000:
        counts = rng.poisson(branching, parents.size)
        parents = np.repeat(parents, counts) + rng.exponential(decay, counts.sum())
        everything.append(parents)
    times = np.sort(np.concatenate(everything))
    return _sized(times[times < span], rng)


def backoff(span: float, rng: Generator) -> Trace:
    """Make a client that retries with doubled waits, now and then."""
    starts = poisson_times(rng.uniform(2, 30), span, rng)
    waits = rng.uniform(0.5, 3) * 2.0 ** np.arange(rng.integers(4, 9))
    times = (starts[:, None] + np.cumsum(waits * rng.uniform(0.8, 1.2, (starts.size, waits.size)), axis=1)).ravel()
    return _sized(np.sort(times[times < span]), rng, "S0")


def guessing(span: float, rng: Generator) -> Trace:
    """Make a run of password guesses: even steps, over in a few minutes to three quarters of an hour."""
    gap, n = rng.uniform(1, 20), int(rng.integers(12, 130))
    times = rng.uniform(0, span * 0.9) + np.cumsum(gap * rng.uniform(0.9, 1.1, n))
    return Trace(times, rng.integers(800, 2600) + np.zeros(n), rng.integers(1000, 3000) + np.zeros(n))


def scan(span: float, rng: Generator) -> Trace:
    """Make a scanner: a handful of probes in a row, come back a few times."""
    starts = poisson_times(rng.uniform(2, 6), span, rng)
    times = (starts[:, None] + np.cumsum(rng.uniform(0.2, 4, (starts.size, 4)), axis=1)).ravel()
    unset = np.full(times.size, np.nan)
    return Trace(np.sort(times), unset, unset, "S0")


def _sized(times: Floats, rng: Generator, state: str = "SF") -> Trace:
    """A trace of which the sizes are constant in half of all cases, absent in some, of all magnitudes else."""
    n, luck = times.size, rng.random()
    if luck < 0.5:
        sent, received = rng.integers(60, 2000) + np.zeros(n), rng.integers(100, 5000) + np.zeros(n)
    elif luck < 0.6:
        sent = received = np.full(n, np.nan)
    else:
        sent, received = rng.lognormal(6, 1, n).round(), rng.lognormal(8, 1.5, n).round()
    return Trace(times, sent, received, state)


MEMORYLESS: Final = (poisson, diurnal, sessions, lognormal, pareto, mixed, excited)
"""What is neither a beacon nor half-regular: `false_alarm` must hold on these."""

OTHERS: Final = (*MEMORYLESS, gamma, gamma, backoff, guessing, scan)
"""Everything that must rank below the beacons."""
