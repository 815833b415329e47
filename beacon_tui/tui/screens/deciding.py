"""What the screens on which rules are decided have in common: taking back, making again, the starter list."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.screen import Screen

from beacon_tui.errors import BeaconError
from beacon_tui.tui.command import Place

if TYPE_CHECKING:
    from beacon_tui.triage.desk import Desk
    from beacon_tui.triage.history import Deed

Spot = TypeVar("Spot")
"""What the cursor of a screen can stand on."""


class Deciding(Screen[None], Generic[Spot]):
    """A screen that shows what the rules leave."""

    desk: "Desk | None" = None
    """The load and the decisions on it, once it is there."""

    PLACE: ClassVar[Place]
    """Whose commands work here."""

    @property
    def at(self) -> Spot | None:
        """What is under the cursor."""
        raise NotImplementedError

    def decided(self, at: Spot | None) -> None:
        """Draw anew what the rules leave, with the cursor on what it was on."""
        raise NotImplementedError

    def decide(self, act: "Callable[[Desk], Deed | None]", did: str, nothing: str) -> None:
        """Decide something, and say what was done, or that nothing was to do, or why it cannot be done."""
        if self.desk is None:
            return
        at = self.at
        try:
            deed = act(self.desk)
        except BeaconError as error:
            self.decided(at)
            self.notify(str(error), severity="error")
            return
        self.decided(at)
        self.notify(f"{did}{deed.words}" if deed else nothing)

    def must_only_read(self) -> bool:
        """Whether nothing may be written; says so."""
        from beacon_tui.triage.rulebook import ONLY_READ

        if self.desk is None or not self.desk.journal.only_read:
            return False
        self.notify(ONLY_READ, severity="error")
        return True

    def judge(self, rows: "Sequence[int]", judged: Callable[[], None]) -> None:
        """Ask for a verdict on some candidates; what follows is done where one was given, or none."""
        from beacon_tui.triage.judging import Judging
        from beacon_tui.tui.screens.verdict import VerdictScreen

        if self.desk is not None and not self.must_only_read():
            self.app.push_screen(VerdictScreen(Judging(self.desk, rows)), lambda _: judged())

    def action_undo(self) -> None:
        """Take back what was done last."""
        self.decide(lambda desk: desk.undo(), "Taken back: ", "Nothing to take back: nothing was decided or marked yet")

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self.decide(lambda desk: desk.redo(), "Again: ", "Nothing to make again: nothing was taken back last")

    def action_starter(self) -> None:
        """Turn the starter list on or off, and say what that did."""
        if self.desk is not None:
            at, number = self.at, f"{self.desk.toggle_starter():,}"
            self.decided(at)
            did = f"on: {number} hidden by it" if self.desk.starter else f"off: {number} no longer hidden"
            self.notify(f"Starter list {did}")
