"""The raster: a clock stands as a column, every check-in is on it, holes are not silence."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from beacon_tui.render.raster import folded_at, hours, lifelines, nudge, raster

START = 1713484800.0
"""2024-04-19 00:00 UTC."""
HOUR = 3600.0

Times = NDArray[np.float64]


def columns_marked(lines: list[str]) -> set[int]:
    """Find the columns in which any line has a check-in."""
    return {column for line in lines for column, sign in enumerate(line.split("│")[1]) if sign in "·•█"}


def test_a_clock_stands_as_a_column() -> None:
    times = START + 17 + np.arange(10, dtype=np.float64) * HOUR
    lines = raster(times, HOUR, 60, 12, START, START + 10 * HOUR)
    assert len(lines) == 11
    assert len(columns_marked(lines)) == 1
    middle = len(lines[0].split("│")[1]) // 2
    assert columns_marked(lines) == {middle}


@given(st.floats(0, 3600), st.floats(0, 20))
def test_a_clock_near_the_edge_of_a_line_does_not_split(phase: float, noise: float) -> None:
    rng = np.random.default_rng(3)
    times = START + phase + np.arange(20, dtype=np.float64) * HOUR + rng.uniform(-noise, noise, 20)
    marked = columns_marked(raster(times, HOUR, 73, 30, START, START + 21 * HOUR))
    assert max(marked) - min(marked) <= 1


def test_several_periods_share_a_line_when_there_are_too_many() -> None:
    times = START + np.arange(48, dtype=np.float64) * HOUR / 2
    lines = raster(times, HOUR / 2, 80, 13, START, START + 24 * HOUR)
    assert len(lines) <= 13
    assert len(columns_marked(lines)) == 4


def test_only_the_newest_lines_are_drawn_when_periods_would_get_too_narrow() -> None:
    times = START + 30 + np.arange(0, 24 * HOUR, 60, dtype=np.float64)
    lines = raster(times, 60, 13 + 83, 6, START, START + 24 * HOUR)
    assert len(lines) == 6
    assert lines[-1][:8] == "04-19 23"
    assert [len(columns_marked([line])) for line in lines[:-1]] == [10] * 5


def test_the_newest_lines_end_with_the_last_check_in_and_not_with_the_window() -> None:
    times = START + 30 + np.arange(0, 2 * HOUR, 60, dtype=np.float64)
    lines = raster(times, 60, 13 + 83, 6, START, START + 24 * HOUR)
    assert [line[:8] for line in lines[-2:]] == ["04-19 01", "04-19 01"]
    assert all(columns_marked([line]) for line in lines)


def test_a_period_that_is_slightly_wrong_does_not_split_the_newest_lines() -> None:
    times = START + np.arange(0, 240 * HOUR, 60, dtype=np.float64)
    lines = raster(times, 60.01, 16 + 8, 6, START, START + 240 * HOUR)
    assert columns_marked(lines) <= {3, 4}


def test_without_a_period_a_line_is_a_round_time() -> None:
    times = START + np.arange(0, 24 * HOUR, 20, dtype=np.float64)
    lines = raster(times, math.nan, 80, 13, START, START + 24 * HOUR)
    assert [line[:11] for line in lines[:2]] == ["04-19 00:00", "04-19 02:00"]
    assert len(lines) == 12


def test_short_lines_are_labelled_to_the_second() -> None:
    lines = raster(START + np.arange(0, 600, 10, dtype=np.float64), 10, 80, 20, START, START + 600)
    assert len(lines) <= 20
    assert all(line[:14].count(":") == 2 for line in lines)


@given(
    st.lists(st.floats(0, 24 * HOUR, exclude_max=True), max_size=60),
    st.floats(1, 48 * HOUR) | st.just(math.nan),
    st.integers(24, 120),
    st.integers(1, 40),
    st.booleans(),
)
def test_shape_and_alphabet(offsets: list[float], period: float, width: int, lines: int, ascii_only: bool) -> None:
    times = START + np.array(offsets, np.float64)
    drawn = raster(times, period, width, lines, START, START + 24 * HOUR, ascii_only)
    assert 1 <= len(drawn) <= lines
    assert {len(line) for line in drawn} == {width}
    assert not ascii_only or all(line.isascii() for line in drawn)


@given(st.lists(st.floats(0, 24 * HOUR, exclude_max=True), max_size=60), st.floats(3 * HOUR, 24 * HOUR))
def test_no_check_in_is_left_out(offsets: list[float], period: float) -> None:
    times = START + np.array(offsets, np.float64)
    body = "".join(line[13:] for line in raster(times, period, 100, 30, START, START + 24 * HOUR))
    fewest = body.count("·") + 2 * body.count("•") + 4 * body.count("█")
    assert fewest <= len(offsets)
    assert "█" in body or len(offsets) <= body.count("·") + 3 * body.count("•")


def test_denser_marks_for_more_check_ins() -> None:
    times = START + np.array([HOUR, 2 * HOUR, 2 * HOUR, *[3 * HOUR] * 4])
    (line,) = raster(times, math.nan, 13 + 24, 2, START, START + 24 * HOUR)
    assert line[13:].replace(" ", "") == "·•█"


def test_a_hole_of_the_sensor_is_shaded_and_a_silent_host_is_blank() -> None:
    times = START + np.array([1.0])
    (line,) = raster(
        times, math.nan, 13 + 24, 2, START, START + 24 * HOUR, False, [(START + 6 * HOUR, START + 12 * HOUR)]
    )
    assert line[13:] == "·" + " " * 5 + "░" * 6 + " " * 12


def test_a_line_outside_of_the_window_is_shaded() -> None:
    lines = raster(
        START + np.arange(3, dtype=np.float64) * HOUR,
        HOUR,
        13 + 20,
        9,
        START,
        START + 3 * HOUR,
        ascii_only=True,
    )
    assert lines[0][13:].startswith("/////")
    assert lines[-1].endswith("/////")


def test_hours_show_activity_silence_and_holes() -> None:
    times = START + np.array([0.5, 0.6, 1.5, 1.6, 1.7, 1.8]) * HOUR
    assert hours(times, START, START + 6 * HOUR, 6) == "▄█    "
    hole = [(START + 4 * HOUR, START + 6 * HOUR)]
    assert hours(times, START, START + 6 * HOUR, 6, holes=hole) == "▄█  ░░"
    assert hours(times, START, START + 6 * HOUR, 6, True, hole) == "=#  //"


def test_a_check_in_inside_a_hole_is_still_shown() -> None:
    times = START + np.array([0.5]) * HOUR
    assert hours(times, START, START + 2 * HOUR, 2, holes=[(START, START + 2 * HOUR)]) == "█░"


@pytest.mark.parametrize("width", [1, 7, 24])
def test_hours_have_the_width_asked_for(width: int) -> None:
    assert len(hours(START + np.arange(100, dtype=np.float64) * 600.0, START, START + 24 * HOUR, width)) == width


def test_a_window_of_no_length_can_be_drawn() -> None:
    times = np.array([START])
    assert len(hours(times, START, START, 24)) == 24
    assert raster(times, math.nan, 40, 5, START, START)


def test_lifelines_show_when_any_session_was_open() -> None:
    def drawn(*spans: tuple[float, float], ascii_only: bool = False) -> str:
        """Sessions (begin and end in hours) over six hours in twelve cells."""
        begins, ends = START + HOUR * np.array(spans).T
        return lifelines(begins, ends, START, START + 6 * HOUR, 12, ascii_only)

    assert drawn((1, 2.9)) == "  ━━━━      "
    assert drawn((4, 4.1), (0.1, 1.1), (0.6, 1.2)) == "━━━     ━   "
    assert drawn((-5, 0.2), (5.8, 99), ascii_only=True) == "-          -"
    assert drawn((-9, 99)) == "━" * 12


def test_lifelines_of_a_window_of_no_length_can_be_drawn() -> None:
    assert lifelines(np.array([START]), np.array([START + 9]), START, START, 5) == "━━━━━"


def test_a_period_that_is_not_quite_right_leans_the_column_of_a_clock() -> None:
    times = START + 300 * np.arange(21, dtype=np.float64)
    columns = {}
    for steps in (-1, 0, 1):
        stretch = 1 + steps * nudge(80, 20)
        lines = raster(times, 300.0, 80, 40, times[0], times[-1], stretch=stretch)
        columns[steps] = [line.index("·") for line in lines if "·" in line]
    assert len(set(columns[0])) == 1
    assert columns[1][0] - columns[1][-1] in (1, 2, 3)
    assert columns[-1][-1] - columns[-1][0] in (1, 2, 3)
    assert columns[1][0] == columns[0][0] == columns[-1][0]


def test_the_caption_says_the_period_and_how_far_it_is_from_the_fit() -> None:
    assert folded_at(272.0, 272.0) == "folded at the fitted period, 272 s (4m32s)"
    assert folded_at(272.0 * 1.002, 272.0) == "folded at 272.544 s (4m33s), +0.20% from the fitted 272 s"
    assert folded_at(270.0, 272.0).endswith("-0.74% from the fitted 272 s")
    assert "fitted period" in folded_at(272.0 * 1.003 / 1.003, 272.0)
