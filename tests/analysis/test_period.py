"""The period of the gaps against a plain search, and against beacons whose period is known."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beacon_tui.analysis.intervals import CheckIns
from beacon_tui.analysis.period import RATIOS, chance, divergence, find_periods
from beacon_tui.analysis.segments import offsets_of
from tests import naive

GAPS = st.lists(st.floats(0.5, 1e5), min_size=3, max_size=20)


def check_ins(groups: list[list[float]]) -> CheckIns:
    """Check-ins with the given gaps."""
    times = [np.concatenate(([0.0], np.cumsum(group))) for group in groups]
    return CheckIns(np.concatenate(times), offsets_of(np.array([len(one) for one in times])))


@pytest.mark.parametrize("ratio", RATIOS)
def test_chance_is_the_best_that_exponential_gaps_can_do(ratio: float) -> None:
    assert chance(ratio) == pytest.approx(naive.chance(ratio), abs=1e-6)


@given(st.floats(0, 1), st.sampled_from([chance(ratio) for ratio in RATIOS]))
def test_divergence_is_that_of_two_coins(share: float, expected: float) -> None:
    assert divergence(np.array([share]), expected) == pytest.approx([naive.divergence(share, expected)])


@settings(max_examples=60)
@given(st.lists(GAPS, min_size=1, max_size=5))
def test_the_window_agrees_with_a_plain_search(groups: list[list[float]]) -> None:
    found = find_periods(check_ins(groups))
    for i, group in enumerate(groups):
        gaps = naive.gaps(np.concatenate(([0.0], np.cumsum(group))).tolist())
        evidence, effect, inside = naive.best_window(gaps)
        assert found.evidence[i] == pytest.approx(evidence, abs=1e-4)
        assert found.effect[i] == pytest.approx(effect, abs=1e-4)
        assert found.share[i] == pytest.approx(len(inside) / len(gaps))
        assert min(inside) * (1 - 1e-6) <= found.period[i] <= max(inside) * (1 + 1e-6)
        assert found.jitter[i] == pytest.approx(naive.jitter(inside), abs=1e-4)
        wanted = naive.missed(gaps, float(found.period[i]), float(found.jitter[i]))
        assert found.missed[i] == pytest.approx(wanted, abs=1e-9)


def test_groups_do_not_disturb_each_other() -> None:
    rng = np.random.default_rng(1)
    groups = [rng.exponential(10.0, 30).tolist() for _ in range(20)]
    together = find_periods(check_ins(groups))
    for i, group in enumerate(groups):
        alone = find_periods(check_ins([group]))
        assert together.period[i] == pytest.approx(alone.period[0])
        assert together.evidence[i] == pytest.approx(alone.evidence[0])


@pytest.mark.parametrize("jitter", [0.0, 0.1, 0.3, 0.5])
def test_a_jittered_beacon_is_found_with_its_period_and_jitter(jitter: float) -> None:
    rng = np.random.default_rng(2)
    gaps = 60 * rng.uniform(1 - jitter, 1 + jitter, 400)
    found = find_periods(check_ins([gaps.tolist()]))
    assert found.period[0] == pytest.approx(60, rel=0.05)
    assert found.jitter[0] == pytest.approx(jitter, abs=0.04)
    assert found.evidence[0] > 100


@pytest.mark.parametrize("share", [0.1, 0.3])
def test_missed_check_ins_do_not_hide_a_beacon_and_are_counted(share: float) -> None:
    rng = np.random.default_rng(3)
    times = np.cumsum(60 * rng.uniform(0.9, 1.1, 1000))
    times = times[rng.random(1000) > share]
    found = find_periods(check_ins([np.diff(times).tolist()]))
    assert found.period[0] == pytest.approx(60, rel=0.05)
    assert found.missed[0] == pytest.approx(share, abs=0.05)
    assert found.evidence[0] > 100


def test_random_callers_have_next_to_no_effect() -> None:
    rng = np.random.default_rng(4)
    found = find_periods(check_ins([rng.exponential(60, 1000).tolist() for _ in range(50)]))
    assert found.effect.max() < 0.05
    assert not math.isnan(found.period.max())
