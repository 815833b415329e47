"""The first screen: every candidate, ranked, with why the one under the cursor is where it is."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from beacon_tui.errors import BeaconError
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.messages import Loaded, LoadFailed, LoadProgress
from beacon_tui.tui.widgets.honesty import Honesty
from beacon_tui.tui.widgets.key_line import KeyLine
from beacon_tui.tui.widgets.line_table import LineTable
from beacon_tui.tui.widgets.message_line import MessageLine
from beacon_tui.tui.widgets.why import Why

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from beacon_tui.render.candidates import CandidateRows
    from beacon_tui.triage.desk import Desk
    from beacon_tui.triage.export.case import Case


LOOK_AGAIN = 2.0
"""Seconds between two looks at an allowlist that could not be used."""


class CandidatesScreen(Screen[None]):
    """Shows progress while the logs load, then the candidate table."""

    BINDINGS: ClassVar = bindings("candidates")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  as Textual declares it

    def __init__(self, label: str, paths: "tuple[Path, ...]" = ()) -> None:
        super().__init__()
        self._label, self._paths = label, paths
        self._chosen = "score"
        self._left: tuple[str, int | None] = ("score", None)
        """The chosen column and the candidate under the cursor when the view of long sessions was entered."""
        self._rows: CandidateRows | None = None
        self.desk: Desk | None = None
        self.failure = ""
        """Why nothing could be loaded; empty as long as that is not known."""

    def compose(self) -> ComposeResult:
        """The honesty lines, the table with its side panel, what is said, the keys."""
        yield Honesty(self._label)
        with Horizontal():
            yield LineTable(id="candidates")
            yield Why()
        yield MessageLine()
        yield KeyLine("candidates", "app")

    def on_mount(self) -> None:
        """Say that the table is to come, and look from time to time whether a broken allowlist was mended."""
        self.query_one(LineTable).empty = "Candidates show here as soon as all logs are read and judged."
        self.set_interval(LOOK_AGAIN, self._look_again)

    # Loading

    @on(LoadProgress)
    def _progress(self, message: LoadProgress) -> None:
        """Say how far the load has come."""
        self.query_one(Honesty).progress(message.progress)

    @on(LoadFailed)
    def _failed(self, message: LoadFailed) -> None:
        """Say why there is nothing to show, and what can be done."""
        self.failure = message.sentence
        self.query_one(Honesty).failed(message.sentence)
        self.query_one(Why).update("")
        self.add_class("failed")

    @on(Loaded)
    def _loaded(self, message: Loaded) -> None:
        """Show the table."""
        self.desk = message.desk
        self._draw(0)
        self.query_one(LineTable).focus()

    @property
    def not_yet(self) -> str:
        """Why nothing can be done with what was loaded as long as there is no desk."""
        return "Nothing was loaded." if self.failure else "Wait until the load has ended."

    def _look_again(self) -> None:
        """Put the rules of an allowlist in force that could not be used and was mended meanwhile."""
        row = self._row
        if self.desk is not None and self.desk.mended():
            self._keep_cursor(row)
            self.notify("The allowlist can be used again: its rules are in force")

    # Drawing

    @property
    def _row(self) -> int | None:
        """The candidate under the cursor, by its row in the results; None when there is none."""
        table = self.query_one(LineTable)
        if self.desk is None or not len(self.desk.order):
            return None
        return int(self.desk.order[table.cursor])

    def _draw(self, cursor: int) -> None:
        """Draw everything anew, with the cursor at a place of the table."""
        from beacon_tui.render.candidates import CandidateRows

        desk = self.desk
        if desk is None:
            return
        from beacon_tui.render.counts import nothing_words

        spec = desk.spec
        self.query_one(Honesty).show(desk)
        self._rows = CandidateRows(
            desk.results,
            desk.order,
            spec.sort,
            spec.descending,
            self._chosen,
            desk.rule_text,
            spec.show_hidden,
            desk.marks,
            spec.long_only,
        )
        self.query_one(LineTable).show(self._rows, cursor, nothing_words(desk.results.counts, desk.shown))
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

    def _keep_cursor(self, row: int | None) -> None:
        """Draw anew with the cursor on the same candidate, or where it was when that is gone."""
        if self.desk is not None:
            before = self.query_one(LineTable).cursor
            self._draw(before if row is None else self.desk.place_of(row, before))

    @on(LineTable.Moved)
    def _explain(self) -> None:
        """Say in the side panel why the candidate under the cursor scored as it did."""
        if self.desk is not None:
            self.query_one(Why).explain(self.desk, None if self.has_class("-narrow") else self._row)

    # Commands

    @on(LineTable.Opened)
    def action_open(self) -> None:
        """Open the candidate under the cursor."""
        from beacon_tui.tui.screens.pair import PairScreen

        if self.desk is not None and (row := self._row) is not None:
            self.app.push_screen(PairScreen(self.desk.results, row))

    def action_benign(self) -> None:
        """Mark the candidate benign; the cursor stays in its place."""
        desk, row = self.desk, self._row
        if desk is None or row is None:
            return
        try:
            rule = desk.benign(row)
        except BeaconError as error:
            self._refused(error)
            return
        self._keep_cursor(None)
        self.notify(f"Hidden by rule: {rule.text()} – u takes it back")

    def action_undo(self) -> None:
        """Take back the last rule, and put the cursor on what it hid."""
        desk, row = self.desk, self._row
        if desk is None:
            return
        try:
            rule = desk.undo()
        except BeaconError as error:
            self._refused(error)
            return
        self._keep_cursor(row)
        nothing = f"Nothing to take back: u undoes only rules of this session; for others edit {desk.path}"
        self.notify(f"Taken back: {rule.text()}" if rule else nothing)

    def _refused(self, error: BeaconError) -> None:
        """Say why a decision could not be written."""
        self._draw_counts()
        self.notify(str(error), severity="error")

    def action_mark(self) -> None:
        """Mark the row, and move on to the next."""
        if self.desk is not None and (row := self._row) is not None:
            self.desk.toggle_mark(row)
            self._draw_counts()
            self.query_one(LineTable).action_move(1)

    def action_clear_marks(self) -> None:
        """Clear all marks."""
        if self.desk is not None:
            self.desk.marks.clear()
            self._draw_counts()
            self.query_one(LineTable).refresh()

    def action_hidden(self) -> None:
        """Show or hide allowlisted candidates."""
        if self.desk is not None:
            row = self._row
            self.desk.toggle_hidden()
            self._keep_cursor(row)

    def action_starter(self) -> None:
        """Turn the starter list on or off, and say what that did."""
        if self.desk is None:
            return
        row = self._row
        number = f"{self.desk.toggle_starter():,}"
        self._keep_cursor(row)
        did = f"on: {number} hidden by it" if self.desk.starter else f"off: {number} no longer hidden"
        self.notify(f"Starter list {did}")

    def action_long(self) -> None:
        """Show the long sessions alone; or all again, as they were left."""
        desk, row = self.desk, self._row
        if desk is None:
            return
        desk.toggle_long()
        if desk.spec.long_only:
            self._left = self._chosen, row
            self._chosen = desk.spec.sort
            self._draw(0 if row is None else desk.place_of(row, 0))
        else:
            self._chosen, row = self._left
            self._keep_cursor(row)

    def action_column(self, step: int) -> None:
        """Choose another column."""
        from beacon_tui.render.candidates import sortable

        if self.desk is not None:
            names = sortable(self.desk.spec.long_only)
            self._chosen = names[(names.index(self._chosen) + step) % len(names)]
            self._keep_cursor(self._row)

    def action_sort(self) -> None:
        """Sort by the chosen column; the cursor stays on its candidate."""
        if self.desk is not None:
            row = self._row
            self.desk.sort_by(self._chosen)
            self._keep_cursor(row)

    @on(LineTable.HeaderClicked)
    def _sort_clicked(self, message: LineTable.HeaderClicked) -> None:
        """Sort by the column whose heading was clicked."""
        if self._rows is None:
            return
        if name := self._rows.column_at(message.x, self.query_one(LineTable).line_width):
            self._chosen = name
            self.action_sort()

    def action_export(self) -> None:
        """Export the marked candidates, or the one under the cursor."""
        if self.desk is not None and (row := self._row) is not None:
            self._export(self.desk.selection(row))

    def action_export_view(self) -> None:
        """Export every candidate of the view."""
        if self.desk is not None:
            self._export(self.desk.order.tolist())

    def _export(self, rows: list[int]) -> None:
        """Ask for a format and a file name."""
        from beacon_tui.triage.export.case import Case
        from beacon_tui.tui.screens.export import ExportScreen

        if self.desk is not None and rows:
            self.app.push_screen(ExportScreen(Case(self.desk.view, rows, self._paths)))

    def action_copy(self) -> None:
        """Copy what the candidate under the cursor calls."""
        from beacon_tui.triage.export.targets import far_end

        self._copy(far_end, "")

    def action_copy_command(self) -> None:
        """Copy the command that pulls the rows of the candidate under the cursor from the logs."""
        from beacon_tui.triage.export.zeek_cut import command

        self._copy(command, "The zeek-cut command")

    def _copy(self, write: "Callable[[Case, int], str]", name: str) -> None:
        """Send a text about the candidate under the cursor to the clipboard; `name` says what it is if it is long."""
        from beacon_tui.triage.export.case import Case
        from beacon_tui.tui.clipboard import copy

        if self.desk is None or (row := self._row) is None:
            return
        try:
            text = write(Case(self.desk.view, [row], self._paths), row)
            self.notify(f"{name or text}: {copy(self.app, text)}")
        except BeaconError as error:
            self.notify(str(error), severity="error")

    def action_stop(self) -> None:
        """Stop the load."""
        from beacon_tui.tui.app import BeaconApp

        if isinstance(self.app, BeaconApp) and self.desk is None:
            self.app.loader.cancel()
