"""What the small screens on top of another one have in common."""

from typing import ClassVar

from textual.binding import Binding
from textual.screen import ModalScreen


class Asking(ModalScreen[None]):
    """A box in the middle; Esc closes it."""

    BINDINGS: ClassVar = [Binding("escape", "dismiss", "Close", show=False)]
