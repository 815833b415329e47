"""The line above the keys that says the last thing done, or what went wrong."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.widgets import Static


@dataclass(frozen=True, slots=True)
class Said:
    """What the program has to say at the moment."""

    words: str = ""
    """Cleaned text; empty when there is nothing to say."""
    error: bool = False
    """Whether it is something that went wrong."""


class MessageLine(Static):
    """Shows what the application says, on whatever screen.

    Its line stays when there is nothing to say: given to the table and taken back, it would cost a whole screen on the
    wire at the key after each message.
    """

    DEFAULT_CSS = """
    MessageLine { height: auto; min-height: 1; max-height: 3; padding: 0 1; text-style: reverse; }
    MessageLine.-error { color: $text-error; }
    MessageLine.-silent { text-style: none; }
    """

    def __init__(self) -> None:
        super().__init__(classes="-silent", markup=False)

    def on_mount(self) -> None:
        """Follow what the application says."""
        self.watch(self.app, "said", self._show)

    def _show(self, said: Said) -> None:
        """Show it in one line, or in as many as it needs."""
        self.set_class(not said.words, "-silent")
        self.set_class(said.error, "-error")
        self.update(said.words, layout=cell_len(said.words) > self.content_size.width or self.size.height > 1)
