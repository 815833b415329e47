"""Holes of a capture: found where the sensor was blind, and nowhere else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator

from beacon_tui.analysis.holes import find_holes
from beacon_tui.analysis.segments import Floats
from tests import naive

START = 1768435200.0
"""2026-01-15 00:00 UTC."""
HOUR, DAY = 3600.0, 86400.0


def poisson(rng: Generator, start: float, stop: float, rate: float) -> Floats:
    """Connections without memory, `rate` a day, between two times in seconds after `START`."""
    return START + rng.uniform(start, stop, rng.poisson(rate * (stop - start) / DAY))


def office(rng: Generator, days: int) -> Floats:
    """People from eight to six on weekdays, a burst of ten connections at a time; day 0 is a Monday."""
    visits = [poisson(rng, day * DAY + 8 * HOUR, day * DAY + 18 * HOUR, 2000) for day in range(days) if day % 7 < 5]
    clicks = np.concatenate(visits)
    return np.ravel(clicks[:, None] + rng.exponential(2.0, (clicks.size, 10)).cumsum(axis=1))


def without(times: Floats, start: float, stop: float) -> Floats:
    """The connections outside of a time in seconds after `START`."""
    outside = (times < START + start) | (times >= START + stop)
    return np.asarray(times[outside])


def edges(times: Floats, start: float, stop: float) -> list[list[float]]:
    """The one hole that a cut leaves: the last connection before it, the first one after it."""
    return [[times[times < START + start].max(), times[times >= START + stop].min()]]


@pytest.mark.parametrize("rate", [5, 30, 100, 1000, 10_000, 100_000])
@pytest.mark.parametrize("days", [1, 6])
def test_traffic_without_memory_has_none_at_any_rate(rate: float, days: int) -> None:
    runs = 300 if rate * days < 50_000 else 20
    alarms = sum(find_holes(poisson(np.random.default_rng(seed), 0, days * DAY, rate)).size > 0 for seed in range(runs))
    assert alarms <= runs / 100


@pytest.mark.parametrize("rate", [100, 1000, 10_000, 100_000])
@pytest.mark.parametrize("many", [40, 200])
def test_a_cut_of_many_connections_is_found_to_the_connection(rate: float, many: float) -> None:
    length = max(many * DAY / rate, 900.0)
    whole = 10 * length + 12 * HOUR
    found = 0
    for seed in range(200 if rate < 50_000 else 10):
        rng = np.random.default_rng(seed)
        start = rng.uniform(0.4, 0.6) * whole
        cut = without(poisson(rng, 0, whole, rate), start, start + length)
        found += find_holes(cut).tolist() == edges(cut, start, start + length)
    assert found >= 0.98 * (seed + 1)


@given(st.integers(0, 10**6), st.floats(0.5, 1.5), st.floats(0, 2000), st.integers(1, 400))
@settings(deadline=None, max_examples=40)
def test_it_agrees_with_its_slow_twin_in_any_order_of_rows(seed: int, tail: float, gap: float, count: int) -> None:
    rng = np.random.default_rng(seed)
    steps = 20 * rng.pareto(tail, count).clip(0, 5000)
    steps[rng.random(count) < 0.02] += 60 * gap
    times = START + np.cumsum(steps)
    expected = [list(hole) for hole in naive.holes(times.tolist())]
    assert find_holes(times).tolist() == expected
    assert find_holes(rng.permutation(times)).tolist() == expected


def test_what_is_too_little_to_tell_has_none() -> None:
    for times in ([], [1.0], [1.0, 1e6], [1.0, 1.0, 2.0, 1e6, 1e6 + 1], [60.0 * i for i in range(50)]):
        assert find_holes(np.array(times, np.float64)).shape == (0, 2)


def test_two_captures_in_one_file_are_told_apart() -> None:
    rng = np.random.default_rng(1)
    first, second = poisson(rng, 0, HOUR, 10_000), poisson(rng, 40 * DAY, 41 * DAY, 2000)
    assert find_holes(np.append(first, second)).tolist() == [[first.max(), second.min()]]


def test_holes_near_one_another_do_not_hide_one_another() -> None:
    times = poisson(np.random.default_rng(2), 0, 7 * HOUR, 20_000)
    cuts = ((1.5, 2.9), (3.3, 3.6), (4.8, 5.4), (5.9, 6.5))
    for start, stop in cuts:
        times = without(times, start * HOUR, stop * HOUR)
    hours = (find_holes(times) - START) / HOUR
    assert hours == pytest.approx(np.array(cuts), abs=0.02)


def test_an_office_at_night_is_no_hole_while_its_machines_talk() -> None:
    rng = np.random.default_rng(3)
    chatter = START + np.arange(0, 3 * DAY, 900) + rng.uniform(0, 30, 288)
    people = office(rng, 3)
    assert find_holes(np.append(people, chatter)).size == 0
    silent = np.append(people, without(chatter, 20 * HOUR, 30 * HOUR))
    ((start, stop),) = find_holes(silent).tolist()
    assert (start - START) / HOUR == pytest.approx(20, abs=0.3)
    assert (stop - START) / HOUR == pytest.approx(30, abs=0.3)


@pytest.mark.parametrize(("days", "holes"), [(2, 1), (3, 0), (5, 0), (12, 0)])
def test_nights_that_come_back_are_a_habit_and_a_single_one_cannot_be_told_from_a_hole(days: int, holes: int) -> None:
    assert len(find_holes(office(np.random.default_rng(4), days))) == holes


@pytest.mark.parametrize("seed", range(20))
def test_bursts_do_not_count_by_their_connections(seed: int) -> None:
    rng = np.random.default_rng(seed)
    bursts = poisson(rng, 0, 2 * DAY, 40)
    times = (bursts[:, None] + rng.exponential(0.2, (bursts.size, 50)).cumsum(axis=1)).ravel()
    assert find_holes(times).size == 0


def test_a_clock_that_misses_a_few_ticks_has_none_and_one_that_stops_has_one() -> None:
    clock = START + np.arange(0, 2 * DAY, 600.0)
    assert find_holes(np.delete(clock, [50, 51, 52])).size == 0
    assert find_holes(np.delete(clock, range(100, 130))).tolist() == [[clock[99], clock[130]]]
