"""The period of the gaps: beacons whose period is known, and callers that have none."""

import numpy as np
import pytest

from beacon_tui.analysis.intervals import CheckIns
from beacon_tui.analysis.period import Periods, find_periods
from beacon_tui.analysis.segments import Floats, offsets_of


def look(*groups: Floats) -> Periods:
    """Find the periods of groups of gaps."""
    times = [np.concatenate((np.zeros(1), np.cumsum(group))) for group in groups]
    return find_periods(CheckIns(np.concatenate(times), offsets_of(np.array([one.size for one in times]))))


@pytest.mark.parametrize("jitter", [0.0, 0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("n", [150, 3000])
def test_a_jittered_beacon_is_found(jitter: float, n: int) -> None:
    found = look(300 * np.random.default_rng(n).uniform(1 - jitter, 1 + jitter, n))
    assert found.period[0] == pytest.approx(300, rel=0.12)
    assert found.jitter[0] == pytest.approx(jitter, abs=0.12)
    assert found.evidence[0] > 0
    assert found.effect[0] > 0.1


def test_of_two_sleeps_the_one_that_took_more_time_is_named() -> None:
    rng = np.random.default_rng(1)
    fast, slow = 10 * rng.uniform(0.9, 1.1, 800), 180 * rng.uniform(0.9, 1.1, 300)
    found = look(np.concatenate((fast, slow)), np.concatenate((fast, slow[:20])))
    assert found.period == pytest.approx([180, 10], rel=0.02)
    assert found.jitter == pytest.approx([0.1, 0.1], abs=0.02)
    assert (found.share > 0.97).all()
    assert (found.evidence > 300).all()


def test_an_absence_and_some_strays_take_little() -> None:
    rng = np.random.default_rng(2)
    gaps = 60 * rng.uniform(0.8, 1.2, 500)
    gaps[::25] = rng.uniform(1, 5000, 20)
    gaps[7] = 8 * 3600.0
    found = look(gaps)
    assert found.period[0] == pytest.approx(60, rel=0.02)
    assert found.share[0] > 0.94
    assert found.evidence[0] > 100


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng, n: rng.exponential(60, n),
        lambda rng, n: rng.gamma(0.7**-2, 60, n),
        lambda rng, n: rng.lognormal(4, 1.5, n),
        lambda rng, n: 20 * (rng.pareto(1.3, n) + 1),
        lambda rng, n: rng.exponential(np.where(rng.random(n) < 0.8, 3, 900)),
    ],
    ids=["random", "half-regular", "log-normal", "heavy-tailed", "mixed"],
)
def test_callers_without_a_rhythm_are_below_chance(draw: object) -> None:
    rng = np.random.default_rng(3)
    found = look(*(draw(rng, n) for n in (50, 200, 1000) for _ in range(20)))  # type: ignore[operator]
    assert found.evidence.max() < 0
    assert np.quantile(found.effect, 0.9) < 0.05


def test_many_gaps_are_told_by_their_quantiles() -> None:
    gaps = 60 * np.random.default_rng(4).uniform(0.7, 1.3, 40_000)
    few, many = look(gaps[:2000]), look(gaps)
    assert many.period[0] == pytest.approx(few.period[0], rel=0.02)
    assert many.effect[0] == pytest.approx(few.effect[0], rel=0.1)
    assert many.evidence[0] > 10 * few.evidence[0]
