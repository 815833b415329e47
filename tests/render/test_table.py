"""Lines of tables: the width is never exceeded, whatever the width and whatever the values."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.render.candidates import FROZEN, REST, CandidateRows, rest, score_sign, sortable
from beacon_tui.render.connections import ConnectionRows
from beacon_tui.render.table import Cell, TableColumn, TextRows, layout
from beacon_tui.render.text import cells
from tests.fakes import fake_results, session

RESULTS = fake_results()


def rows(**changes: object) -> CandidateRows:
    """The example candidates as rows."""
    plain = CandidateRows(RESULTS, np.arange(len(RESULTS)), "score", True, "score", lambda row: "", False, frozenset())
    return replace(plain, **changes)  # type: ignore[arg-type]


def text(line: tuple[list[Cell], str] | list[Cell]) -> str:
    """A line without its looks."""
    return "".join(cell.text for cell in (line[0] if isinstance(line, tuple) else line))


@given(st.integers(45, 260), st.sampled_from(sortable(False)), st.booleans(), st.booleans())
def test_lines_are_as_wide_as_the_header_and_never_wider_than_the_screen(
    width: int, chosen: str, hidden: bool, long_only: bool
) -> None:
    table = rows(
        long_only=long_only, chosen=chosen, sort=chosen, show_rules=hidden, rules=lambda row: "x → any" if row else ""
    )
    header = cells(text(list(table.header(width))))
    assert header <= width + 16 * hidden
    for place in range(table.count):
        assert cells(text(table.row(place, width))) == header  # type: ignore[arg-type]


@given(st.integers(60, 260), st.sampled_from([column.name for column in REST]))
def test_the_chosen_column_always_shows(width: int, chosen: str) -> None:
    assert chosen in [column.name for column, _ in layout(FROZEN, REST, chosen, width)]


def test_long_sessions_show_their_own_columns_first_and_lose_none() -> None:
    shown = [column.name for column, _ in layout(FROZEN, rest(True), "duration_max", 79)]
    assert shown[3:7] == ["duration_max", "duration_total", "orig_bytes_median", "resp_bytes_median"]
    assert sorted(sortable(True)) == sorted(sortable(False))
    assert rest(False) == REST


def test_only_the_chosen_columns_show_in_their_order_and_those_of_long_sessions_before_them() -> None:
    columns = ("proto", "period", "duration_max")
    assert sortable(False, columns) == ("score", "src", "dst", *columns)
    assert sortable(True, columns)[3:] == ("duration_max", *sortable(True)[4:7], "proto", "period")
    header = text(list(rows(columns=columns, sort="port").header(80)))
    assert header.split() == ["SCORE", "SOURCE", "DESTINATION", "PROTO", "PERIOD", "LONGEST"]


def test_the_second_column_has_a_small_arrow() -> None:
    header = text(list(rows(sort="period", then=("cv", True)).header(100)))
    assert "PERIOD▼" in header
    assert "CV▾" in header
    assert "CV▴" in text(list(rows(sort="period", then=("cv", False)).header(100)))


def test_spare_cells_go_to_the_flexible_columns_and_none_is_lost() -> None:
    shown = layout(FROZEN, REST[:3], "", 100)
    assert sum(width + 1 for _, width in shown) == 100


def test_a_click_finds_the_column_under_it() -> None:
    table = rows()
    header = text(list(table.header(120)))
    for title, name in (("SCORE", "score"), ("PERIOD", "period"), ("CV", "cv")):
        assert table.column_at(header.index(title), 120) == name
    assert table.column_at(500, 120) == ""


def test_the_arrow_stands_at_the_sorted_column() -> None:
    assert "PERIOD▼" in text(list(rows(sort="period").header(100)))
    assert "PERIOD▲" in text(list(rows(sort="period", descending=False).header(100)))


def test_marked_and_hidden_rows_say_so() -> None:
    table = rows(marks={1}, show_rules=True, rules=lambda row: "the rule" if row == 2 else "")
    assert text(table.row(1, 120)).startswith("+")  # type: ignore[arg-type]
    line, look = table.row(2, 120)
    assert "the rule" in text(list(line))
    assert "✓" in text(list(line))
    assert look == "dim"


def test_signs_say_without_colour_what_a_score_means() -> None:
    by_score = {round(100 * score): row for row, score in enumerate(RESULTS.columns["score"])}
    assert score_sign(RESULTS, by_score[97], hidden=False) == "●"
    assert score_sign(RESULTS, by_score[61], hidden=False) == "○"
    assert score_sign(RESULTS, by_score[52], hidden=False) == "?"
    assert score_sign(RESULTS, by_score[12], hidden=False) == " "
    assert score_sign(RESULTS, by_score[97], hidden=True) == "✓"


@pytest.mark.parametrize(("hours", "sign"), [(1.5, "1h"), (4, "4h"), (11.9, "8h"), (75, "12h")])
def test_without_a_score_the_hours_of_the_longest_session_are_the_sign(hours: float, sign: str) -> None:
    results = fake_results([session("10.0.3.20", "192.0.2.99", hours, 1, 1)])
    assert score_sign(results, 0, hidden=False) == sign
    assert score_sign(results, 0, hidden=True) == "✓"
    line = text(rows(results=results, order=np.arange(1), long_only=True).row(0, 79))  # type: ignore[arg-type]
    assert line[:6] == f"— {sign}".rjust(6)


def test_a_name_is_shown_with_the_number_of_its_addresses() -> None:
    place = RESULTS.columns["kind"].tolist().index("name")
    assert "cdn.example (4)" in text(rows().row(place, 80))  # type: ignore[arg-type]


@pytest.mark.parametrize("row", range(len(RESULTS)))
def test_connections_fit_80_columns_and_are_clean(row: int) -> None:
    table = ConnectionRows(RESULTS, row)
    assert table.count == len(RESULTS.connections(row))
    for width in (79, 120, 200):
        header = cells(text(list(table.header(width))))
        assert header <= width
        for place in range(min(table.count, 5)):
            line = text(table.row(place, width))  # type: ignore[arg-type]
            assert cells(line) == header
            assert line.isprintable()


def test_a_connection_shows_its_ports_and_unknown_bytes_as_a_dash() -> None:
    line = text(ConnectionRows(RESULTS, 1).row(0, 79))  # type: ignore[arg-type]
    assert "49152→123" in line
    place = RESULTS.columns["port"].tolist().index(-1)
    assert "→—" in text(ConnectionRows(RESULTS, place).row(0, 79))  # type: ignore[arg-type]


def test_rows_of_texts_show_the_columns_that_fit_and_nothing_that_acts_on_the_terminal() -> None:
    columns = [TableColumn("a", "A", 3), TableColumn("b", "B", 5, "left", flexible=True), TableColumn("c", "C", 4)]
    rows = TextRows(columns, 1, lambda place: ([str(place), "x\x1b[2J", "last"], "dim"))
    shown = {}
    for width in (12, 20):
        cells, look = rows.row(0, width)
        assert look == "dim"
        shown[width] = "".join(cell.text for cell in rows.header(width)), "".join(cell.text for cell in cells)
    assert shown == {12: ("  A B       ", "  0 x\\x1b[… "), 20: ("  A B             C ", "  0 x\\x1b[2J   last ")}
