"""Timing: regular callers of every kind score high, people and random callers do not."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from beacon_tui.analysis.segments import Floats, offsets_of
from beacon_tui.analysis.timing import Timing, judge

DAY = 86400.0


def look(*groups: NDArray[np.floating[Any]]) -> Timing:
    """Judge groups of times with the usual least number of check-ins."""
    return judge(
        np.concatenate([np.sort(group) for group in groups]),
        offsets_of(np.array([group.size for group in groups])),
        6,
    )


def every(period: float, jitter: float, seed: int = 1, until: float = DAY) -> Floats:
    """Check-ins with sleeps drawn from period ± jitter."""
    rng = np.random.default_rng(seed)
    times = np.cumsum(period * rng.uniform(1 - jitter, 1 + jitter, int(until / period * 1.5)))
    return times[times < until]


@pytest.mark.parametrize("period", [10.0, 60.0, 300.0, 3600.0])
@pytest.mark.parametrize("jitter", [0.0, 0.2, 0.5])
def test_beacons_of_every_pace_and_jitter_score_high(period: float, jitter: float) -> None:
    timing = look(every(period, jitter))
    assert timing.score[0] > 0.6
    assert timing.period[0] == pytest.approx(period, rel=0.12)


def test_one_long_absence_does_not_hide_a_beacon() -> None:
    times = every(300, 0.37)
    away = times[(times < 20000) | (times > 50000)]
    assert look(away).score[0] > 0.9


def test_office_hours_over_days_do_not_hide_a_beacon() -> None:
    times = every(300, 0.2, until=5 * DAY)
    office = times[(times % DAY > 9 * 3600) & (times % DAY < 17 * 3600)]
    assert look(office).score[0] > 0.9


def test_bursts_of_connections_do_not_hide_a_beacon() -> None:
    starts = every(120, 0.2)
    rng = np.random.default_rng(2)
    bursts = np.concatenate([starts + rng.uniform(0, 3, starts.size) for _ in range(4)])
    timing = look(bursts)
    assert timing.score[0] > 0.9
    assert timing.events[0] == pytest.approx(starts.size, rel=0.02)


def test_a_clock_is_told_under_as_much_other_traffic() -> None:
    rng = np.random.default_rng(3)
    clock = np.arange(0, DAY, 300.0)
    timing = look(np.concatenate((clock, rng.uniform(0, DAY, clock.size))))
    assert timing.score[0] > 0.5
    assert timing.period[0] == pytest.approx(300, rel=0.02)


def test_random_callers_score_next_to_nothing() -> None:
    rng = np.random.default_rng(4)
    timing = look(*(rng.uniform(0, DAY, int(n)) for n in rng.integers(20, 800, 200)))
    assert np.nanmax(timing.score) < 0.3
    assert np.nanmedian(timing.score) < 0.05


def test_people_score_low() -> None:
    rng = np.random.default_rng(5)
    groups = []
    for _ in range(200):
        visits = rng.uniform(8 * 3600, 18 * 3600, 12)
        groups.append(np.concatenate([start + np.cumsum(rng.exponential(20, 25)) for start in visits]))
    timing = look(*groups)
    assert np.nanquantile(timing.score, 0.99) < 0.5


def test_too_few_check_ins_are_unknown_and_never_zero() -> None:
    timing = look(np.arange(5) * 60.0, np.arange(6) * 60.0, np.arange(1) * 1.0)
    assert np.isnan(timing.score).tolist() == [True, False, True]
    assert np.isnan(timing.events).tolist() == [True, False, True]


def test_a_burst_alone_is_one_check_in_and_not_judged() -> None:
    timing = look(np.arange(40) * 0.1)
    assert np.isnan(timing.score[0])


def test_shifting_all_times_changes_nothing() -> None:
    times = every(60, 0.3)
    here, there = look(times), look(times + 1.7e9)
    assert there.period[0] == pytest.approx(here.period[0], rel=1e-4)
    assert there.score[0] == pytest.approx(here.score[0], rel=1e-3)


def test_more_check_ins_of_one_kind_never_score_less() -> None:
    scores = [look(every(60, 0.2)[:n]).score[0] for n in (8, 16, 64, 256)]
    assert all(later > earlier - 0.01 for earlier, later in pairwise(scores))
    assert scores[0] < 0.95 < scores[-1]
