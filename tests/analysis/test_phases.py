"""The distinct periods of a candidate: two where two were drawn, one where one was, none where chance draws."""

from collections.abc import Callable
from itertools import pairwise, product
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator

from beacon_tui.analysis.phases import LASTS, MOST, Phase, find_phases, phases_of
from beacon_tui.analysis.pipeline import analyse
from beacon_tui.analysis.rhythm import FEWEST, Rhythm
from beacon_tui.analysis.segments import Floats
from beacon_tui.analysis.synthetic import check_ins
from beacon_tui.analysis.timing import judge
from tests.analysis.frames import calls, frame_of

HOUR, DAY = 3600.0, 86400.0

MODELS = ("cobalt", "mythic", "sliver", "cron")
JITTERS = (0.0, 0.1, 0.2, 0.37, 0.5)
SEEDS = st.integers(0, 2**32 - 1)


def phases(times: Floats) -> tuple[Phase, ...]:
    """The phases of a candidate with these connections, the given rhythm as the table has it."""
    timing = judge(times, np.array([0, times.size]), 6)
    given_one = (timing.period, timing.jitter, timing.missed, timing.join_gap)
    return find_phases(times, Rhythm(*(float(number[0]) for number in given_one)))


def draw(model: str, period: float, jitter: float, rng: Generator, **how: float | tuple[float, float]) -> Floats:
    """Check-ins over a day, or from `start` to `stop`."""
    start, stop = how.pop("start", 0.0), how.pop("stop", DAY)
    return check_ins(model, period, jitter, start, stop, rng, **how)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(MODELS),
    st.sampled_from([*JITTERS[:-1]]),
    st.sampled_from([(10.0, 180.0), (180.0, 10.0), (60.0, 300.0), (300.0, 60.0), (10.0, 30.0)]),
    st.floats(0.06, 0.94),
    SEEDS,
)
def test_a_changed_sleep_is_two_periods_with_their_shares_and_times(
    model: str, jitter: float, sleeps: tuple[float, float], changed: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    at = changed * DAY
    first, second = draw(model, sleeps[0], jitter, rng, stop=at), draw(model, sleeps[1], jitter, rng, start=at)
    if min(first.size, second.size) < 3 * FEWEST:
        return
    found = sorted(phases(np.concatenate((first, second))), key=lambda phase: phase.first)
    drawn = [np.diff(first).mean(), np.diff(second).mean()]
    # The window of the given one may be narrower than the one drawn from; its period lies in that.
    assert [phase.period for phase in found] == pytest.approx(drawn, rel=max(jitter, 0.1))
    assert [phase.share for phase in found] == pytest.approx([changed, 1 - changed], abs=0.05)
    assert found[0].last - found[1].first <= 0.02 * DAY
    assert found[0].last == pytest.approx(at, abs=0.02 * DAY)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(MODELS), st.sampled_from(JITTERS), st.floats(0.05, 0.95), SEEDS)
def test_a_quarter_of_an_hour_at_one_second_is_a_period_of_its_own(
    model: str, jitter: float, begins: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    slow = draw(model, 300.0, jitter, rng)
    fast = draw(model, 1.0, 0.2, rng, start=begins * DAY, stop=begins * DAY + 900)
    times = np.sort(np.concatenate((slow[(slow < fast[0]) | (slow > fast[-1])], fast)))
    main, operator = phases(times)
    assert main.period == pytest.approx(np.median(np.diff(slow)), rel=0.2)
    assert operator.period == pytest.approx(np.median(np.diff(fast)), rel=0.15)
    assert operator.first == pytest.approx(fast[0], abs=30)
    assert operator.last == pytest.approx(fast[-1], abs=30)
    assert operator.share == pytest.approx(900 / DAY, abs=0.005)
    assert main.first == times[0]
    assert main.last == times[-1]


@pytest.mark.parametrize("begins", [1000.0, 40000.0, 84000.0])
def test_an_operator_right_at_the_start_or_the_end_takes_no_more_than_is_his(begins: float) -> None:
    told = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        slow, fast = draw("cobalt", 900.0, 0.1, rng), draw("sliver", 1.0, 0.5, rng, start=begins, stop=begins + 900)
        main, *others = phases(np.sort(np.concatenate((slow[(slow < fast[0]) | (slow > fast[-1])], fast))))
        for operator in others:
            told += 1
            assert operator.first == pytest.approx(fast[0], abs=60)
            assert operator.last == pytest.approx(fast[-1], abs=60)
            assert (main.first, main.last) == (slow[0], slow[-1])
    assert told >= 7


def test_three_sleeps_are_three_periods() -> None:
    rng = np.random.default_rng(1)
    parts = [(60.0, 0.0, 0.3), (5.0, 0.3, 0.4), (600.0, 0.4, 1.0)]
    times = [draw("mythic", sleep, 0.2, rng, start=start * DAY, stop=stop * DAY) for sleep, start, stop in parts]
    found = phases(np.concatenate(times))
    assert [phase.period for phase in found] == pytest.approx([600, 60, 5], rel=0.15)
    assert [phase.share for phase in found] == pytest.approx([0.6, 0.3, 0.1], abs=0.02)


def bursts(model: str, jitter: float, rng: Generator) -> Floats:
    """Two to six connections a check-in."""
    times = draw(model, 300.0, jitter, rng)
    counts = rng.integers(2, 7, times.size)
    return np.sort(np.repeat(times, counts) + rng.exponential(0.6, counts.sum()))


def absence(model: str, jitter: float, rng: Generator) -> Floats:
    """Nothing for eight hours."""
    times = draw(model, 60.0, jitter, rng)
    return times[(times < 6 * HOUR) | (times > 14 * HOUR)]


ONE: dict[str, Callable[[str, float, Generator], Floats]] = {
    "plain": lambda model, jitter, rng: draw(model, 60.0, jitter, rng),
    "fast": lambda model, jitter, rng: draw(model, 2.0, jitter, rng, stop=4 * HOUR),
    "missed": lambda model, jitter, rng: draw(model, 60.0, jitter, rng, missed=0.3),
    "office hours": lambda model, jitter, rng: draw(model, 60.0, jitter, rng, hours=(8.0, 17.0)),
    "bursts": bursts,
    "absence": absence,
    "few": lambda model, jitter, rng: draw(model, 2 * HOUR, jitter, rng),
}


@pytest.mark.parametrize("kind", ONE)
def test_one_sleep_is_one_period_whatever_befalls_it(kind: str) -> None:
    for seed, (model, jitter) in enumerate(product(MODELS, JITTERS)):
        times = ONE[kind](model, jitter, np.random.default_rng(seed))
        (only,) = phases(times)
        assert only.share == 1.0
        assert only.stretches == ((times[0], times[-1]),)


@pytest.mark.parametrize("kind", ["poisson", "log-normal", "people"])
def test_chance_has_no_further_period(kind: str) -> None:
    for seed in range(25):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(50, 1500))
        if kind == "people":
            visits = [start + np.cumsum(rng.lognormal(2.5, 1.2, 30)) for start in rng.uniform(0, DAY, 12)]
            times = np.sort(np.concatenate(visits))
        else:
            gaps: Floats = rng.exponential(1.0, n) if kind == "poisson" else rng.lognormal(0, 1.5, n)
            times = np.cumsum(gaps) * (DAY / float(gaps.sum()))
        assert len(phases(times)) == 1


def test_a_minute_of_many_connections_is_a_phase_and_ten_seconds_of_them_are_not() -> None:
    rng = np.random.default_rng(5)
    slow = draw("mythic", 300.0, 0.2, rng)
    for lasts, expected in ((10.0, 1), (3 * LASTS, 2)):
        fast = 40000 + np.cumsum(rng.uniform(0.3, 0.5, int(lasts / 0.4)))
        times = np.sort(np.concatenate((slow[(slow < fast[0]) | (slow > fast[-1])], fast)))
        assert len(phases(times)) == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(1e-3, 1e5), min_size=5, max_size=200), st.floats(0.1, 1e4), st.floats(0, 0.9))
def test_whatever_the_gaps_the_shares_are_whole_and_the_stretches_in_order(
    gaps: list[float], period: float, jitter: float
) -> None:
    times = np.cumsum(gaps)
    found = find_phases(times, Rhythm(period, jitter, 0.0, 0.25))
    assert 1 <= len(found) <= MOST
    assert sum(phase.share for phase in found) == pytest.approx(1)
    assert [phase.share for phase in found] == sorted((phase.share for phase in found), reverse=True)
    stretches = sorted(stretch for phase in found for stretch in phase.stretches)
    assert stretches[0][0] == times[0]
    assert stretches[-1][1] == times[-1]
    assert all(one[1] == two[0] for one, two in pairwise(stretches))


def test_shifting_all_times_shifts_the_phases_alone() -> None:
    rng = np.random.default_rng(6)
    halves = draw("mythic", 10.0, 0.3, rng, stop=DAY / 2), draw("mythic", 180.0, 0.3, rng, start=DAY / 2)
    times = np.concatenate(halves)
    here, there = phases(times), phases(np.add(times, 1.7e9))
    assert [phase.period for phase in there] == pytest.approx([phase.period for phase in here], rel=1e-4)
    assert [phase.first - 1.7e9 for phase in there] == pytest.approx([phase.first for phase in here], abs=1e-3)


def test_only_a_candidate_with_a_score_has_periods_and_only_a_told_one_is_searched() -> None:
    rng = np.random.default_rng(7)
    halves = draw("cobalt", 10.0, 0.2, rng, stop=4 * HOUR), draw("cobalt", 180.0, 0.2, rng, start=4 * HOUR)
    rows = [
        *calls(np.concatenate(halves), orig_h="10.0.0.1"),
        *calls(np.cumsum(rng.exponential(60, 1000)), orig_h="10.0.0.2"),
        *calls([5.0], orig_h="10.0.0.3", duration=2 * HOUR),
    ]
    results = analyse(frame_of(rows), files=1)
    by_source = {results.columns["src"][row]: phases_of(results, row) for row in range(3)}
    assert [phase.period for phase in by_source["10.0.0.1"]] == pytest.approx([162.5, 9.5], rel=0.1)
    (chance,) = by_source["10.0.0.2"]
    assert chance.period == results.columns["period"][results.columns["src"].tolist().index("10.0.0.2")]
    assert by_source["10.0.0.3"] == ()


def test_fifty_thousand_connections_take_no_time() -> None:
    rng = np.random.default_rng(8)
    gaps = np.concatenate((10 * rng.uniform(0.8, 1.2, 25000), 180 * rng.uniform(0.8, 1.2, 25000)))
    times = np.cumsum(gaps)
    rhythm = Rhythm(180.0, 0.2, 0.0, 1.0)
    took = []
    for _ in range(5):
        begun = perf_counter()
        assert len(find_phases(times, rhythm)) == 2
        took.append(perf_counter() - begun)
    assert min(took) < 0.25
