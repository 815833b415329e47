"""Text that is longer than its room, scrolled by the keys of every list."""

from typing import ClassVar

from textual.containers import VerticalScroll

from beacon_tui.tui.commands import bindings


class Scroll(VerticalScroll):
    """Scrolls line by line and page by page."""

    BINDINGS: ClassVar = bindings("list")

    def action_move(self, step: int) -> None:
        """Scroll by lines."""
        self.scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Scroll by pages."""
        self.scroll_relative(y=step * max(1, self.size.height - 1), animate=False)

    def action_first(self) -> None:
        """Scroll to the first line."""
        self.scroll_home(animate=False)

    def action_last(self) -> None:
        """Scroll to the last line."""
        self.scroll_end(animate=False)
