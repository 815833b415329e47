"""Log-borne strings made safe for a terminal, and cut or padded by the cells they take there."""

from collections.abc import Callable
from typing import Final, Literal
from unicodedata import category, east_asian_width

from beacon_tui.units import UNKNOWN

NAMELESS: Final = "no name"
"""What stands for the name of several addresses that have none."""

Align = Literal["left", "right"]

SignOf = Callable[[str], str]
"""Gives the key of a command as it is written on the screen, by the name that the configuration has for the command."""

_MARKS_KEPT = 2
"""Combining marks kept on one character: Thai needs two, a hundred make one cell cost a kilobyte."""

# Printable, yet drawn as nothing, or as one cell by some terminals and as two by others.
_MISLEADING = frozenset(
    chr(code)
    for first, last in (
        (0x034F, 0x034F),  # combining grapheme joiner
        (0x115F, 0x11FF),  # Hangul fillers and vowels
        (0x17B4, 0x17B5),  # Khmer inherent vowels
        (0x180B, 0x180F),  # Mongolian variation selectors
        (0x2630, 0x2637),  # trigrams
        (0x268A, 0x268F),  # digrams
        (0x2800, 0x2800),  # blank Braille
        (0x3164, 0x3164),  # Hangul filler
        (0x4DC0, 0x4DFF),  # hexagrams
        (0xD7B0, 0xD7FF),  # Hangul vowels
        (0xFE00, 0xFE0F),  # variation selectors
        (0xFFA0, 0xFFA0),  # half-width Hangul filler
        (0x1D300, 0x1D376),  # Tai Xuan Jing symbols, counting rods
        (0x1F3FB, 0x1F3FF),  # skin tones
        (0xE0100, 0xE01EF),  # variation selectors
    )
    for code in range(first, last + 1)
)


def clean(text: str | None) -> str:
    r"""Make a string from a log safe to draw: one line, without control, invisible or bidi characters.

    Every such character becomes visible text such as `\x1b` or `\u202e`. Unknown becomes the empty string.
    Markup stays as it is: whoever draws the text must not parse it.
    """
    if not text:
        return ""
    if text.isascii() and text.isprintable():
        return text
    kept = []
    marks = _MARKS_KEPT  # a leading mark would sit on whatever stands to the left of this text
    for character in text:
        marks = marks + 1 if category(character) == "Mn" else 0
        kept.append(character if marks <= _MARKS_KEPT and _is_plain(character) else _escape(character))
    return "".join(kept)


def _is_plain(character: str) -> bool:
    """Say whether every terminal draws this character, and in as many cells as we count."""
    return character.isprintable() and character not in _MISLEADING and category(character) not in ("Mc", "Me")


def _escape(character: str) -> str:
    """Spell a character as Python would."""
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def cells(text: str) -> int:
    """Count the terminal cells of a cleaned text."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(character: str) -> int:
    """Count the cells of one cleaned character: 0 for a combining mark, 2 for a wide one."""
    if category(character) == "Mn":
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def fit(text: str, width: int, align: Align = "left") -> str:
    """Pad or cut a cleaned text to exactly `width` cells; a cut shows as `…`."""
    if cells(text) > width:
        text = _head(text, width - 1) + "…" if width > 0 else ""
    padding = " " * (width - cells(text))
    return padding + text if align == "right" else text + padding


def without_middle(name: str, width: int) -> str:
    """A cleaned name with `…` in the place of its middle, in `width` cells, or more: the registered domain stays.

    That is taken to be the last two labels, or three below a country (`example.co.uk`).
    """
    labels = name.split(".")
    registered = cells(".".join(labels[-3 if len(labels[-1]) == 2 else -2 :]))
    room = max(width, registered + 1) - 1
    if cells(name) <= room + 1:
        return name
    end = _head(name[::-1], max(registered, 2 * room // 3))[::-1]
    return f"{_head(name, room - cells(end))}…{end}"


def folded(text: str, width: int, most: int) -> list[str]:
    """A cleaned text in lines of at most `width` cells, broken at a blank where there is one near the end of a line.

    There is one line at least; beyond `most` lines it is cut, and how many characters are left out stands at its end.
    """
    lines: list[str] = []
    while cells(text) > width and len(lines) < most - 1:
        line = _head(text, width) or text[0]
        line = line[: max(line.rfind(" ") + 1, 0)] if 2 * line.rfind(" ") > len(line) else line
        lines.append(line.rstrip())
        text = text[len(line) :]
    if cells(text) > width:
        left_out = f"… {len(text):,} more"
        text = _head(text, max(width - cells(left_out), 0)) + fit(left_out, min(width, cells(left_out)))
    return [*lines, text]


def _head(text: str, width: int) -> str:
    """Return the longest start of a text that takes at most `width` cells."""
    if text.isascii():
        return text[:width]
    used = 0
    for place, character in enumerate(text):
        used += _cells_of(character)
        if used > width:
            return text[:place]
    return text


def address(text: str | None, width: int) -> str:
    """Shorten an address to at most `width` cells; of IPv6 the first group and the last ones stay."""
    whole = clean(text)
    if cells(whole) <= width:
        return whole or UNKNOWN
    groups = whole.split(":")
    for start in range(2, len(groups)):
        shorter = f"{groups[0]}:…:{':'.join(groups[start:])}"
        if cells(shorter) <= width:
            return shorter
    return fit(whole, width)


def destination(dst: str | None, domain: str | None, count: int, width: int) -> str:
    """A destination in at most `width` cells: its address, or the name and over how many addresses it was reached.

    Where one address and one name are missing, it is a group of addresses without a name.
    """
    if dst is not None:
        return address(dst, width)
    behind = f" ({count})"
    return fit(clean(domain) or NAMELESS, width - cells(behind)).rstrip() + behind
