"""The columns of the table: hidden, shown again, carried to another place."""

from pathlib import Path

import pytest

from tests.fakes import EXAMPLES, SESSIONS, fake_results
from tests.tui.hand import LARGE, SMALL, Hand, at_the_desk, same_as_kept


def titles(hand: Hand) -> list[str]:
    """The headings behind the destination."""
    (line,) = (line for line in hand.lines() if "DESTINATION" in line)
    return line.split("DESTINATION")[1].split("│")[0].split()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_screen_looks_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size) as hand:
        same_as_kept(f"columns_{size[0]}x{size[1]}", await hand.press("C", "j", "space"))


async def test_columns_are_hidden_and_others_take_their_room(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert titles(hand) == ["PORT", "PERIOD", "JIT", "CV", "SIZE", "N"]
        await hand.press("j", "C", "j", "space", "space", "space", "q")
        assert titles(hand)[:4] == ["PORT", "SIZE", "N", "DOMAIN"]
        assert "203.0.113" not in (await hand.press("enter")).splitlines()[0]
        await hand.press("q", "C", "d", "enter")
        assert titles(hand) == ["PORT", "PERIOD", "JIT", "CV", "SIZE", "N"]


async def test_a_column_is_carried_to_another_place_and_no_further_than_there_are(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("C", "j", "j", "K", "K", "K", "escape")
        assert titles(hand)[:3] == ["JIT", "PORT", "PERIOD"]
        await hand.press("C", "J", "shift+down", "q")
        assert titles(hand)[:3] == ["PORT", "PERIOD", "JIT"]
        await hand.press("C", "G", "k", "space", "space", "J", "K", "q")
        assert hand.desk.columns[-2:] == ("note", "verdict")


async def test_the_column_keys_never_stand_on_a_hidden_one(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("right", "right", "right", "right", "s", "C", "j", "space", "q")
        assert "PERIOD" not in " ".join(titles(hand))
        assert hand.desk.spec.sort == "period"
        await hand.press("right", "s")
        assert hand.desk.spec.sort == "src"


async def test_without_any_column_who_it_is_still_shows_and_long_sessions_keep_their_own(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results([*EXAMPLES, *SESSIONS])) as hand:
        await hand.press("C", *["space"] * 27, "q")
        assert titles(hand) == []
        assert "10.0.3.7" in hand.screen
        await hand.press("l")
        assert titles(hand) == ["LONGEST▼", "TOTAL", "SENT", "RECEIVED"]
