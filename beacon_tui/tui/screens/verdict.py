"""Asks for a verdict and a note, and writes them into the journal."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from beacon_tui.errors import BeaconError
from beacon_tui.triage.judging import OFFERS
from beacon_tui.tui.command import Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.keyboard import keyboard_of
from beacon_tui.tui.screens.choosing import Choosing
from beacon_tui.tui.widgets.line import Line
from beacon_tui.tui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from beacon_tui.triage.judging import Judging


class VerdictScreen(Choosing):
    """The verdicts to choose from, and a line for the note."""

    PLACE: ClassVar[Place] = "verdict"
    BINDINGS: ClassVar = bindings(PLACE)

    def __init__(self, judging: "Judging") -> None:
        super().__init__()
        self._judging = judging

    def box(self) -> ComposeResult:
        """On what, the verdicts, the note, what the keys do."""
        table = LineTable(id="verdicts")
        table.styles.height = len(OFFERS) + 1
        with VerticalScroll(can_focus=False):
            yield Static(self._judging.title, id="what", markup=False)
            yield table
            note = Line(self._judging.note, placeholder="why, if you like", id="note", compact=True)
            yield note.labelled("Note ")
            yield self.keys()

    def on_mount(self) -> None:
        """Show the verdicts; the keys go to them first."""
        self.query_one("#verdicts").focus()
        self.there = True
        self._draw()

    def _draw(self) -> None:
        """Show the verdicts with the chosen one, if the screen is there yet."""
        if self.there:
            keyboard = keyboard_of(self.app)
            keys = [keyboard.signs(command)[0] for command in keyboard.commands(self.PLACE)]
            self.query_one("#verdicts", LineTable).show(self._judging.rows(keys), self._judging.chosen)

    @property
    def chosen(self) -> int:
        """The number of the chosen verdict, from 0."""
        return self._judging.chosen

    def action_choose(self, number: int) -> None:
        """Choose a verdict, counted from 1."""
        if number <= len(OFFERS):
            self._judging.chosen = number - 1
            self._draw()

    def action_pick(self, number: int) -> None:
        """Choose a verdict, unless a note is being typed."""
        if isinstance(self.focused, Line):
            raise SkipAction
        self.action_choose(number)

    @on(LineTable.Moved)
    def _follow(self) -> None:
        """Take the verdict under the cursor."""
        self._judging.chosen = self.query_one("#verdicts", LineTable).cursor

    @on(LineTable.Opened)
    def action_accept(self) -> None:
        """Write the verdict and the note, and leave."""
        if self.came_too_soon():
            return
        note = self._judging.note
        if self.there:  # ⏎ may be faster than the screen
            self._follow()
            note = self.query_one("#note", Line).value
        try:
            said = self._judging.write(note, keyboard_of(self.app).sign)
        except BeaconError as error:
            self.notify(str(error), severity="error")
            return
        self.app.notify(said)
        self.dismiss()
