"""The keys of single panels: zoom, nudge, sort, jump, and the way to a neighbour and back."""

from pathlib import Path

import pytest

from beacon_tui.tui.panels.panel import in_a_line
from beacon_tui.tui.screens.pair import PANELS
from tests.analysis.test_neighbours import RESULTS
from tests.fakes import fake_results, session
from tests.tui.hand import LARGE, SMALL, at_the_desk, same_as_kept


@pytest.mark.parametrize("width", [78, 118])
def test_the_names_of_eight_panels_fit(width: int) -> None:
    names, apart = in_a_line(PANELS, width)
    assert len(apart.join(names)) <= width
    assert [name.split()[0] for name in names] == list("12345678")


async def test_the_histogram_goes_nearer_and_back_and_says_so(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "zoom 2 of 5: most gaps" in await hand.press("enter", "plus")  # opens the panel
        before = hand.screen
        assert "zoom 3 of 5: 0 to 4 periods" in await hand.press("plus")
        assert "3x" in hand.screen
        assert "zoom 5 of 5: main cluster" in await hand.press("plus", "plus", "plus", "plus")
        assert "zoom 1 of 5: every gap" in await hand.press(*["minus"] * 9)
        assert await hand.press("0") == before


async def test_counts_turn_logarithmic_and_stay_so_for_the_next_candidate(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        linear = await hand.press("enter", "2")
        screen = await hand.press("L")
        assert "counts logarithmic" in screen
        assert screen != linear
        assert "10┤" in screen
        assert "counts logarithmic" in await hand.press("n")
        assert await hand.press("p", "L") == linear


async def test_the_raster_is_nudged_and_fitted_again(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        fitted = await hand.press("enter", "n", "4")
        assert "folded at the fitted period, 680 s (11m20s)" in fitted
        longer = await hand.press("right_square_bracket")
        assert "from the fitted 680 s" in longer
        assert "+0.1" in longer
        assert await hand.press("left_square_bracket") == fitted
        assert "-1." in await hand.press("left_curly_bracket")
        assert await hand.press("right_curly_bracket") == fitted
        await hand.press("right_curly_bracket", "j", "j")
        assert await hand.press("0", "k", "k") == fitted
        await hand.press("right_curly_bracket")
        assert "folded at the fitted period" in await hand.press("n")


async def test_without_a_rhythm_there_is_nothing_to_nudge_or_to_zoom(tmp_path: Path) -> None:
    async with at_the_desk(
        tmp_path, results=fake_results([session("10.0.3.20", "192.0.2.99", 9.2, 34e3, 51e3)])
    ) as hand:
        assert "no rhythm can be told" in await hand.press("enter", "4", "right_square_bracket")
        assert "none, for there is only one" in await hand.press("plus", "plus", "L")
        assert "no spectrum of fewer than 12" in await hand.press("5")


async def test_connections_sort_with_the_cursor_on_the_same_one(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE) as hand:
        await hand.press("enter", "6", *["right"] * 6)
        screen = await hand.press("s")
        assert "GAP▼" in screen
        assert hand.app.screen.query_one("#connections LineTable").cursor == 299  # type: ignore[attr-defined]
        assert "C00000000" in screen  # its first connection, whose gap is not known, stands last
        assert "GAP▲" in await hand.press("s")
        assert "GAP▲" in await hand.press("n")
        assert "C01000000" not in hand.screen


async def test_a_moment_is_jumped_to(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("enter")
        assert "Go to the first connection at or after" in await hand.press("J")
        assert "is no time" in await hand.press(*"25:99", "enter")
        await hand.press(*["backspace"] * 5, *"23:59", "enter")
        assert "There is no connection after 2024-04-19 23:59:00" in hand.screen
        screen = await hand.press(*["backspace"] * 5, *"19:05", "enter")
        assert "Go to the first" not in screen
        place = hand.app.screen.query_one("#connections LineTable").cursor  # type: ignore[attr-defined]
        times = RESULTS_TIMES
        assert times[place - 1] < START_OF_DAY + 19 * 3600 + 300 <= times[place]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_question_for_a_moment_looks_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size) as hand:
        same_as_kept(f"moment_{size[0]}x{size[1]}", await hand.press("enter", "J", *"25:99", "enter"))


START_OF_DAY = 1713484800.0
RESULTS_TIMES = fake_results().connections(0)["ts"].to_numpy()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_neighbours_look_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size, RESULTS) as hand:
        same_as_kept(f"neighbours_{size[0]}x{size[1]}", await hand.press("enter", "7"))


async def test_a_neighbour_opens_and_q_goes_back_to_where_it_was(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=RESULTS) as hand:
        around = await hand.press("enter", "7")
        assert "1 of 6  10.0.0.1 → 203.0.113.5" in around
        opened = await hand.press("enter")
        assert "2 of 6  10.0.0.2 → 203.0.113.5" in opened
        assert "q goes back to 10.0.0.1 → 203.0.113.5" in opened
        assert await hand.press("q") == around
        assert "too few check-ins" in await hand.press("j", "enter")
        await hand.press("j", "enter")  # a heading leads nowhere
        assert "1 of 6" in hand.screen
        assert "5 of 6  10.0.0.1 → 203.0.113.9" in await hand.press("j", "enter")
        assert "6 of 6" in await hand.press("n")
        assert "SCORE▼SOURCE" in await hand.press("q")
        assert "6 of 6" in await hand.press("enter")


async def test_a_neighbour_that_the_list_does_not_show_opens_too(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=RESULTS) as hand:
        await hand.press("slash", *"score:>0.8", "enter", "enter", "7", "enter")
        assert "not in the list  10.0.0.2 → 203.0.113.5" in hand.screen
        assert "This is the last one of the list" in await hand.press("n")
        assert "1 of 1  10.0.0.1 → 203.0.113.5" in await hand.press("escape")
        assert "SCORE▼SOURCE" in await hand.press("escape")


@pytest.mark.parametrize("panel", range(1, 9))
async def test_the_help_of_every_panel_is_one_page(tmp_path: Path, panel: int) -> None:
    async with at_the_desk(tmp_path) as hand:
        screen = await hand.press("enter", str(panel), "question_mark")
        assert "Next candidate, previous one" in screen
        assert "how alike the bytes are" in screen
        assert "Quit" in screen


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_help_of_the_connections_looks_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size) as hand:
        same_as_kept(f"help_pair_{size[0]}x{size[1]}", await hand.press("enter", "6", "question_mark"))
