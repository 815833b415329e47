"""The counts of the first screen: what is shown, what is not, and the key that shows it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis.model import Counts
from beacon_tui.render.counts import Shown, nothing_words, screen_counts
from beacon_tui.render.text import cells
from beacon_tui.zeek.columns import Skipped

COUNTS = Counts(2, 6429, (Skipped("a", "why", 12, 3), Skipped("b", "why")), 337, 86, 251)
WHOLE = 500


def sign(name: str) -> str:
    """The key of a command."""
    return {"long": "l", "hidden": "h", "starter": "S", "stop": "esc", "unread": "!"}[name]


def test_what_was_not_read_names_its_key_and_nothing_else_does() -> None:
    assert "6,429 rows, 1 file, 12 rows not read (!) · 86 judged" in screen_counts(COUNTS, Shown(86), WHOLE, sign)
    assert (
        screen_counts(Counts(1, 10, (), 1, 1, 0), Shown(1), WHOLE, sign)
        == "10 rows · 1 judged, 0 pairs too few · 1 shown"
    )


def test_hidden_ones_are_told_from_those_that_are_shown_although_a_rule_covers_them() -> None:
    assert screen_counts(COUNTS, Shown(81, hidden=5, starter=4), WHOLE, sign).endswith(
        " · 81 shown · 5 hidden (4 starter)"
    )
    assert screen_counts(COUNTS, Shown(86, ruled=5, starter=4), WHOLE, sign).endswith(
        " · 86 shown (5 of them hidden by rules)"
    )


def test_the_filter_is_said_with_what_it_hides_as_far_as_there_is_room() -> None:
    assert "filter" not in screen_counts(COUNTS, Shown(86), WHOLE, sign)
    assert screen_counts(COUNTS, Shown(4, filtered=82, where=" a\x1b "), WHOLE, sign).endswith(
        "filter hides 82: a\\x1b"
    )
    assert screen_counts(COUNTS, Shown(0, filtered=82, where="a" * 99), 40, sign).splitlines()[-1].endswith("aaa…")


def test_marks_are_counted_also_where_they_cannot_be_seen() -> None:
    assert "marked" not in screen_counts(COUNTS, Shown(86), WHOLE, sign)
    assert screen_counts(COUNTS, Shown(86, marked=3), WHOLE, sign).endswith(" · 3 marked")
    line = screen_counts(COUNTS, Shown(4, others=82, marked=3, marked_out=2, long_only=True), WHOLE, sign)
    assert line == "long sessions: 4 candidates · 82 others left out · 3 marked (2 not shown) · l goes back"


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (
            Shown(0, hidden=86, starter=80),
            "No candidate to show: 86 hidden by rules (h shows them), 80 of them by the starter list (S turns it off), "
            "251 pairs with too few check-ins to be judged.",
        ),
        (
            Shown(0, filtered=80, where="cdn", hidden=6),
            "No candidate to show: 80 hidden by the filter cdn (esc clears it), 6 hidden by rules (h shows them), "
            "251 pairs with too few check-ins to be judged.",
        ),
        (Shown(0), "No candidate to show: 251 pairs with too few check-ins to be judged."),
        (
            Shown(0, hidden=2, starter=80, others=84, long_only=True),
            "No session of an hour or more to show: 2 hidden by rules (h shows them), 84 candidates without one "
            "(l goes back to them).",
        ),
    ],
)
def test_an_empty_table_says_why_it_is(shown: Shown, words: str) -> None:
    assert nothing_words(COUNTS, shown, sign) == words


@given(st.integers(20, 120), st.integers(0, 10**6), st.integers(0, 10**4), st.integers(0, 10**3))
def test_a_line_is_broken_between_two_parts_and_nothing_is_lost(width: int, rows: int, hidden: int, marks: int) -> None:
    counts = Counts(2, rows, (Skipped("a", "why", 14, 3),), 42000, 1060, 40962)
    shown = Shown(900, hidden=hidden, starter=hidden // 2, long=3, marked=marks)
    whole = screen_counts(counts, shown, WHOLE, sign)
    lines = screen_counts(counts, shown, width, sign).splitlines()
    assert " · ".join(lines) == whole
    assert all(cells(line) <= width or " · " not in line for line in lines)
    assert all(cells(f"{one} · {two.split(' · ')[0]}") > width for one, two in pairwise(lines))
