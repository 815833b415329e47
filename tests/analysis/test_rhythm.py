"""One rhythm out of gaps, two where there was a change, none where chance could have drawn them."""

import numpy as np
import pytest

from beacon_tui.analysis.rhythm import FEWEST, Rhythm, before_and_after, rhythms_of, series
from beacon_tui.analysis.segments import Floats


def around(period: float, jitter: float, count: int, seed: int) -> Floats:
    """Gaps drawn from period ± jitter."""
    return np.asarray(period * np.random.default_rng(seed).uniform(1 - jitter, 1 + jitter, count))


@pytest.mark.parametrize("jitter", [0.0, 0.2, 0.5])
def test_the_rhythm_of_a_beacon_is_told(jitter: float) -> None:
    for rhythm in rhythms_of(around(60.0, jitter, 200, 1)):
        assert rhythm.period == pytest.approx(60, rel=0.05)
        assert rhythm.jitter == pytest.approx(jitter, abs=0.06)


def test_chance_too_few_and_nothing_have_none() -> None:
    rng = np.random.default_rng(2)
    assert rhythms_of(rng.exponential(60, 400)) == []
    assert rhythms_of(np.full(FEWEST - 2, 60.0)) == []
    assert rhythms_of(np.empty(0)) == []


def test_a_change_within_one_window_is_told_and_jitter_alone_is_none() -> None:
    changed = np.concatenate((around(10.0, 0.2, 100, 3), around(25.0, 0.2, 300, 4)))
    longer, shorter = before_and_after(series(changed), 1.0)
    assert longer.period == pytest.approx(25, rel=0.05)
    assert shorter.period == pytest.approx(10, rel=0.05)
    assert before_and_after(series(around(10.0, 0.5, 400, 5)), 1.0) == []
    assert before_and_after(series(np.concatenate((around(10.0, 0.3, 200, 6), around(11.0, 0.3, 200, 7)))), 1.0) == []
    assert before_and_after(series(changed[:5]), 1.0) == []


def test_rhythms_are_alike_where_one_lies_in_the_window_of_the_other() -> None:
    wide, near, far = Rhythm(60.0, 0.3, 0.0, 1.0), Rhythm(75.0, 0.01, 0.0, 1.0), Rhythm(120.0, 0.3, 0.0, 1.0)
    clock = Rhythm(58.0, float("nan"), float("nan"), 1.0)
    assert wide.like(near)
    assert near.like(wide)
    assert clock.like(wide)
    assert not wide.like(far)
    assert (clock.loose, Rhythm(60.0, 0.9, 0.0, 1.0).loose, wide.loose) == (True, True, False)
