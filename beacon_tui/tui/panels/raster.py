"""The fourth panel: one line a period."""

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from beacon_tui.tui.panels.panel import Opened, Panel
from beacon_tui.tui.widgets.picture import Picture

MOST_LINES: Final = 2000
"""Lines of the raster: beyond it a line holds several periods."""


class RasterPanel(Panel):
    """Check-ins folded at the period: a clock stands as a column."""

    NAME = "raster"
    PLACES = ("raster",)

    def compose(self) -> ComposeResult:
        """A picture to scroll through."""
        with VerticalScroll():
            yield Picture(self._draw)

    def fill(self, _opened: Opened) -> None:
        """Draw another candidate, from its first check-in on."""
        self._fold()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def on_resize(self) -> None:
        """Fold anew: a line has another width."""
        self._fold()

    def _fold(self) -> None:
        """Give the picture as many lines as there are periods."""
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
        times = one.check_ins
        return raster(times, one.period, width, MOST_LINES, times[0], times[-1], holes=one.results.window.holes)
