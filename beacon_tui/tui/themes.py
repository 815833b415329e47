"""Themes of our own, and what a terminal without Unicode is sent."""

from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

from beacon_tui.render.plain import plain

OWN: Final = (
    Theme(
        "high-contrast",
        primary="#ffffff",
        secondary="#00ffff",
        warning="#ffff00",
        error="#ff6060",
        success="#00ff00",
        accent="#ffff00",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        text_alpha=1.0,
        variables={"block-cursor-background": "#ffff00", "block-cursor-foreground": "#000000"},
    ),
    Theme(  # the colours of Okabe and Ito, which people with any colour vision tell apart
        "colour-blind",
        primary="#56b4e9",
        secondary="#009e73",
        warning="#f0e442",
        error="#e69f00",
        success="#0072b2",
        accent="#cc79a7",
        foreground="#e8e8e8",
        background="#101010",
        surface="#101010",
        panel="#202020",
        variables={"block-cursor-background": "#56b4e9", "block-cursor-foreground": "#000000"},
    ),
)


class Ascii(LineFilter):
    """Turns every line to ASCII, whatever drew it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Turn the text of segments to ASCII that takes as many cells."""
        return [Segment(plain(text), style, control) for text, style, control in segments]
