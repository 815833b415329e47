"""The check-in models keep to the timing rules of the implants they stand for."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from beacon_tui.analysis.synthetic import MERLIN_SKEW, MODELS, ROUND_TRIP, TASKING, check_ins, sizes, uids

DAY = 86400.0
MICRO = 1e-6
SHORTEST_TRIP, LONGEST_TRIP = ROUND_TRIP

period = st.floats(1.0, 3000.0)
jitter = st.floats(0.0, 1.0)
seed = st.integers(0, 2**32)

BOUNDS: dict[str, Callable[[float, float], tuple[float, float]]] = {
    "cobalt": lambda s, j: (s * (1 - j), s),
    "sliver": lambda s, j: (s, s * (1 + j)),
    "mythic": lambda s, j: (s * (1 - j), s * (1 + j)),
    "havoc": lambda s, j: (s * (1 - j), s * (1 + j)),
    "poshc2": lambda s, j: (s * (1 - j), s * (1 + j)),
    "empire": lambda s, j: (int(s * (1 - j)), s * (1 + j)),
    "merlin": lambda s, j: (s, s + MERLIN_SKEW),
}
"""Shortest and longest sleep in seconds, from period and jitter."""

MEANS = {
    "cobalt": 60 * (1 - 0.2),
    "sliver": 60 * (1 + 0.2),
    "mythic": 60.0,
    "havoc": 60.0,
    "poshc2": 60.0,
    "empire": 59.5,
    "merlin": 60 + MERLIN_SKEW / 2,
}
"""Mean sleep in seconds at a period of 60 s and 40 % jitter."""


def call(model: str, period: float, jitter: float, rng: Generator, checks: int = 60) -> NDArray[np.float64]:
    """Check in for about so many periods, from a moment with an odd phase."""
    start = 1768435211.5
    return check_ins(model, period, jitter, start, start + checks * period, rng)


@pytest.mark.parametrize("model", sorted(BOUNDS))
@given(period=period, jitter=jitter, seed=seed)
def test_every_gap_lies_within_the_models_bounds(model: str, period: float, jitter: float, seed: int) -> None:
    gaps = np.diff(call(model, period, jitter, default_rng(seed)))
    low, high = BOUNDS[model](period, jitter)
    assert np.all(gaps >= low + SHORTEST_TRIP - 2 * MICRO)
    assert np.all(gaps <= high + LONGEST_TRIP + 2 * MICRO)


@pytest.mark.parametrize("model", sorted(MEANS))
def test_the_mean_gap_is_the_mean_sleep_and_the_mean_round_trip(model: str) -> None:
    gaps = np.diff(call(model, 60, 0.4, default_rng(1), checks=4000))
    assert np.mean(gaps) == pytest.approx(MEANS[model] + (SHORTEST_TRIP + LONGEST_TRIP) / 2, rel=0.01)


@pytest.mark.parametrize("model", ["cobalt", "sliver", "mythic"])
def test_gaps_fill_the_whole_range_of_the_jitter(model: str) -> None:
    gaps = np.diff(call(model, 1000, 0.3, default_rng(2), checks=2000))
    low, high = BOUNDS[model](1000, 0.3)
    assert np.min(gaps) < low + 0.05 * (high - low)
    assert np.max(gaps) > high - 0.05 * (high - low)


def test_empire_sleeps_whole_seconds() -> None:
    sleeps = {MODELS["empire"](0.0, 1, 10.0, 0.5, default_rng(seed)) for seed in range(200)}
    assert sleeps == {float(second) for second in range(5, 15)}


@pytest.mark.parametrize(("polls", "sleep"), [(1, 0.01), (9, 0.09), (10, 1.0), (50, 5.0), (100, 10), (900, 10)])
def test_meterpreters_ramp_is_that_of_its_source(polls: int, sleep: float) -> None:
    assert MODELS["meterpreter"](0.0, polls, 10.0, 0.5, default_rng(1)) == pytest.approx(sleep)


def test_meterpreter_ramps_up_to_its_period_and_stays_there() -> None:
    gaps = np.diff(check_ins("meterpreter", 10.0, 0.0, 0.0, 2000.0, default_rng(3)))
    assert gaps[0] < 1.2
    assert np.median(gaps[30:60]) > 2 * np.median(gaps[:20])
    assert np.all(gaps[110:] >= 10.0)
    assert np.all(gaps[110:] <= 10.0 + LONGEST_TRIP + MICRO)


@given(period=st.floats(2.0, 3000.0), jitter=st.floats(0.0, 0.4), seed=seed)
def test_cron_keeps_to_the_clock_however_long_it_runs(period: float, jitter: float, seed: int) -> None:
    times = call("cron", period, jitter, default_rng(seed))
    lags = (times + 1e-3) % period - 1e-3
    assert np.all(lags >= -2e-6)
    assert np.all(lags <= jitter * period + 2e-6)
    assert np.array_equal(np.round(np.diff((times - lags) / period)), np.ones(len(times) - 1))


def test_an_implant_drifts_where_cron_does_not() -> None:
    drifting = call("mythic", 60, 0.0, default_rng(4), checks=1000)
    assert drifting[-1] - drifting[0] > 60 * (len(drifting) - 1) + 100


@pytest.mark.parametrize("model", sorted(MODELS))
@given(period=period, jitter=jitter, missed=st.floats(0.0, 1.0), seed=seed)
def test_times_are_sorted_inside_the_window_and_whole_microseconds(
    model: str, period: float, jitter: float, missed: float, seed: int
) -> None:
    start, stop = 5000.0, 5000.0 + 20 * period
    times = check_ins(model, period, jitter, start, stop, default_rng(seed), missed=missed)
    assert times.dtype == np.float64
    assert np.all((times >= start) & (times <= stop))
    assert np.all(np.diff(times) > 0)
    assert np.array_equal(times, np.round(times, 6))


@pytest.mark.parametrize("model", sorted(MODELS))
def test_the_seed_decides(model: str) -> None:
    first, again, other = (call(model, 60, 0.3, default_rng(seed)) for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_window_begins_anywhere_inside_a_sleep() -> None:
    firsts = np.array([check_ins("mythic", 60, 0, 0, 120, default_rng(seed))[0] for seed in range(300)])
    assert np.min(firsts) < 5
    assert np.max(firsts) > 55


@pytest.mark.parametrize("missed", [0.1, 0.5])
def test_a_share_is_missed_without_moving_the_others(missed: float) -> None:
    whole = check_ins("cobalt", 20, 0.3, 0, DAY, default_rng(7))
    kept = check_ins("cobalt", 20, 0.3, 0, DAY, default_rng(7), missed=missed)
    assert np.all(np.isin(kept, whole))
    assert len(kept) / len(whole) == pytest.approx(1 - missed, abs=0.03)


def test_nothing_is_left_when_all_are_missed() -> None:
    assert check_ins("cobalt", 60, 0.1, 0, DAY, default_rng(8), missed=1.0).shape == (0,)


@given(opens=st.floats(0, 23.9), length=st.floats(0.1, 23.0), seed=seed)
def test_no_check_in_outside_working_hours(opens: float, length: float, seed: int) -> None:
    hours = (opens, (opens + length) % 24)
    times = check_ins("havoc", 900, 0.2, 0, 2 * DAY, default_rng(seed), hours=hours)
    into = (times / 3600 - opens + 1e-6) % 24
    assert len(times) >= 2
    assert np.all(into <= length + 2e-6)


def test_it_wakes_when_the_working_hours_begin() -> None:
    times = check_ins("empire", 600, 0.0, 0, 3 * DAY, default_rng(9), hours=(8, 18))
    day = np.floor(times / DAY)
    firsts = [times[day == number][0] % DAY for number in range(3)]
    assert firsts == pytest.approx([8 * 3600] * 3, abs=1e-5)
    assert np.sum(day == 1) == pytest.approx(60, abs=2)


@pytest.mark.parametrize("hours", [(0, 24), (7, 7)])
def test_a_whole_day_of_working_hours_is_no_limit(hours: tuple[float, float]) -> None:
    free = check_ins("cobalt", 600, 0.2, 0, DAY, default_rng(10))
    assert np.array_equal(check_ins("cobalt", 600, 0.2, 0, DAY, default_rng(10), hours=hours), free)


@pytest.mark.parametrize(
    ("period", "jitter", "missed"),
    [
        (0, 0.1, 0),
        (-5, 0.1, 0),
        (float("nan"), 0.1, 0),
        (60, -0.1, 0),
        (60, 1.1, 0),
        (60, 0.1, -1),
        (60, 0.1, 2),
    ],
)
def test_numbers_out_of_range_are_refused(period: float, jitter: float, missed: float) -> None:
    with pytest.raises(ValueError, match="period must be above 0"):
        check_ins("cobalt", period, jitter, 0, DAY, default_rng(1), missed=missed)


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(KeyError):
        check_ins("carrier pigeon", 60, 0.1, 0, DAY, default_rng(1))


def test_a_window_that_ends_before_it_begins_holds_nothing() -> None:
    assert check_ins("cobalt", 60, 0.1, DAY, 0, default_rng(1)).shape == (0,)


@given(n=st.integers(0, 300), base=st.integers(0, 10**6), spread=st.integers(0, 10**4), seed=seed)
def test_idle_sizes_lie_between_base_and_base_plus_spread(n: int, base: int, spread: int, seed: int) -> None:
    drawn = sizes(n, base, spread, default_rng(seed))
    assert drawn.shape == (n,)
    assert drawn.dtype == np.int64
    assert np.all((drawn >= base) & (drawn <= base + spread))


def test_a_share_of_sizes_carries_tasking() -> None:
    drawn = sizes(20_000, 500, 10, default_rng(11), tasking=0.05)
    busy = drawn > 510
    assert np.mean(busy) == pytest.approx(0.05, abs=0.01)
    assert np.min(drawn[busy]) >= 500 * TASKING[0]
    assert np.max(drawn[busy]) <= 510 * TASKING[1]


def test_uids_look_like_zeeks_and_differ() -> None:
    drawn = uids(1000, default_rng(1))
    assert all(re.fullmatch("C[0-9A-Za-z]{17}", uid) for uid in drawn)
    assert len(set(drawn)) == 1000
