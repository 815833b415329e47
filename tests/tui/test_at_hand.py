"""What is decided on the screen of a candidate means that one, whatever is marked, and needs no way back."""

from pathlib import Path

import pytest

from beacon_tui.triage.allowlist import Allowlist
from tests.tui.hand import LARGE, SMALL, at_the_desk, until


async def test_benign_means_the_one_at_hand_and_is_seen_and_taken_back_there(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("space", "space", "enter")
        assert "3 of 8  10.0.3.7" in hand.screen
        asked = await hand.press("b")
        assert "10.0.3.7" in asked
        assert "marked candidates" not in asked
        screen = await hand.press("enter")
        assert "u takes it back" in screen
        assert "hidden by 10.0.3.7 → 192.0.2.10" in screen
        assert [rule.src for rule in Allowlist(tmp_path / "allowlist.toml").rules] == ["10.0.3.7"]
        assert len(hand.desk.marks) == 2
        assert "Taken back: hidden by" in await hand.press("u")
        assert hand.desk.allowlisted == 0
        assert "hidden by" not in await hand.press("j")
        assert "hidden by" in await hand.press("U")
        assert "4 of 8  10.0.3.9" in await hand.press("n")
        assert "10.0.3.7 " not in await hand.press("q")


async def test_marks_that_are_not_shown_are_no_matter_of_the_one_at_hand(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("space", "slash", *"vendor", "enter", "enter")
        asked = await hand.press("b")
        assert "Benign: what shall be hidden from now on?" in asked
        assert "not shown" not in asked


async def test_a_mark_is_set_in_the_list_and_stands_in_the_title(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "1 of 8 +73.54.23.243" in await hand.press("enter", "space")
        assert "Marked: 1 marked in all" in hand.screen
        assert "2 of 8  64.225" in await hand.press("n")
        assert "Unmarked: 0 marked in all" in await hand.press("p", "space")
        assert "1 marked" in await hand.press("u", "q")
        assert hand.desk.marks == {0}


async def test_it_is_copied_and_exported_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.chdir(tmp_path)
    async with at_the_desk(tmp_path) as hand:
        await hand.press("space", "enter", "y")
        assert hand.app.clipboard == "91.189.91.157"
        assert "The zeek-cut command" in await hand.press("Y")
        assert "91.189.91.157" in hand.app.clipboard
        assert "Export 1 candidate as" in await hand.press("e")
        await hand.press("enter")
        await until(hand, "Wrote 1 candidate to")
        assert "2 of 8" in hand.screen
    (file,) = tmp_path.glob("*.csv")
    assert "91.189.91.157" in file.read_text()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_question_that_was_answered_wrongly_says_so_once(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size) as hand:
        screen = await hand.press("enter", "J", *"25:99", "enter")
        assert screen.count("'25:99' is no time") == 1
        assert "q back" in hand.lines()[-1]
