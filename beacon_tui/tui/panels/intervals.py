"""The second panel: how often which gap occurred."""

from textual.app import ComposeResult
from textual.widgets import Static

from beacon_tui.render.histogram import MOST_GAPS, ZOOMS
from beacon_tui.tui.keyboard import keyboard_of
from beacon_tui.tui.panels.panel import Opened, Panel
from beacon_tui.tui.widgets.plots import IntervalPlot


class IntervalsPanel(Panel):
    """A histogram, near or far, its counts linear or logarithmic; both stay for the next candidate."""

    NAME = "intervals"
    SHORT = "gaps"

    def compose(self) -> ComposeResult:
        """One plot, and how it is drawn."""
        yield IntervalPlot()
        yield Static(classes="caption", markup=False)

    def fill(self, opened: Opened) -> None:
        """Draw another candidate."""
        self._plot.show(opened)
        self._say()

    @property
    def _plot(self) -> IntervalPlot:
        """The plot."""
        return self.query_one(IntervalPlot)

    def _say(self) -> None:
        """Say how it is drawn."""
        scale = "logarithmic" if self._plot.logarithmic else "linear"
        key = keyboard_of(self.app).sign
        zoom = f"zoom {self._plot.zoom + 1} of {len(ZOOMS)}: {ZOOMS[self._plot.zoom]}"
        words = f"{zoom} ({key('zoom_in')} {key('zoom_out')} {key('whole')})   counts {scale} ({key('scale')})"
        self.query_one(".caption", Static).update(words)

    def zoom(self, step: int) -> None:
        """Go nearer to the period, or farther."""
        self._plot.zoom = max(0, min(self._plot.zoom + step, len(ZOOMS) - 1))
        self._say()

    def whole(self) -> None:
        """Go as far as at first."""
        self._plot.zoom = MOST_GAPS
        self._say()

    def scale(self) -> None:
        """Turn the counts between linear and logarithmic."""
        self._plot.logarithmic = not self._plot.logarithmic
        self._say()
