"""The third panel: a dot a connection over time."""

from textual.app import ComposeResult

from beacon_tui.tui.panels.panel import Opened, Panel
from beacon_tui.tui.widgets.plots import TimelinePlot


class TimelinePanel(Panel):
    """Gaps or bytes."""

    NAME = "timeline"

    def compose(self) -> ComposeResult:
        """One plot."""
        yield TimelinePlot()

    def fill(self, opened: Opened) -> None:
        """Draw another candidate."""
        self.query_one(TimelinePlot).show(opened)

    def turn(self) -> None:
        """Show the other measure."""
        self.query_one(TimelinePlot).turn()
