"""How the candidates of a desk stand on lines: one each, or in groups, of which some are open."""

from typing import Final

import numpy as np

from beacon_tui.triage.folds import Folds
from beacon_tui.triage.grouping import At, By, Codes, Key, Lines
from beacon_tui.triage.ranks import Rows, TableRanks

TURNS: Final[tuple[By | None, ...]] = (None, "dst", "name", "src")
"""What can be grouped by, one after the other."""

_ENDS: Final[dict[str, By]] = {"src": "src", "dst": "dst"}
"""By what candidates are grouped that have one end in common."""

MOST_SAID: Final = 10_000
"""Groups up to which it is remembered what was said of them."""


class Groups:
    """The lines of the candidates shown, and which groups are open, whatever is shown of them just now."""

    def __init__(self) -> None:
        self.by: By | None = None
        """What the members of a group share; None for no groups."""
        self.folds: dict[By, Folds] = {}
        """Which groups are open, by what is grouped by."""
        self._stood: int | None = None
        """The candidate under the cursor at the last turn."""
        self._order: Rows = np.empty(0, np.int64)
        self._ranks: TableRanks | None = None
        self._made: dict[By, Codes] = {}
        """The numbers that were made of this load."""
        self._said: dict[tuple[By | None, int], dict[str, str]] = {}
        """What was said of the members of a group, by what was grouped and by a hash of who they are."""
        self.lines = Lines.plain(self._order)

    def lay(self, order: Rows, ranks: TableRanks | None) -> None:
        """Lay out candidates in the order shown."""
        if ranks is not self._ranks:
            self._made.clear()
            self._said.clear()
        self._order, self._ranks = order, ranks
        if self.by and self._codes:
            folds = self.folds.setdefault(self.by, Folds())
            self.lines = Lines.of(order, self._codes, folds.others, folds.all)
        else:
            self.lines = Lines.plain(order)

    @property
    def _codes(self) -> Codes | None:
        """The numbers by which candidates are in a group; None where they are in none."""
        return self._codes_by(self.by) if self.by else None

    def _codes_by(self, by: By) -> Codes:
        """The numbers by which candidates would be in a group."""
        assert self._ranks is not None
        if by not in self._made:
            self._made[by] = Codes(self._ranks, by)
        return self._made[by]

    def same(self, column: str) -> Rows:
        """For each candidate of the load a number, equal for equal texts of a column.

        Of `src` and `dst` it is who is at that end, a name where there is no address.
        """
        if column in _ENDS:
            return self._codes_by(_ENDS[column]).of_row
        assert self._ranks is not None
        return self._ranks.text(column).rank

    def said(self, rows: Rows) -> dict[str, str]:
        """What was worked out of a group by column, to be added to: kept for when it has just these members again."""
        if len(self._said) > MOST_SAID:
            self._said.clear()
        return self._said.setdefault((self.by, hash(rows.tobytes())), {})

    def turn(self, at: At | None) -> At | None:
        """Group by what comes next in `TURNS`; return of what is on a line the candidate that stands for it.

        Of a group that is the one which the turn before has put there, else the first.
        """
        rows = [] if at is None else self.rows(at)
        self._stood = self._stood if self._stood in rows else rows[0] if rows else None
        self.by = TURNS[(TURNS.index(self.by) + 1) % len(TURNS)]
        self.lay(self._order, self._ranks)
        return self._stood

    def fold(self, key: Key) -> None:
        """Show the members of a group, or no longer."""
        if self.by:
            self.folds[self.by].others ^= {key}
            self.lay(self._order, self._ranks)

    def fold_all(self) -> None:
        """Show the members of all groups; where they do, of none."""
        if self.by:
            self.folds[self.by] = Folds(all=not self.lines.open.all())
            self.lay(self._order, self._ranks)

    @property
    def count(self) -> int:
        """How many groups there are, those of one candidate left out."""
        return len(self.lines.codes)

    def at(self, place: int) -> At | None:
        """What stands on a line; None where there is none."""
        if place >= len(self.lines.lines):
            return None
        line = int(self.lines.lines[place])
        return line if line >= 0 else self.key(-1 - line)

    def key(self, group: int) -> Key:
        """What the members of a group share."""
        assert self._codes is not None
        return self._codes.key(int(self.lines.codes[group]))

    def members(self, group: int) -> Rows:
        """The candidates of a group, in the order shown."""
        return self.lines.members(group)

    def shared(self, group: int) -> str:
        """The column in which they agree."""
        return self.key(group).column

    def is_open(self, group: int) -> bool:
        """Whether they show."""
        return bool(self.lines.open[group])

    def is_member(self, place: int) -> bool:
        """Whether a line is a member below its head."""
        return bool(self.lines.inside[place])

    def behind(self, place: int) -> int:
        """The line behind what stands on a line; behind the members of a group that is open."""
        line = int(self.lines.lines[place])
        return place + 1 + (int(self.lines.sizes[-1 - line]) if line < 0 and self.is_open(-1 - line) else 0)

    def rows(self, at: At) -> list[int]:
        """The candidate on a line, or the members of the group whose head is there, in the order shown."""
        return self.found(at).tolist() if isinstance(at, Key) else [at]

    def found(self, key: Key) -> Rows:
        """The candidates of a group, in the order shown; also where it has no head, for no or one member."""
        codes = self._codes
        return self._order[codes.of_row[self._order] == self._code(key)] if codes else self._order[:0]

    def place_of(self, at: At, otherwise: int) -> int:
        """Where something stands, or the head that folds it; `otherwise`, within the lines, when it is not shown."""
        if isinstance(at, Key) and (head := self.lines.place_of_code(self._code(at))) is not None:
            return head
        left = self.rows(at)[:1]  # a group of which one candidate is left has no head
        place = self.lines.place_of_row(left[0]) if left else None
        return max(0, min(otherwise, len(self.lines.lines) - 1)) if place is None else place

    def _code(self, key: Key) -> int:
        """The number of a group; -1 where there is none of that key."""
        code = self._codes.code(key) if self._codes else None
        return -1 if code is None else code
