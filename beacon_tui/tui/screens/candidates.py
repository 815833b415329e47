"""The first screen: every candidate, ranked, with why the one under the cursor is where it is."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from beacon_tui.tui.command import Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.keyboard import keyboard_of
from beacon_tui.tui.messages import LoadFailed
from beacon_tui.tui.screens.grouping import Grouping
from beacon_tui.tui.screens.handing_on import HandingOn
from beacon_tui.tui.widgets.filter_line import FilterLine
from beacon_tui.tui.widgets.honesty import Honesty
from beacon_tui.tui.widgets.key_line import KeyLine
from beacon_tui.tui.widgets.line_table import LineTable
from beacon_tui.tui.widgets.message_line import MessageLine
from beacon_tui.tui.widgets.why import Why

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from beacon_tui.analysis.model import Results
    from beacon_tui.render.candidates import CandidateRows
    from beacon_tui.triage.grouping import At


LOOK_AGAIN = 2.0
"""Seconds between two looks at what is to be remembered, and at the files that others may have changed."""


class CandidatesScreen(HandingOn, Grouping):
    """Shows progress while the logs load, then the candidate table."""

    PLACE: ClassVar[Place] = "candidates"
    BINDINGS: ClassVar = bindings(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  as Textual declares it

    def __init__(self, label: str, paths: "tuple[Path, ...]" = (), saved: "Mapping[str, str] | None" = None) -> None:
        super().__init__(paths)
        self._label = label
        self._saved = saved or {}
        """Filters by name."""
        self._chosen = "score"
        self._left: tuple[str, At | None] = ("score", None)
        """The chosen column and what was under the cursor when the view of long sessions was entered."""
        self._rows: CandidateRows | None = None

    def compose(self) -> ComposeResult:
        """The honesty lines, the table with its side panel, what is said, the keys."""
        yield Honesty(self._label)
        with Horizontal():
            yield LineTable(id="candidates")
            yield Why()
        yield MessageLine()
        yield KeyLine("candidates", "app")
        yield FilterLine(self._saved)

    def on_mount(self) -> None:
        """Say that the table is to come, and look from time to time what others did."""
        self.query_one(LineTable).empty = "Candidates show here as soon as all logs are read and judged."
        self.set_interval(LOOK_AGAIN, self.look_again)

    def look_again(self) -> None:
        """Remember how all is shown, show what others decided, and use an allowlist as it is now."""
        at = self.at
        if self.desk is None:
            return
        self.desk.leave(at)
        if self.desk.others_decided():
            self.decided(at)
        if self.is_current and self.desk.others_ruled():  # a box or a list of rules keeps what it was asked about
            self.decided(at)
            if not self.desk.problem:
                self.notify("The allowlist was changed elsewhere: its rules are in force")
        elif self.desk.mended():
            self.decided(at)
            self.notify("The allowlist can be used again: its rules are in force")
        if complaint := self.desk.journal.complaint():
            self.notify(complaint, severity="error")

    # Drawing

    @property
    def at(self) -> "At | None":
        """What is under the cursor, a candidate or the head of a group; None when there is nothing."""
        return self.desk.groups.at(self.query_one(LineTable).cursor) if self.desk is not None else None

    def draw(self, cursor: int) -> None:
        """Draw everything anew, with the cursor at a place of the table."""
        desk = self.desk
        if desk is None:
            return
        from beacon_tui.render.counts import nothing_words
        from beacon_tui.triage.table import table

        self.query_one(Honesty).show(desk)
        self._rows = table(desk, self._chosen, self.clock)
        empty = "" if len(desk.order) else nothing_words(desk.results.counts, desk.shown, keyboard_of(self.app).sign)
        self.query_one(LineTable).show(self._rows, cursor, empty)
        self._explain()

    def _draw_counts(self) -> None:
        """Say anew what is shown and what is not."""
        if self.desk is not None:
            self.query_one(Honesty).count(self.desk)

    def on_resize(self) -> None:
        """Say as much of everything as the new width allows."""
        if self.desk is not None:
            self.query_one(Honesty).show(self.desk)
            self._explain()

    def decided(self, at: "At | None") -> None:
        """Draw anew with the cursor on the same candidate or group, or where it was when that is gone."""
        if self.desk is not None:
            before = self.query_one(LineTable).cursor
            self.draw(before if at is None else self.desk.place_of(at, before))

    @on(LineTable.Moved)
    def _explain(self) -> None:
        """Say in the side panel why the candidate under the cursor scored as it did, or what the group is."""
        if self.desk is not None:
            self.query_one(Why).explain(self.desk, None if self.has_class("-narrow") else self.at)

    # Commands

    @on(LineTable.Opened)
    def action_open(self) -> None:
        """Open the candidate under the cursor; of a group show the members, or no longer."""
        from beacon_tui.tui.screens.pair import PairScreen

        if self.desk is None or (at := self.at) is None:
            return
        if isinstance(at, int):
            self.app.push_screen(PairScreen(self.desk, at), partial(self._looked_at, self.desk.results))
        else:
            self.desk.groups.fold(at)
            self.decided(at)

    def _looked_at(self, results: "Results", row: int | None) -> None:
        """Put the cursor on the candidate of some results that was looked at last."""
        if self.desk is not None and row is not None:
            self.decided(self.desk.row_now(results, row))

    def action_benign(self) -> None:
        """Ask what is benign, and hide it; the cursor stays in its place."""
        self.hide(self.at)

    def hide(self, at: "At | None", alone: bool = False, hidden: "Callable[[], None] | None" = None) -> None:
        """Ask what is benign of the marked candidates, or `alone` of what is at hand; what follows is done after it."""
        desk = self.desk
        if desk is None or at is None or self.must_only_read():
            return
        from beacon_tui.triage.choice import Choice
        from beacon_tui.tui.screens.scope import ScopeScreen

        if desk.problem and not desk.mended():
            self.notify(desk.problem, severity="error")
            return

        def asked(_: None) -> None:
            """Draw what the rules leave."""
            self.decided(None)
            if hidden:
                hidden()

        self.app.push_screen(ScopeScreen(Choice(desk, at, alone)), asked)

    def action_verdict(self) -> None:
        """Ask for a verdict on the marked candidates, or on the one under the cursor."""
        if self.desk is not None and (at := self.at) is not None:
            self.judge(self.desk.selection(at), lambda: self.decided(self.at))

    def action_rules(self) -> None:
        """Show the rules; the cursor stays on its candidate."""
        from beacon_tui.tui.screens.rules import RulesScreen

        if self.desk is not None:
            at = self.at
            self.desk.reread()
            self.app.push_screen(RulesScreen(self.desk), lambda _: self.decided(at))

    def action_mark(self) -> None:
        """Mark the candidate, or all members of the group, and move on to the next."""
        if self.desk is not None and (at := self.at) is not None:
            self.desk.toggle_mark(at)
            self._draw_counts()
            table = self.query_one(LineTable)
            if self.desk.groups.by:  # heads say which of their members are marked
                table.refresh()
            table.move_to(self.desk.groups.behind(table.cursor))

    def action_clear_marks(self) -> None:
        """Clear all marks."""
        if self.desk is not None:
            self.desk.mark(())
            self._draw_counts()
            self.query_one(LineTable).refresh()

    def action_filter(self) -> None:
        """Begin to type a filter."""
        if self.desk is None:
            self.notify(self.not_yet, severity="warning")
            return
        self._editing(True)
        self.query_one(FilterLine).edit(self.desk, self.at)

    def _editing(self, on: bool) -> None:
        """Show the line of the filter in the place of the keys, and leave it the focus, whatever is clicked."""
        self.set_class(on, "-editing")
        self.query_one(LineTable).can_focus = not on

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys of these to the line in which the filter is typed, as long as it is."""
        return action not in ("filter", "stop", "open") or not self.has_class("-editing")

    @on(FilterLine.Changed)
    def _filtered(self, message: FilterLine.Changed) -> None:
        """Show what the filter keeps, with the cursor on its candidate, or on the first one where that is gone."""
        if self.desk is not None:
            self.draw(0 if message.at is None else self.desk.place_of(message.at, 0))
        if message.done:
            self._editing(False)
            self.query_one(LineTable).focus()

    def action_hidden(self) -> None:
        """Show or hide allowlisted candidates."""
        if self.desk is not None:
            at = self.at
            self.desk.toggle_hidden()
            self.decided(at)

    def action_long(self) -> None:
        """Show the long sessions alone; or all again, as they were left."""
        desk, at = self.desk, self.at
        if desk is None:
            return
        desk.toggle_long()
        if desk.spec.long_only:
            self._left = self._chosen, at
            self._chosen = desk.spec.sort
            self.draw(0 if at is None else desk.place_of(at, 0))
        else:
            self._chosen, at = self._left
            self.decided(at)

    def action_column(self, step: int) -> None:
        """Choose another column."""
        from beacon_tui.render.candidates import sortable

        if self.desk is not None:
            names = sortable(self.desk.spec.long_only, self.desk.columns)
            self._chosen = names[(names.index(self._chosen) + step) % len(names)]
            self.decided(self.at)

    def action_columns(self) -> None:
        """Choose which columns show, and in which order."""
        from beacon_tui.tui.screens.columns import ColumnsScreen

        if self.desk is not None:
            self.app.push_screen(ColumnsScreen(self.desk), self._columns_chosen)

    def _columns_chosen(self, _: None) -> None:
        """Show what was chosen; a column that went is no longer the one that the keys stand on."""
        from beacon_tui.render.candidates import sortable

        if self.desk is not None:
            names = sortable(self.desk.spec.long_only, self.desk.columns)
            self._chosen = self._chosen if self._chosen in names else "score"
            self.decided(self.at)

    def action_sort(self) -> None:
        """Sort by the chosen column; the cursor stays on its candidate."""
        if self.desk is not None:
            at = self.at
            self.desk.sort_by(self._chosen)
            self.decided(at)

    @on(LineTable.HeaderClicked)
    def _sort_clicked(self, message: LineTable.HeaderClicked) -> None:
        """Sort by the column whose heading was clicked."""
        if self._rows is None:
            return
        if name := self._rows.column_at(message.x, self.query_one(LineTable).line_width):
            self._chosen = name
            self.action_sort()

    def action_stop(self) -> None:
        """Stop the load; or, when that is over, clear the filter."""
        from beacon_tui.tui.app import BeaconApp

        if isinstance(self.app, BeaconApp) and self.desk is None and not self.failure:
            self.app.loader.cancel()
            self.post_message(LoadFailed("The load was stopped."))
        elif self.desk is not None and self.desk.spec.where:
            from beacon_tui.triage.query.parse import EVERYTHING

            at = self.at
            self.desk.filter(EVERYTHING, self.desk.spec)
            self.decided(at)
