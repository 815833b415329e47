"""Groups of candidates in the candidate table: a line that says of the members what can be said of all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from beacon_tui.render.candidates import FROZEN, MIDDLING, NEXT, RULE, SHOW, CandidateRows
from beacon_tui.render.expected import nearest
from beacon_tui.render.table import GAP, Cell, Look
from beacon_tui.render.text import address, clean, fit
from beacon_tui.units import UNKNOWN, compact, many

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beacon_tui.analysis.model import Results

FOLDED, OPEN, MEMBER = "▸", "▾", "│"
"""The signs before the head of a group, which hides its members or shows them, and before each of those."""

DISTINCT: Final = ("domain", "service", "proto", "kind", "port")
"""Columns of which a group says the value that its members have in common, or else how many they have."""

WHOLE: Final[dict[str, Callable[["NDArray[Any]"], Any]]] = {
    "events": np.sum,
    "connections": np.sum,
    "duration_total": np.sum,
    "duration_max": np.max,
    "first_seen": np.min,
    "last_seen": np.max,
}
"""What a group says of its members' known values in a column; of every other column of numbers it is the median."""


Same = Callable[[str], "NDArray[Any]"]
"""For a column of texts a number for each candidate of the results, equal for equal texts: of `src` and `dst` who is at
that end, a name where there is no address."""


class Heads(Protocol):
    """What the heads of groups stand for."""

    def members(self, group: int) -> "NDArray[Any]":
        """The candidates of a group."""
        ...

    def is_open(self, group: int) -> bool:
        """Whether they show."""
        ...

    def shared(self, group: int) -> str:
        """The column in which they agree."""
        ...

    def is_member(self, place: int) -> bool:
        """Whether a line is a member below its head."""
        ...

    def same(self, column: str) -> "NDArray[Any]":
        """For each candidate of the results a number, equal for equal texts of a column; see `Same`."""
        ...

    def said(self, rows: "NDArray[Any]") -> dict[str, str]:
        """What was worked out before of a group that has just these members, rising, by column."""
        ...


@dataclass
class GroupedRows(CandidateRows):
    """The lines of one view of the candidates in groups; of the `order`, -1 - n is the head of group n."""

    heads: Heads = field(kw_only=True)
    """What the heads stand for."""
    hidden_by: "NDArray[Any]" = field(kw_only=True)
    """For each candidate of the results the number of the rule that hides it, below 0 where none does."""

    @property
    def _lead(self) -> int:
        """Cells before the first column: the sign of the group stands behind the others."""
        return self._signs + 2

    def row(self, place: int, width: int) -> tuple[Sequence[Cell], Look]:
        """One candidate, or the head of a group."""
        line = int(self.order[place])
        if line < 0:
            return self._head(-1 - line, width)
        (mark, *cells), look = super().row(place, width)
        sign = MEMBER if self.heads.is_member(place) else " "
        return [Cell(f"{mark.text}{sign} ", mark.look), *cells], look

    def _head(self, group: int, width: int) -> tuple[Sequence[Cell], Look]:
        """A group: its best score, what its members share, how many there are, and what they have in common."""
        rows = np.sort(self.heads.members(group))  # neighbours in memory: of 50,000 members, three times as fast
        covered = self.hidden_by[rows] >= 0
        hidden = int(covered.sum())
        top = best(self.results, rows, covered)
        said = self.heads.said(rows)
        mark = mark_of_group(len(self.marks & {*rows.tolist()}) if self.marks else 0, len(rows))
        cells = [Cell(f"{mark:<{self._signs}}{OPEN if self.heads.is_open(group) else FOLDED} ", "strong")]
        for column, wide in self._layout(width):
            if column.name == "score":
                cells.append(self._score("all" if hidden == len(rows) else "", top, wide))
            elif column in FROZEN:
                cells.append(Cell(fit(self._end(said, group, rows, column.name, wide), wide) + GAP))
            elif column.name == RULE.name:
                cells.append(Cell(fit(self._rule(rows, hidden), wide) + GAP))
            elif column is NEXT:
                cells.append(self._soonest(uncovered(rows, covered), wide))
            else:
                cells.append(Cell(fit(self._text(said, rows, column.name), wide, column.align) + GAP))
        return cells, "dim" if hidden == len(rows) else ""

    def _soonest(self, rows: "NDArray[Any]", width: int) -> Cell:
        """When the next check-in of any member is expected, of those that stand out where some do."""
        standing = rows[self.results.columns["score"][rows] >= MIDDLING]
        now = self.clock() if self.clock else 0.0
        return self._next(nearest(self.results, standing if len(standing) else rows, now), width)

    def _end(self, said: dict[str, str], group: int, rows: "NDArray[Any]", end: str, width: int) -> str:
        """Of the end that the members share who it is; of the other one how many there are."""
        shared = self.heads.shared(group)
        if (shared == "src") != (end == "src"):
            make = partial(members, self.results, rows, end, self.heads.same, width)
            return remembered(said, f"{end} {width}", make)
        return shared_text(self.results, rows, shared, width)

    def _rule(self, rows: "NDArray[Any]", hidden: int) -> str:
        """The rule that hides all members, or how many are hidden."""
        if not hidden:
            return ""
        same = (self.hidden_by[rows] == self.hidden_by[rows[0]]).all()
        return clean(self.rules(int(rows[0]))) if same else f"{compact(hidden)} of {compact(len(rows))}"

    def _text(self, said: dict[str, str], rows: "NDArray[Any]", column: str) -> str:
        """What a group says in a column."""
        if column not in self.results.columns:
            return clean(self.known.of_group(rows, column)) or (UNKNOWN if column == "verdict" else "")
        return remembered(said, column, lambda: common(self.results, rows, column, self.heads.same))


def remembered(said: dict[str, str], what: str, make: Callable[[], str]) -> str:
    """What was worked out once: a cursor that moves and another order ask again."""
    if what not in said:
        said[what] = make()
    return said[what]


def shared_text(results: "Results", rows: "NDArray[Any]", column: str, width: int) -> str:
    """What the members of a group share in a column: an address in at most `width` cells, or a name."""
    value = results.columns[column][rows[0]]
    return clean(value) if column == "domain" else address(value, width)


def mark_of_group(marked: int, members: int) -> str:
    """The mark of a group: `+` where all members are marked, `-` where some are."""
    return " " if not marked else "+" if marked == members else "-"


def uncovered(members: "NDArray[Any]", covered: "NDArray[np.bool_]") -> "NDArray[Any]":
    """The members that no rule covers, or else all."""
    return members if covered.all() else members[~covered]


def best(results: "Results", members: "NDArray[Any]", covered: "NDArray[np.bool_]") -> int:
    """Of the members that no rule covers, or else of all, the one with the best score, or else the longest session."""
    rows = uncovered(members, covered)
    scores = results.columns["score"][rows]
    ranked = results.columns["duration_max"][rows] if np.isnan(scores).all() else scores
    return int(rows[0] if np.isnan(ranked).all() else rows[np.nanargmax(ranked)])


def members(results: "Results", rows: "NDArray[Any]", end: str, same: Same, width: int) -> str:
    """How many sources or destinations are at the `end` of a group, and how many members if those are more and fit."""
    others = len(np.unique(same(end)[once(results, rows)]))
    both = f"{compact(len(rows))} rows, {compact(others)} {'src' if end == 'src' else 'dest'}"
    if others < len(rows) and len(both) <= width:
        return both
    return many(others, "source" if end == "src" else "destination")


def once(results: "Results", rows: "NDArray[Any]") -> "NDArray[Any]":
    """The candidates of which no connection counts twice: of a name that is among them not its single addresses."""
    member = results.flagged("member", rows)
    if not member.any() or (results.columns["kind"][rows] == "pair").all():
        return rows
    return np.asarray(rows[~member])


def common(results: "Results", rows: "NDArray[Any]", column: str, same: Same) -> str:
    """What candidates have in common in a column: the value, or `(3)` for three of them; of numbers see `WHOLE`."""
    values = results.columns[column][once(results, rows) if WHOLE.get(column) is np.sum else rows]
    if column in DISTINCT:
        different = len(np.unique(values if values.dtype.kind == "i" else same(column)[rows]))
        return SHOW[column](values[0]) if different == 1 else f"({compact(different)})"
    known = values[~np.isnan(values.astype(np.float64))]
    if not len(known):
        return SHOW[column](np.nan)
    whole = WHOLE.get(column, np.median)(known)
    return SHOW[column](int(whole) if values.dtype.kind == "i" else float(whole))
