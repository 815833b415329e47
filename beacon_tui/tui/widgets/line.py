"""A line in which text is typed."""

from typing import Self

from rich.segment import Segment
from textual.actions import SkipAction
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input


class Line(Input):
    """A line that leaves it to the screen by which key what is typed is taken; it may have a label before it.

    The label is drawn by the line itself, in its padding: a widget of its own beside it would cost a box that has
    labels a quarter of the time in which it opens.
    """

    _label = ""

    def labelled(self, label: str) -> Self:
        """Have a label."""
        self._label = label
        self.styles.padding = (0, 0, 0, len(label))
        return self

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the line, the label in front of what is typed."""
        strips = super().render_lines(crop)
        if not self._label or crop.y:
            return strips
        label = Strip([Segment(self._label, self.rich_style)]).crop(crop.x, crop.right)
        return [Strip.join([label, strips[0].crop(label.cell_length)]), *strips[1:]]

    def validate(self, value: str) -> None:
        """Find nothing: who asks for the line reads it, and a class for being valid would have it styled once more."""

    async def action_submit(self) -> None:
        """Leave Enter to the screen."""
        raise SkipAction
