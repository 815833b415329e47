"""Asks for a verdict and a note, and writes them into the journal."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, Static

from beacon_tui.errors import BeaconError
from beacon_tui.triage.judging import KEYS
from beacon_tui.tui.screens.choosing import Choosing
from beacon_tui.tui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from beacon_tui.triage.judging import Judging

SIGNS = {"-": "minus"}
"""What Textual calls a key."""


class VerdictScreen(Choosing):
    """The verdicts to choose from, and a line for the note."""

    BINDINGS: ClassVar = [
        *(  # reached by what came before this screen alone
            Binding(f"{SIGNS.get(key, key)},{number}", f"choose({number})", show=False)
            for number, key in enumerate(KEYS, 1)
        ),
        # With priority, so that they count in the order in which they are typed, whatever has the focus by then.
        *(
            Binding(f"{SIGNS.get(key, key)},{number}", f"pick({number})", show=False, priority=True)
            for number, key in enumerate(KEYS, 1)
        ),
    ]

    def __init__(self, judging: "Judging") -> None:
        super().__init__()
        self._judging = judging

    def compose(self) -> ComposeResult:
        """On what, the verdicts, the note, what the keys do."""
        with VerticalScroll(can_focus=False):
            yield Static(self._judging.title, id="what", markup=False)
            yield LineTable(id="verdicts")
            with Horizontal():
                yield Label("Note ")
                yield Input(self._judging.note, placeholder="why, if you like", id="note", compact=True)
            yield Static("⏎ writes it   b s m w - 1-5 ↑↓ choose   ⇥ note   esc leaves", id="answer", markup=False)

    def on_mount(self) -> None:
        """Show the verdicts; the keys go to them first."""
        table = self.query_one("#verdicts", LineTable)
        table.styles.height = len(KEYS) + 1
        table.focus()
        self.there = True
        self._draw()

    def _draw(self) -> None:
        """Show the verdicts with the chosen one, if the screen is there yet."""
        if self.there:
            self.query_one("#verdicts", LineTable).show(self._judging.rows, self._judging.chosen)

    @property
    def chosen(self) -> int:
        """The number of the chosen verdict, from 0."""
        return self._judging.chosen

    def action_choose(self, number: int) -> None:
        """Choose a verdict, counted from 1."""
        if number <= len(KEYS):
            self._judging.chosen = number - 1
            self._draw()

    def action_pick(self, number: int) -> None:
        """Choose a verdict, unless a note is being typed."""
        if isinstance(self.focused, Input):
            raise SkipAction
        self.action_choose(number)

    @on(LineTable.Moved)
    def _follow(self) -> None:
        """Take the verdict under the cursor."""
        self._judging.chosen = self.query_one("#verdicts", LineTable).cursor

    @on(Input.Submitted)
    @on(LineTable.Opened)
    def action_write(self) -> None:
        """Write the verdict and the note, and leave."""
        if self.came_too_soon():
            return
        note = self._judging.note
        if self.there:  # ⏎ may be faster than the screen
            self._follow()
            note = self.query_one("#note", Input).value
        try:
            said = self._judging.write(note)
        except BeaconError as error:
            self.notify(str(error), severity="error")
            return
        self.app.notify(said)
        self.dismiss()
