"""Asks what is benign: the pair, its destination, its source …, and writes the rules for it."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, Static

from beacon_tui.errors import BeaconError
from beacon_tui.tui.screens.asking import Asking
from beacon_tui.tui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from beacon_tui.triage.choice import Choice

KEYS = "⏎ writes it   1-9 ↑↓ choose   ⇥ reason   e edit the rule   esc leaves"


class ScopeScreen(Asking):
    """Scopes to choose from, each with what it would hide; ⏎ takes the first at once."""

    BINDINGS: ClassVar = [
        Binding("enter", "write", "Write the rules", show=False),
        Binding("up,k", "step(-1)", "The scope before", show=False),
        Binding("down,j", "step(1)", "The next scope", show=False),
        # With priority, so that what is typed next goes where they lead to, however fast it comes.
        Binding("tab", "next", "Next field", show=False, priority=True),
        Binding("e", "edit", "Edit the rule", show=False, priority=True),
        Binding("tab,e", "too_soon", "Too soon", show=False),  # reached by what came before this screen alone
        *(Binding(str(number), f"choose({number})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, choice: "Choice") -> None:
        super().__init__()
        self._choice = choice
        self._there = False
        """Whether the scopes can be seen; keys may come before."""
        self._too_soon = False
        """Whether a line was gone to before it was there, so that what was typed for it did something else."""

    def compose(self) -> ComposeResult:
        """What is benign, the scopes, the reason, the rule, what is to be heeded, what the keys do."""
        with VerticalScroll(can_focus=False):
            yield Static(self._choice.title, markup=False)
            yield LineTable(id="scopes")
            with Horizontal():
                yield Label("Reason ")
                yield Input(placeholder="why it is benign, if you like", id="reason", compact=True)
            with Horizontal():
                yield Label("Rule   ")
                yield Input(id="rule", compact=True, select_on_focus=False)
            yield Static(id="heed", markup=False)
            yield Static(KEYS, id="answer", markup=False)

    def on_mount(self) -> None:
        """Show the scopes; the keys go to them first."""
        table = self.query_one("#scopes", LineTable)
        table.styles.height = len(self._choice) + 1
        table.focus()
        self._there = True
        self._draw()

    def _draw(self) -> None:
        """Show the scopes with the chosen one, its rule, and what is to be heeded, if the screen is there yet."""
        from beacon_tui.render.text import clean

        if not self._there:
            return
        choice = self._choice
        self.query_one("#scopes", LineTable).show(choice.rows, choice.chosen)
        self.query_one("#heed", Static).update(clean(choice.heed))
        rule = self.query_one("#rule", Input)
        if rule.value != choice.line:
            with self.prevent(Input.Changed):
                rule.value = choice.line

    @on(LineTable.Moved)
    @on(Input.Changed, "#rule")
    def _follow(self) -> None:
        """Read the rule as it is typed, else take the scope under the cursor."""
        line = self.query_one("#rule", Input).value
        if line != self._choice.line:
            self._choice.type(line)
            self._draw()
        else:
            self.action_choose(self.query_one("#scopes", LineTable).cursor + 1)

    def action_choose(self, number: int) -> None:
        """Choose a scope, counted from 1."""
        if number - 1 != self._choice.chosen and number <= len(self._choice):
            self._choice.choose(number - 1)
            self._draw()

    def action_step(self, step: int) -> None:
        """Choose the next scope, or the one before."""
        self.action_choose(max(1, self._choice.chosen + 1 + step))

    def action_edit(self) -> None:
        """Go to the line in which a rule is edited, unless something is being typed."""
        if isinstance(self.focused, Input) or not self._there:
            raise SkipAction
        self.set_focus(self.query_one("#rule", Input))

    def action_next(self) -> None:
        """Go from the scopes to the reason, to the rule, and back."""
        if not self._there:
            raise SkipAction
        self.focus_next()

    def action_too_soon(self) -> None:
        """Remember that a line was gone to before it was there."""
        self._too_soon = True

    @on(Input.Submitted)
    @on(LineTable.Opened)
    def action_write(self) -> None:
        """Write the rules of the chosen scope, and leave."""
        if self._too_soon:
            self._too_soon = False
            self.notify("Nothing was written: what was typed came too soon. Look, and press ⏎ again")
            return
        reason = ""
        if self._there:  # ⏎ may be faster than the screen, and than the messages of what was typed before it
            self._follow()
            reason = self.query_one("#reason", Input).value
        try:
            said = self._choice.write(reason)
        except BeaconError as error:
            self.notify(str(error), severity="error")
            return
        self.app.notify(said)
        self.dismiss()
