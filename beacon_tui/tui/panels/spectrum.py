"""The fifth panel: power over period."""

from collections.abc import Sequence

from textual.app import ComposeResult

from beacon_tui.tui.panels.panel import Opened, Panel
from beacon_tui.tui.widgets.picture import Picture


class SpectrumPanel(Panel):
    """A spectrum."""

    NAME = "spectrum"

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Picture(self._draw)

    def fill(self, _opened: Opened) -> None:
        """Draw another candidate."""
        self.query_one(Picture).redraw()

    def _draw(self, width: int, height: int) -> Sequence[str]:
        """The lines for a size in cells."""
        from beacon_tui.analysis.spectrum import spectrum_of
        from beacon_tui.render.spectrum import spectrum_picture

        if (one := self.opened) is None:
            return ()
        return spectrum_picture(spectrum_of(one.check_ins), one.period, width, height)
