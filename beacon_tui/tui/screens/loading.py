"""What the first screen shows of the load, and how it goes on where the logs are followed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.timer import Timer

from beacon_tui.tui.clock import LogClock
from beacon_tui.tui.keyboard import keyboard_of
from beacon_tui.tui.messages import Grown, Loaded, LoadFailed, LoadProgress, Waiting
from beacon_tui.tui.screens.deciding import Deciding
from beacon_tui.tui.widgets.honesty import Honesty
from beacon_tui.tui.widgets.key_line import KeyLine
from beacon_tui.tui.widgets.line_table import LineTable
from beacon_tui.tui.widgets.why import Why

if TYPE_CHECKING:
    from beacon_tui.triage.grouping import At  # noqa: F401  named by the base below
    from beacon_tui.triage.view import View


class Loading(Deciding["At"]):
    """A screen that takes what the loader tells."""

    failure = ""
    """Why nothing could be loaded; empty as long as that is not known."""

    _clock: LogClock | None = None
    """The time of the logs, where they are followed."""

    _ticking: Timer | None = None
    """Draws what changes with the time, while the logs are followed."""

    def draw(self, cursor: int) -> None:
        """Draw everything anew, with the cursor at a place of the table."""
        raise NotImplementedError

    @property
    def clock(self) -> Callable[[], float] | None:
        """Tells the time of the logs, in seconds since 1970, where they are followed."""
        return self._clock.at(self.desk.results.window.stop) if self._clock and self.desk else None

    @on(LoadProgress)
    def _progress(self, message: LoadProgress) -> None:
        """Say how far the load has come."""
        if not self.failure:
            self.query_one(Honesty).progress(message.progress)

    @on(LoadFailed)
    def _failed(self, message: LoadFailed) -> None:
        """Say why there is nothing to show, and what can be done."""
        if self.desk is not None:  # what was loaded before still shows
            self.notify(message.sentence, severity="error")
            return
        self.failure = message.sentence
        self.query_one(Honesty).failed(message.sentence)
        self.query_one(Why).update("")
        self.query_one(KeyLine).show("app")
        self.add_class("failed")

    @on(Loaded)
    def _loaded(self, message: Loaded) -> None:
        """Show the table; where it is read anew, with the decisions that were made."""
        if self.desk is not None:
            self._renew(message.desk.view)
            return
        self.desk = message.desk
        self.draw(0 if self.desk.at is None else self.desk.place_of(self.desk.at, 0))
        self.query_one(LineTable).focus()
        if self.desk.resumed:
            clear = f" – {keyboard_of(self.app).sign('stop')} clears the filter" if self.desk.spec.where else ""
            self.notify(self.desk.resumed + clear)
        if complaint := self.desk.journal.complaint():
            self.notify(complaint, severity="error")

    @on(Waiting)
    def _waiting(self) -> None:
        """Say that there is nothing to show yet."""
        self.query_one(Honesty).waiting()

    @on(Grown)
    def _grown(self, message: Grown) -> None:
        """Show what is known now, and announce what stands out that did not before."""
        from beacon_tui.render.overview import title

        self._renew(message.view)
        if message.fresh:
            more = f", and {len(message.fresh) - 1} more" if len(message.fresh) > 1 else ""
            self.notify(f"New: {title(message.view.results, message.fresh[0])}{more}", severity="warning")

    def _renew(self, view: "View") -> None:
        """Draw what is known now, the cursor on what it was on."""
        if self.desk is not None:
            self.decided(self.desk.renew(view, self.at))

    def follow(self, on: bool) -> None:
        """Show that the logs are followed, or no longer."""
        self._clock = LogClock() if on else None
        if self._ticking:
            self._ticking.stop()
        self._ticking = self.set_interval(1.0, self._tick) if on else None
        self.query_one(Honesty).following = on
        self.decided(self.at)

    def _tick(self) -> None:
        """Draw anew what changes with the time alone."""
        self.query_one(LineTable).refresh()

    @property
    def not_yet(self) -> str:
        """Why nothing can be done with what was loaded as long as there is no desk."""
        return "Nothing was loaded." if self.failure else "Wait until the load has ended."
