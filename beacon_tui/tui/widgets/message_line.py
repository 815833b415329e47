"""The line above the keys that says the last thing done, or what went wrong."""

from dataclasses import dataclass

from textual.widgets import Static


@dataclass(frozen=True, slots=True)
class Said:
    """What the program has to say at the moment."""

    words: str = ""
    """Cleaned text; empty when there is nothing to say."""
    error: bool = False
    """Whether it is something that went wrong."""


class MessageLine(Static):
    """Shows what the application says, on whatever screen; it takes no room while there is nothing."""

    DEFAULT_CSS = """
    MessageLine { display: none; height: auto; max-height: 3; padding: 0 1; text-style: reverse; }
    MessageLine.-error { color: $text-error; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def on_mount(self) -> None:
        """Follow what the application says."""
        self.watch(self.app, "said", self._show)

    def _show(self, said: Said) -> None:
        """Show it, or give the room back."""
        self.display = bool(said.words)
        self.set_class(said.error, "-error")
        self.update(said.words)
