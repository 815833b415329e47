"""Asks for a rule as a line, says as it is typed what it would hide, and writes it."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from beacon_tui.errors import BeaconError
from beacon_tui.tui.screens.asking import Asking

if TYPE_CHECKING:
    from beacon_tui.triage.desk import Desk
    from beacon_tui.triage.rules import Rule

FIELDS = "src dst name port proto service account reason:'two words' expires:2026-12-31 or 30d"


class RuleScreen(Asking):
    """One line; without a rule to begin with a new one is written."""

    def __init__(self, desk: "Desk", rule: "Rule | None" = None) -> None:
        super().__init__()
        self._desk, self._old = desk, rule

    def compose(self) -> ComposeResult:
        """The fields, the line, what it would do, what the keys do."""
        from beacon_tui.triage.rule_line import line_of

        with Vertical():
            yield Static(f"{'Edit the rule' if self._old else 'A new rule'}: {FIELDS}", markup=False)
            yield Input(line_of(self._old) if self._old else "", id="rule", compact=True, select_on_focus=False)
            yield Static(id="heed", markup=False)
            yield Static("⏎ writes it   esc leaves", id="answer", markup=False)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        """Say what the rule would hide, or what is wrong with it."""
        from beacon_tui.render.text import clean
        from beacon_tui.triage.typed import typed_words

        self.query_one("#heed", Static).update(clean(typed_words(self._desk, message.value, self._old)))

    @on(Input.Submitted)
    def _write(self, message: Input.Submitted) -> None:
        """Write the rule, and leave."""
        from beacon_tui.triage.typed import write_line

        try:
            said = write_line(self._desk, message.value, self._old)
        except BeaconError as error:
            self.notify(str(error), severity="error")
            return
        self.app.notify(said)
        self.dismiss()
