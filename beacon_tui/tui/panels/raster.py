"""The fourth panel: one line a period."""

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.widgets import Static

from beacon_tui.tui.keyboard import keyboard_of
from beacon_tui.tui.panels.panel import Opened, Panel
from beacon_tui.tui.widgets.picture import Picture
from beacon_tui.tui.widgets.scroll import Scroll

MOST_LINES: Final = 2000
"""Lines of the raster: beyond it a line holds several periods."""

KEYS: Final = ("period_shorter", "period_longer", "period_much_shorter", "period_much_longer", "whole")
"""The commands that it names."""


class RasterPanel(Panel):
    """Check-ins folded at the period: a clock stands as a column, and leans where the period is not quite right."""

    NAME = "raster"

    _factor = 1.0
    """What the fitted period is multiplied by."""

    def compose(self) -> ComposeResult:
        """At what it is folded, and a picture to scroll through."""
        yield Static(classes="caption", markup=False)
        with Scroll():
            yield Picture(self._draw)

    def fill(self, _opened: Opened) -> None:
        """Draw another candidate, from its first check-in on."""
        self.whole()
        self.query_one(Scroll).scroll_home(animate=False)

    def nudge(self, steps: int) -> None:
        """Fold at a period that is so many small steps longer."""
        from beacon_tui.render.raster import nudge

        self._factor *= (1 + nudge(self.size.width, self.query_one(Scroll).size.height)) ** steps
        self._fold()

    def whole(self) -> None:
        """Fold at the fitted period."""
        self._factor = 1.0
        self._fold()

    def on_resize(self) -> None:
        """Fold anew: a line has another width."""
        self._fold()

    def _fold(self) -> None:
        """Give the picture as many lines as there are periods, and say what a period is."""
        from beacon_tui.render.raster import folded_at

        period = self.opened.period if self.opened else float("nan")
        keys = " ".join(map(keyboard_of(self.app).sign, KEYS))
        self.query_one(".caption", Static).update(
            "" if period != period else f"{folded_at(self._factor * period, period)}  ({keys})"
        )
        picture = self.query_one(Picture)
        picture.styles.height = len(self._draw(picture.size.width or self.size.width, 0))
        picture.redraw()

    def _draw(self, width: int, _height: int) -> Sequence[str]:
        """The lines for a width in cells."""
        from beacon_tui.render.raster import raster

        if (one := self.opened) is None:
            return ()
        if one.period != one.period:
            return ("no rhythm can be told, so there is no period to draw a line of",)
        times, holes = one.check_ins, one.results.window.holes
        return raster(times, one.period, width, MOST_LINES, times[0], times[-1], holes=holes, stretch=self._factor)
