"""What was left comes back in the application, and only reading writes nothing."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from beacon_tui.config import Settings
from beacon_tui.triage.desk import Desk
from beacon_tui.tui.app import BeaconApp
from tests.fakes import fake_results
from tests.tui.hand import SMALL, Hand, until
from tests.tui.test_follow import write


@asynccontextmanager
async def opened(folder: Path, read_only: bool = False, follow: bool = False) -> AsyncIterator[Hand]:
    """The application on the logs of a folder, loaded."""
    settings = Settings(allowlist=folder / "allowlist.toml", starter=False, read_only=read_only)
    app = BeaconApp([folder], settings, follow=follow)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        hand = Hand(app, pilot, Desk(fake_results(), settings.allowlist))
        await until(hand, " shown")
        yield hand
        app.loader.cancel()


def beacons(folder: Path, *sources: str) -> None:
    """Write a log with a beacon of each source."""
    for number, source in enumerate(sources):
        write(folder / f"conn.{source}.log", source, range(60), 60.0 + number)


async def test_marks_filter_order_cursor_and_verdicts_come_back(tmp_path: Path) -> None:
    beacons(tmp_path, "10.0.0.1", "10.0.0.2", "10.0.0.3")
    async with opened(tmp_path) as hand:
        await hand.press("slash", *"src:10.0.0.", "enter", "right", "s", "j", "space")
        await hand.press("c", "v", "w", "enter", "space", "g", "j")
        assert "new" not in hand.lines()[1]
        await hand.press("q")
    beacons(tmp_path, "10.0.0.9")
    async with opened(tmp_path) as hand:
        said = " ".join((await until(hand, "as you left them")).split())
        assert "1 mark, filter and order as you left them on" in said
        assert "– esc clears the filter" in said
        screen = await hand.press("down")
        assert " · 4 shown · 1 new" in screen
        assert "filter hides 0: src:10.0.0." in screen
        assert sum(row.startswith("+W") for row in hand.lines()) == 1
        at = hand.app.candidates.at
        desk = hand.app.candidates.desk
        assert desk is not None
        assert isinstance(at, int)
        assert desk.results.columns["src"][at] == "10.0.0.3"
        assert desk.view.known.words(at)[-1].startswith("first met ")


async def test_the_groups_come_back_with_the_cursor_on_a_head(tmp_path: Path) -> None:
    beacons(tmp_path, "10.0.0.1", "10.0.0.2", "10.0.0.3")
    async with opened(tmp_path) as hand:
        await hand.press("t", "asterisk", "q")
    async with opened(tmp_path) as hand:
        screen = await until(hand, "Groups as you left them on")
        assert "grouped by destination: 1 group" in screen
        assert sum("│" in row for row in hand.lines()) == 3
        assert isinstance(hand.app.candidates.at, tuple)


async def test_a_candidate_that_begins_while_the_logs_are_followed_is_new_and_verdicts_stay(tmp_path: Path) -> None:
    beacons(tmp_path, "10.0.0.1", "10.0.0.2")
    async with opened(tmp_path) as hand:
        await hand.press("v", "m", "enter", "q")
    async with opened(tmp_path, follow=True) as hand:
        beacons(tmp_path, "10.0.0.9")
        screen = await until(hand, "1 new")
        assert " M" in screen


async def test_only_reading_writes_nothing_and_says_so(tmp_path: Path) -> None:
    logs, home = tmp_path / "logs", Path(os.environ["HOME"])
    logs.mkdir()
    beacons(logs, "10.0.0.1", "10.0.0.2")
    (logs / "allowlist.toml").write_text("[[rule]]\nport = 1\n")
    async with opened(logs, read_only=True) as hand:
        before = sorted(tmp_path.rglob("*"))
        for keys in (["v"], ["b"], ["a", "n"], ["a", "e"], ["a", "x"], ["enter", "v"], ["enter", "b"]):
            assert "Read-only: nothing is written" in await hand.press(*keys)
            await hand.press("escape", "escape")
        await hand.press("space", "q")
    assert sorted(tmp_path.rglob("*")) == before
    assert [path for path in home.rglob("*") if path.is_file()] == []


async def test_a_damaged_journal_is_said_and_the_work_goes_on(tmp_path: Path) -> None:
    beacons(tmp_path, "10.0.0.1")
    journal = Path(os.environ["HOME"]) / ".local/state/beacon_tui/journal.db"
    journal.parent.mkdir(parents=True)
    journal.write_text("nothing of the kind " * 99)
    async with opened(tmp_path) as hand:
        assert "is damaged; move it away" in " ".join((await until(hand, "The journal")).split())
        assert "malicious on 10.0.0.1" in await hand.press("v", "m", "enter")
