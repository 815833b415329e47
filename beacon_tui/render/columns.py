"""The columns of the candidate table as rows of a list: which show, in which order, and what they mean."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from beacon_tui.analysis.model import BY_NAME
from beacon_tui.render.candidates import EVERY
from beacon_tui.render.table import Cell, Look
from beacon_tui.render.text import fit

_TITLES = {column.name: column.title for column in EVERY.values()}
_MARK, _TITLE = 4, 11
"""Cells of the sign and of the heading; the rest of a line says what a column means."""


@dataclass(frozen=True)
class ColumnRows:
    """One row a column that can be hidden."""

    names: Sequence[str]
    """All of them by public name, in order."""
    shown: Set[str]
    """Those that show."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.names)

    def header(self, width: int) -> Sequence[Cell]:
        """What stands above them."""
        return [Cell(fit("    COLUMN      what it says", width), "header")]

    def row(self, place: int, width: int) -> tuple[Sequence[Cell], Look]:
        """A column: whether it shows, its heading, its words; a hidden one is dim."""
        name = self.names[place]
        on = name in self.shown
        words = fit(BY_NAME[name].words, max(width - _MARK - _TITLE - 1, 0))
        return [Cell(f" {'✓' if on else ' '}  {fit(_TITLES[name], _TITLE)} {words}")], "" if on else "dim"
