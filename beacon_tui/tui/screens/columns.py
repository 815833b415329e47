"""Chooses which columns the candidate table shows, and in which order."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from beacon_tui.render.candidates import EVERY, SHOWN
from beacon_tui.render.columns import ColumnRows
from beacon_tui.tui.command import Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.screens.asking import Asking
from beacon_tui.tui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from beacon_tui.triage.desk import Desk


class ColumnsScreen(Asking[None]):
    """All columns but the score and who it is, which always show; what is chosen counts at once."""

    PLACE: ClassVar[Place] = "columns"
    BINDINGS: ClassVar = bindings(PLACE)

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self._desk = desk
        self._names = list(dict.fromkeys((*desk.columns, *EVERY)))
        """Every column, the shown ones first."""

    def box(self) -> ComposeResult:
        """The list, and what the keys do."""
        with Vertical():
            yield LineTable()
            yield self.keys()

    def on_mount(self) -> None:
        """Fill the list."""
        self._take(set(self._desk.columns), 0)

    def _take(self, shown: set[str], cursor: int) -> None:
        """Show some columns, in the order of the list, with the cursor on a place of it."""
        self._desk.columns = tuple(name for name in self._names if name in shown)
        self.query_one(LineTable).show(ColumnRows(tuple(self._names), shown), cursor)

    def action_turn(self) -> None:
        """Show the column under the cursor, or hide it, and go on to the next."""
        cursor = self.query_one(LineTable).cursor
        self._take({*self._desk.columns} ^ {self._names[cursor]}, cursor + 1)

    def action_carry(self, step: int) -> None:
        """Carry the column under the cursor by some places."""
        cursor = self.query_one(LineTable).cursor
        place = max(0, min(cursor + step, len(self._names) - 1))
        self._names.insert(place, self._names.pop(cursor))
        self._take({*self._desk.columns}, place)

    def action_default(self) -> None:
        """Show what shows where nobody chose, in the order in which it was made."""
        self._names = list(EVERY)
        self._take(set(SHOWN), 0)
