"""The lines above the table: what was loaded and its window, what is shown and what is not, what is wrong."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

if TYPE_CHECKING:
    from beacon_tui.triage.desk import Desk
    from beacon_tui.zeek.progress import Progress


class Honesty(Vertical):
    """Lines that say how far the load has come, and then what the table can and cannot show."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label
        self.following = False
        """Whether the logs are read on as they grow."""

    def compose(self) -> ComposeResult:
        """One part a kind of line."""
        yield Static(f"beacon-tui  {self._label}", id="window", markup=False)
        yield Static("starting to read …", id="counts", markup=False)
        yield Static(id="problem", markup=False)

    def progress(self, progress: "Progress") -> None:
        """Say how far the load has come."""
        from beacon_tui.render.status import progress_line

        stop = "  esc stops"
        line = progress_line(progress, self.size.width - len(stop) - 2) + stop
        self.query_one("#counts", Static).update(line)

    def waiting(self) -> None:
        """Say that there is no connection yet."""
        self.query_one("#counts", Static).update("following: there is no connection yet  q quits")

    def failed(self, sentence: str) -> None:
        """Say why there is nothing to show."""
        from beacon_tui.render.text import clean

        self.query_one("#counts", Static).update("nothing loaded: q quits")
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
        line = screen_counts(desk.results.counts, desk.shown, self.size.width - 2 - len(follow))
        self.query_one("#counts", Static).update(follow + line)
        problem = self.query_one("#problem", Static)
        problem.display = bool(desk.problem)
        problem.update(f"Broken allowlist: {clean(desk.problem)}")
