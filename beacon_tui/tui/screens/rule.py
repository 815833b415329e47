"""Asks for a rule as a line, says as it is typed what it would hide, and writes it."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from beacon_tui.errors import BeaconError
from beacon_tui.tui.command import Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.screens.asking import Asking
from beacon_tui.tui.widgets.line import Line

if TYPE_CHECKING:
    from beacon_tui.triage.desk import Desk
    from beacon_tui.triage.rules import Rule

FIELDS = "src dst name port proto service account reason:'two words' expires:2026-12-31 or 30d"


class RuleScreen(Asking[None]):
    """One line; without a rule to begin with a new one is written."""

    PLACE: ClassVar[Place] = "rule"
    BINDINGS: ClassVar = bindings(PLACE)

    def __init__(self, desk: "Desk", rule: "Rule | None" = None) -> None:
        super().__init__()
        self._desk, self._old = desk, rule

    def box(self) -> ComposeResult:
        """The fields, the line, what it would do, what the keys do."""
        from beacon_tui.triage.rule_line import line_of

        with Vertical():
            yield Static(f"{'Edit the rule' if self._old else 'A new rule'}: {FIELDS}", markup=False)
            yield Line(line_of(self._old) if self._old else "", id="rule", compact=True, select_on_focus=False)
            yield Static(id="heed", markup=False)
            yield self.keys()

    @on(Line.Changed)
    def _typed(self, message: Line.Changed) -> None:
        """Say what the rule would hide, or what is wrong with it."""
        from beacon_tui.render.text import clean
        from beacon_tui.triage.typed import typed_words

        self.query_one("#heed", Static).update(clean(typed_words(self._desk, message.value, self._old)))

    def action_accept(self) -> None:
        """Write the rule, and leave."""
        from beacon_tui.triage.typed import write_line

        try:
            said = write_line(self._desk, self.query_one(Line).value, self._old)
        except BeaconError as error:
            self.notify(str(error), severity="error")
            return
        self.app.notify(said)
        self.dismiss()
