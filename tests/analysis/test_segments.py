"""Arithmetic on segments against one group at a time."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis import segments
from tests import naive

Groups = list[list[float]]

VALUES = st.floats(-1e6, 1e6, allow_subnormal=False)
GROUPS = st.lists(st.lists(VALUES, min_size=1, max_size=12), min_size=1, max_size=8)


def flat(groups: Groups) -> tuple[segments.Floats, segments.Ints]:
    """Groups as one array and its offsets."""
    sizes = np.array([len(group) for group in groups], dtype=np.int64)
    return np.array([value for group in groups for value in group]), segments.offsets_of(sizes)


@given(GROUPS)
def test_sums_and_extremes_agree_with_each_group_alone(groups: Groups) -> None:
    values, offsets = flat(groups)
    assert segments.lengths(offsets).tolist() == [len(group) for group in groups]
    assert segments.total(values, offsets) == pytest.approx([math.fsum(g) for g in groups], abs=1e-6)
    assert segments.mean(values, offsets) == pytest.approx([statistics.fmean(g) for g in groups], abs=1e-6)
    assert segments.std(values, offsets) == pytest.approx([statistics.pstdev(g) for g in groups], abs=1e-6)
    assert segments.largest(values, offsets).tolist() == [max(group) for group in groups]
    assert segments.smallest(values, offsets).tolist() == [min(group) for group in groups]


@given(GROUPS, st.floats(0, 1))
def test_quantiles_agree_with_each_group_alone(groups: Groups, share: float) -> None:
    values, offsets = flat(groups)
    ordered = segments.sort_within(values, offsets)
    assert ordered.tolist() == [value for group in groups for value in sorted(group)]
    wanted = [naive.quantile(group, share) for group in groups]
    assert segments.quantile(ordered, offsets, share) == pytest.approx(wanted, abs=1e-6)


@given(GROUPS, st.data())
def test_keeping_groups_keeps_their_values_in_order(groups: Groups, data: st.DataObject) -> None:
    values, offsets = flat(groups)
    chosen = data.draw(st.lists(st.booleans(), min_size=len(groups), max_size=len(groups)))
    rows, left = segments.keep(offsets, np.array(chosen))
    kept = [group for group, wanted in zip(groups, chosen, strict=True) if wanted]
    assert values[rows].tolist() == [value for group in kept for value in group]
    assert segments.lengths(left).tolist() == [len(group) for group in kept]


def test_unknown_values_are_left_out_and_may_leave_a_group_empty() -> None:
    values, offsets = flat([[1.0, math.nan], [math.nan], [2.0]])
    there, left = segments.known(values, offsets)
    assert there.tolist() == [1.0, 2.0]
    assert segments.lengths(left).tolist() == [1, 0, 1]
    assert segments.total(there, left).tolist() == [1.0, 0.0, 2.0]


def test_the_spread_of_large_times_keeps_its_digits() -> None:
    values = np.array([1.7e9, 1.7e9 + 1e-3, 1.7e9 + 2e-3])
    assert segments.std(values, np.array([0, 3])) == pytest.approx([8.165e-4], rel=1e-3)


def test_first_true_finds_the_first_place_of_each_group() -> None:
    mask = np.array([False, True, True, False, False])
    assert segments.first_true(mask, np.array([0, 3, 5])).tolist() == [1, 5]


@given(GROUPS, st.integers(1, 20))
def test_portions_hold_every_group_once_and_are_no_larger_than_need_be(groups: Groups, size: int) -> None:
    _, offsets = flat(groups)
    found = segments.portions(offsets, size)
    assert [group for part in found for group in range(part.start, part.stop)] == list(range(len(groups)))
    for part in found:
        held = segments.lengths(offsets)[part]
        assert held.sum() - held[-1] < size


def test_no_groups_have_no_portions() -> None:
    assert segments.portions(np.zeros(1, np.int64), 5) == []
