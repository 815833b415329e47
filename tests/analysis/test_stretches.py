"""Stretches that keep to a rhythm, against a search of every course of states."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beacon_tui.analysis.stretches import SWITCH, _likeliest, fill, keeping, runs

VALUES = st.lists(st.floats(-8, 8).filter(lambda value: abs(value) > 1e-3), min_size=1, max_size=9)


def worth(states: tuple[bool, ...], speaks: list[float]) -> float:
    """What a course of states is worth: what speaks for each state, less the changes."""
    changes = sum(one != two for one, two in pairwise(states))
    return sum(value if state else 0.0 for state, value in zip(states, speaks, strict=True)) - SWITCH * changes


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_no_course_of_states_is_worth_more(speaks: list[float]) -> None:
    best = max(worth(states, speaks) for states in product((False, True), repeat=len(speaks)))
    found = tuple(_likeliest(np.array(speaks)).tolist())
    assert worth(found, speaks) == pytest.approx(best)


@given(st.lists(st.booleans(), max_size=40))
def test_runs_and_fill_undo_each_other(mask: list[bool]) -> None:
    values = np.array(mask, bool)
    begins, ends = runs(values)
    assert all(values[begin:end].all() for begin, end in zip(begins, ends, strict=True))
    assert (ends[:-1] < begins[1:]).all()
    assert fill(values.size, begins, ends).tolist() == mask


def test_strays_do_not_end_a_stretch_and_a_change_does() -> None:
    gaps = np.array([60.0] * 20 + [9000.0] + [60.0] * 20 + [7.0] * 30)
    assert keeping(gaps, 60.0, 0.05, 0.0).tolist() == [True] * 41 + [False] * 30


def test_multiples_are_missed_check_ins_where_some_are_missed_and_another_rhythm_where_none_are() -> None:
    gaps = np.array([60.0, 60.0, 120.0, 60.0, 180.0] * 8)
    assert keeping(gaps, 60.0, 0.05, 0.3).all()
    changed = np.array([60.0] * 20 + [120.0] * 20)
    assert keeping(changed, 60.0, 0.05, 0.0).tolist() == [True] * 20 + [False] * 20


def test_a_stretch_begins_and_ends_with_a_gap_that_keeps() -> None:
    gaps = np.array([7.0, 7.0, *[60.0] * 20, 9.0, 9.0])
    assert keeping(gaps, 60.0, 0.05, 0.0).tolist() == [False] * 2 + [True] * 20 + [False] * 2
