"""The view of long sessions, and one of them opened."""

from pathlib import Path

import pytest

from tests.fakes import EXAMPLES, SESSIONS, fake_results
from tests.tui.hand import LARGE, SMALL, at_the_desk, same_as_kept

RESULTS = fake_results([*EXAMPLES, *SESSIONS])
LONGEST, BULK = "10.0.3.22", "10.0.3.21"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_long_sessions_look_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size, RESULTS) as hand:
        same_as_kept(f"long_{size[0]}x{size[1]}", await hand.press("l"))


async def test_among_all_candidates_they_stand_last_with_their_hours_for_a_score(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=RESULTS) as hand:
        signs = {line.split()[2]: line.split()[:2] for line in hand.lines()[13:16]}
        assert signs == {"10.0.3.20": ["—", "8h"], BULK: ["—", "1h"], LONGEST: ["—", "12h"]}
        assert "4 long (l)" in hand.screen


async def test_l_shows_the_long_ones_longest_first_and_l_goes_back_to_where_one_was(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=RESULTS) as hand:
        before = await hand.press("right", "right", "right", "right", "s", "j", "j", "j")
        lines = (await hand.press("l")).splitlines()
        assert "long sessions: 4 candidates · 8 others left out · l goes back" in lines[1]
        assert "LONGEST▼ TOTAL     SENT RECEIVED" in lines[2]
        assert [line.split()[2] for line in lines[3:7]] == [LONGEST, "10.0.3.20", "10.0.3.23", BULK]
        await hand.press("G", "s", "right")
        assert await hand.press("l") == before
        assert hand.desk.spec.sort == "period"


async def test_the_cursor_stays_on_a_long_session_and_comes_back_to_it(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE, RESULTS) as hand:
        assert f"{LONGEST} →" in await hand.press("G")
        await hand.press("k", "l")
        assert f"{BULK} →" in hand.screen
        assert f"{LONGEST} →" in await hand.press("g")
        assert f"{BULK} →" in await hand.press("l")


async def test_benign_and_hidden_work_on_long_sessions(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE, RESULTS) as hand:
        await hand.press("l", "b", "enter")
        assert "3 candidates · 8 others left out · 1 hidden" in hand.screen
        assert "4 candidates (1 of them hidden by rules) · 8 others left out · l" in await hand.press("h")
        await hand.press("l", "h")
        assert "3 long (l)" in hand.screen


async def test_without_any_the_view_is_empty_and_says_so(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "long" not in hand.screen
        screen = await hand.press("l")
        assert "long sessions: 0 candidates · 8 others left out" in screen
        assert "8 candidates without one (l goes back to them)" in " ".join(screen.split())
        await hand.press("enter", "b", "e", "s", "left")
        assert "8 shown" in await hand.press("l")


@pytest.mark.parametrize("source", [LONGEST, BULK])
async def test_a_lone_session_opens_on_every_panel_and_says_what_cannot_be_drawn(tmp_path: Path, source: str) -> None:
    async with at_the_desk(tmp_path, results=RESULTS) as hand:
        await hand.press("l", *["j"] * (3 if source == BULK else 0))
        screen = await hand.press("enter")
        assert f"{source} →" in screen
        assert "no score" in screen
        assert "no rhythm can be told" in screen
        assert "none, for there is only one" in screen
        assert "━━━" in screen
        assert "none, for there is only one" in await hand.press("2")
        assert "no gap before the only connection" in await hand.press("3")
        assert "bytes sent by each of" in await hand.press("m")
        assert "no rhythm can be told" in await hand.press("4")
        assert "no spectrum of fewer than 12" in await hand.press("5")
        assert "UID" in await hand.press("6")


async def test_a_lone_session_looks_as_kept(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=RESULTS) as hand:
        same_as_kept("session_80x24", await hand.press("l", "j", "enter"))
