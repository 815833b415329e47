"""Asks what is benign: the pair, its destination, its source …, and writes the rules for it."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from beacon_tui.errors import BeaconError
from beacon_tui.tui.command import Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.keyboard import keyboard_of
from beacon_tui.tui.screens.choosing import Choosing
from beacon_tui.tui.widgets.line import Line
from beacon_tui.tui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from beacon_tui.triage.choice import Choice


class ScopeScreen(Choosing):
    """Scopes to choose from, each with what it would hide; ⏎ takes the first at once."""

    PLACE: ClassVar[Place] = "scope"
    BINDINGS: ClassVar = bindings(PLACE)

    def __init__(self, choice: "Choice") -> None:
        super().__init__()
        self._choice = choice

    def box(self) -> ComposeResult:
        """What is benign, the scopes, the reason, the rule, what is to be heeded, what the keys do."""
        table = LineTable(id="scopes")
        table.styles.height = len(self._choice) + 1
        with VerticalScroll(can_focus=False):
            yield Static(self._choice.title, markup=False)
            yield table
            reason = Line(placeholder="why it is benign, if you like", id="reason", compact=True)
            yield reason.labelled("Reason ")
            yield Line(id="rule", compact=True, select_on_focus=False).labelled("Rule   ")
            yield Static(id="heed", markup=False)
            yield self.keys()

    def on_mount(self) -> None:
        """Show the scopes; the keys go to them first."""
        self.query_one("#scopes").focus()
        self.there = True
        self._draw()

    def _draw(self) -> None:
        """Show the scopes with the chosen one, its rule, and what is to be heeded, if the screen is there yet."""
        from beacon_tui.render.text import clean

        if not self.there:
            return
        choice = self._choice
        self.query_one("#scopes", LineTable).show(choice.rows, choice.chosen)
        self.query_one("#heed", Static).update(clean(choice.heed))
        rule = self.query_one("#rule", Line)
        if rule.value != choice.line:
            with self.prevent(Line.Changed):
                rule.value = choice.line

    @on(LineTable.Moved)
    @on(Line.Changed, "#rule")
    def _follow(self) -> None:
        """Read the rule as it is typed, else take the scope under the cursor."""
        line = self.query_one("#rule", Line).value
        if line != self._choice.line:
            self._choice.type(line)
            self._draw()
        else:
            self.action_choose(self.query_one("#scopes", LineTable).cursor + 1)

    @property
    def chosen(self) -> int:
        """The number of the chosen scope, from 0."""
        return self._choice.chosen

    def action_choose(self, number: int) -> None:
        """Choose a scope, counted from 1."""
        if number - 1 != self._choice.chosen and number <= len(self._choice):
            self._choice.choose(number - 1)
            self._draw()

    def action_edit(self) -> None:
        """Go to the line in which a rule is edited, unless something is being typed."""
        if isinstance(self.focused, Line) or not self.there:
            raise SkipAction
        self.set_focus(self.query_one("#rule", Line))

    @on(LineTable.Opened)
    def action_accept(self) -> None:
        """Write the rules of the chosen scope, and leave."""
        if self.came_too_soon():
            return
        reason = ""
        if self.there:  # ⏎ may be faster than the screen, and than the messages of what was typed before it
            self._follow()
            reason = self.query_one("#reason", Line).value
        try:
            said = self._choice.write(reason, keyboard_of(self.app).sign)
        except BeaconError as error:
            self.notify(str(error), severity="error")
            return
        self.app.notify(said)
        self.dismiss()
