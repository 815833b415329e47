"""The help: every key of the screen below, made from the command table."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.widgets import Static

from beacon_tui.tui.command import Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.keyboard import Keyboard, keyboard_of
from beacon_tui.tui.screens.asking import Asking
from beacon_tui.tui.widgets.scroll import Scroll

SIGNS: Final = """\
SCORE 0–100: timing, weighed by how long it lasts and by equal sizes
● strong  ○ middling  ? few check-ins  ✓ hidden by rule  + marked  ▸ ▾ group
1h, 4h, 8h, 12h: no score, but a longer session   B S M W the verdict
PERIOD dominant gap   JIT how far check-ins stray   CV std / mean of gaps
SIZE how alike the bytes are   N check-ins (a burst counts once)   — unknown"""

SIGN: Final = 8
"""Cells of the keys."""

FRAME: Final = 2
"""Lines of the frame around it."""

COLUMN: Final = SIGN + 30
"""Cells of a command; two of them stand side by side where there is room."""


class HelpScreen(Asking[None]):
    """Keys and signs."""

    PLACE: ClassVar[Place] = "help"
    BINDINGS: ClassVar = bindings(PLACE)

    def __init__(self, places: tuple[Place, ...]) -> None:
        super().__init__()
        self._places = places

    def box(self) -> ComposeResult:
        """The commands, then what the signs mean."""
        lines = [f"{signs:>{SIGN}}  {words}" for signs, words in _entries(keyboard_of(self.app), self._places)]
        if self.app.size.width > 2 * COLUMN:
            half = -(-len(lines) // 2)
            lines = [
                f"{left:<{COLUMN}}{right}" for left, right in zip_longest(lines[:half], lines[half:], fillvalue="")
            ]
        lines += [""] if len(lines) + SIGNS.count("\n") + 2 < self.app.size.height - FRAME else []
        with Scroll():
            yield Static("\n".join([*lines, SIGNS]), markup=False)


def _entries(keyboard: Keyboard, places: tuple[Place, ...]) -> Iterator[tuple[str, str]]:
    """The keys and the words of every command, some of them two to a line."""
    listed = iter(keyboard.commands(*places))
    for command in listed:
        signs = keyboard.signs(command)
        if command.both:
            others = keyboard.signs(next(listed))
            whole = " ".join((*signs, *others))
            shortest = min((f"{one} {other}" for one, other in zip(signs, others, strict=False)), key=len)
            yield (whole if len(whole) <= SIGN else shortest), command.both
        else:
            yield " ".join(signs), command.words
