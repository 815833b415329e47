"""The seventh panel: who else calls the destination, and what else the source does."""

from textual.app import ComposeResult
from textual.widgets import Static

from beacon_tui.tui.panels.panel import Opened, Panel
from beacon_tui.tui.widgets.line_table import LineTable


class NeighboursPanel(Panel):
    """Two lists of candidates, and of pairs that are none, below what comes with the check-ins."""

    NAME = "neighbours"

    def compose(self) -> ComposeResult:
        """A sentence, and one table."""
        yield Static(classes="company", markup=False)
        yield LineTable()

    def fill(self, opened: Opened) -> None:
        """List the neighbours of another candidate."""
        from beacon_tui.analysis.neighbours import callers, others
        from beacon_tui.render.neighbours import NeighbourRows, company

        around = others(opened.results, opened.row)
        self.query_one(".company", Static).update(company(opened.results, around))
        self._rows = NeighbourRows(opened.results, opened.row, callers(opened.results, opened.row), around)
        self.point_at(None)

    def point_at(self, candidate: int | None) -> None:
        """Put the cursor on a candidate, by its row in the results, or on the first line."""
        self.query_one(LineTable).show(self._rows, self._rows.place_of(candidate))

    @property
    def candidate(self) -> int | None:
        """The candidate under the cursor; -1 for a pair that is none, None for a heading."""
        return self._rows.candidate(self.query_one(LineTable).cursor)
