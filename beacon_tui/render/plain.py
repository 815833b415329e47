"""Texts and pictures for terminals without Unicode: every character becomes ASCII that takes as many cells."""

import re
from typing import Final

from beacon_tui.render.text import cells

_PLAIN: Final = {
    **dict(zip("▁▂▃▄▅▆▇█", "..:-=+*#", strict=True)),  # heights, and shades
    **dict(zip("░▒▓", ":%#", strict=True)),
    **dict(zip("←→↑↓▲▼▴▾▸◂", "<>^v^v^v><", strict=True)),
    **dict(zip("⏎⇥⇧␣✓●○•", "$>^_v*o*", strict=True)),
    **dict(zip("·…–—±×“”‘’", ".~--~x\"\"''", strict=True)),
    **dict.fromkeys("─━═╌▔", "-"),
    **dict.fromkeys("│┃║╎▌▐▎▊▏▕", "|"),
    **{chr(code): "+" for code in range(0x250C, 0x254C)},  # corners and crossings
    **{chr(code): ":" for code in range(0x2801, 0x2900)},  # Braille dots
}
"""What stands for the characters that the program itself draws."""

_FOREIGN: Final = re.compile(r"[^\x00-\x7f]")


def plain(text: str) -> str:
    """Turn a cleaned text to ASCII; what a log brings becomes `?`, for a letter that only looks alike misleads."""
    return text if text.isascii() else _FOREIGN.sub(lambda found: _sign(found[0]), text)


def _sign(character: str) -> str:
    """What stands for one character."""
    return _PLAIN.get(character) or "?" * cells(character)
