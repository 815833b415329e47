"""A table drawn line by line: any number of rows, a fixed header, a cursor that costs two lines to move."""

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from beacon_tui.tui.commands import bindings

if TYPE_CHECKING:
    from beacon_tui.render.table import Cell, Rows


class LineTable(ScrollView, can_focus=True):
    """Draws any `Rows`, keeps a cursor on one of them, and asks for nothing but the lines on screen."""

    BINDINGS: ClassVar = bindings("list")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-table--header",
        "line-table--chosen",
        "line-table--cursor",
        "line-table--dim",
        "line-table--strong",
        "line-table--middling",
    }
    DEFAULT_CSS = """
    LineTable {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .line-table--header { text-style: bold; }
        & > .line-table--chosen { text-style: bold underline; }
        & > .line-table--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .line-table--dim { text-style: dim; }
        & > .line-table--strong { color: $text-error; text-style: bold; }
        & > .line-table--middling { color: $text-warning; }
    }
    """

    class Moved(Message):
        """The cursor is on another row."""

    class Opened(Message):
        """The row under the cursor was double-clicked."""

    class HeaderClicked(Message):
        """The header was clicked."""

        def __init__(self, x: int) -> None:
            self.x = x
            """Cells from the left edge."""
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.rows: Rows | None = None
        self.cursor = 0
        self.empty = ""
        """What stands in the place of rows where there is none."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.rows.count if self.rows else 0

    @property
    def line_width(self) -> int:
        """Terminal cells of a line, without the scroll bar."""
        return self.scrollable_content_region.width

    def show(self, rows: "Rows", cursor: int = 0, empty: str = "") -> None:
        """Draw other rows, with the cursor on one of them, or what to say when there is none."""
        self.rows, self.empty = rows, empty
        self.virtual_size = Size(0, rows.count + 1)
        self.move_to(cursor)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen: the header on top, then the rows that are scrolled into sight."""
        if self.rows is not None and y == 0:
            return self._strip(self.rows.header(self.line_width), "header")
        place = self.scroll_offset.y + y - 1
        if self.rows is None or place >= self.count:
            return self._said(y - 2)
        cells, look = self.rows.row(place, self.line_width)
        return self._strip(cells, "cursor" if place == self.cursor else look)

    def _said(self, line: int) -> Strip:
        """A line of what is said where there is no row, blank below and above it."""
        lines = [] if self.count else wrap(self.empty, max(self.line_width - 2, 1))
        text = f" {lines[line]}" if 0 <= line < len(lines) else ""
        return Strip([Segment(text, self.rich_style)]).adjust_cell_length(self.line_width, self.rich_style)

    def _strip(self, cells: "Sequence[Cell]", look: str) -> Strip:
        """Cells to a strip in the look of the row; under the cursor the cells' own looks give way."""
        whole = self._style(look)
        segments = [
            Segment(cell.text, self._style(cell.look) if cell.look and look != "cursor" else whole) for cell in cells
        ]
        return Strip(segments).simplify().adjust_cell_length(self.line_width, whole)

    def _style(self, look: str) -> Style:
        """The style of a look."""
        return self.get_component_rich_style(f"line-table--{look}") if look else self.rich_style

    def move_to(self, place: int) -> None:
        """Put the cursor on a row, scroll so that it shows, and redraw no more than must change."""
        before = self.cursor
        self.cursor = max(0, min(place, self.count - 1))
        visible = max(1, self.size.height - 1)
        top = self.scroll_offset.y
        if not top <= self.cursor < top + visible:
            top = self.cursor if self.cursor < top else self.cursor - visible + 1
            self.scroll_to(y=top, animate=False, force=True, immediate=True)
        for line in {before, self.cursor}:
            self.refresh(Region(0, line - self.scroll_offset.y + 1, self.size.width, 1))
        if before != self.cursor:
            self.post_message(self.Moved())

    def action_move(self, step: int) -> None:
        """Move the cursor by rows."""
        self.move_to(self.cursor + step)

    def action_page(self, step: int) -> None:
        """Move the cursor by pages."""
        self.move_to(self.cursor + step * max(1, self.size.height - 2))

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self.move_to(self.count - 1)

    def on_click(self, event: events.Click) -> None:
        """Choose a row, open it on the second click, or report a click on the header."""
        if event.y == 0:
            self.post_message(self.HeaderClicked(event.x))
        elif (place := self.scroll_offset.y + event.y - 1) < self.count:
            self.move_to(place)
            if event.chain == 2:
                self.post_message(self.Opened())

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.move_to(self.cursor)
