"""What the screens have in common on which one of a few things is chosen, and a line may be typed with it."""

from typing import ClassVar, Final

from textual.actions import SkipAction

from beacon_tui.tui.commands import bindings
from beacon_tui.tui.screens.asking import Asking

TOO_SOON: Final = "Nothing was written: what was typed came too soon. Look, and write it then"


class Choosing(Asking[None]):
    """A few things to choose from; keys may come before the screen is there, and mean the same then."""

    BINDINGS: ClassVar = bindings("choice")

    there = False
    """Whether what is chosen from can be seen; keys may come before."""

    _too_soon = False
    """Whether a line was gone to before it was there, so that what was typed for it did something else."""

    @property
    def chosen(self) -> int:
        """The number of what is chosen, from 0."""
        raise NotImplementedError

    def action_choose(self, number: int) -> None:
        """Choose one of them, counted from 1."""
        raise NotImplementedError

    def action_accept(self) -> None:
        """Write what is chosen, and leave."""
        raise NotImplementedError

    def action_step(self, step: int) -> None:
        """Choose the next one, or the one before."""
        self.action_choose(max(1, self.chosen + 1 + step))

    def action_line(self, step: int) -> None:
        """Go from the choice to the next line or the one before, and back."""
        if not self.there:
            raise SkipAction
        if step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_too_soon(self) -> None:
        """Remember that a line was gone to before it was there."""
        self._too_soon = True

    def came_too_soon(self) -> bool:
        """Whether what was typed for a line came before it; says so, once."""
        if self._too_soon:
            self.notify(TOO_SOON)
        too_soon, self._too_soon = self._too_soon, False
        return too_soon
