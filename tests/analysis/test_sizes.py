"""Sizes, persistence and the composite, against one group at a time."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis.persistence import ENOUGH_HOURS, ENOUGH_SHARE, coverage, persistence_score
from beacon_tui.analysis.score import BASE_WEIGHT, PERSISTENCE_WEIGHT, SIZE_WEIGHT, composite
from beacon_tui.analysis.segments import offsets_of
from beacon_tui.analysis.sizes import NEAR_BYTES, NEAR_SHARE, describe, size_score
from tests import naive

GROUP = st.lists(st.integers(0, 3000).map(float) | st.just(math.nan), min_size=1, max_size=12)
FRACTION = st.floats(0, 1)


@given(st.lists(GROUP, min_size=1, max_size=6))
def test_sizes_agree_with_one_group_at_a_time(groups: list[list[float]]) -> None:
    found = describe(
        np.array([value for group in groups for value in group]), offsets_of(np.array([*map(len, groups)]))
    )
    for place, group in enumerate(groups):
        known = [value for value in group if not math.isnan(value)]
        if not any(known):
            assert np.isnan([found.median[place], found.cv[place], found.alike[place]]).all()
            continue
        middle = naive.quantile(known, 0.5)
        assert found.median[place] == pytest.approx(middle)
        if len(known) > 1:
            near = [abs(value - middle) <= max(NEAR_SHARE * middle, NEAR_BYTES) for value in known]
            assert found.cv[place] == pytest.approx(statistics.pstdev(known) / statistics.fmean(known))
            assert found.alike[place] == pytest.approx(sum(near) / len(near))


def test_the_size_score_is_the_mean_of_what_is_known() -> None:
    sent = describe(np.array([5.0, 5.0, 9.0, 9000.0, math.nan, math.nan]), np.array([0, 2, 4, 6]))
    received = describe(np.array([7.0, 7.0, math.nan, math.nan, math.nan, math.nan]), np.array([0, 2, 4, 6]))
    score = size_score(sent, received)
    assert score[0] == 1.0
    assert score[1] == pytest.approx(sent.alike[1])
    assert math.isnan(score[2])


@given(st.floats(0, 1e6), st.floats(1, 1e6))
def test_persistence_is_the_active_share_of_what_counts_as_enough(active: float, window: float) -> None:
    enough = max(1.0, min(ENOUGH_HOURS * 3600, ENOUGH_SHARE * window))
    assert persistence_score(np.array([active]), window)[0] == pytest.approx(min(1.0, active / enough))
    assert coverage(np.array([active]), window)[0] == pytest.approx(min(1.0, active / window))


@given(FRACTION, FRACTION, FRACTION | st.just(math.nan))
def test_the_composite_is_timing_times_a_weighted_mean(timing: float, persistence: float, size: float) -> None:
    parts = [(BASE_WEIGHT, 1.0), (PERSISTENCE_WEIGHT, persistence), (SIZE_WEIGHT, size)]
    known = [(weight, value) for weight, value in parts if not math.isnan(value)]
    wanted = timing * sum(weight * value for weight, value in known) / sum(weight for weight, _ in known)
    found = composite(np.array([timing]), np.array([persistence]), np.array([size]))
    assert found[0] == pytest.approx(wanted)
