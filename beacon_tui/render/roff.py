"""Text for a man page: nothing in it is taken for a macro or an escape by troff."""

from typing import Final

from beacon_tui.render.text import clean

_ESCAPES: Final = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti", '"': r"\(dq"}


def roff(text: str) -> str:
    """A text in ASCII that troff shows as it is, in the argument of a macro too if it has no spaces at its ends."""
    return "".join(_ESCAPES.get(sign, sign) if sign.isascii() else f"\\[u{ord(sign):04X}]" for sign in clean(text))


def plain(text: str) -> str:
    """A text as a line of its own; a dot at its start is no macro."""
    return rf"\&{roff(text)}" if text.startswith(".") else roff(text)


def bold(text: str) -> str:
    """A text in bold, as a line of its own or the beginning of one."""
    return rf"\fB{roff(text)}\fR"
