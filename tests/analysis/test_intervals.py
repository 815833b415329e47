"""Connections of one burst are one check-in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis.intervals import LONGEST_JOIN, SHORTEST_JOIN, CheckIns, join_bursts, join_gaps
from beacon_tui.analysis.segments import offsets_of
from tests import naive

TIMES = st.lists(st.floats(0, 1e6), min_size=2, max_size=25).map(sorted)


@given(st.lists(TIMES, min_size=1, max_size=6), st.floats(0.1, 1000))
def test_joining_agrees_with_one_group_at_a_time(groups: list[list[float]], nearer: float) -> None:
    times = np.array([time for group in groups for time in group])
    offsets = offsets_of(np.array([len(group) for group in groups]))
    joined = join_bursts(times, offsets, np.full(len(groups), nearer))
    wanted = [naive.join_bursts(group, nearer) for group in groups]
    assert joined.times.tolist() == [time for group in wanted for time in group]
    assert np.diff(joined.offsets).tolist() == [len(group) for group in wanted]


def test_gaps_never_cross_from_one_group_to_the_next() -> None:
    check_ins = CheckIns(np.array([0.0, 1.0, 3.0, 100.0, 110.0]), np.array([0, 3, 5]))
    assert check_ins.gaps.tolist() == [1.0, 2.0, 10.0]
    assert check_ins.gap_offsets.tolist() == [0, 2, 3]


def test_bursts_of_several_connections_become_one_check_in_each() -> None:
    starts = np.arange(50) * 60.0
    times = np.sort(np.concatenate([starts + lag for lag in (0.0, 0.4, 1.1, 2.0)]))
    offsets = np.array([0, times.size])
    joined = join_bursts(times, offsets, join_gaps(times, offsets)[0])
    assert joined.times.tolist() == starts.tolist()


@pytest.mark.parametrize(("gap", "wanted"), [(0.5, SHORTEST_JOIN), (60.0, 6.0), (86400.0, LONGEST_JOIN)])
def test_the_join_gap_follows_the_pace_within_limits(gap: float, wanted: float) -> None:
    times = np.arange(20, dtype=np.float64) * gap
    patient, eager = join_gaps(times, np.array([0, 20]))
    assert [*patient, *eager] == pytest.approx([wanted, wanted])


def test_the_patient_gap_follows_the_time_and_the_eager_one_the_number_of_gaps() -> None:
    busy = 3600.0 + np.arange(1000)
    times = np.sort(np.concatenate((np.arange(0, 86400, 300.0), busy)))
    patient, eager = join_gaps(times, np.array([0, times.size]))
    assert (patient[0], eager[0]) == (pytest.approx(30.0), SHORTEST_JOIN)


def test_retries_with_doubled_waits_belong_to_their_check_in() -> None:
    starts = np.arange(20) * 5000.0
    times = (starts[:, None] + np.array([0.0, 40, 120, 280, 600])).ravel()
    joined = join_bursts(times, np.array([0, times.size]), np.array([30.0]))
    assert joined.times.tolist() == starts.tolist()


def test_a_doubled_wait_now_and_then_is_no_retry() -> None:
    times = np.cumsum(np.tile([60.0, 60, 60, 120, 60, 60, 240, 60], 20))
    assert join_bursts(times, np.array([0, times.size]), np.array([6.0])).times.tolist() == times.tolist()
