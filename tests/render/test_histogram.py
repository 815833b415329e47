"""The interval histogram: every gap is counted once, the period stands mid-bin, labels are round."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from beacon_tui.render.axis import ROUND_TIMES
from beacon_tui.render.histogram import ZOOMS, Histogram, interval_histogram
from beacon_tui.units import round_time

Gaps = NDArray[np.float64]

any_gaps = st.lists(st.floats(0, 1e7), min_size=1, max_size=80).map(lambda gaps: np.array(gaps, np.float64))


def jittered(period: float, jitter: float, count: int, seed: int = 1) -> Gaps:
    """Gaps that stray uniformly by up to `jitter` around a period."""
    return np.random.default_rng(seed).uniform(period * (1 - jitter), period * (1 + jitter), count)


def naive_counts(gaps: Gaps, edges: Gaps) -> list[int]:
    """Count gaps bin by bin, the last bin closed, as slowly and plainly as possible."""
    last = len(edges) - 2
    return [
        sum(1 for gap in gaps if edges[i] <= gap < edges[i + 1] or (i == last and gap == edges[-1]))
        for i in range(last + 1)
    ]


@given(any_gaps, st.floats(0.01, 1e6) | st.just(math.nan), st.integers(2, 120))
def test_every_gap_is_counted_once(gaps: Gaps, period: float, width: int) -> None:
    histogram = interval_histogram(gaps, period, width)
    assert np.all(np.diff(histogram.edges) > 0)
    assert len(histogram.edges) == len(histogram.counts) + 1
    assert histogram.counts.tolist() == naive_counts(gaps, histogram.edges)
    assert histogram.counts.sum() + histogram.below + histogram.above == len(gaps)


@given(any_gaps, st.integers(2, 120))
def test_the_picture_fills_the_width_but_never_exceeds_it(gaps: Gaps, width: int) -> None:
    histogram = interval_histogram(gaps, math.nan, width)
    taken = len(histogram.counts) * histogram.cells
    assert width - histogram.cells < taken <= width


@given(any_gaps, st.floats(0.01, 1e6), st.integers(20, 120))
def test_ticks_and_marks_lie_in_the_bins_that_hold_them(gaps: Gaps, period: float, width: int) -> None:
    histogram = interval_histogram(gaps, period, width)
    for tick in (*histogram.ticks, *histogram.marks):
        place = tick.column // histogram.cells
        assert 0 <= place < len(histogram.counts)
        low, high = histogram.edges[place], histogram.edges[place + 1]
        assert low * (1 - 1e-9) <= tick.value <= high * (1 + 1e-9)


@given(any_gaps, st.integers(20, 120))
def test_labels_of_ticks_do_not_touch(gaps: Gaps, width: int) -> None:
    ticks = interval_histogram(gaps, math.nan, width).ticks
    for one, two in pairwise(ticks):
        assert one.value < two.value
        assert two.column - one.column > (len(one.label) + len(two.label)) / 2


def test_a_jittered_beacon_has_equal_bins_around_its_period() -> None:
    histogram = interval_histogram(jittered(275, 0.27, 950), 275, 60)
    assert not histogram.grows
    assert (histogram.below, histogram.above) == (0, 0)
    assert np.allclose(np.diff(histogram.edges), np.diff(histogram.edges)[0])
    assert {"4m", "5m"} <= {tick.label for tick in histogram.ticks}
    assert [mark.label for mark in histogram.marks] == ["1x"]


def test_a_clock_is_one_bar_and_not_its_noise() -> None:
    histogram = interval_histogram(60 + np.random.default_rng(2).normal(0, 0.01, 200), 60, 60)
    assert np.count_nonzero(histogram.counts) == 1
    middle = int(histogram.counts.argmax())
    assert (histogram.edges[middle] + histogram.edges[middle + 1]) / 2 == pytest.approx(60)


def test_missed_check_ins_stand_at_the_marked_multiples() -> None:
    gaps = np.concatenate([np.full(70, 60.0), np.full(20, 120.0), np.full(10, 180.0)])
    histogram = interval_histogram(gaps, 60, 70)
    at_marks = [histogram.counts[mark.column // histogram.cells] for mark in histogram.marks]
    assert [mark.label for mark in histogram.marks] == ["1x", "2x", "3x"]
    assert at_marks == [70, 20, 10]
    for mark in histogram.marks:
        place = mark.column // histogram.cells
        assert histogram.edges[place : place + 2].mean() == pytest.approx(mark.value)


def test_an_outlier_is_counted_beside_the_picture_instead_of_flattening_it() -> None:
    histogram = interval_histogram(np.append(jittered(60, 0.2, 100), 8 * 3600), 60, 60)
    assert not histogram.grows
    assert 1 <= histogram.above <= 6
    assert histogram.counts.sum() >= 90
    assert histogram.edges[-1] < 120


def test_two_kinds_of_gaps_far_apart_get_growing_bins() -> None:
    gaps = np.concatenate([jittered(1, 0.5, 300), jittered(300, 0.3, 300)])
    histogram = interval_histogram(gaps, 300, 60)
    ratios = histogram.edges[1:] / histogram.edges[:-1]
    assert histogram.grows
    assert np.allclose(ratios, ratios[0])
    assert (histogram.below, histogram.above) == (0, 0)
    assert {"1s", "10s", "1m", "10m"} & {tick.label for tick in histogram.ticks} >= {"1s", "10s", "1m"}


def test_few_gaps_get_broad_bars() -> None:
    few, many = (interval_histogram(jittered(60, 0.3, count), 60, 64) for count in (6, 1000))
    assert (len(few.counts), few.cells) == (16, 4)
    assert (len(many.counts), many.cells) == (64, 1)


@pytest.mark.parametrize("gaps", [[], [math.nan], [-5.0, math.inf]])
def test_without_a_gap_there_are_no_bins(gaps: list[float]) -> None:
    histogram: Histogram = interval_histogram(np.array(gaps, np.float64), 60, 60)
    assert histogram.counts.size == histogram.edges.size == 0
    assert histogram.ticks == histogram.marks == ()


def test_gaps_of_no_length_are_shown_at_zero() -> None:
    histogram = interval_histogram(np.zeros(7), math.nan, 40)
    assert histogram.edges[0] == 0
    assert histogram.counts[0] == 7


def test_round_times_rise_and_have_short_labels() -> None:
    assert list(ROUND_TIMES) == sorted(ROUND_TIMES)
    assert max(len(round_time(time)) for time in ROUND_TIMES) <= 5


def test_further_periods_in_range_are_marked_as_they_are() -> None:
    gaps = np.concatenate((np.full(50, 10.0), np.full(50, 180.0)))
    histogram = interval_histogram(gaps, 180.0, 60, [180.0, 10.0, 4000.0])
    assert [(mark.value, mark.label) for mark in histogram.marks] == [(180.0, "1x"), (10.0, "10.0s")]


@pytest.mark.parametrize("period", [60.0, math.nan])
def test_each_zoom_goes_nearer_and_loses_no_gap(period: float) -> None:
    gaps = np.concatenate((jittered(60, 0.2, 500), [0.5, 9.0, 130.0, 200.0, 8 * 3600]))
    spans = []
    for zoom in range(len(ZOOMS)):
        histogram = interval_histogram(gaps, period, 66, zoom=zoom)
        assert histogram.below + int(histogram.counts.sum()) + histogram.above == gaps.size
        assert np.all(np.diff(histogram.edges) > 0)
        spans.append((float(histogram.edges[0]), float(histogram.edges[-1]), histogram.below + histogram.above))
    assert spans[0][2] == 0
    assert spans[1][2] > 0
    assert spans[2][:2] == pytest.approx((0, 240), abs=10)
    assert spans[3][:2] == pytest.approx((30, 90), abs=3)
    assert 45 < spans[4][0] < 55 < 65 < spans[4][1] < 76


@pytest.mark.parametrize("zoom", range(len(ZOOMS)))
@pytest.mark.parametrize("gaps", [[60.0], [60.0] * 50, [0.0, 0.0, 0.0], [1e-6, 1e5], [1.0, 1.0, 900.0]])
def test_every_zoom_of_any_gaps_is_a_picture(zoom: int, gaps: list[float]) -> None:
    for period in (60.0, math.nan, 1e4):
        histogram = interval_histogram(np.array(gaps), period, 66, zoom=zoom)
        assert histogram.counts.size >= 2
        assert np.all(np.diff(histogram.edges) > 0)
        assert np.isfinite(histogram.edges).all()
