"""A hand on the keys: the application with results that need no logs, its screen as text, and kept pictures of it."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from textual import events
from textual.pilot import Pilot

from beacon_tui.analysis.model import Results
from beacon_tui.config import Settings
from beacon_tui.triage.desk import Desk
from beacon_tui.tui.app import BeaconApp
from beacon_tui.tui.loader import Loader
from beacon_tui.tui.messages import Loaded
from tests.fakes import fake_results

SNAPSHOTS: Final = Path(__file__).parent / "snapshots"

SMALL, LARGE = (80, 24), (120, 40)


class NoLoader(Loader):
    """A loader that never begins."""

    def start(self) -> None:
        """Do nothing."""


class Hand:
    """The running application and what a test wants of it."""

    def __init__(self, app: BeaconApp, pilot: Pilot[None], desk: Desk) -> None:
        self.app, self.desk = app, desk
        self._pilot = pilot

    async def press(self, *keys: str) -> str:
        """Press keys and return the screen."""
        await self._pilot.press(*keys)
        await self._pilot.pause()
        return self.screen

    async def burst(self, *keys: str) -> str:
        """Press keys all at once, as a slow line hands them over, and return the screen."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self._pilot.pause()
        await self._pilot.pause()
        return self.screen

    async def click(self, x: int, y: int, times: int = 1) -> str:
        """Click on a cell of the screen and return the screen."""
        await self._pilot.click(offset=(x, y), times=times)
        await self._pilot.pause()
        return self.screen

    async def resize(self, width: int, height: int) -> str:
        """Give the terminal another size."""
        await self._pilot.resize_terminal(width, height)
        await self._pilot.pause()
        return self.screen

    @property
    def screen(self) -> str:
        """The screen as lines of text, without the blanks at their ends."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips[:height]]
        assert all(len(line) <= width for line in lines)
        return "\n".join(lines)

    def lines(self) -> list[str]:
        """The screen line by line."""
        return self.screen.splitlines()


@asynccontextmanager
async def at_the_desk(
    folder: Path,
    size: tuple[int, int] = SMALL,
    results: Results | None = None,
    starter: bool = False,
    **others: Any,  # noqa: ANN401  settings are of many types
) -> AsyncIterator[Hand]:
    """The application with its candidates loaded; the allowlist is a file in `folder`, the starter list off or on."""
    settings = Settings(allowlist=folder / "allowlist.toml", starter=starter, **others)
    app = BeaconApp([Path("some_logs")], settings)
    app.loader = NoLoader(app.post_message, [], settings)
    async with app.run_test(size=size) as pilot:
        desk = Desk(fake_results() if results is None else results, settings.allowlist, settings.starter)
        await pilot.pause()
        app.candidates.post_message(Loaded(desk))
        await pilot.pause()
        yield Hand(app, pilot, desk)


async def until(hand: Hand, words: str, there: bool = True) -> str:
    """Wait until words stand on the screen, or no longer do."""
    for _ in range(300):
        if (words in hand.screen) == there:
            return hand.screen
        await asyncio.sleep(0.1)
    raise AssertionError(hand.screen)


def same_as_kept(name: str, screen: str) -> None:
    """Compare a screen with the kept one; KEEP_SNAPSHOTS=1 keeps it anew."""
    kept = SNAPSHOTS / f"{name}.txt"
    if "KEEP_SNAPSHOTS" in os.environ:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(screen + "\n", encoding="utf-8")
    assert screen + "\n" == kept.read_text(encoding="utf-8")
