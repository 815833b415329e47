"""The lines above the table: what was loaded and its window, what is shown and what is not, what is wrong."""

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static

from beacon_tui.tui.keyboard import keyboard_of

if TYPE_CHECKING:
    from beacon_tui.triage.desk import Desk
    from beacon_tui.zeek.progress import Progress


TICK: Final = 0.2
"""Seconds between two lines of progress."""


class Honesty(Vertical):
    """Lines that say how far the load has come, and then what the table can and cannot show."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label
        self._progress: Progress | None = None
        """What was told last of the load that is going on."""
        self._told = 0.0
        self._counting: Timer | None = None
        """Counts the time between two reports: some steps of a load take seconds."""
        self.following = False
        """Whether the logs are read on as they grow."""

    def compose(self) -> ComposeResult:
        """One part a kind of line."""
        yield Static(f"beacon-tui  {self._label}", id="window", markup=False)
        yield Static("starting to read …", id="counts", markup=False)
        yield Static(id="problem", markup=False)

    def _sign(self, name: str) -> str:
        """The key of a command, by its name in the configuration."""
        return keyboard_of(self.app).sign(name)

    def progress(self, progress: "Progress") -> None:
        """Say how far the load has come."""
        self._progress, self._told = progress, monotonic()
        self._counting = self._counting or self.set_interval(TICK, self._tick)
        self._tick()

    def _tick(self) -> None:
        """Say how long the load has taken by now."""
        if self._progress is None:
            return
        from beacon_tui.render.status import progress_line

        stop = f"  {self._sign('stop')} stops"
        now = replace(self._progress, seconds=self._progress.seconds + monotonic() - self._told)
        line = progress_line(now, self.size.width - len(stop) - 2) + stop
        self.query_one("#counts", Static).update(line)

    def _say(self, words: str) -> None:
        """Say something in the place of how far the load has come."""
        self._progress = None
        if self._counting:
            self._counting.stop()
        self._counting = None
        self.query_one("#counts", Static).update(words)

    def waiting(self) -> None:
        """Say that there is no connection yet."""
        self._say(f"following: there is no connection yet  {self._sign('quit')} quits")

    def failed(self, sentence: str) -> None:
        """Say why there is nothing to show."""
        from beacon_tui.render.text import clean

        self._say(f"nothing loaded: {self._sign('quit')} quits")
        self.query_one("#window", Static).update("\n".join(map(clean, sentence.splitlines())))

    def show(self, desk: "Desk") -> None:
        """Say all of it, as far as the width allows."""
        from beacon_tui.render.status import selected_line, window_line

        results, width = desk.results, self.size.width - 2
        lines = window_line(results.window, self._label, width), selected_line(results.counts.selected, width)
        self.query_one("#window", Static).update("\n".join(filter(None, lines)))
        self.count(desk)

    def count(self, desk: "Desk") -> None:
        """Say what is shown and what is not, and what is wrong with the allowlist as long as that is so."""
        from beacon_tui.render.counts import screen_counts
        from beacon_tui.render.text import clean

        follow = "following · " if self.following else ""
        line = screen_counts(desk.results.counts, desk.shown, self.size.width - 2 - len(follow), self._sign)
        self._say(follow + line)
        problem = self.query_one("#problem", Static)
        problem.display = bool(desk.problem)
        problem.update(f"Broken allowlist: {clean(desk.problem)}")
