"""The application: theme, screens, and the one load."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.message import Message

from beacon_tui.tui.commands import Place, bindings
from beacon_tui.tui.loader import Loader
from beacon_tui.tui.screens.candidates import CandidatesScreen
from beacon_tui.zeek.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from textual.command import Provider

    from beacon_tui.config import Settings


PAINT_FIRST = 0.03
"""Seconds left to the first paint before the imports of the load take their share of the processor."""


def _palette() -> "type[Provider]":
    """The commands of the palette, imported when it opens."""
    from beacon_tui.tui.palette import CommandProvider

    return CommandProvider


class BeaconApp(App[None]):
    """Finds beacons in Zeek logs."""

    TITLE = "beacon-tui"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar = bindings("app")
    COMMANDS: ClassVar = {_palette}

    def __init__(self, paths: Sequence[Path], settings: "Settings", selection: Selection = EVERYTHING) -> None:
        # NO_COLOR is honoured without any RGB only when ANSI is in force before the first screen.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.theme = settings.theme
        self.candidates = CandidatesScreen(" ".join(path.resolve().name for path in paths))
        self.loader = Loader(self._to_candidates, paths, settings, selection)

    def get_default_screen(self) -> CandidatesScreen:
        """The first screen."""
        return self.candidates

    def on_ready(self) -> None:
        """Begin to load, once the first screen is on its way to the terminal."""
        self.set_timer(PAINT_FIRST, self.loader.start)

    def _to_candidates(self, message: Message) -> None:
        """Hand a message of the loader to the first screen, whatever stands on top of it."""
        self.candidates.post_message(message)

    def action_help(self) -> None:
        """Show the keys of the screen below."""
        from beacon_tui.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            place: Place = "candidates" if self.screen is self.candidates else "pair"
            self.push_screen(HelpScreen((place, "list", "app")))

    async def action_quit(self) -> None:
        """Leave at once; a load that is going on is told to stop."""
        self.loader.cancel()
        self.exit()
