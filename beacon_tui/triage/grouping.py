"""Candidates that share a destination, a name or a source, on lines: a head for each group, which folds its members."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from beacon_tui.triage.ranks import Flags, Ranks, Rows, TableRanks

By = Literal["dst", "name", "src"]
"""What the members of a group share."""

Shared = Literal["src", "dst", "domain"]
"""A column in which they agree."""

COLUMNS: Final[dict[By, tuple[Shared, ...]]] = {"dst": ("dst", "domain"), "name": ("domain", "dst"), "src": ("src",)}
"""The columns of which the first one that is known of a candidate says whose group it is in."""


class Key(NamedTuple):
    """What the members of a group share: it names the group whatever the order, the filter and the row numbers."""

    column: Shared
    """The column in which they agree."""
    value: str | bytes
    """Its value as it is ranked: equal for all spellings of a name or of an address."""


At = int | Key
"""What stands on a line: a candidate by its row in the results, or the head of a group by its key."""


class Codes:
    """For every candidate of a load a number that is that of all others in its group."""

    def __init__(self, ranks: TableRanks, by: By) -> None:
        self._ranked: list[tuple[Shared, Ranks[Any]]] = [
            (column, ranks.names if column == "domain" else ranks.address(column)) for column in COLUMNS[by]
        ]
        codes = np.full(len(ranks.columns["src"]), -1, np.int64)
        start = 0
        for _, ranked in self._ranked:
            codes = np.where((codes < 0) & (ranked.rank >= 0), start + ranked.rank, codes)
            start += len(ranked.keys)
        alone = codes < 0  # neither an address nor a name: nobody shares it
        codes[alone] = start + np.arange(int(alone.sum()))
        self.of_row: Rows = codes
        """From 0 up, shape (candidates,)."""
        self.count = start + int(alone.sum())
        """How many numbers there are."""

    def key(self, code: int) -> Key:
        """What the members of a group of several share."""
        for column, ranked in self._ranked:
            if code < len(ranked.keys):
                return Key(column, ranked.keys[code])
            code -= len(ranked.keys)
        raise IndexError(code)

    def code(self, key: Key) -> int | None:
        """The number of a group; None where this load knows no such key."""
        start = 0
        for column, ranked in self._ranked:
            if column == key.column:
                place, stop = ranked.equal(key.value)
                return start + place if place < stop else None
            start += len(ranked.keys)
        return None


@dataclass(frozen=True, eq=False)
class Lines:
    """Candidates on lines, those of a group together where its first one stands in the order, below its head."""

    lines: Rows
    """What stands on each line: the row of a candidate, or -1 - n for the head of group n; shape (lines,)."""
    inside: Flags
    """Whether a line is a member below its head, shape (lines,)."""
    together: Rows
    """All candidates, the members of each group one after the other; shape (candidates shown,)."""
    starts: Rows
    """Where each group begins in `together`, rising; shape (groups,). A candidate that is alone is no group."""
    sizes: Rows
    """How many members each group has, two at least; shape (groups,)."""
    codes: Rows
    """The number of each group in its `Codes`, shape (groups,)."""
    open: Flags
    """Whether the members of each group show, shape (groups,)."""

    @classmethod
    def plain(cls, order: Rows) -> "Lines":
        """Every candidate on a line of its own."""
        nothing, no = np.empty(0, np.int64), np.empty(0, np.bool_)
        return cls(order, np.zeros(len(order), np.bool_), order, nothing, nothing, nothing, no)

    @classmethod
    def of(cls, order: Rows, codes: Codes, others: Collection[Key] = (), all_open: bool = False) -> "Lines":
        """Group candidates in the order shown; members of the `others` show, or with `all_open` all but those."""
        mine = codes.of_row[order]
        first = np.zeros(codes.count, np.int64)
        places = np.arange(len(order))
        first[mine[::-1]] = places[::-1]  # of equal ones what is written last stays
        size = max(len(order), 1)
        order_of_groups = np.sort(first[mine] * size + places) % size  # a third of the time of a stable argsort
        together, mine, begins = order[order_of_groups], mine[order_of_groups], first[mine[order_of_groups]]
        sizes = np.bincount(mine, minlength=codes.count)[mine]
        several = sizes > 1
        heads = several & (begins == order_of_groups)
        is_open = np.full(codes.count, all_open)
        is_open[[code for key in others if (code := codes.code(key)) is not None]] = not all_open
        shows = np.stack([heads, ~several | is_open[mine]], axis=1)
        return cls(
            lines=np.stack([-np.cumsum(heads), together], axis=1)[shows],
            inside=np.stack([np.zeros_like(several), several], axis=1)[shows],
            together=together,
            starts=np.flatnonzero(heads),
            sizes=sizes[heads],
            codes=mine[heads],
            open=is_open[mine[heads]],
        )

    def members(self, group: int) -> Rows:
        """The candidates of a group, in the order shown."""
        start = self.starts[group]
        return self.together[start : start + self.sizes[group]]

    def place_of_row(self, row: int) -> int | None:
        """The line of a candidate, or that of the head that folds it; None where it is not shown."""
        if (places := np.flatnonzero(self.lines == row)).size:
            return int(places[0])
        if not (found := np.flatnonzero(self.together == row)).size:
            return None
        return self._head(int(np.searchsorted(self.starts, found[0], "right")) - 1)

    def place_of_code(self, code: int) -> int | None:
        """The line of the head of the group with a number; None where it has no head."""
        found = np.flatnonzero(self.codes == code)
        return self._head(int(found[0])) if found.size else None

    def _head(self, group: int) -> int:
        """The line of the head of a group."""
        return int(np.flatnonzero(self.lines == -1 - group)[0])
