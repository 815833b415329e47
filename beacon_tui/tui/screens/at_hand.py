"""What is decided on the one candidate that is looked at, and what of it goes elsewhere; the list need not be there."""

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from beacon_tui.analysis.model import Results
    from beacon_tui.tui.screens.candidates import CandidatesScreen


class AtHand(Screen[int]):
    """A screen of one candidate, whose commands mean that one whatever is marked; the first screen carries them out."""

    @property
    def at_hand(self) -> "tuple[Results, int]":
        """The results that it was found in, and its row there."""
        raise NotImplementedError

    def changed(self) -> None:
        """Draw anew what was decided on it."""
        raise NotImplementedError

    @property
    def _candidates(self) -> "CandidatesScreen":
        """The screen of the candidates."""
        from beacon_tui.tui.screens.candidates import CandidatesScreen

        return next(screen for screen in self.app.screen_stack if isinstance(screen, CandidatesScreen))

    @property
    def _row(self) -> int | None:
        """The row that it has now, where the logs are followed; None where it is no candidate any more."""
        desk = self._candidates.desk
        return desk.row_of(*self.at_hand) if desk else None

    def _row_or_why(self) -> int | None:
        """The row that it has now; where it has none, say so."""
        if (row := self._row) is None:
            self.notify("The logs have grown, and this is no candidate of its own any more", severity="warning")
        return row

    @property
    def marked(self) -> bool:
        """Whether it is marked."""
        desk = self._candidates.desk
        return desk is not None and self._row in desk.marks

    def remembered(self) -> list[str]:
        """What was decided on it, when it was first met, and the rule that hides it, in sentences."""
        from beacon_tui.render.text import clean

        desk, row = self._candidates.desk, self._row
        if desk is None or row is None:
            return []
        rule = desk.rule_text(row)
        return [*desk.view.known.words(row), *([f"hidden by {clean(rule)}"] if rule else [])]

    def action_verdict(self) -> None:
        """Ask for a verdict on it."""
        if (row := self._row_or_why()) is not None:
            self._candidates.judge([row], self.changed)

    def action_benign(self) -> None:
        """Ask what of it is benign, and hide that in the list."""
        if (row := self._row_or_why()) is not None:
            self._candidates.hide(row, alone=True, hidden=self.changed)

    def action_mark(self) -> None:
        """Mark it in the list, or take its mark away."""
        candidates = self._candidates
        if candidates.desk is not None and (row := self._row_or_why()) is not None:
            candidates.desk.toggle_mark(row)
            candidates.decided(candidates.at)
            self.changed()
            self.notify(f"{'Marked' if self.marked else 'Unmarked'}: {len(candidates.desk.marks):,} marked in all")

    def action_export(self) -> None:
        """Export it."""
        if (row := self._row_or_why()) is not None:
            self._candidates.export([row])

    def action_copy(self) -> None:
        """Copy what it calls."""
        if (row := self._row_or_why()) is not None:
            self._candidates.copy(row)

    def action_copy_command(self) -> None:
        """Copy the command that pulls its rows from the logs."""
        if (row := self._row_or_why()) is not None:
            self._candidates.copy_command(row)

    def action_undo(self) -> None:
        """Take back what was done last, here or in the list."""
        self._candidates.action_undo()
        self.changed()

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self._candidates.action_redo()
        self.changed()
