"""Asks where to export to, and writes the file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from beacon_tui.errors import BeaconError
from beacon_tui.tui.screens.asking import Asking
from beacon_tui.units import many

if TYPE_CHECKING:
    from beacon_tui.triage.desk import Desk


class ExportScreen(Asking):
    """A file name, proposed; its ending decides the format."""

    def __init__(self, desk: "Desk", rows: list[int]) -> None:
        super().__init__()
        self._desk, self._rows = desk, rows
        self._asked = ""

    def compose(self) -> ComposeResult:
        """What is exported, the name, and what the keys do."""
        from beacon_tui.triage.export.files import propose

        with Vertical():
            yield Static(f"Export {many(len(self._rows), 'candidate')} to a file (.csv or .json)", markup=False)
            yield Input(propose("csv", datetime.now(UTC)), id="file")
            yield Static("⏎ writes it   esc leaves", id="answer", markup=False)

    @on(Input.Submitted)
    def _write(self, message: Input.Submitted) -> None:
        """Write the file; an existing one only when asked a second time."""
        from beacon_tui.triage.report import export

        path = Path(message.value).expanduser()
        answer = self.query_one("#answer", Static)
        if path.exists() and self._asked != message.value:
            self._asked = message.value
            answer.update("It exists: ⏎ again replaces it   esc leaves")
            return
        try:
            export(self._desk.view, self._rows, path, overwrite=self._asked == message.value)
        except BeaconError as error:
            answer.update(str(error))
        else:
            self.app.notify(f"Wrote {many(len(self._rows), 'candidate')} to {path}")
            self.dismiss()
