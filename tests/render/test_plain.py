"""What a terminal without Unicode is shown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.render.plain import plain
from beacon_tui.render.text import cells, clean

SNAPSHOTS = sorted((Path(__file__).parents[1] / "tui" / "snapshots").glob("*.txt"))


@given(st.text())
def test_every_text_becomes_ascii_of_as_many_cells(text: str) -> None:
    cleaned = clean(text)
    assert plain(cleaned).isascii()
    assert len(plain(cleaned)) == cells(cleaned)


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("screen", SNAPSHOTS, ids=lambda path: path.stem)
def test_every_character_of_our_own_screens_has_a_sign_of_its_own(screen: Path) -> None:
    drawn = screen.read_text("utf-8")
    assert plain(drawn).count("?") == drawn.count("?")


def test_signs_that_mean_something_stay_apart() -> None:
    assert len({plain(sign) for sign in "●○?✓+ —"}) == 7
    assert plain("▁▂▃▄▅▆▇█") == "..:-=+*#"


def test_a_letter_that_only_looks_like_another_is_not_taken_for_it() -> None:
    assert plain("раypal.com") == "??ypal.com"
