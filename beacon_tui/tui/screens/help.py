"""The help: every key of the screen below, made from the command table."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from beacon_tui.tui.commands import COMMANDS, KEY_SIGNS, Command, Place
from beacon_tui.tui.screens.asking import Asking

SIGNS = """\
SCORE 0–100: timing, weighed by how much of the window it fills and by equal sizes.
● strong  ○ middling  ? few check-ins  ✓ allowlisted  + marked
— 1h, 4h, 8h, 12h: no score, but a session longer than that
PERIOD dominant gap  JIT how far check-ins stray  CV std / mean of the gaps
SIZE how alike the bytes are  N check-ins (a burst counts once)  — unknown"""


class HelpScreen(Asking):
    """Keys and signs."""

    BINDINGS: ClassVar = [Binding("question_mark,q,f1", "dismiss", "Close", show=False)]

    def __init__(self, places: tuple[Place, ...]) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        """One line a command, then what the signs mean."""
        lines = [_line(command) for command in COMMANDS if command.place in self._places]
        with VerticalScroll():
            yield Static("\n".join([*lines, "", SIGNS]), markup=False)


def _line(command: Command) -> str:
    """The keys of a command and what it does; one without keys is reached by the palette's."""
    keys = " ".join(KEY_SIGNS.get(key, key) for key in (command.keys or "ctrl+p").split(","))
    return f"{keys:>12}  {command.words}"
