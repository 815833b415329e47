"""What other logs hold of a candidate, as text; they are read when it is first seen."""

from threading import Event
from typing import TYPE_CHECKING, Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from beacon_tui.tui.messages import ContextRead, ContextWanted
from beacon_tui.tui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from beacon_tui.analysis.context import Context
    from beacon_tui.analysis.model import Results

STYLES: Final = {"": "", "heading": "bold", "mark": "$text-warning", "dim": "dim"}


class ContextText(Scroll):
    """Lines under headings, more of them as more is read."""

    def __init__(self, results: "Results", row: int) -> None:
        super().__init__()
        self._results, self._row = results, row
        self._known: Context | None = None
        self._reading = "logs"
        self._ended: Event | None = None
        """Ends the reading; None until it has begun."""

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Static()

    def on_show(self) -> None:
        """Begin to read when it is first shown, and take the keys that scroll."""
        self.focus()
        if self._ended is None:
            self._ended = Event()
            self.post_message(ContextWanted(self._results, self._row, self.post_message, self._ended))

    def on_unmount(self) -> None:
        """Read no more."""
        if self._ended is not None:
            self._ended.set()

    @on(ContextRead)
    def _read(self, message: ContextRead) -> None:
        """Show what is known now."""
        self._known, self._reading = message.context or self._known, message.reading
        self._draw()

    def on_resize(self) -> None:
        """Fold the lines anew."""
        self._draw()

    def _draw(self) -> None:
        """Show the lines for the width of the moment."""
        from beacon_tui.analysis.context import Context
        from beacon_tui.render.context import context_lines

        lines = context_lines(self._known or Context(()), self._reading, self.scrollable_content_region.width - 2)
        self.query_one(Static).update(
            Content("\n").join(Content.styled(line.text, STYLES[line.look]) for line in lines)
        )
