"""The proof from the command palette."""

from pathlib import Path

import pytest

from tests.tui.hand import LARGE, SMALL, Hand, at_the_desk, same_as_kept, until


async def proved(hand: Hand, words: str = "Would have surfaced") -> str:
    """Find the command in the palette, run it, and wait until the words stand on the screen."""
    await hand.press("ctrl+p", *"prove it")
    await until(hand, "Prove it")
    await hand.press("enter")
    return await until(hand, words)


async def test_the_palette_proves_on_what_is_loaded_and_esc_leads_back(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, SMALL) as hand:
        screen = await proved(hand)
        for words in ("Beacons like cobalt", "every", "±90 %", "60 s", "rank", "12 h", "too short"):
            assert words in screen
        assert "Would have surfaced" not in await hand.press("escape")
        assert "73.54.23.243" in hand.screen


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_proof_looks_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size) as hand:
        same_as_kept(f"proof_{size[0]}x{size[1]}", await proved(hand))


async def test_a_rule_of_the_moment_counts(tmp_path: Path) -> None:
    (tmp_path / "allowlist.toml").write_text("[[rule]]\nport = 443\n")
    async with at_the_desk(tmp_path, SMALL) as hand:
        assert "hidden" in await proved(hand)


async def test_what_cannot_be_proved_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beacon_tui.analysis.beacons.TEST_NETS", ())
    async with at_the_desk(tmp_path, SMALL) as hand:
        await proved(hand, "Only 0 documentation addresses")


async def test_closing_early_and_opening_again_does_no_harm(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, SMALL) as hand:
        await hand.app.run_action("prove")
        await hand.press("escape")
        assert "rank" in await proved(hand)


async def test_it_is_offered_on_the_screen_of_a_candidate_too(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, SMALL) as hand:
        await hand.press("enter")
        assert "rank" in await proved(hand)
        assert "1 overview" in await hand.press("q")
