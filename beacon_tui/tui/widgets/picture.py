"""Lines of text that are drawn anew for every size."""

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.widget import Widget


class Picture(Widget):
    """A picture made of lines; the function that draws it is told the width and height in cells."""

    def __init__(
        self,
        draw: Callable[[int, int], Sequence[str]],
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._draw = draw

    def render(self) -> Content:
        """Draw for the size of the moment; markup in the lines stays text."""
        return Content("\n".join(self._draw(self.size.width, self.size.height)))
