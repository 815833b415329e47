"""A table as lines of cells: which columns fit, and how wide each one is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from beacon_tui.render.text import clean, fit

Look = Literal["", "header", "chosen", "dim", "strong", "middling"]
"""How a cell stands out; nothing for the look of its row."""

GAP = " "
"""What stands between two columns; the arrow of the sorted column stands in it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line."""

    text: str
    """Cleaned text, exactly as many terminal cells as it should take."""
    look: Look = ""
    """How it stands out."""


class Rows(Protocol):
    """What a line table draws."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        ...

    def header(self, width: int) -> Sequence[Cell]:
        """The header line, at most `width` cells wide."""
        ...

    def row(self, place: int, width: int) -> tuple[Sequence[Cell], Look]:
        """The cells of the row at `place`, at most `width` cells wide, and the look of the whole row."""
        ...


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table."""

    name: str
    """Name of the value it shows."""
    title: str
    """Its heading."""
    width: int
    """Terminal cells; the least it takes where it is flexible."""
    align: Literal["left", "right"] = "right"
    """Numbers stand right, texts left."""
    flexible: bool = False
    """Whether it takes a share of the cells that are left over."""


def layout(
    frozen: Sequence[TableColumn], rest: Sequence[TableColumn], chosen: str, width: int
) -> list[tuple[TableColumn, int]]:
    """The columns that fit into `width` cells, each with its own width.

    The `frozen` ones always show; of the `rest` as many as fit, from the first one on, or from as far right as it takes
    to show the `chosen` one. What is left over goes to the flexible ones.
    """
    room = width - _breadth(frozen)
    names = [column.name for column in rest]
    wanted = names.index(chosen) if chosen in names else 0
    start = 0
    while start < wanted and _breadth(rest[start : wanted + 1]) > room:
        start += 1
    stop = start
    while stop < len(rest) and _breadth(rest[start : stop + 1]) <= room:
        stop += 1
    shown = [*frozen, *rest[start:stop]]
    return _stretch(shown, width - _breadth(shown))


def _breadth(columns: Sequence[TableColumn]) -> int:
    """The cells that columns and the gaps behind them take."""
    return sum(column.width + len(GAP) for column in columns)


def _stretch(columns: Sequence[TableColumn], spare: int) -> list[tuple[TableColumn, int]]:
    """Give the spare cells to the flexible columns, the later ones first served with what does not divide."""
    takers = sum(column.flexible for column in columns)
    widths = []
    for column in columns:
        share = spare // takers if column.flexible and spare > 0 else 0
        if column.flexible:
            takers, spare = takers - 1, spare - share
        widths.append((column, column.width + share))
    return widths


def heading(column: TableColumn, width: int, arrow: str, chosen: bool) -> Cell:
    """The heading of a column, with the arrow of the sorted one in the gap behind it."""
    return Cell(fit(column.title, width, column.align) + (arrow or GAP), "chosen" if chosen else "header")


@dataclass(frozen=True, slots=True)
class TextRows:
    """Rows of a few columns whose texts are made when they are drawn."""

    columns: Sequence[TableColumn]
    """The columns, those that matter least last."""
    count: int
    """How many rows there are."""
    texts: Callable[[int], tuple[Sequence[str], Look]]
    """The texts of a row, one a column, and the look of the whole row."""

    def header(self, width: int) -> Sequence[Cell]:
        """The headings."""
        return [heading(column, wide, "", chosen=False) for column, wide in layout((), self.columns, "", width)]

    def row(self, place: int, width: int) -> tuple[Sequence[Cell], Look]:
        """One row."""
        texts, look = self.texts(place)
        shown = zip(layout((), self.columns, "", width), texts, strict=False)  # the last columns may not fit
        return [Cell(fit(clean(text), wide, column.align) + GAP) for (column, wide), text in shown], look
