"""The beacon fitted to gaps, against a plain search."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beacon_tui.analysis.fit import fit, inside, period_and_jitter
from beacon_tui.analysis.segments import Floats, Ints, offsets_of
from tests import naive

RANGE = 4.0
GAPS = st.lists(st.floats(0.5, 1e5), min_size=5, max_size=20, unique=True)
BEACON = st.builds(
    lambda period, strays, ks: [period * stray * k for stray, k in zip(strays, ks, strict=False)],
    st.floats(5, 5000),
    st.lists(st.floats(0.8, 1.2), min_size=5, max_size=20, unique=True),
    st.lists(st.sampled_from([1, 1, 1, 2, 3]), min_size=20, max_size=20),
)


def flat(groups: list[list[float]]) -> tuple[Floats, Ints]:
    """Groups of gaps, each sorted."""
    return np.array([gap for group in groups for gap in sorted(group)]), offsets_of(np.array([*map(len, groups)]))


@settings(max_examples=80)
@given(st.lists(st.one_of(GAPS, BEACON), min_size=1, max_size=5))
def test_the_fit_agrees_with_a_plain_search(groups: list[list[float]]) -> None:
    ordered, offsets = flat(groups)
    found = fit(ordered, offsets, np.full(len(groups), RANGE))
    wanted = [naive.best_fit(group, RANGE) for group in groups]
    assert found.likelihood == pytest.approx(wanted, abs=1e-6)


def test_groups_do_not_disturb_each_other() -> None:
    rng = np.random.default_rng(1)
    groups = [rng.exponential(10.0, 30).tolist() for _ in range(20)]
    together = fit(*flat(groups), np.full(20, RANGE))
    alone = [fit(*flat([group]), np.full(1, RANGE)).likelihood[0] for group in groups]
    assert together.likelihood == pytest.approx(alone)


def test_a_group_without_three_gaps_alike_is_no_beacon() -> None:
    ordered, offsets = flat([[1.0, 30.0, 900.0, 27000.0, 810000.0]])
    found = fit(ordered, offsets, np.full(1, RANGE))
    assert found.likelihood[0] == -math.inf
    assert inside(ordered, offsets, found).all()


@pytest.mark.parametrize("jitter", [0.0, 0.1, 0.3, 0.5, 0.9])
def test_period_and_jitter_are_those_that_were_drawn(jitter: float) -> None:
    gaps = 60 * np.random.default_rng(2).uniform(1 - jitter, 1 + jitter, 400)
    ordered, offsets = flat([gaps.tolist()])
    period, stray = period_and_jitter(ordered, offsets, fit(ordered, offsets, np.full(1, RANGE)))
    assert period[0] == pytest.approx(60, rel=0.05)
    assert stray[0] == pytest.approx(jitter, abs=0.05)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_missed_check_ins_are_counted(share: float) -> None:
    rng = np.random.default_rng(3)
    times = np.cumsum(60 * rng.uniform(0.9, 1.1, 2000))
    ordered, offsets = flat([np.diff(times[rng.random(2000) > share]).tolist()])
    found = fit(ordered, offsets, np.full(1, RANGE))
    assert found.missed[0] == pytest.approx(share, abs=0.05)
    assert found.share[0] > 0.98
