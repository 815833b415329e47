"""What was left out, by reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.tally import MAX_SHOWN, Tally, quoted


def test_rows_of_one_kind_are_one_entry_with_the_words_of_the_first() -> None:
    tally = Tally()
    tally.add("ts", "ts is not a time: 'a'", 4)
    tally.add("columns", "3 columns expected, 2 found", 5, 2)
    tally.add("ts", "ts is not a time: 'b'", 9, 3)
    assert tally.skipped("x") == (
        Skipped("x", "ts is not a time: 'a'", 4, 4),
        Skipped("x", "3 columns expected, 2 found", 2, 5),
    )


def test_nothing_left_out_is_nothing_to_say() -> None:
    assert Tally().skipped("x") == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [("abc", "'abc'"), ("\x1b]0;x\x07", "'?]0;x?'"), ("x" * 99, f"'{'x' * MAX_SHOWN}…'"), ("\u202e\n", "'??'")],
)
def test_quoting(text: str, shown: str) -> None:
    assert quoted(text) == shown


@given(st.text())
def test_a_quotation_is_short_and_harmless(text: str) -> None:
    assert len(quoted(text)) <= MAX_SHOWN + 3
    assert quoted(text).isprintable()
