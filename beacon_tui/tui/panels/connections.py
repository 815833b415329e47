"""The sixth panel: the single connections."""

from textual import on
from textual.app import ComposeResult

from beacon_tui.render.connections import LARGEST_FIRST, SORTABLE, ConnectionRows
from beacon_tui.tui.panels.panel import Opened, Panel
from beacon_tui.tui.widgets.line_table import LineTable


class ConnectionsPanel(Panel):
    """A list, sorted by any column; the order stays for the next candidate."""

    NAME = "connections"
    SHORT = "list"

    _sort = _chosen = "ts"
    _descending = False
    _rows: ConnectionRows | None = None

    def compose(self) -> ComposeResult:
        """One table."""
        yield LineTable()

    def fill(self, opened: Opened) -> None:
        """List the connections of another candidate."""
        self._draw(opened, None)

    def _draw(self, opened: Opened, connection: int | None) -> None:
        """List the connections, with the cursor on one of them, by its number in time, or on the first line."""
        self._rows = ConnectionRows(opened.results, opened.row, self._sort, self._descending, self._chosen)
        self._table.show(self._rows, 0 if connection is None else self._rows.place_of(connection))

    def _again(self) -> None:
        """List the same connections another way, with the cursor on the same one."""
        if self.opened is not None and self._rows is not None:
            self._draw(self.opened, self._rows.connection(self._table.cursor))

    @property
    def _table(self) -> LineTable:
        """The table."""
        return self.query_one(LineTable)

    def sort(self) -> None:
        """Sort by the chosen column; again turns the order."""
        again = self._sort == self._chosen
        self._descending = not self._descending if again else self._chosen in LARGEST_FIRST
        self._sort = self._chosen
        self._again()

    def column(self, step: int) -> None:
        """Choose another column."""
        self._chosen = SORTABLE[(SORTABLE.index(self._chosen) + step) % len(SORTABLE)]
        self._again()

    @on(LineTable.HeaderClicked)
    def _sort_clicked(self, message: LineTable.HeaderClicked) -> None:
        """Sort by the column whose heading was clicked."""
        if self._rows and (name := self._rows.column_at(message.x, self._table.line_width)):
            self._chosen = name
            self.sort()

    @property
    def moment(self) -> float:
        """When the connection under the cursor began, seconds since 1970."""
        return self._rows.time(self._table.cursor) if self._rows else 0.0

    def go_to(self, moment: float) -> bool:
        """Put the cursor on the first connection at or after a moment; False when there is none."""
        connection = self._rows.since(moment) if self._rows else None
        if self._rows is not None and connection is not None:
            self._table.move_to(self._rows.place_of(connection))
        return connection is not None
