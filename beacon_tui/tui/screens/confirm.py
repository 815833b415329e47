"""One clear question that is answered by yes or no."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from beacon_tui.tui.command import Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.screens.asking import Asking


class Confirm(Asking[bool]):
    """Asks, and gives back whether the answer was yes, None where there was none; Enter is no answer."""

    PLACE: ClassVar[Place] = "confirm"
    BINDINGS: ClassVar = bindings(PLACE)

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def box(self) -> ComposeResult:
        """The question, and what the keys answer."""
        with Vertical():
            yield Static(self._question, markup=False)
            yield self.keys()
