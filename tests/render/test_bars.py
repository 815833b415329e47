"""Bars and sparklines as text: sizes, what is visible, and the ASCII alphabet."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from beacon_tui.render.axis import Tick
from beacon_tui.render.bars import GUTTER, bars, sparkline
from beacon_tui.render.histogram import Histogram, interval_histogram


def picture(*counts: int, cells: int = 1) -> Histogram:
    """Make a histogram with bins of one second and given counts, a tick at 1 s and a mark at 2 s."""
    ticks = (Tick(1.0, cells, "1s"),) if len(counts) > 1 else ()
    marks = (Tick(2.0, 2 * cells, "1x"),) if len(counts) > 2 else ()
    edges = np.arange(len(counts) + 1, dtype=np.float64)
    return Histogram(edges, np.array(counts, np.int64), 0, 0, False, cells, ticks, marks)


def test_a_small_histogram_as_a_whole() -> None:
    assert bars(picture(1, 16, 8, 0, 4, 0), 2) == [
        "   16 │ █    ",
        "      │▁██ ▄ ",
        "    0 ┼─┴▲1x─",
        "       1s    ",
    ]


def test_the_same_in_ascii() -> None:
    assert bars(picture(1, 16, 8, 0, 4, 0), 2, ascii_only=True) == [
        "   16 | #    ",
        "      |.## = ",
        "    0 +-+^1x-",
        "       1s    ",
    ]


def test_a_bin_may_take_several_cells() -> None:
    assert bars(picture(2, 1, 0, cells=3), 1) == [
        "    2 │███▄▄▄   ",
        "    0 ┼───┴──▲1x",
        "         1s     ",
    ]


@pytest.mark.parametrize(
    ("marks", "axis"),
    [
        ([(3, "period"), (5, "1/2"), (10, "1/3"), (13, "1/4")], "───▲period───▲─"),
        ([(3, "period"), (11, "1/2")], "───▲period─▲1/2"),
        ([(5, "1/2"), (3, "1/3"), (1, "1/4")], "─▲─▲─▲1/2──────"),
        ([(5, "1/2"), (0, "1/3")], "▲1/3─▲1/2──────"),
    ],
)
def test_marks_that_would_touch_those_before_them_are_left_out(marks: list[tuple[int, str]], axis: str) -> None:
    places = tuple(Tick(0.0, column, label) for column, label in marks)
    drawn = bars(Histogram(np.arange(16.0), np.zeros(15, np.int64), 0, 0, False, 1, (), places), 1)
    assert drawn[1][GUTTER:] == axis


def test_a_mark_at_the_right_end_loses_its_number_rather_than_its_place() -> None:
    assert bars(picture(1, 1, 1), 1)[1] == "    0 ┼─┴▲"


@given(st.lists(st.floats(0, 1e6), max_size=60), st.integers(1, 12), st.integers(2, 90), st.booleans())
def test_all_lines_have_one_width(gaps: list[float], height: int, width: int, ascii_only: bool) -> None:
    histogram = interval_histogram(np.array(gaps, np.float64), 60, width)
    lines = bars(histogram, height, ascii_only)
    assert len(lines) == (height + 2 if gaps else 0)
    assert {len(line) for line in lines} <= {GUTTER + len(histogram.counts) * histogram.cells}
    assert not ascii_only or all(line.isascii() for line in lines)


@given(arrays(np.int64, st.integers(1, 30), elements=st.integers(0, 10**6)), st.integers(1, 8))
def test_bars_are_as_high_as_their_share_and_never_hide_a_gap(counts: np.ndarray, height: int) -> None:
    body = bars(picture(*counts.tolist()), height)[:height]
    for place, count in enumerate(counts):
        eighths = sum(" ▁▂▃▄▅▆▇█".index(line[GUTTER + place]) for line in body)
        exact = count / max(counts.max(), 1) * 8 * height
        assert (eighths > 0) == (count > 0)
        assert abs(eighths - exact) <= 1


def test_without_gaps_nothing_is_drawn() -> None:
    assert bars(interval_histogram(np.empty(0), 60, 40), 5) == []


def test_sparkline_scales_to_its_greatest_value() -> None:
    assert sparkline([0, 1, 4, 8], 10) == " ▁▄█"
    assert sparkline([0, 1, 4, 8], 10, ascii_only=True) == " .=#"


def test_sparkline_keeps_a_single_peak_when_it_must_shrink() -> None:
    values = np.zeros(1000)
    values[777] = 5
    line = sparkline(values, 20)
    assert len(line) == 20
    assert line.strip() == "█"


def test_sparkline_leaves_unknown_values_blank() -> None:
    assert sparkline([math.nan, 1, math.nan], 3) == " █ "
    assert sparkline([math.nan, 2, 2, math.nan], 2) == "██"


@pytest.mark.parametrize("values", [[], [0, 0, 0], [math.nan, math.nan]])
def test_sparkline_of_nothing_is_blank(values: list[float]) -> None:
    assert sparkline(values, 5) == " " * len(values)
