"""Verdicts are given with a key or two, on this candidate or on the marked ones, and taken back like anything else."""

from pathlib import Path

import pytest

from tests.fakes import START
from tests.tui.hand import LARGE, SMALL, at_the_desk, same_as_kept


@pytest.mark.parametrize("burst", [False, True])
async def test_a_verdict_and_a_note_are_written_and_seen(tmp_path: Path, burst: bool) -> None:
    async with at_the_desk(tmp_path) as hand:
        keys = ["m", "tab", *"calls home", "enter"]
        await hand.press("v")
        screen = await (hand.burst(*keys) if burst else hand.press(*keys))
        assert "malicious on 73.54.23.243 → 64.225.56.201 (M in the list) – u takes it back" in screen
        one = hand.desk.view.known.of(0)
        assert (one.verdict, one.note) == ("malicious", "calls home")


@pytest.mark.parametrize("keys", ["vm", "v3"])
async def test_all_at_once_works_too_and_on_the_right_one(tmp_path: Path, keys: str) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "malicious on 64.225.56.201" in await hand.burst("j", *keys, "enter")


async def test_nothing_is_written_when_a_note_is_typed_before_there_is_a_line_for_it(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.burst("v", "m", "tab", *"bad", "enter")
        verdicts = [one.note for one in hand.desk.view.known.verdicts.values()]
        assert verdicts in ([], ["bad"])


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_screen_looks_as_kept_and_so_does_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    end = f"{size[0]}x{size[1]}"
    monkeypatch.setattr("beacon_tui.triage.remembering.author", lambda: "kim")
    monkeypatch.setattr("beacon_tui.triage.remembering.time", lambda: START)
    async with at_the_desk(tmp_path, size) as hand:
        same_as_kept(f"verdict_{end}", await hand.press("v", "w"))
        same_as_kept(f"judged_{end}", await hand.press("enter", "space", "space", "v", "b", "enter"))
        same_as_kept(f"judged_overview_{end}", await hand.press("c", "v", "s", "tab", *"why", "enter", "enter"))


async def test_the_marked_ones_are_judged_together_and_keep_their_notes(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("v", "s", "tab", *"first", "enter")
        await hand.press("space", "space")
        assert "Verdict on the 2 marked candidates" in await hand.press("v")
        assert "watch on 2 candidates" in await hand.press("w", "enter")
        known = hand.desk.view.known
        assert [(known.of(row).verdict, known.of(row).note) for row in (0, 1, 2)] == [
            ("watch", "first"),
            ("watch", ""),
            ("", ""),
        ]
        assert "Taken back: watch on 2 candidates" in await hand.press("u")
        assert hand.desk.view.known.of(0).verdict == "suspicious"
        assert "Taken back: marked" in await hand.press("u")
        assert len(hand.desk.marks) == 1
        await hand.press("U", "U")
        assert hand.desk.view.known.of(1).verdict == "watch"


async def test_a_verdict_is_given_and_seen_on_the_pairs_screen(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("j", "space", "k", "k", "enter")
        screen = await hand.press("v", "m", "tab", *"hm", "enter")
        assert "malicious: hm (" in screen
        await hand.press("q")
        assert [hand.desk.view.known.of(row).verdict for row in (0, 1)] == ["malicious", ""]


async def test_a_letter_of_the_filter_is_no_verdict(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("v", "b", "enter", "slash", *"verdict:benign", "enter")
        assert len(hand.desk.order) == 1


async def test_a_verdict_hides_nothing(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "this hides nothing: only a rule does" in await hand.press("v")
        await hand.press("b", "enter")
        assert 0 in hand.desk.order
        assert "Nothing was changed" in await hand.press("v", "enter")
