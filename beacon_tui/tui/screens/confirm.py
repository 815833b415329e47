"""One clear question that is answered by yes or no."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static


class Confirm(ModalScreen[bool]):
    """Asks, and gives back whether the answer was yes; Enter is no answer."""

    BINDINGS: ClassVar = [
        Binding("y,Y", "dismiss(True)", "Yes", show=False),
        Binding("n,N,q,escape", "dismiss(False)", "No", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question, and what the keys answer."""
        with Vertical():
            yield Static(self._question, markup=False)
            yield Static("y yes   n no", markup=False)
