"""Lines of text that are drawn anew for every size."""

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget


class Picture(Widget):
    """A picture made of lines; the function that draws it is told the width and height in cells.

    Only the lines that are scrolled into sight reach the screen; markup in them stays text.
    """

    def __init__(
        self,
        draw: Callable[[int, int], Sequence[str]],
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._draw = draw
        self._size_drawn = Size(-1, -1)
        self._lines: Sequence[str] = ()

    def redraw(self) -> None:
        """Draw the lines anew: what they show has changed."""
        self._size_drawn = Size(-1, -1)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line for the size of the moment."""
        if self._size_drawn != self.size:
            self._size_drawn, self._lines = self.size, self._draw(*self.size)
        text = self._lines[y] if y < len(self._lines) else ""
        return Strip([Segment(text, self.rich_style)]).adjust_cell_length(self.size.width, self.rich_style)
