"""What the small screens on top of another one have in common."""

from typing import ClassVar

from textual.binding import Binding
from textual.screen import ModalScreen

from beacon_tui.tui.widgets.message_line import MessageLine


class Asking(ModalScreen[None]):
    """A box in the middle; q goes back, and so does Esc."""

    BINDINGS: ClassVar = [Binding("q,escape", "dismiss", "Back", show=False)]
    WAY_OUT = "q back"
    """What the frame of the box says of leaving it."""

    def on_mount(self) -> None:
        """Say how to leave on the frame of the box, and have a place for what is to be said."""
        self.query("Vertical, VerticalScroll").first().border_subtitle = self.WAY_OUT
        self.mount(MessageLine())
