"""Small hand-made results for the tests of everything that stands after the analysis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from beacon_tui.analysis.accounts import Accounts
from beacon_tui.analysis.model import COLUMNS, FLAGS, Columns, Counts, Results, Window
from beacon_tui.analysis.phases import Phase
from beacon_tui.triage.desk import Desk
from beacon_tui.triage.rules import Rule
from beacon_tui.triage.scopes import rule_for
from beacon_tui.zeek.accounts import FIELDS, united_accounts
from beacon_tui.zeek.columns import CATEGORIES, CONN_FIELDS, NUMBERS, Skipped

START: Final = 1713484800.0
"""2024-04-19 00:00 UTC."""
DAY: Final = 86400.0
HOUR: Final = 3600.0
HOSTILE: Final = "\x1b]0;owned\x07[bold red]=cmd|' /C calc'!A0[/]\u202e\n.example"
"""A server name as an attacker might send it: terminal commands, markup, a formula, bidi, a line break."""


@dataclass(frozen=True)
class Fake:
    """One candidate to be made up."""

    src: str
    dsts: tuple[str, ...]
    """More than one makes it a name candidate."""
    period: float = 300.0
    """Seconds from one check-in to the next; connections are to the destinations in turn."""
    jitter: float = 0.0
    """How far check-ins stray, as a fraction of the period."""
    count: int = 50
    """How many connections."""
    score: float = 0.5
    port: int = 443
    proto: str | None = "tcp"
    service: str | None = None
    domain: str | None = None
    orig_bytes: float = 74.0
    resp_bytes: float = float("nan")
    duration: float = 0.25
    """Seconds that each connection lasts."""
    flags: tuple[str, ...] = ()
    columns: dict[str, Any] = field(default_factory=dict)
    """Public columns that shall have other values than the connections say."""


EXAMPLES: Final = (
    Fake("73.54.23.243", ("64.225.56.201",), 272, 0.26, 300, 0.97, 80, "tcp", "http", None, 74.0, 212.0),
    Fake("10.0.3.12", ("203.0.113.80",), 4 * HOUR, 0.09, 6, 0.52, flags=("few",)),
    Fake("10.0.3.9", tuple(f"198.51.100.{n}" for n in range(1, 5)), 301.6, 0.3, 200, 0.74, domain="cdn.example"),
    Fake("10.0.3.7", ("192.0.2.10",), 900, 0.01, 90, 0.88, 443, "tcp", "ssl", "updates.vendor.example"),
    Fake("64.225.56.201", ("91.189.91.157",), 680, 0.0, 126, 0.91, 123, "udp", "ntp", None, 48.0, 48.0),
    Fake("2001:db8::7", ("2001:db8:aaaa:bbbb::1",), 60, 0.5, 400, 0.61, columns={"size_cv": float("nan")}),
    Fake("10.0.3.66", ("203.0.113.5",), 120, 0.2, 80, 0.33, 8443, "tcp", "ssl", HOSTILE),
    Fake("10.0.3.67", ("203.0.113.6",), 50, 0.9, 40, 0.12, -1, None, columns={"period": float("nan")}),
)
"""A jittered beacon, a slow one, a rotating one, two benign clocks, IPv6, a hostile name, unknown values."""


def session(src: str, dst: str, hours: float, sent: float, received: float, **more: Any) -> Fake:  # noqa: ANN401  any field
    """A lone long session: too few check-ins for a score."""
    nothing = dict.fromkeys(("interval_mean", "interval_std", "interval_median", "cv", "period", "jitter"), np.nan)
    nothing |= dict.fromkeys(("missed", "coverage", "size_score", "size_cv", "persistence_score"), np.nan)
    return Fake(
        src,
        (dst,),
        count=1,
        score=np.nan,
        orig_bytes=sent,
        resp_bytes=received,
        duration=hours * HOUR,
        flags=("long", "few"),
        columns=nothing,
        **more,
    )


SESSIONS: Final = (
    session("10.0.3.20", "192.0.2.99", 9.2, 34e3, 51e3, service="ssl", domain="push.example"),
    session("10.0.3.21", "198.51.100.77", 2.5, 4.1e9, 7e7, port=22, service="ssh"),
    session("10.0.3.22", "203.0.113.44", 23.9, np.nan, np.nan, proto="udp"),
    Fake("10.0.3.23", ("203.0.113.45",), 4 * HOUR, 0.05, 6, 0.6, duration=4.5 * HOUR, flags=("long", "few")),
)
"""Sessions of an hour or more: small, bulk, unknown bytes, and one that has a rhythm besides."""


def fake_results(fakes: Sequence[Fake] = EXAMPLES, window: Window | None = None) -> Results:
    """Make results of some candidates, best score first, over one day."""
    ordered = sorted(fakes, key=lambda fake: (np.isnan(fake.score), -fake.score))
    parts = [_connections(fake, seed) for seed, fake in enumerate(ordered)]
    sizes = [len(part) for part in parts]
    offsets = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    whole = pd.concat(parts, ignore_index=True) if parts else _frame({name: [] for name in CONN_FIELDS}, [])
    shuffled = np.random.default_rng(1).permutation(len(whole))
    counts = Counts(2, len(whole) + 3, (Skipped("conn.log", "7 fields, 23 expected", 3, 17),), 41, len(ordered), 7)
    return Results(
        window=window or Window(START, START + DAY, ((START + 5 * HOUR, START + 6 * HOUR),)),
        counts=counts,
        columns=_columns(ordered, parts),
        flags=np.array([sum(1 << FLAGS.index(flag) for flag in _flags(fake)) for fake in ordered], np.int64),
        join_gaps=np.zeros(len(ordered)),
        frame=_categorised(whole.iloc[shuffled].reset_index(drop=True)),
        order=np.argsort(shuffled).astype(np.int64),
        offsets=offsets,
    )


def _flags(fake: Fake) -> tuple[str, ...]:
    """Say which flags a candidate has."""
    return fake.flags if len(fake.dsts) == 1 else ("rotates", *fake.flags)


def _connections(fake: Fake, seed: int) -> pd.DataFrame:
    """Make the connections of one candidate, by time, no later than the end of the day."""
    stray = np.random.default_rng(seed).uniform(-fake.jitter, fake.jitter, fake.count) / 2 * fake.period
    times = np.round(START + 10 + fake.period * (np.arange(fake.count) + 0.5) + stray, 6)
    times = np.sort(times[times < START + DAY])
    number = len(times)
    values = {
        "ts": times,
        "id.orig_h": [fake.src] * number,
        "id.resp_h": [fake.dsts[place % len(fake.dsts)] for place in range(number)],
        "id.resp_p": [fake.port if fake.port >= 0 else None] * number,
        "uid": [f"C{seed:02}{place:06}" for place in range(number)],
        "id.orig_p": [49152 + place % 16384 for place in range(number)],
        "proto": [fake.proto] * number,
        "service": [fake.service] * number,
        "duration": [fake.duration] * number,
        "orig_bytes": [fake.orig_bytes] * number,
        "resp_bytes": [fake.resp_bytes] * number,
        "conn_state": ["SF"] * number,
    }
    return _frame(values, [fake.domain] * number)


def _frame(values: dict[str, Any], domains: list[str | None]) -> pd.DataFrame:
    """Make a frame with the columns that the analysis is given."""
    return pd.DataFrame({**values, "domain": domains}).astype(dict.fromkeys(NUMBERS, "float64") | {"uid": "str"})


def _categorised(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame the dtypes that the analysis is given."""
    return frame.astype(dict.fromkeys((*CATEGORIES, "domain"), "category"))


def _columns(fakes: Sequence[Fake], parts: Sequence[pd.DataFrame]) -> Columns:
    """Make the candidate table."""
    rows = [_row(fake, part["ts"].to_numpy(np.float64)) for fake, part in zip(fakes, parts, strict=True)]
    return {
        column.name: np.array([row[column.name] for row in rows], _dtype(column.kind))
        for column in COLUMNS
        if column.kind != "list"
    }


def _dtype(kind: str) -> type:
    """Say what a column of a kind holds."""
    return {"text": object, "address": object, "int": np.int64}.get(kind, np.float64)


def _row(fake: Fake, times: NDArray[np.float64]) -> dict[str, Any]:
    """Make one row of the candidate table, the plain way."""
    gaps = np.diff(times) if len(times) > 1 else np.array([np.nan])
    mean = float(gaps.mean())
    single = len(fake.dsts) == 1
    return {
        "kind": "pair" if single else "name",
        "src": fake.src,
        "dst": fake.dsts[0] if single else None,
        "dst_count": len(fake.dsts),
        "domain": fake.domain,
        "port": fake.port,
        "proto": fake.proto,
        "service": fake.service,
        "connections": len(times),
        "events": len(times),
        "first_seen": times[0],
        "last_seen": times[-1],
        "interval_mean": mean,
        "interval_std": float(gaps.std()),
        "cv": float(gaps.std()) / mean,
        "interval_median": float(np.median(gaps)),
        "period": fake.period,
        "jitter": fake.jitter,
        "missed": 0.01,
        "false_alarm": 1e-12,
        "orig_bytes_median": fake.orig_bytes,
        "resp_bytes_median": fake.resp_bytes,
        "size_cv": 0.0,
        "duration_max": fake.duration,
        "duration_total": fake.duration * len(times),
        "coverage": min((times[-1] - times[0]) / DAY, 1.0),
        "prevalence": 1 / 312,
        "timing_score": fake.score,
        "size_score": 1.0,
        "persistence_score": 0.8,
        "score": fake.score,
        **fake.columns,
    }


Sighting = tuple[str, str, str, str, int]
"""An account on a source: source, name, domain, log, how often it was confirmed."""


def fake_accounts(seen: Iterable[Sighting]) -> Accounts:
    """Make the accounts of a load, each in five rows, first seen one after another."""
    rows = [(*who, 10.0 + place, 20.0, 5, confirmed) for place, (*who, confirmed) in enumerate(seen)]
    return Accounts(united_accounts([pd.DataFrame(rows, columns=list(FIELDS)).astype(FIELDS)]))


def benign(desk: Desk, row: int) -> Rule:
    """Hide a candidate by its plainest rule."""
    rule = rule_for(desk.results, row)
    desk.allow([rule])
    return rule


def fake_reasons(row: int, _phases: Sequence[Phase] = ()) -> list[str]:
    """Stand in for the reasons that the analysis would give."""
    return [f"{row} check-ins about every 4m32s, up to 26 % early or late", "bytes 74 B out, always the same"]
