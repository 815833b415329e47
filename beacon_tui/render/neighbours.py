"""The neighbours of a candidate as lines: who else calls its destination, and what else its source does."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from beacon_tui.analysis.neighbours import NEAR, Neighbours
from beacon_tui.render.candidates import score_sign
from beacon_tui.render.table import GAP, Cell, Look, TableColumn, heading, layout
from beacon_tui.render.text import NAMELESS, address, clean, destination, fit
from beacon_tui.units import UNKNOWN, compact, count, decimal, duration, many, percent, port

if TYPE_CHECKING:
    from beacon_tui.analysis.model import Results

COLUMNS: Final = (
    TableColumn("score", "SCORE", 6),
    TableColumn("src", "SOURCE", 15, "left"),
    TableColumn("dst", "DESTINATION", 19, "left", flexible=True),
    TableColumn("port", "PORT", 5),
    TableColumn("period", "PERIOD", 6),
    TableColumn("connections", "CONNS", 5),
    TableColumn("with", "WITH", 4),
)

MOST_NAMED: Final = 2
"""What accompanies the check-ins is named up to so many."""


class NeighbourRows:
    """Two lists under one another, each below a line that says what it is."""

    def __init__(self, results: "Results", row: int, callers: Neighbours, others: Neighbours) -> None:
        self._results, self._parts = results, (callers, others)
        source = clean(results.columns["src"][row])
        target = clean(results.columns["dst"][row]) or clean(results.columns["domain"][row]) or NAMELESS
        self._words = (
            f"who else calls {target}: {count(len(callers))}" if len(callers) else f"nobody else calls {target}",
            f"what else {source} does: {count(len(others))}" if len(others) else f"{source} does nothing else",
        )

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(map(len, self._parts)) + len(self._parts)

    def candidate(self, place: int) -> int | None:
        """The candidate at a place, by its row in the results; -1 for what is none, None for a heading."""
        part, number = self._at(place)
        return None if number < 0 else int(self._parts[part].candidate[number])

    def place_of(self, candidate: int | None) -> int:
        """Where a candidate stands; without one the first line that is no heading."""
        lines = [self.candidate(place) for place in range(self.count)]
        if candidate in lines and candidate is not None:
            return lines.index(candidate)
        return next((place for place, line in enumerate(lines) if line is not None), 0)

    def _at(self, place: int) -> tuple[int, int]:
        """Which list a line belongs to, and which of its neighbours it is; -1 for the heading."""
        above = len(self._parts[0]) + 1
        return (0, place - 1) if place < above else (1, place - above - 1)

    def header(self, width: int) -> Sequence[Cell]:
        """The headings of the columns."""
        return [heading(column, wide, "", chosen=False) for column, wide in layout((), COLUMNS, "", width)]

    def row(self, place: int, width: int) -> tuple[Sequence[Cell], Look]:
        """A neighbour, dim where it is no candidate; or what the lines below are."""
        part, number = self._at(place)
        if number < 0:
            return [Cell(fit(f"── {self._words[part]} ".ljust(width, "─"), width), "header")], ""
        texts = neighbour_texts(self._results, self._parts[part], number)
        cells = [
            Cell(fit(texts[column.name], wide, column.align) + GAP) for column, wide in layout((), COLUMNS, "", width)
        ]
        return cells, "" if self._parts[part].candidate[number] >= 0 else "dim"


def neighbour_texts(results: "Results", found: Neighbours, number: int) -> dict[str, str]:
    """What is said of a neighbour, by column; cleaned."""
    candidate, first = int(found.candidate[number]), results.frame.iloc[int(found.first[number])]
    value = {name: values[candidate] for name, values in results.columns.items()} if candidate >= 0 else {}
    score, period = value.get("score", np.nan), value.get("period", np.nan)
    target = address(_text(first["id.resp_h"]), 39)
    if value:
        target = destination(value["dst"], value["domain"], value["dst_count"], 60)
    return {
        "score": f"{decimal(100 * score, 0)} {score_sign(results, candidate, hidden=False)}" if value else "few",
        "src": address(_text(first["id.orig_h"]), 15),
        "dst": target,
        "port": port(value["port"] if value else _port(first["id.resp_p"])),
        "period": duration(period),
        "connections": compact(int(found.connections[number])),
        "with": "" if np.isnan(found.together[number]) else percent(found.together[number]),
    }


def _text(value: object) -> str | None:
    """A text of the log; None where it has none."""
    return value if isinstance(value, str) else None


def _port(number: float) -> int:
    """A port of the log; -1 where it has none."""
    return -1 if number != number else int(number)


def company(results: "Results", others: Neighbours) -> str:
    """What comes with the check-ins far more often than chance explains."""
    near = f"within {NEAR:g} s"
    chosen = np.flatnonzero(others.accompanies)
    if not chosen.size:
        return f"nothing else of its source comes with its check-ins, {near}, but by chance"
    named = []
    for number in chosen[:MOST_NAMED].tolist():
        texts = neighbour_texts(results, others, number)
        where = texts["dst"] + ("" if texts["port"] == UNKNOWN else f" :{texts['port']}")
        named.append(f"{where} at {texts['with']} (chance {percent(others.chance[number])})")
    more = f" and {many(chosen.size - MOST_NAMED, 'other')}" if chosen.size > MOST_NAMED else ""
    return f"check-ins come with {', '.join(named)}{more}, {near}"
