"""While the logs load, where the load came to nothing, and where nothing is left to show: what it says, and of what."""

import re
from pathlib import Path

import pytest

from beacon_tui.config import Settings
from beacon_tui.triage.desk import Desk
from beacon_tui.tui.app import BeaconApp
from beacon_tui.tui.messages import LoadFailed, LoadProgress
from beacon_tui.zeek.progress import Progress
from tests.fakes import EXAMPLES, fake_results
from tests.tui.hand import LARGE, SMALL, Hand, NoLoader, at_the_desk, same_as_kept


async def test_an_empty_table_says_what_hides_the_candidates(tmp_path: Path) -> None:
    (tmp_path / "allowlist.toml").write_text('[[rule]]\nproto = "tcp"\n[[rule]]\nsrc = "::/0"\n')
    async with at_the_desk(tmp_path, results=fake_results(EXAMPLES[:4])) as hand:
        assert "No candidate to show: 4 hidden by rules (h shows them)" in hand.screen
        assert "4 shown (4 of them hidden by rules)" in await hand.press("h")


async def test_nothing_to_show_is_said(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE, fake_results(())) as hand:
        assert "No candidate" in hand.screen
        for key in ("b", "enter", "e", "E", "space", "s", "S", "u", "h", "G"):
            await hand.press(key)
        assert "0 judged" in hand.screen


async def test_progress_and_failure_are_told_in_words(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        hand.app.candidates.desk = None
        hand.app.candidates.post_message(LoadProgress(Progress("reading", "conn.log", 1, 3, 50, 100, 1234, 2.0)))
        screen = await hand.press("j")
        assert re.search(r"reading conn.log  1 of 3 files  50%  1,234 rows  \d+\.\d s  esc stops", screen)
        hand.app.candidates.post_message(LoadFailed("nowhere: not read: there is no such file"))
        screen = await hand.press("j")
        assert "there is no such file" in screen
        assert "q quits" in screen
        assert await hand.press("escape") == screen, "there is no load any more that could be stopped"


async def test_a_load_that_is_stopped_shows_so_at_once_and_is_heard_no_more(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        hand.app.candidates.desk = None
        assert "The load was stopped." in await hand.press("escape")
        hand.app.candidates.post_message(LoadProgress(Progress("reading", "conn.log", 1, 3, 50, 100, 1234, 2.0)))
        assert "reading" not in await hand.press("j")


async def test_while_the_logs_load_the_place_of_the_table_says_so(tmp_path: Path) -> None:
    settings = Settings(allowlist=tmp_path / "allowlist.toml")
    app = BeaconApp([Path("some_logs")], settings, notice="The allowlist x does not exist yet.")
    app.loader = NoLoader(app.post_message, [], settings)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        hand = Hand(app, pilot, Desk(fake_results(), settings.allowlist))
        assert "Candidates show here as soon as all logs are read" in hand.screen
        assert hand.lines()[-2] == " The allowlist x does not exist yet."
        assert "does not exist" not in await hand.press("b")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_load_that_came_to_nothing_looks_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size) as hand:
        hand.app.candidates.desk = None
        same_as_kept(f"stopped_{size[0]}x{size[1]}", await hand.press("escape"))
    async with at_the_desk(tmp_path, size) as hand:
        hand.app.candidates.desk = None
        hand.app.candidates.post_message(LoadFailed("nowhere: not read: there is no such file"))
        same_as_kept(f"failed_{size[0]}x{size[1]}", await hand.press("j"))


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_table_that_is_empty_looks_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "allowlist.toml").write_text("[[rule]]\nport = 443\n")
    async with at_the_desk(tmp_path, size, starter=True) as hand:
        same_as_kept(f"nothing_kept_{size[0]}x{size[1]}", await hand.press("/", *"port:1", "enter"))
        same_as_kept(f"nothing_shown_{size[0]}x{size[1]}", await hand.press("escape", "/", *"port:123,443", "enter"))
