"""The panel of the single connections."""

from textual.app import ComposeResult

from beacon_tui.tui.panels.panel import Opened, Panel
from beacon_tui.tui.widgets.line_table import LineTable


class ConnectionsPanel(Panel):
    """A list."""

    NAME = "connections"
    SHORT = "list"
    PLACES = ("connections",)

    def compose(self) -> ComposeResult:
        """One table."""
        yield LineTable()

    def fill(self, opened: Opened) -> None:
        """List the connections of another candidate."""
        from beacon_tui.render.connections import ConnectionRows

        self.query_one(LineTable).show(ConnectionRows(opened.results, opened.row))
