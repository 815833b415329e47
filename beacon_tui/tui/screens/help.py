"""The help: every key of the screen below, made from the command table."""

from itertools import zip_longest
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from beacon_tui.tui.commands import Command, Place, commands
from beacon_tui.tui.screens.asking import Asking

SIGNS: Final = """\
SCORE 0–100: timing, weighed by how long it lasts and by equal sizes
● strong  ○ middling  ? few check-ins  ✓ hidden by rule  + marked  ▸ ▾ group
— 1h, 4h, 8h, 12h: no score, but a session longer than that
PERIOD dominant gap   JIT how far check-ins stray   CV std / mean of gaps
SIZE how alike the bytes are   N check-ins (a burst counts once)   — unknown"""

COLUMN: Final = 38
"""Cells of a command; two of them stand side by side where there is room."""


class HelpScreen(Asking):
    """Keys and signs."""

    BINDINGS = [("question_mark,f1", "dismiss", "Back")]  # noqa: RUF012  as Textual declares it

    def __init__(self, places: tuple[Place, ...]) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        """The commands, then what the signs mean."""
        lines = [_line(command) for command in commands(*self._places)]
        if self.app.size.width > 2 * COLUMN:
            half = -(-len(lines) // 2)
            lines = [
                f"{left:<{COLUMN}}{right}" for left, right in zip_longest(lines[:half], lines[half:], fillvalue="")
            ]
        with VerticalScroll():
            yield Static("\n".join([*lines, SIGNS]), markup=False)


def _line(command: Command) -> str:
    """The keys of a command and what it does."""
    return f"{' '.join(command.signs):>8}  {command.words}"
