"""What of the first screen goes elsewhere: to a file, to the clipboard."""

from typing import TYPE_CHECKING

from beacon_tui.errors import BeaconError
from beacon_tui.tui.screens.loading import Loading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from beacon_tui.triage.export.case import Case
    from beacon_tui.triage.grouping import At


class HandingOn(Loading):
    """A screen that exports and copies what is under its cursor, or marked."""

    def __init__(self, paths: "tuple[Path, ...]") -> None:
        super().__init__()
        self._paths = paths
        """Where the logs are, for the commands that pull rows from them."""

    def action_export(self) -> None:
        """Export the marked candidates, or the one under the cursor."""
        if self.desk is not None and (at := self.at) is not None:
            self.export(self.desk.selection(at))

    def action_export_view(self) -> None:
        """Export every candidate of the view."""
        if self.desk is not None:
            self.export(self.desk.order.tolist())

    def export(self, rows: list[int]) -> None:
        """Ask for a format and a file name."""
        from beacon_tui.triage.export.case import Case
        from beacon_tui.tui.screens.export import ExportScreen

        if self.desk is not None and rows:
            self.app.push_screen(ExportScreen(Case(self.desk.view, rows, self._paths)))

    def action_copy(self) -> None:
        """Copy what the candidate under the cursor calls, or what the members of the group share."""
        self.copy(self.at)

    def action_copy_command(self) -> None:
        """Copy the command that pulls the rows of the candidate under the cursor, or of the group, from the logs."""
        self.copy_command(self.at)

    def copy(self, at: "At | None") -> None:
        """Copy what a candidate calls, or what the members of a group share."""
        from beacon_tui.triage.export.targets import far_end

        self._copy(at, far_end, "")

    def copy_command(self, at: "At | None") -> None:
        """Copy the command that pulls the rows of a candidate or a group from the logs."""
        from beacon_tui.triage.export.zeek_cut import command

        self._copy(at, lambda case, _: command(case, *case.rows), "The zeek-cut command")

    def _copy(self, at: "At | None", write: "Callable[[Case, At], str]", name: str) -> None:
        """Send a text about something to the clipboard; `name` says what it is if it is long."""
        from beacon_tui.triage.export.case import Case
        from beacon_tui.tui.clipboard import copy

        if self.desk is None or at is None:
            return
        try:
            text = write(Case(self.desk.view, self.desk.groups.rows(at), self._paths), at)
            self.notify(f"{name or text}: {copy(self.app, text)}")
        except BeaconError as error:
            self.notify(str(error), severity="error")
