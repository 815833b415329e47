"""Connections years away from all others: none is lost, and only a few are strays."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.zeek.strays import YEAR, without_strays
from tests.analysis.frames import stray_times


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 60)), min_size=1, max_size=6))
def test_strays_and_what_counts_are_all_there_is(parts: list[tuple[int, int]]) -> None:
    times = np.sort(stray_times(*parts))
    counted, strays = without_strays(times)
    assert counted.size + sum(number for _, _, number in strays) == times.size
    assert times.size - counted.size <= max(0.01 * times.size, 1)
    assert all(last <= counted[0] - YEAR or first >= counted[-1] + YEAR for first, last, _ in strays)
