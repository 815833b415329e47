"""The window of a capture: what it saw, where it was blind or lost much, and what it could have shown."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from beacon_tui.analysis.beacons import Plan, draw
from beacon_tui.analysis.model import MIN_CHECK_INS, Window
from beacon_tui.analysis.pipeline import analyse
from beacon_tui.analysis.window import heavy_losses, signs_of, window_in, window_of
from beacon_tui.zeek.columns import LOSS_FIELDS
from beacon_tui.zeek.strays import YEAR
from tests.analysis.frames import calls, frame_of, stray_times

HOUR = 3600.0


def loss_rows(*rows: tuple[float, float, float]) -> pd.DataFrame:
    """Rows of capture_loss.log: end, length, percent."""
    return pd.DataFrame(rows, columns=list(LOSS_FIELDS), dtype="float64")


def test_what_is_in_a_hole_was_not_observed() -> None:
    window = Window(0.0, 24 * HOUR, ((6 * HOUR, 8 * HOUR), (20 * HOUR, 21 * HOUR)))
    assert (window.hours, window.observed_hours) == (24, 21)
    assert Window(0.0, 24 * HOUR).observed == 24 * HOUR


def test_the_slowest_period_is_a_sixth_of_a_window_without_holes() -> None:
    assert Window(100.0, 100.0 + 6 * HOUR).slowest_period == pytest.approx(HOUR)
    assert Window(5.0, 5.0).slowest_period == 0


@given(
    st.lists(st.floats(0, 24 * HOUR), min_size=2, max_size=10, unique=True).filter(lambda edges: len(edges) % 2 == 0),
    st.floats(0, 1),
)
def test_a_beacon_of_the_slowest_period_shows_wherever_the_holes_lie(edges: list[float], phase: float) -> None:
    edges = sorted(edges)
    window = Window(0.0, 24 * HOUR, tuple(zip(edges[::2], edges[1::2], strict=True)))
    assume(window.slowest_period > 60)
    period = window.slowest_period * (1 - 1e-9)
    ticks = (phase + np.arange(24 * HOUR / period)) * period
    shown = [tick for tick in ticks if not any(start < tick < stop for start, stop in window.holes)]
    assert len(shown) >= MIN_CHECK_INS
    assert window.slowest_period <= window.observed / MIN_CHECK_INS * (1 + 1e-9)


def test_two_halves_around_a_hole_show_three_check_ins_each() -> None:
    assert Window(0.0, 24 * HOUR, ((11 * HOUR, 13 * HOUR),)).slowest_period == pytest.approx(11 * HOUR / 3)


def test_heavy_losses_that_touch_are_one_and_light_ones_are_none() -> None:
    starts = np.array([900.0, 0.0, 1800.0, 5000.0, 2700.0])
    stops = starts + 900
    shares = np.array([0.3, 0.1, 0.0999, 0.2, 1.7])
    assert heavy_losses(starts, stops, shares).tolist() == [[0, 1800, 0.3], [2700, 3600, 1.0], [5000, 5900, 0.2]]


def test_workers_that_report_at_once_are_told_by_the_worst() -> None:
    starts, stops = np.array([0.0, 100.0, 200.0]), np.array([900.0, 300.0, 1000.0])
    assert heavy_losses(starts, stops, np.array([0.2, 0.9, 0.1])).tolist() == [[0, 1000, 0.9]]


def test_no_heavy_loss_is_no_row() -> None:
    nothing = np.zeros(0)
    assert heavy_losses(nothing, nothing, nothing).shape == (0, 3)
    assert heavy_losses(np.array([0.0, 5.0]), np.array([9.0, 5.0]), np.array([np.nan, 1.0])).shape == (0, 3)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9), st.sampled_from([0.0, 0.05, 0.2, 0.6])), max_size=20))
def test_a_moment_is_in_a_heavy_loss_just_when_an_interval_says_so(rows: list[tuple[int, int, float]]) -> None:
    starts = np.array([10.0 * start for start, _, _ in rows])
    stops = starts + [10.0 * length for _, length, _ in rows]
    shares = np.array([share for _, _, share in rows])
    told = heavy_losses(starts, stops, shares).tolist()
    assert all(one[1] < two[0] for one, two in pairwise(told))
    for moment in np.arange(5.0, 700.0, 10.0):
        there = [share for start, stop, share in told if start < moment < stop]
        inside = shares[(starts < moment) & (moment < stops)]
        assert bool(there) == bool((inside >= 0.1).any())
        assert not there or there[0] >= inside.max()


def test_losses_end_with_their_time_and_are_cut_to_the_window() -> None:
    times = np.arange(0, 4 * HOUR, 60)
    rows = loss_rows((600, 900, 50), (2 * HOUR, 900, 12), (9 * HOUR, 900, 99), (3 * HOUR, 900, 9.9))
    assert window_of(times, rows).losses == ((0, 600, 0.5), (2 * HOUR - 900, 2 * HOUR, 0.12))
    assert window_of(times).losses == window_of(times, loss_rows()).losses == ()


def test_a_host_is_not_blamed_for_a_hole_of_the_sensor() -> None:
    times = np.concatenate((np.arange(0, 10 * HOUR, 300), np.arange(14 * HOUR, 24 * HOUR, 300)))
    chatter = np.concatenate((np.arange(0, 10 * HOUR, 20), np.arange(14 * HOUR, 24 * HOUR, 20)))
    beacon, rest = calls(times), calls(chatter, orig_h="10.0.0.2")
    results = analyse(frame_of(beacon + rest), files=1)
    assert results.window.observed_hours == pytest.approx(20, abs=0.2)
    assert results.columns["coverage"].tolist() == pytest.approx([1, 1], abs=0.01)
    silent = analyse(frame_of(beacon + calls(np.arange(0, 24 * HOUR, 20), orig_h="10.0.0.2")), files=1)
    row = silent.columns["src"].tolist().index("10.0.0.1")
    assert silent.window.holes == ()
    assert silent.columns["coverage"][row] == pytest.approx(20 / 24, abs=0.02)


@pytest.mark.parametrize(
    ("parts", "strays"),
    [
        (((20, 12), (54, 1300)), [0]),
        (((54, 1300), (136, 1)), [1]),
        (((20, 3), (54, 1300), (136, 2)), [0, 2]),
        (((20, 1), (21.5, 1), (54, 1300)), [0, 1]),
        (((20, 1), (54, 20)), [0]),
        (((54, 700), (55.5, 3), (57, 700)), []),
        (((20, 14), (54, 1300)), []),
        (((20, 7), (54, 1300), (136, 7)), []),
        (((20, 1), (54, 18)), []),
        (((20, 2), (54, 40)), []),
        (((53.5, 3), (54, 1300)), []),
        (((54, 700), (56, 700)), []),
        (tuple((year, 1) for year in range(2, 60, 2)), []),
        (((0, 1300),), []),
        (((54, 1),), []),
    ],
)
def test_a_few_connections_years_away_do_not_stretch_the_window(
    parts: tuple[tuple[float, int], ...], strays: list[int]
) -> None:
    window = window_of(np.random.default_rng(1).permutation(stray_times(*parts)))
    left = [part for place, part in enumerate(parts) if place not in strays]
    assert window.start == left[0][0] * YEAR
    assert window.stop == left[-1][0] * YEAR + 60 * (left[-1][1] - 1)
    assert window.strays == tuple(
        (year * YEAR, year * YEAR + 60 * (number - 1), number) for year, number in (parts[place] for place in strays)
    )


def test_strays_are_listed_with_their_candidate_and_count_in_nothing() -> None:
    beacon = np.arange(0, 24 * HOUR, 300) + 50 * YEAR
    rows = calls(beacon) + calls(np.arange(20) * 7200.0 + 51 * YEAR - 20 * HOUR, orig_h="10.0.0.2")
    clean = analyse(frame_of(calls(beacon)), files=1)
    odd = analyse(frame_of(calls(beacon) + calls(np.array([20 * YEAR, 20 * YEAR + 3]))), files=1)
    assert [number for _, _, number in odd.window.strays] == [2]
    assert odd.window.hours == clean.window.hours
    for name in ("score", "cv", "period", "first_seen", "connections", "coverage"):
        assert odd.columns[name].tolist() == clean.columns[name].tolist()
    assert odd.check_ins(0).tolist() == clean.check_ins(0).tolist()
    assert len(odd.connections(0)) == len(clean.connections(0)) + 2
    assert odd.counts.rows == clean.counts.rows + 2
    assert not analyse(frame_of(rows), files=1).window.strays


def test_a_pair_of_strays_alone_is_no_candidate() -> None:
    beacon = calls(np.arange(0, 240 * HOUR, 300) + 50 * YEAR)
    strays = calls(20 * YEAR + np.arange(12) * 60.0, orig_h="10.0.0.2")
    results = analyse(frame_of(beacon + strays), files=1)
    assert results.columns["src"].tolist() == analyse(frame_of(beacon), files=1).columns["src"].tolist()


def test_synthetic_beacons_do_not_live_among_strays() -> None:
    frame = frame_of(calls(np.arange(0, 24 * HOUR, 60) + 50 * YEAR) + calls(np.array([20 * YEAR])))
    (beacon,) = draw(frame, [Plan("cobalt", 600, 0.1)])
    assert beacon.frame["ts"].min() >= 50 * YEAR
    assert len(beacon.frame) > 100


def test_what_is_not_selected_tells_when_the_sensor_could_see() -> None:
    beacon = calls(np.arange(2 * HOUR, 22 * HOUR, 7200))
    frame = frame_of(beacon)
    beside = np.arange(0, 24 * HOUR, 20)
    window = window_in(frame, beside=np.concatenate((beside[beside < 9 * HOUR], beside[beside > 11 * HOUR])))
    assert (window.start, window.stop) == (0, 24 * HOUR - 20)
    assert window.holes == ((9 * HOUR - 20, 10 * HOUR), (10 * HOUR, 11 * HOUR + 20))
    assert window_in(frame).hours == 18


def test_beacons_are_drawn_into_a_window_that_is_known_and_not_into_its_holes() -> None:
    window = Window(0.0, 24 * HOUR, ((10 * HOUR, 14 * HOUR),))
    (beacon,) = draw(frame_of(calls([12 * HOUR])), [Plan("cobalt", 600, 0.1)], window)
    times = beacon.frame["ts"].to_numpy()
    assert times.min() < HOUR
    assert times.max() > 23 * HOUR
    assert not ((times > 10 * HOUR) & (times < 14 * HOUR)).any()
    assert beacon.frame.index.tolist() == list(range(times.size))


@given(st.lists(st.floats(0, 48 * HOUR), min_size=1, max_size=300), st.integers(0, 300), st.booleans())
def test_the_first_and_last_start_of_each_minute_tell_what_all_tell(
    starts: list[float], cut: int, steady: bool
) -> None:
    times = np.append(starts, np.delete(np.arange(0, 48 * HOUR, 20.0), slice(100, 1000)) if steady else [])
    assert window_of(signs_of(times)) == window_of(times)
    in_two = np.concatenate([signs_of(times[:cut]), times[cut:]])
    np.testing.assert_array_equal(signs_of(in_two), signs_of(times))
