"""A line in which text is typed."""

from textual.actions import SkipAction
from textual.widgets import Input


class Line(Input):
    """A line that leaves it to the screen by which key what is typed is taken."""

    async def action_submit(self) -> None:
        """Leave Enter to the screen."""
        raise SkipAction
