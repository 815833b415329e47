"""Following on the screen: new rows show, the cursor and the marks stay, new beacons are announced."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from beacon_tui.config import Settings
from beacon_tui.triage.desk import Desk
from beacon_tui.tui.app import BeaconApp
from tests.fakes import fake_results
from tests.tui.hand import SMALL, Hand, until
from tests.zeek.logs import CONN, header, line


def check_in(number: int, src: str, every: float) -> str:
    """One check-in of a beacon."""
    ts = f"{1.7e9 + every * number:.6f}"
    return line(CONN | {"ts": ts, "uid": f"{src}-{number}", "id.orig_h": src, "duration": "0.5"})


def write(log: Path, src: str, numbers: range, every: float = 60.0) -> None:
    """Write some check-ins, the header first in a new log."""
    with log.open("a") as file:
        if not file.tell():
            file.write(header())
        file.writelines(check_in(number, src, every) for number in numbers)


@asynccontextmanager
async def watching(folder: Path, follow: bool = True) -> AsyncIterator[Hand]:
    """The application on the logs of a folder."""
    settings = Settings(allowlist=folder / "allowlist.toml", starter=False, cache=False)
    app = BeaconApp([folder], settings, follow=follow)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        yield Hand(app, pilot, Desk(fake_results(), settings.allowlist))
        app.loader.cancel()


async def test_rows_show_as_they_come_and_the_cursor_and_the_marks_stay(tmp_path: Path) -> None:
    log = tmp_path / "conn.log"
    write(log, "10.0.0.1", range(30))
    async with watching(tmp_path) as hand:
        screen = await until(hand, "1 shown")
        assert "following · " in screen
        assert "NEXT" in screen
        await hand.press("space")
        write(log, "10.0.0.2", range(300), every=5.0)
        await until(hand, "New: 10.0.0.2 →")
        await until(hand, "330 rows")
        desk = hand.app.candidates.desk
        assert desk is not None
        assert [desk.results.columns["src"][row] for row in desk.marks] == ["10.0.0.1"]
        row = hand.app.candidates.at
        assert isinstance(row, int)
        assert desk.results.columns["src"][row] == "10.0.0.1"


async def test_a_decision_holds_while_the_logs_grow(tmp_path: Path) -> None:
    log = tmp_path / "conn.log"
    write(log, "10.0.0.1", range(30))
    async with watching(tmp_path) as hand:
        await until(hand, "1 shown")
        await hand.press("b", "enter")
        assert "1 hidden" in hand.screen
        write(log, "10.0.0.1", range(30, 40))
        assert "1 hidden" in await until(hand, "40 rows")


async def test_logs_that_are_not_there_yet(tmp_path: Path) -> None:
    async with watching(tmp_path) as hand:
        await until(hand, "there is no connection yet")
        write(tmp_path / "conn.log", "10.0.0.1", range(30))
        await until(hand, "1 shown")


async def test_a_key_begins_and_ends_it(tmp_path: Path) -> None:
    log = tmp_path / "conn.log"
    write(log, "10.0.0.1", range(30))
    async with watching(tmp_path, follow=False) as hand:
        assert "following · " not in await until(hand, "1 shown")
        await hand.press("space", "F")
        write(log, "10.0.0.1", range(30, 35))
        screen = await until(hand, "35 rows")
        assert "following · " in screen
        assert "1 marked" in screen
        screen = await hand.press("F")
        assert "following · " not in screen
        assert "NEXT" not in screen
