"""How implants and clocks time their calls: seeded models of check-ins and of their sizes."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

ROUND_TRIP: Final = (0.05, 1.0)
"""Fewest and most seconds that a check-in itself takes before the sleep begins."""

TASKING: Final = (10.0, 100.0)
"""How many times larger a check-in is that carries a task or its result."""

MERLIN_SKEW: Final = 3.0
"""Merlin's default skew in seconds."""

LETTERS: Final = tuple("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
"""What Zeek's uids are made of."""

Rule = Callable[[float, int, float, float, Generator], float]
"""(now, number of check-ins so far, period, jitter, rng) → seconds to sleep."""


def _cobalt(_now: float, _number: int, period: float, jitter: float, rng: Generator) -> float:
    """Cobalt Strike, U[s(1 - j), s]: `get_sleep_time` in fox-it/dissect.cobaltstrike, client.py."""
    return rng.uniform(period * (1 - jitter), period)


def _sliver(_now: float, _number: int, period: float, jitter: float, rng: Generator) -> float:
    """Sliver, s + U[0, j·s]: BishopFox/sliver, implant/sliver/transports/beacon.go."""
    return period + rng.uniform(0, jitter * period)


def _symmetric(_now: float, _number: int, period: float, jitter: float, rng: Generator) -> float:
    """U[s(1 - j), s(1 + j)]: Mythic's Apollo Agent.cs, Havoc SleepObf.c, PoshC2 config-template.yml."""
    return rng.uniform(period * (1 - jitter), period * (1 + jitter))


def _empire(_now: float, _number: int, period: float, jitter: float, rng: Generator) -> float:
    """Empire, whole seconds in [s(1 - j), s(1 + j)): BC-SECURITY/Empire, agent.ps1."""
    low, high = int(period * (1 - jitter)), int(period * (1 + jitter))
    return float(rng.integers(low, max(high, low + 1)))


def _merlin(_now: float, _number: int, period: float, _jitter: float, rng: Generator) -> float:
    """Merlin, s + U[0, skew) whatever the jitter: Ne0nd0g/merlin-agent, run/run.go."""
    return period + rng.uniform(0, MERLIN_SKEW)


def _meterpreter(_now: float, number: int, period: float, _jitter: float, _rng: Generator) -> float:
    """Meterpreter over HTTP, a ramp up to the period (10 s in the original): server_transport_winhttp.c."""
    return min(0.01 * number if number < 10 else 0.1 * number, period)


def _cron(now: float, _number: int, period: float, jitter: float, rng: Generator) -> float:
    """Cron and other schedulers: to the next multiple of the period since 1970, then a lag of U[0, j·s]."""
    return period - now % period + rng.uniform(0, jitter * period)


MODELS: Final[Mapping[str, Rule]] = {
    "cobalt": _cobalt,
    "sliver": _sliver,
    "mythic": _symmetric,
    "empire": _empire,
    "havoc": _symmetric,
    "poshc2": _symmetric,
    "merlin": _merlin,
    "meterpreter": _meterpreter,
    "cron": _cron,
}
"""The timing rules by name; `implants.IMPLANTS` says in words what they do."""


def check_ins(
    model: str,
    period: float,
    jitter: float,
    start: float,
    stop: float,
    rng: Generator,
    *,
    missed: float = 0.0,
    hours: tuple[float, float] | None = None,
) -> NDArray[np.float64]:
    """Draw the check-ins in [start, stop): sorted seconds, rounded to a microsecond, shape (n,).

    `period` is the sleep in seconds, `jitter` and `missed` are fractions, `hours` the first and last working
    hour (UTC): outside them the implant sleeps until they begin. `start` falls somewhere inside a sleep.
    Raises KeyError for an unknown model and ValueError for a number out of range.
    """
    if not (period > 0 and 0 <= jitter <= 1 and 0 <= missed <= 1):
        raise ValueError("The period must be above 0, jitter and missed share from 0 to 1.")
    rule = MODELS[model]
    times: list[float] = []
    now = _working(start - rng.random() * period, hours)
    number = 0
    while now < stop:
        number += 1
        if now >= start:
            times.append(now)
        now += rng.uniform(*ROUND_TRIP)
        now = _working(now + rule(now, number, period, jitter, rng), hours)
    kept = rng.random(len(times)) >= missed
    return np.round(np.array(times, dtype=np.float64)[kept], 6)


def _working(now: float, hours: tuple[float, float] | None) -> float:
    """Find the first moment from `now` on that lies in the working hours, which may span midnight."""
    if hours is None:
        return now
    opens, closes = hours
    into = (now / 3600 - opens) % 24
    if into < ((closes - opens) % 24 or 24):
        return now
    # Rounded, since a hair before the opening would count as outside the window that begins there.
    return round(now + (24 - into) * 3600, 6)


def sizes(n: int, base: int, spread: int, rng: Generator, *, tasking: float = 0.0) -> NDArray[np.int64]:
    """Draw the bytes of `n` check-ins: `base` plus 0 to `spread`; shape (n,).

    A share `tasking` of them is many times that. Cobalt Strike's data_jitter appends bytes in the same way.
    """
    quiet = base + rng.integers(0, spread, n, endpoint=True)
    busy = rng.random(n) < tasking
    return np.where(busy, (quiet * rng.uniform(*TASKING, n)).astype(np.int64), quiet)


def uids(n: int, rng: Generator) -> list[str]:
    """Draw `n` identifiers that look like Zeek's."""
    draws = rng.integers(len(LETTERS), size=(n, 17))
    return ["C" + "".join(LETTERS[letter] for letter in draw) for draw in draws]
