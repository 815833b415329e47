"""What the screens have in common on which one of a few things is chosen, and a line may be typed with it."""

from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding

from beacon_tui.tui.screens.asking import Asking

if TYPE_CHECKING:
    from textual.binding import BindingType

TOO_SOON = "Nothing was written: what was typed came too soon. Look, and press ⏎ again"


class Choosing(Asking):
    """A few things to choose from; keys may come before the screen is there, and mean the same then."""

    BINDINGS: ClassVar[list["BindingType"]] = [
        Binding("enter", "write", "Write it", show=False),
        Binding("up,k", "step(-1)", "The one before", show=False),
        Binding("down,j", "step(1)", "The next one", show=False),
        # With priority, so that what is typed next goes where it leads to, however fast it comes.
        Binding("tab", "next", "Next field", show=False, priority=True),
        Binding("tab", "too_soon", "Too soon", show=False),  # reached by what came before this screen alone
        *(Binding(str(number), f"choose({number})", show=False) for number in range(1, 10)),
    ]

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

    def action_step(self, step: int) -> None:
        """Choose the next one, or the one before."""
        self.action_choose(max(1, self.chosen + 1 + step))

    def action_next(self) -> None:
        """Go from the choice to the next line, and back."""
        if not self.there:
            raise SkipAction
        self.focus_next()

    def action_too_soon(self) -> None:
        """Remember that a line was gone to before it was there."""
        self._too_soon = True

    def came_too_soon(self) -> bool:
        """Whether what was typed for a line came before it; says so, once."""
        if self._too_soon:
            self.notify(TOO_SOON)
        too_soon, self._too_soon = self._too_soon, False
        return too_soon
