"""The application: theme, screens, and the one load."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import App
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.reactive import var
from textual.timer import Timer

from beacon_tui.triage.journal.journal import journal_of
from beacon_tui.tui.commands import bindings, places_of
from beacon_tui.tui.keyboard import keyboard
from beacon_tui.tui.loader import Loader
from beacon_tui.tui.messages import ContextWanted
from beacon_tui.tui.screens.candidates import CandidatesScreen
from beacon_tui.tui.themes import OWN, Ascii
from beacon_tui.tui.widgets.message_line import Said
from beacon_tui.zeek.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.filter import LineFilter

    from beacon_tui.config import Settings


PAINT_FIRST = 0.03
"""Seconds left to the first paint before the imports of the load take their share of the processor."""

SAID_FOR = 8.0
"""Seconds that what was done stays on the screen, unless a key is pressed before; what went wrong stays until then."""


def _palette() -> "type[Provider]":
    """The commands of the palette, imported when it opens."""
    from beacon_tui.tui.palette import CommandProvider

    return CommandProvider


class BeaconApp(App[None]):
    """Finds beacons in Zeek logs."""

    TITLE = "beacon-tui"
    CSS_PATH = "app.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  as Textual declares it
    BINDINGS: ClassVar = bindings("app")
    COMMANDS: ClassVar = {_palette}

    said = var(Said())
    """What the message line of every screen shows."""

    def __init__(
        self,
        paths: Sequence[Path],
        settings: "Settings",
        selection: Selection = EVERYTHING,
        notice: str = "",
        follow: bool = False,
    ) -> None:
        # NO_COLOR is honoured without any RGB only when ANSI is in force before the first screen.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        # Textual has no public switch for its own two: each makes every box be laid out and painted once more.
        self._disable_notifications = self._disable_tooltips = True
        for theme in OWN:
            self.register_theme(theme)
        self.theme = settings.theme
        self.keyboard = keyboard(settings.keys, settings.ascii)
        self.set_keymap(settings.keys)
        self._own_filters = [Ascii()] if settings.ascii else []
        """One for all lines: what a filter made of a line is kept with the filter."""
        label = " ".join(path.resolve().name for path in paths)
        self.candidates = CandidatesScreen(label, tuple(paths), settings.filters)
        journal = journal_of(paths, writing=not settings.read_only)
        self._new_loader = partial(Loader, self._to_candidates, paths, settings, selection, journal=journal)
        self.loader = self._new_loader(follow=follow)
        self._notice = notice
        self._silence: Timer | None = None

    def get_line_filters(self) -> "Sequence[LineFilter]":
        """What every line passes on its way to the terminal."""
        return [*super().get_line_filters(), *self._own_filters]

    def get_default_screen(self) -> CandidatesScreen:
        """The first screen."""
        return self.candidates

    def on_ready(self) -> None:
        """Begin to load, once the first screen is on its way to the terminal, and say what is to be known."""
        self.candidates.follow(self.loader.follow)
        self.set_timer(PAINT_FIRST, self.loader.start)
        if self._notice:
            self.notify(self._notice, severity="warning")

    def _to_candidates(self, message: Message) -> None:
        """Hand a message of the loader to the first screen, whatever stands on top of it."""
        self.candidates.post_message(message)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something on the message line, in place of what it said before; nothing covers the screen."""
        from beacon_tui.render.text import clean

        self._hush()
        self.said = Said(clean(message), severity != "information")
        if not self.said.error:
            self._silence = self.set_timer(SAID_FOR if timeout is None else timeout, self._hush)

    def _hush(self) -> None:
        """Take back what was said."""
        if self._silence is not None:
            self._silence.stop()
        self.said = Said()

    async def on_event(self, event: events.Event) -> None:
        """Take back what was said at the next key, before that key may say something else."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._hush()
        await super().on_event(event)

    def action_help(self) -> None:
        """Show the keys of the screen below."""
        from beacon_tui.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen((*places_of(self.screen), "app")))

    def action_prove(self) -> None:
        """Try synthetic beacons on the traffic that is loaded, and show which would have surfaced."""
        from beacon_tui.tui.screens.proof import ProofScreen

        desk = self.candidates.desk
        if desk is None:
            self.notify(self.candidates.not_yet, severity="warning")
        elif not isinstance(self.screen, ProofScreen):
            screen = ProofScreen()
            self.push_screen(screen)
            self.loader.prove(desk, screen.post_message)

    @on(ContextWanted)
    def _read_context(self, message: ContextWanted) -> None:
        """Read what other logs say of a candidate that is looked at."""
        self.loader.read_context(message)

    def action_follow(self) -> None:
        """Read the logs on as they grow, or no longer."""
        if self.candidates.desk is None:
            self.notify(self.candidates.not_yet, severity="warning")
            return
        self.loader.cancel()
        self.loader = self._new_loader(follow=not self.loader.follow)
        self.candidates.follow(self.loader.follow)
        if self.loader.follow:
            self.loader.start()
        self.notify("Following: new rows show as they are written" if self.loader.follow else "No longer following")

    def action_unread(self) -> None:
        """Show what was not read, and why."""
        from beacon_tui.tui.screens.unread import UnreadScreen

        desk, failure = self.candidates.desk, self.candidates.failure
        if desk is None and not failure:
            self.notify(self.candidates.not_yet, severity="warning")
        elif not isinstance(self.screen, UnreadScreen):
            skipped = [str(skip) for skip in desk.results.counts.skipped] if desk else failure.splitlines()
            self.push_screen(UnreadScreen(skipped))

    async def action_quit(self) -> None:
        """Leave at once; a load that is going on is told to stop, and how all is shown is remembered."""
        self.loader.cancel()
        if desk := self.candidates.desk:
            desk.leave(self.candidates.at)
            desk.journal.close()
        self.exit()
