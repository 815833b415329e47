"""The context as lines: they fit, they say everything, and nothing in them acts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis.context import Context
from beacon_tui.analysis.facts import Fact, Part, Remark, Value
from beacon_tui.render.context import MOST_LINES, context_lines
from beacon_tui.render.text import cells, clean, folded
from beacon_tui.zeek.columns import Skipped
from tests.fakes import HOSTILE


def lines(*facts: Fact, width: int = 76, reading: str = "", remarks: tuple[Remark, ...] = ()) -> list[str]:
    context = Context((Part("HTTP", "3 rows of http.log", facts, remarks),))
    return [line.text for line in context_lines(context, reading, width)]


def test_values_stand_under_their_field_with_their_counts() -> None:
    values = Value("GET", 12_345), Value("POST", 7, (Remark("odd", unusual=True), Remark("known")))
    assert lines(Fact("method", values, more=12, absent=3), remarks=(Remark("few"),), reading="http.log") == [
        "reading http.log …",
        "HTTP: 3 rows of http.log",
        "  - few",
        "  method        12.3k  GET",
        "                    7  POST",
        "                       ! odd",
        "                       - known",
        "                    3  — (none)",
        "                       and 12 more values",
        "",
    ]


def test_what_was_left_out_is_said() -> None:
    said = context_lines(Context((), (Skipped("http.log", "7 columns expected, 2 found", 3, 9),)), "", 76)
    assert [line.text for line in said] == ["! http.log: 3 rows skipped: 7 columns expected, 2 found, first at line 9"]


def test_a_very_long_value_is_cut_and_says_so() -> None:
    shown = lines(Fact("URI", (Value("/" + "x" * 1_000_000, 1),)))
    assert len(shown) == 1 + MOST_LINES + 1
    assert "more" in shown[MOST_LINES]
    assert all(cells(line) <= 76 for line in shown)


@given(st.text(), st.integers(20, 100))
def test_every_line_fits_and_is_clean(text: str, width: int) -> None:
    fact = Fact(clean(text), (Value(text, 1, (Remark(text),)),), 1, 1)
    for line in lines(fact, width=width, reading=text, remarks=(Remark(text, unusual=True),)):
        assert cells(line) <= width
        assert clean(line) == line


def test_a_hostile_value_is_text() -> None:
    shown = "\n".join(lines(Fact("host", (Value(HOSTILE, 1),))))
    assert "\\x1b]0;owned\\x07[bold red]" in shown


@pytest.mark.parametrize("most", [1, 2, 5])
@given(text=st.text("ab 字", max_size=60), width=st.integers(2, 20))
def test_folding_loses_nothing_but_blanks_and_what_it_counts(most: int, text: str, width: int) -> None:
    made = folded(text, width, most)
    assert 1 <= len(made) <= most
    assert all(cells(line) <= width for line in made)
    if "…" not in made[-1]:
        assert "".join(made).replace(" ", "") == text.replace(" ", "")
