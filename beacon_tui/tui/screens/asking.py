"""What the small screens on top of another one have in common."""

from typing import ClassVar, Generic

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input

from beacon_tui.tui.command import TOGETHER, Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.keyboard import keyboard_of
from beacon_tui.tui.widgets.key_line import KeyLine
from beacon_tui.tui.widgets.message_line import MessageLine


class Asking(ModalScreen[ScreenResultType], Generic[ScreenResultType]):
    """A box in the middle, which says on its frame how it is left."""

    PLACE: ClassVar[Place] = "text"
    """Whose commands work here, with those of every box."""
    BINDINGS: ClassVar = bindings("dialog")
    DEFAULT_CLASSES = "-high"
    """As most terminals are: a class that came with the size would have all of the box styled and drawn once more."""

    def compose(self) -> ComposeResult:
        """The box, and a place for what is to be said."""
        yield from self.box()
        yield MessageLine()

    def box(self) -> ComposeResult:
        """What is in the middle, in one container."""
        raise NotImplementedError

    def keys(self) -> KeyLine:
        """The line that says what the keys do."""
        return KeyLine(*TOGETHER[self.PLACE])

    def action_copy_text(self) -> None:
        """Copy what is selected; where nothing is, Ctrl+C leaves the box, as in other programs."""
        try:
            super().action_copy_text()
        except SkipAction:
            self.dismiss()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Leave the styles as they are: those of a new box are made, and below another one they do not change."""
        event.refresh_styles = False

    def on_mount(self) -> None:
        """Say how to leave."""
        keyboard = keyboard_of(self.app)
        back = next(command for command in keyboard.commands("dialog") if command.id == "back")
        sign = keyboard.signs(back, typing=bool(self.query(Input)))[0]
        self.query("Vertical, VerticalScroll").first().border_subtitle = f"{sign} back"
