"""The first panel: why the candidate scored as it did, its gaps and its hours."""

from collections.abc import Sequence

from textual.app import ComposeResult

from beacon_tui.tui.panels.panel import Opened, Panel
from beacon_tui.tui.widgets.picture import Picture


class OverviewPanel(Panel):
    """Everything at a glance."""

    NAME = "overview"

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Picture(self._draw)

    def fill(self, _opened: Opened) -> None:
        """Draw another candidate."""
        self.redraw()

    def redraw(self) -> None:
        """Draw it anew: what is remembered of the candidate has changed."""
        self.query_one(Picture).redraw()

    def _draw(self, width: int, height: int) -> Sequence[str]:
        """The lines for a size in cells."""
        from beacon_tui.analysis.reasons import explain
        from beacon_tui.render.overview import overview

        if (one := self.opened) is None:
            return ()
        reasons = [*one.remembered(), *explain(one.results, one.row, one.phases)]
        return overview(one.results, one.row, one.phases, reasons, width, height)
