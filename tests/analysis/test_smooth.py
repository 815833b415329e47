"""Distributions that no beacon has, against plain formulas."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beacon_tui.analysis.segments import offsets_of
from beacon_tui.analysis.smooth import smooth_evidence
from tests import naive

GAPS = st.lists(st.floats(0.5, 1e5), min_size=3, max_size=20)


@settings(max_examples=80)
@given(st.lists(GAPS, min_size=1, max_size=5))
def test_it_agrees_with_plain_formulas(groups: list[list[float]]) -> None:
    ordered = np.array([gap for group in groups for gap in sorted(group)])
    sizes = np.array([*map(len, groups)])
    found = smooth_evidence(ordered, offsets_of(sizes), sizes.astype(float), np.full(len(groups), 4.0))
    assert found == pytest.approx([naive.smooth(group, 4.0) for group in groups], abs=1e-6)


def test_the_unit_of_time_makes_no_difference_but_its_own() -> None:
    gaps = np.sort(np.random.default_rng(1).exponential(1, 200))
    offsets, n, span = np.array([0, 200]), np.array([200.0]), np.array([4.0])
    seconds, minutes = (smooth_evidence(gaps * unit, offsets, n, span)[0] for unit in (300.0, 5.0))
    assert minutes - seconds == pytest.approx(200 * np.log(60), abs=1.0)
