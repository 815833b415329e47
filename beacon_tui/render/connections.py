"""The connections of one candidate as lines."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from beacon_tui.render.table import GAP, Cell, Look, TableColumn, heading, layout
from beacon_tui.render.text import address, clean, fit
from beacon_tui.units import UNKNOWN, compact, duration, moment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beacon_tui.analysis.model import Results

FROZEN: Final = (
    TableColumn("ts", "TIME (UTC)", 14, "left"),
    TableColumn("uid", "UID", 18, "left"),
)
REST: Final = (
    TableColumn("ports", "PORTS", 11, "left"),
    TableColumn("conn_state", "STATE", 5, "left"),
    TableColumn("service", "SERVICE", 7, "left"),
    TableColumn("duration", "LASTED", 6),
    TableColumn("orig_bytes", "OUT", 5),
    TableColumn("resp_bytes", "IN", 5),
    TableColumn("gap", "GAP", 6),
    TableColumn("id.resp_h", "DESTINATION", 15, "left"),
    TableColumn("domain", "NAME", 20, "left", flexible=True),
)

LARGEST_FIRST: Final = ("duration", "orig_bytes", "resp_bytes", "gap")
"""Columns of which the largest value comes first unless the order is turned."""

SORTABLE: Final = tuple(column.name for column in (*FROZEN, *REST) if column.name not in ("uid", "ports"))
"""The columns that the list can be sorted by, from left to right."""


def _bytes(value: float) -> str:
    """Bytes in five characters."""
    return UNKNOWN if value != value else compact(int(value))


def _text(value: object) -> str:
    """A text of the log, or a dash where it has none."""
    return clean(value) if isinstance(value, str) else UNKNOWN


SHOW: Final[dict[str, Callable[[Any], str]]] = {
    "ts": lambda seconds: moment(seconds, "%m-%d %H:%M:%S"),
    "uid": _text,
    "ports": str,
    "conn_state": _text,
    "service": _text,
    "duration": duration,
    "orig_bytes": _bytes,
    "resp_bytes": _bytes,
    "gap": duration,
    "id.resp_h": lambda text: address(text, 39),
    "domain": _text,
}


class ConnectionRows:
    """The connections of a candidate, oldest first if not said otherwise; only what is drawn is fetched."""

    def __init__(
        self, results: "Results", candidate: int, sort: str = "ts", descending: bool = False, chosen: str = ""
    ) -> None:
        frame, self._rows = results.frame, results.rows(candidate)
        self._columns = {name: frame[name].array for name in frame.columns}
        self._times = frame["ts"].to_numpy()[self._rows]
        self._gaps = np.diff(self._times, prepend=np.nan)
        self._sort, self._descending, self._chosen = sort, descending, chosen
        self._order = self._sorted()

    def _sorted(self) -> "NDArray[np.int64]":
        """The connections, numbered by time, in the order shown; what is not known comes last."""
        if self._sort == "ts":
            keys = np.arange(self.count, dtype=np.float64)
        elif self._sort == "gap":
            keys = self._gaps
        else:
            keys = _numbers(self._columns[self._sort][self._rows])
        return np.argsort(-keys if self._descending else keys, kind="stable")

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def connection(self, place: int) -> int:
        """Which connection, numbered by time, stands at a place."""
        return int(self._order[place])

    def place_of(self, connection: int) -> int:
        """Where a connection, numbered by time, stands."""
        return int(np.flatnonzero(self._order == connection)[0])

    def since(self, moment: float) -> int | None:
        """The first connection, numbered by time, at or after a moment in seconds since 1970; None without one."""
        first = int(np.searchsorted(self._times, moment))
        return first if first < self.count else None

    def time(self, place: int) -> float:
        """When the connection at a place began, seconds since 1970."""
        return float(self._times[self._order[place]])

    def _layout(self, width: int) -> list[tuple[TableColumn, int]]:
        """The columns that fit."""
        return layout(FROZEN, REST, self._chosen, width)

    def header(self, width: int) -> Sequence[Cell]:
        """The headings, with the arrow of the sorted one, and the chosen one standing out."""
        arrow = "▼" if self._descending else "▲"
        return [
            heading(column, wide, arrow if column.name == self._sort else "", column.name == self._chosen)
            for column, wide in self._layout(width)
        ]

    def column_at(self, x: int, width: int) -> str:
        """The sortable column whose heading covers cell `x` of a header `width` cells wide; empty when none does."""
        ends = np.cumsum([wide + len(GAP) for _, wide in self._layout(width)])
        under = int(np.searchsorted(ends, x, "right"))
        name = self._layout(width)[under][0].name if under < ends.size else ""
        return name if name in SORTABLE else ""

    def row(self, place: int, width: int) -> tuple[Sequence[Cell], Look]:
        """One connection."""
        number = self.connection(place)
        cells = [
            Cell(fit(SHOW[column.name](self._value(column.name, number)), wide, column.align) + GAP)
            for column, wide in self._layout(width)
        ]
        return cells, ""

    def _value(self, name: str, place: int) -> Any:  # noqa: ANN401  columns are of many types
        """The value of one cell, made when it is drawn: a candidate may have a million connections."""
        if name == "gap":
            return self._gaps[place]
        if name == "ports":
            source, target = (self._columns[end][self._rows[place]] for end in ("id.orig_p", "id.resp_p"))
            return f"{_port(source)}→{_port(target)}"
        return self._columns[name][self._rows[place]]


def _numbers(values: Any) -> "NDArray[np.float64]":  # noqa: ANN401  numbers, or categories of pandas
    """Values as numbers that stand in the same order, texts from A; NaN where nothing is known."""
    if not hasattr(values, "codes"):
        return np.asarray(values, np.float64)
    codes = np.asarray(values.codes)
    used = np.unique(codes[codes >= 0])
    ranks = np.full(len(values.categories) + 1, np.nan)  # the last one stands for -1, what is not known
    ranks[used[np.argsort(np.asarray(values.categories[used], str), kind="stable")]] = np.arange(used.size)
    return np.asarray(ranks[codes])


def _port(number: float) -> str:
    """A port, or a dash."""
    return UNKNOWN if number != number else str(int(number))
