"""Screens for every eye and every terminal."""

from pathlib import Path

import pytest
from textual.color import Color

from tests.tui.hand import SMALL, at_the_desk, same_as_kept


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, 0 to 1."""
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in Color.parse(colour).normalized
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


async def test_a_terminal_without_unicode_is_sent_none(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, SMALL, ascii=True) as hand:
        assert hand.screen.isascii()
        same_as_kept("ascii_80x24", hand.screen)
        same_as_kept("ascii_overview_80x24", await hand.press("enter"))
        assert hand.screen.isascii()
        for panel in "2345":
            assert (await hand.press(panel)).isascii()
        assert (await hand.press("?")).isascii()


@pytest.mark.parametrize(("theme", "least"), [("high-contrast", 7.0), ("colour-blind", 4.5)])
async def test_what_stands_out_can_be_read(tmp_path: Path, theme: str, least: float) -> None:
    async with at_the_desk(tmp_path, SMALL, theme=theme) as hand:
        colours = hand.app.theme_variables
        names = ("foreground", "text-error", "text-warning", "primary")
        assert all(contrast(colours[name], colours["background"]) >= least for name in names)
        cursor = contrast(colours["block-cursor-foreground"], colours["block-cursor-background"])
        assert cursor >= least
