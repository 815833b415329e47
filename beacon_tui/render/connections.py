"""The connections of one candidate as lines."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from beacon_tui.render.table import GAP, Cell, Look, TableColumn, heading, layout
from beacon_tui.render.text import address, clean, fit
from beacon_tui.units import UNKNOWN, compact, duration, moment

if TYPE_CHECKING:
    from beacon_tui.analysis.model import Results

ALWAYS: Final = (
    TableColumn("ts", "TIME (UTC)", 14, "left"),
    TableColumn("uid", "UID", 18, "left"),
    TableColumn("ports", "PORTS", 11, "left"),
    TableColumn("conn_state", "STATE", 5, "left"),
    TableColumn("service", "SERVICE", 7, "left"),
    TableColumn("duration", "LASTED", 6),
    TableColumn("orig_bytes", "OUT", 5),
    TableColumn("resp_bytes", "IN", 5),
)
WIDE: Final = (
    TableColumn("gap", "GAP", 6),
    TableColumn("id.resp_h", "DESTINATION", 15, "left"),
    TableColumn("domain", "NAME", 20, "left", flexible=True),
)


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
    """The connections of a candidate, oldest first; of a long list only what is drawn is fetched."""

    def __init__(self, results: "Results", candidate: int) -> None:
        frame, self._rows = results.frame, results.rows(candidate)
        self._columns = {name: frame[name].array for name in frame.columns}
        self._gaps = np.diff(frame["ts"].to_numpy()[self._rows], prepend=np.nan)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def header(self, width: int) -> Sequence[Cell]:
        """The headings."""
        return [heading(column, wide, "", chosen=False) for column, wide in layout(ALWAYS, WIDE, "", width)]

    def row(self, place: int, width: int) -> tuple[Sequence[Cell], Look]:
        """One connection."""
        cells = [
            Cell(fit(SHOW[column.name](self._value(column.name, place)), wide, column.align) + GAP)
            for column, wide in layout(ALWAYS, WIDE, "", width)
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


def _port(number: float) -> str:
    """A port, or a dash."""
    return UNKNOWN if number != number else str(int(number))
