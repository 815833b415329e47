"""The second panel: how often which gap occurred."""

from textual.app import ComposeResult

from beacon_tui.tui.panels.panel import Opened, Panel
from beacon_tui.tui.widgets.plots import IntervalPlot


class IntervalsPanel(Panel):
    """A histogram."""

    NAME = "intervals"
    SHORT = "gaps"
    PLACES = ("intervals",)

    def compose(self) -> ComposeResult:
        """One plot."""
        yield IntervalPlot()

    def fill(self, opened: Opened) -> None:
        """Draw another candidate."""
        self.query_one(IntervalPlot).show(opened)
