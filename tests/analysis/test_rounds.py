"""Gaps that repeat in rounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis.rounds import FEWEST_ROUNDS, round_of


@given(
    st.lists(st.sampled_from([2.0, 9.0, 14.0, 60.0, 300.0]), min_size=2, max_size=5, unique=True),
    st.integers(FEWEST_ROUNDS + 5, 60),
    st.integers(0, 5),
    st.integers(0, 2**32 - 1),
)
def test_rounds_are_told_wherever_they_begin(steps: list[float], rounds: int, begins: int, seed: int) -> None:
    noise = np.random.default_rng(seed).uniform(0.98, 1.02, len(steps) * rounds)
    least = steps.index(min(steps))
    found = round_of((np.array(steps * rounds) * noise)[begins:])
    assert found == pytest.approx(steps[least:] + steps[:least], rel=0.02)


def test_an_extra_call_now_and_then_does_not_mix_the_steps_up() -> None:
    gaps = ([72.0, 300, 300, 300, 3600] * 4 + [72.0, 300, 300, 300, 1500, 2100]) * 3
    assert round_of(np.array(gaps)) == pytest.approx([72, 300, 300, 300, 3600])


@pytest.mark.parametrize(
    "gaps",
    [
        np.full(100, 60.0),
        np.repeat([10.0, 180.0], 100),
        np.random.default_rng(1).exponential(60, 500),
        60 * np.random.default_rng(2).uniform(0.5, 1.5, 500),
        np.array([9.0, 14.0] * (FEWEST_ROUNDS - 2)),
        np.zeros(3),
        np.empty(0),
    ],
    ids=["a clock", "a changed sleep", "chance", "jitter", "too few", "no gap above 0", "no gap"],
)
def test_what_does_not_take_turns_makes_no_rounds(gaps: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    assert round_of(gaps) == ()
