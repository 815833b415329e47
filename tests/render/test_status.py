"""The honesty lines: nothing that was left out goes unsaid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis.model import Counts, Window
from beacon_tui.render.status import (
    MOST_HOLES,
    counts_line,
    hole_lines,
    long_hint,
    long_line,
    progress_line,
    selected_line,
    window_line,
)
from beacon_tui.render.text import cells
from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.progress import Progress
from beacon_tui.zeek.selection import WHOLE, Selected, Selection, network

DAY, HOUR = 86400.0, 3600.0


def test_a_full_day_names_its_slowest_period_and_makes_no_fuss() -> None:
    line = window_line(Window(0.0, 3 * DAY))
    assert line == "1970-01-01 00:00 → 01-04 00:00 UTC  72 h  slowest period 12h00m"


def test_a_short_window_says_what_it_cannot_exclude() -> None:
    line = window_line(Window(0.0, 6 * 3600.0))
    assert "00:00 → 06:00 UTC  6 h" in line
    assert line.splitlines()[1] == "Under 24 h seen: finding none does not exclude a beacon slower than 1h00m"


def test_a_long_window_of_which_little_was_seen_is_short_too() -> None:
    line = window_line(Window(0.0, 42 * DAY, ((10 * HOUR, 41.5 * DAY),)))
    assert "1,008 h  1 hole, 41d02h: 01-01 10:00 → 02-11 12:00  slowest period 3h20m" in line
    assert "slower than 3h20m" in line.splitlines()[1]


def test_holes_and_losses_are_said_in_few_words() -> None:
    holes = ((2 * HOUR, 3 * HOUR), (40 * HOUR, 42 * HOUR))
    losses = ((0.0, 900.0, 0.12), (1800.0, 5400.0, 0.911))
    line = window_line(Window(0.0, 3 * DAY, holes, losses), "logs")
    assert line == (
        "logs  1970-01-01 00:00 → 01-04 00:00 UTC  72 h  2 holes, 3h00m  up to 91% lost in 1h15m  slowest period 10h00m"
    )


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (
            110,
            "my_logs  1970-01-01 00:00 → 23:59 UTC  24 h  1 hole, 1h00m: 01-01 05:00 → 06:00  "
            "up to 20% lost  slowest 3h36m",
        ),
        (91, "my_logs  1970-01-01 00:00 → 23:59 UTC  24 h  1 hole, 1h00m  up to 20% lost  slowest 3h36m"),
        (88, "my_lo…  1970-01-01 00:00 → 23:59 UTC  24 h  1 hole, 1h00m  up to 20% lost  slowest 3h36m"),
        (84, "1970-01-01 00:00 → 23:59 UTC  24 h  1 hole, 1h00m  up to 20% lost  slowest 3h36m"),
        (78, "1970-01-01 00:00 → 23:59  24 h  1 hole, 1h00m  up to 20% lost  slowest 3h36m"),
        (66, "1970-01-01  24 h  1 hole, 1h00m  up to 20% lost  slowest 3h36m"),
        (52, "24 h  1 hole, 1h00m  up to 20% lost  slowest 3h36m"),
    ],
)
def test_the_least_important_words_give_way_first(width: int, line: str) -> None:
    window = Window(0.0, DAY - 60, ((5 * HOUR, 6 * HOUR),), ((0.0, 900.0, 0.2),))
    assert window_line(window, "my_logs", width).splitlines()[0] == line


@given(
    st.floats(0, 60 * DAY),
    st.lists(st.floats(1, 9 * HOUR), max_size=12),
    st.booleans(),
    st.text(max_size=40),
    st.integers(1, 160),
)
def test_the_window_fits_whatever_is_in_it(
    start: float, lengths: list[float], lossy: bool, label: str, width: int
) -> None:
    stop = start + 20 * DAY
    holes = tuple((start + DAY * (1 + at), start + DAY * (1 + at) + length) for at, length in enumerate(lengths))
    window = Window(start, stop, holes, ((start, stop, 1.0),) if lossy else ())
    line = window_line(window, label, width)
    assert cells(line) <= width
    assert line.isprintable()
    assert width < 60 or "slowest" in line
    assert width < 60 or not holes or f"{len(holes)} hole" in line


@pytest.mark.parametrize(
    ("strays", "width", "words"),
    [
        (((0.0, 900.0, 12),), 160, "  12 connections of 1970-01-01 left out  "),
        (((0.0, 0.0, 1),), 160, "  1 connection of 1970-01-01 left out  "),
        (((0.0, 3 * DAY, 12),), 160, "  12 connections of 1970-01-01 → 01-04 left out  "),
        (((0.0, 9.0, 2), (4.3e9, 4.3e9, 1)), 160, "  3 connections of 1970-01-01 and 2106-04-06 left out  "),
        (
            ((0.0, 9.0, 2), (9e7, 9e7, 1), (4.3e9, 4.3e9, 1)),
            160,
            "  4 connections of 1970-01-01 and 1972-11-07 and more left out  ",
        ),
        (((0.0, 900.0, 12),), 80, "  12 of 1970 left out  "),
        (((0.0, 9.0, 2), (4.3e9, 4.3e9, 1)), 80, "  3 of 1970, 2106 left out  "),
    ],
)
def test_connections_outside_of_the_window_are_named(
    strays: tuple[tuple[float, float, int], ...], width: int, words: str
) -> None:
    line = window_line(Window(1.7e9, 1.7e9 + 2 * DAY, strays=strays), "logs", width)
    assert words in line
    assert cells(line) <= width


def test_before_the_files_are_known_only_what_came_is_counted() -> None:
    assert progress_line(Progress("receiving", "standard input", bytes_done=3_400_000, seconds=2.2), 60) == (
        "receiving standard input  3.4 MB  2.2 s"
    )
    assert progress_line(Progress("finding", seconds=1), 60) == "finding  1.0 s"


def test_several_holes_are_named_but_not_a_hundred() -> None:
    assert hole_lines(Window(0.0, DAY, ((0.0, 60.0),))) == []
    holes = tuple((at * HOUR, at * HOUR + 600) for at in range(24))
    lines = hole_lines(Window(0.0, DAY, holes))
    assert lines[1] == "hole 1970-01-01 01:00 → 01:10 UTC, 10m00s: the whole sensor saw nothing"
    assert lines[MOST_HOLES:] == ["and 19 more holes"]


def test_a_window_over_the_turn_of_the_year_shows_both_years() -> None:
    assert "→ 1971-01-01" in window_line(Window(364 * DAY, 365 * DAY))


def test_everything_left_out_is_counted() -> None:
    skipped = (Skipped("a", "why", 14, 3), Skipped("b", "why"), Skipped("c", "why"))
    line = counts_line(Counts(2, 105918, skipped, 42000, 1060, 40962), 900, 12, 148)
    for words in ("105,918 rows, 2 files, 14 rows not read", "1,060 judged, 40,962 pairs too few"):
        assert words in line
    assert "900 shown · 12 hidden · 148 below the score" in line


def test_the_line_of_long_sessions_counts_what_it_leaves_out() -> None:
    assert long_line(4, 1056, 12) == "long sessions: 4 candidates · 1,056 others left out · 12 hidden"
    assert long_line(1, 0, 0) == "long sessions: 1 candidate"
    assert long_hint(1).startswith("1 candidate has a session of 1 h or more")
    assert long_hint(3) == "3 candidates have sessions of 1 h or more: beacon-tui scan --long PATH lists them"


def test_nothing_left_out_takes_no_room() -> None:
    line = counts_line(Counts(1, 10, (), 1, 1, 0), 1, 0, 0)
    assert line == "10 rows · 1 judged, 0 pairs too few · 1 shown"


def test_what_the_starter_list_hides_is_told_apart_on_one_line_of_80_columns() -> None:
    counts = Counts(12, 6429, (), 337, 86, 251)
    line = counts_line(counts, 74, 12, 0, 10)
    assert line.endswith(" · 74 shown · 12 hidden (10 starter)")
    assert cells(line) <= 78
    assert "starter" not in counts_line(counts, 74, 12, 0, 0)


def test_one_of_a_thing_is_said_as_one() -> None:
    line = counts_line(Counts(1, 1, (Skipped("a", "why", 1, 3), Skipped("b", "why")), 1, 0, 1), 0, 0, 0)
    assert line == "1 row, 1 file, 1 row not read · 0 judged, 1 pair too few · 0 shown"
    assert progress_line(Progress("reading", "", 1, 1, 0, 10, 1, 2.0), 80) == "reading  1 of 1 file  0%  1 row  2.0 s"


@given(st.text(max_size=80), st.integers(60, 120), st.integers(0, 10**9))
def test_progress_fits_its_line_whatever_the_file_is_called(name: str, width: int, rows: int) -> None:
    line = progress_line(Progress("reading", name, 14, 72, 38, 100, rows, 3.2), width)
    assert cells(line) <= width
    assert line.isprintable()
    assert "14 of 72 files  38%" in line


def test_progress_never_passes_all_of_it() -> None:
    assert "100%" in progress_line(Progress("reading", "conn.log", 1, 1, 300, 100, 5, 1.0), 80)


def test_scoring_tells_what_share_is_judged() -> None:
    progress = Progress("scoring", "", 3, 3, 100, 100, 5000, 3.0, 1000)
    assert progress_line(progress, 80) == "scoring  20%  5,000 rows  3.0 s"


def test_a_selected_view_says_so_and_what_it_leaves_out() -> None:
    chosen = Selection(0.0, None, (network("10.0.0.0/8"),), (), ("edge\x1b[31m",))
    assert selected_line(WHOLE) == ""
    line = "selected: since 1970-01-01 00:00 UTC, src 10.0.0.0/8, sensor edge"
    assert selected_line(Selected(chosen)).startswith(line)
    assert "\x1b" not in selected_line(Selected(chosen))
    assert selected_line(Selected(chosen, 12, 3429)).endswith(" · 3,429 rows and 12 files left out")
    assert selected_line(Selected(chosen, 0, 1)).endswith(" · 1 row left out")
    assert selected_line(Selected(chosen)).endswith(" · nothing left out")


@given(st.integers(1, 160), st.integers(0, 10**9))
def test_how_much_is_left_out_gives_way_last(width: int, rows: int) -> None:
    chosen = Selection(0.0, 86400.0, tuple(network(f"10.{number}.0.0/16") for number in range(9)))
    line = selected_line(Selected(chosen, 7, rows), width)
    assert cells(line) <= width
    assert width < 60 or line.endswith("left out")
