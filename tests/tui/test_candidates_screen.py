"""The first screen, by keys and mouse, at the sizes that analysts have."""

import asyncio
from pathlib import Path

import pytest

from beacon_tui.render.candidates import sortable
from tests.fakes import START, fake_results
from tests.tui.hand import LARGE, SMALL, at_the_desk, same_as_kept, until

BEST = "73.54.23.243"


def under_cursor(screen_lines: list[str], row: int) -> str:
    """A line of the table, counted from its first row."""
    return screen_lines[3 + row]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_first_screen_looks_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size, starter=True) as hand:
        same_as_kept(f"candidates_{size[0]}x{size[1]}", hand.screen)


async def test_it_says_what_was_looked_at_and_what_was_not(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        top = "\n".join(hand.lines()[:2])
        for words in (
            "2024-04-19 00:00 → 04-20 00:00 UTC",
            "24 h",
            "3 rows not read (!)",
            "8 judged",
            "7 pairs too few",
        ):
            assert words in top


async def test_a_window_under_a_day_says_what_it_cannot_exclude(tmp_path: Path) -> None:
    from beacon_tui.analysis.model import Window

    async with at_the_desk(tmp_path, results=fake_results(window=Window(START, START + 6 * 3600.0))) as hand:
        assert "does not exclude a beacon slower than 1h00m" in hand.screen


async def test_a_wider_screen_names_the_hole_that_a_small_one_counts(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "24 h  1 hole, 1h00m  slowest 3h36m" in hand.lines()[0]
        assert "1 hole, 1h00m: 04-19 05:00 → 06:00" in (await hand.resize(*LARGE)).splitlines()[0]
        assert "slowest 3h36m" in (await hand.resize(60, 12)).splitlines()[0]


async def test_the_cursor_moves_by_the_keys_of_vim_and_by_arrows(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE) as hand:
        for keys, source in ((["j"], "64.225.56.201"), (["down"], "10.0.3.7"), (["k", "up"], BEST)):
            assert f"{source} →" in await hand.press(*keys)
        assert "10.0.3.67 →" in await hand.press("G")
        assert f"{BEST} →" in await hand.press("g")
        assert f"{BEST} →" in await hand.press("up")
        assert "10.0.3.67 →" in await hand.press("pagedown")


async def test_every_column_sorts_with_its_arrow_and_the_cursor_stays_on_its_candidate(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE) as hand:
        await hand.press("j", "j")
        for name in (*sortable(False)[1:], "score"):
            screen = await hand.press("right", "s")
            assert hand.desk.spec.sort == name
            assert "▼" in screen or "▲" in screen
            assert "10.0.3.7 →" in screen


async def test_sorting_again_turns_the_order_and_unknown_stays_last(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("right", "right", "right", "right", "s")
        assert "PERIOD▼" in hand.screen
        assert "4h00m" in under_cursor(hand.lines(), 0)
        assert "10.0.3.67" in under_cursor(hand.lines(), 7)
        await hand.press("s")
        assert "PERIOD▲" in hand.screen
        assert "1m00s" in under_cursor(hand.lines(), 0)
        assert "10.0.3.67" in under_cursor(hand.lines(), 7)


async def test_a_click_on_a_heading_sorts_and_a_double_click_opens(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        x = hand.lines()[2].index("PERIOD") + 2
        assert "PERIOD▼" in await hand.click(x, 2)
        assert "PERIOD▲" in await hand.click(x, 2)
        assert "1 overview" in await hand.click(20, 3, times=2)


async def test_benign_hides_at_once_writes_a_rule_and_undo_takes_it_back(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("b", "enter")
        assert BEST not in under_cursor(hand.lines(), 0)
        assert "1 hidden" in hand.screen
        assert BEST in (tmp_path / "allowlist.toml").read_text()
        await hand.press("u")
        assert BEST in under_cursor(hand.lines(), 0)
        assert BEST not in (tmp_path / "allowlist.toml").read_text()


async def test_hidden_candidates_show_with_the_name_of_their_rule(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE) as hand:
        await hand.press("b", "enter", "h")
        line = under_cursor(hand.lines(), 0)
        assert "HIDDEN BY" in hand.screen
        assert BEST in line
        assert "✓" in line
        await hand.press("g")
        assert "hidden by 73.54.23.243 → 64.225.56.201" in " ".join(hand.screen.split())
        assert BEST not in under_cursor((await hand.press("h")).splitlines(), 0)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_the_starter_list_hides_is_counted_and_can_be_shown(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size, starter=True) as hand:
        assert "91.189.91.157" not in hand.screen
        assert "7 shown" in hand.screen
        assert "1 hidden (1 starter)" in hand.screen
        await hand.press("h", "j")
        assert "91.189.91.157    starter: NTP" in hand.screen
        same_as_kept(f"hidden_{size[0]}x{size[1]}", hand.screen)


async def test_the_starter_list_switches_at_once_and_the_cursor_stays_on_its_candidate(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE, starter=True) as hand:
        assert "10.0.3.7 →" in await hand.press("j")
        screen = await hand.press("S")
        assert "64.225.56.201" in under_cursor(hand.lines(), 1)
        assert "10.0.3.7 →" in screen
        assert "Starter list off: 1 no longer hidden" in screen
        assert "starter)" not in screen
        screen = await hand.press("S")
        assert "10.0.3.7" in under_cursor(hand.lines(), 1)
        assert "10.0.3.7 →" in screen
        assert "Starter list on: 1 hidden by it" in screen
        assert "Taken back: starter list on" in await hand.press("u")
        assert "64.225.56.201" in under_cursor(hand.lines(), 1)
        assert "Taken back: starter list off" in await hand.press("u")
        assert "Nothing to take back" in await hand.press("u")
        assert "Again: starter list off" in await hand.press("U")
        assert list(tmp_path.iterdir()) == []


async def test_marks_show_and_are_counted_and_cleared(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("space", "space")
        assert [line[0] for line in hand.lines()[4:7]] == ["+", "+", " "]
        assert hand.lines()[2] == " 2 marked"
        assert "Export 2 candidates" in await hand.press("e")
        await hand.press("escape", "c")
        assert hand.lines()[3][0] == " "
        assert "marked" not in hand.screen


async def test_the_view_exports_whole(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "Export 8 candidates" in await hand.press("E")


async def test_a_broken_allowlist_is_named_until_it_is_mended_and_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beacon_tui.tui.screens.candidates.LOOK_AGAIN", 0.05)
    broken = tmp_path / "allowlist.toml"
    broken.write_text("[[rule]\n")
    async with at_the_desk(tmp_path) as hand:
        for keys in ([], ["j"], ["b"], ["k"]):
            screen = " ".join((await hand.press(*keys)).split())
            assert "Broken allowlist" in screen
            assert "no valid TOML" in screen
        assert BEST in hand.screen
        assert broken.read_text() == "[[rule]\n"
        broken.write_text(f'[[rule]]\nsrc = "{BEST}"\n')
        assert "can be used again" in await until(hand, "1 hidden")
        assert "Broken" not in hand.screen


async def test_a_rule_that_another_program_writes_hides_within_moments_and_the_cursor_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beacon_tui.tui.screens.candidates.LOOK_AGAIN", 0.05)
    async with at_the_desk(tmp_path) as hand:
        await hand.press("j", "j")
        at = hand.app.candidates.at
        (tmp_path / "allowlist.toml").write_text(f'[[rule]]\nsrc = "{BEST}"\n')
        assert "changed elsewhere" in await until(hand, "1 hidden")
        assert BEST not in hand.screen
        assert hand.app.candidates.at == at


async def test_an_allowlist_that_breaks_meanwhile_keeps_its_last_rules_in_force(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("b", "enter")
        (tmp_path / "allowlist.toml").write_text("[[rule]]\nport = 'x'\n")
        screen = await hand.press("b", "enter")
        assert "line 2" in screen
        screen = await hand.press("escape")
        assert "Broken allowlist" in screen
        assert "1 hidden" in screen


async def test_what_was_done_is_said_above_the_keys_until_the_next_key_and_covers_nothing(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        lines = (await hand.press("b", "enter")).splitlines()
        assert lines[-2].startswith(" Hidden by rule: 73.54.23.243 → 64.225.56.201")
        assert "u takes it back" in lines[-2]
        assert "⏎ open" in lines[-1]
        assert "Hidden by rule" not in await hand.press("j")


async def test_what_was_done_is_said_for_some_time_only_but_errors_until_a_key(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        hand.app.notify("It is done", timeout=1.0)
        assert "It is done" in await hand.press()
        await until(hand, "It is done", there=False)
        hand.app.notify("It went wrong \x1b", severity="error", timeout=0.01)
        await asyncio.sleep(0.1)
        assert "It went wrong \\x1b" in await hand.press()
        assert "It went wrong" not in await hand.press("j")


async def test_what_was_not_read_is_listed_from_every_screen(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        for keys in ([], ["enter"]):
            assert "conn.log: 3 rows skipped: 7 fields, 23 expected, first at line 17" in await hand.press(*keys, "!")
            assert "7 fields" not in await hand.press("q")
        assert "1 overview" in hand.screen


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_was_not_read_looks_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size) as hand:
        same_as_kept(f"unread_{size[0]}x{size[1]}", await hand.press("!"))


async def test_before_anything_is_loaded_it_is_said_that_one_must_wait(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        hand.app.candidates.desk = None
        assert "Wait until the load has ended" in await hand.press("!")
        await hand.app.run_action("prove")
        assert "Wait until the load has ended" in await hand.press()


async def test_the_keys_of_the_footer_can_be_clicked(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "CV std / mean" in await hand.click(hand.lines()[-1].index("? help"), 23)
        await hand.press("q")
        await hand.press("enter")
        assert "SCORE▼" in await hand.click(hand.lines()[-1].index("q back"), 23)
        await hand.click(hand.lines()[-1].index("q quit"), 23)
        assert hand.app._exit


async def test_hostile_names_reach_the_screen_only_as_visible_text(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, (160, 40)) as hand:
        for _ in range(7):
            screen = await hand.press("j")
            assert not set(screen) & {"\x1b", "\x07", "\u202e"}
        assert "\\x1b" in screen
        await hand.press("k", "enter")
        assert not set(hand.screen) & {"\x1b", "\x07", "\u202e"}
        assert "\\x1b]0;owned" in hand.screen


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_help_names_every_key_of_the_screen_and_fits(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size) as hand:
        same_as_kept(f"help_{size[0]}x{size[1]}", await hand.press("question_mark"))
        assert "SCORE▼" in await hand.press("escape")


async def test_the_palette_runs_commands_by_their_words(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("ctrl+p", *"benign")
        await hand.app.workers.wait_for_complete()
        await hand.press("enter")
        await hand.press("enter")
        assert hand.desk.allowlisted == 1


async def test_resizing_keeps_the_cursor_and_turns_the_panel_on_and_off(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("j")
        assert "timing" not in hand.screen
        assert "64.225.56.201 →" in await hand.resize(*LARGE)
        assert "timing" not in await hand.resize(60, 12)
        await hand.resize(250, 60)
        assert hand.app.candidates.query_one("#candidates").has_focus


async def test_where_there_is_little_height_a_message_takes_one_line(tmp_path: Path) -> None:
    said = "Hidden by rule: 73.54.23.243 →"
    async with at_the_desk(tmp_path, (40, 10)) as hand:
        lines = (await hand.press("b", "enter")).splitlines()
        assert lines[8].startswith(f" {said}")
        assert any("10.0." in line for line in lines[:8])
        assert "back" not in hand.screen
        assert "back" in await hand.resize(40, 24)


async def test_quitting_ends_the_application(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("q")
        assert hand.app._exit
