"""The rules: what each hides now, and how it is turned off, edited or deleted."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from beacon_tui.tui.command import Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.keyboard import keyboard_of
from beacon_tui.tui.screens.deciding import Deciding
from beacon_tui.tui.widgets.key_line import KeyLine
from beacon_tui.tui.widgets.line_table import LineTable
from beacon_tui.tui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from beacon_tui.triage.desk import Desk
    from beacon_tui.triage.rule_rows import Listed
    from beacon_tui.triage.rules import Rule

GONE = "This rule is no longer in the file"


class RulesScreen(Deciding[int]):
    """The user's own rules, then those of the starter list."""

    PLACE: ClassVar[Place] = "rules"
    BINDINGS: ClassVar = bindings(PLACE)

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self.desk: Desk = desk
        self._listed: Listed | None = None

    def compose(self) -> ComposeResult:
        """Where the rules are, what is wrong with them, the list, the one under the cursor, the keys."""
        yield Static(id="title", markup=False)
        yield Static(id="problem", markup=False)
        yield LineTable(id="rules")
        yield Static(id="rule", markup=False)
        yield MessageLine()
        yield KeyLine("rules", "app")

    def on_mount(self) -> None:
        """Show the rules."""
        self.query_one(LineTable).focus()
        self.decided(0)

    @property
    def at(self) -> int:
        """The place of the rule under the cursor."""
        return self.query_one(LineTable).cursor

    def decided(self, at: int | None) -> None:
        """Show the rules as they are now, and what is wrong with the file."""
        from beacon_tui.render.text import clean
        from beacon_tui.triage.rule_rows import Listed

        self._listed = Listed.of(self.desk)
        self.query_one("#title", Static).update(clean(self._listed.title(keyboard_of(self.app).sign)))
        problem = self.query_one("#problem", Static)
        problem.display = bool(self.desk.problem)
        problem.update(f"Broken allowlist, nothing is written to it: {clean(self.desk.problem)}")
        self.query_one(LineTable).show(self._listed.rows, at or 0)
        self._describe()

    @on(LineTable.Moved)
    def _describe(self) -> None:
        """Say all of the rule under the cursor."""
        from beacon_tui.render.text import clean

        if self._listed:
            self.query_one("#rule", Static).update(clean(self._listed.words(self.at)))

    def _own(self) -> "Rule | None":
        """The rule under the cursor if it is the user's; says what to do where it is of the starter list."""
        rule = self._listed.rules[self.at] if self._listed else None
        if rule is None or rule.origin == "user":
            return rule
        key = keyboard_of(self.app).sign
        said = f"{key('starter')} turns all of them off, {key('new')} writes one of your own"
        self.notify(f"This rule comes with the program: {said}")
        return None

    def action_switch(self) -> None:
        """Turn the rule off, or on again."""
        if rule := self._own():
            did = "turned off" if rule.enabled else "turned on"
            steps = [(rule, replace(rule, enabled=not rule.enabled))]
            self.decide(lambda desk: desk.change(f"{did} {rule.text()}", steps), "Rule ", GONE)

    def action_delete(self) -> None:
        """Delete the rule."""
        if rule := self._own():
            self.decide(lambda desk: desk.change(f"deleted {rule.text()}", [(rule, None)]), "Rule ", GONE)

    @on(LineTable.Opened)
    def action_edit(self) -> None:
        """Edit the rule as a line."""
        from beacon_tui.tui.screens.rule import RuleScreen

        if (rule := self._own()) and not self.must_only_read():
            self.app.push_screen(RuleScreen(self.desk, rule), lambda _: self.decided(self.at))

    def action_new(self) -> None:
        """Write a new rule."""
        from beacon_tui.tui.screens.rule import RuleScreen

        if not self.must_only_read():
            self.app.push_screen(RuleScreen(self.desk), lambda _: self.decided(self.at))

    def action_back(self) -> None:
        """Go back to the candidates."""
        self.dismiss()
