"""The candidate table as lines: score, who, and as many numbers as fit."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from beacon_tui.analysis.sessions import step
from beacon_tui.render.expected import expected
from beacon_tui.render.known import NOTHING, SIGNS, Known
from beacon_tui.render.table import GAP, Cell, Look, TableColumn, heading, layout
from beacon_tui.render.text import address, clean, destination, fit
from beacon_tui.units import UNKNOWN, compact, decimal, duration, moment, percent, port, size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beacon_tui.analysis.model import Results

STRONG, MIDDLING = 0.8, 0.5
"""Scores from which a candidate is called strong, and middling."""

FROZEN: Final = (
    TableColumn("score", "SCORE", 5),
    TableColumn("src", "SOURCE", 15, "left", flexible=True),
    TableColumn("dst", "DESTINATION", 15, "left", flexible=True),
)
RULE: Final = TableColumn("allow_rule", "HIDDEN BY", 14, "left", flexible=True)
NEXT: Final = TableColumn("next", "NEXT", 11, "left")
REST: Final = (
    TableColumn("port", "PORT", 5),
    TableColumn("period", "PERIOD", 6),
    TableColumn("jitter", "JIT", 4),
    TableColumn("cv", "CV", 4),
    TableColumn("size_score", "SIZE", 4),
    TableColumn("events", "N", 5),
    TableColumn("domain", "DOMAIN", 20, "left", flexible=True),
    TableColumn("service", "SERVICE", 8, "left"),
    TableColumn("coverage", "COVER", 5),
    TableColumn("prevalence", "PREV", 4),
    TableColumn("first_seen", "FIRST SEEN", 16, "left"),
    TableColumn("last_seen", "LAST SEEN", 16, "left"),
    TableColumn("timing_score", "TIMING", 6),
    TableColumn("persistence_score", "PERSIST", 7),
    TableColumn("missed", "MISSED", 6),
    TableColumn("connections", "CONNS", 5),
    TableColumn("interval_median", "MEDIAN", 6),
    TableColumn("interval_mean", "MEAN", 6),
    TableColumn("interval_std", "STD", 6),
    TableColumn("orig_bytes_median", "SENT", 8),
    TableColumn("resp_bytes_median", "RECEIVED", 8),
    TableColumn("size_cv", "SIZE CV", 7),
    TableColumn("duration_max", "LONGEST", 7),
    TableColumn("duration_total", "TOTAL", 6),
    TableColumn("dst_count", "ADDRS", 5),
    TableColumn("proto", "PROTO", 5, "left"),
    TableColumn("kind", "KIND", 4, "left"),
)
SHOWN: Final = tuple(column.name for column in REST)
"""The columns of `REST` by name, all of which show unless others are chosen."""
DECIDED: Final = (
    TableColumn("verdict", "VERDICT", 10, "left"),
    TableColumn("note", "NOTE", 20, "left", flexible=True),
)
"""The columns that show only where they are chosen."""
EVERY: Final = {column.name: column for column in (*REST, *DECIDED)}
"""Every column that can be shown or hidden, by name."""
SESSION: Final = ("duration_max", "duration_total", "orig_bytes_median", "resp_bytes_median")
"""The columns that come first where only long sessions are shown."""


def rest(long_only: bool, shown: Sequence[str] = SHOWN) -> tuple[TableColumn, ...]:
    """The columns that show as far as there is room: the `shown`, before them those of `SESSION` with `long_only`."""
    names = dict.fromkeys((*SESSION, *shown)) if long_only else shown
    return tuple(EVERY[name] for name in names)


def sortable(long_only: bool, shown: Sequence[str] = SHOWN) -> tuple[str, ...]:
    """Every column that shows in the order in which the column keys walk them."""
    return tuple(column.name for column in (*FROZEN, *rest(long_only, shown)))


def _hundred(value: float) -> str:
    """A score or share as 0 to 100."""
    return decimal(100 * value, 0)


SHOW: Final[dict[str, Callable[[Any], str]]] = {
    "port": port,
    "period": duration,
    "jitter": percent,
    "cv": decimal,
    "size_score": _hundred,
    "events": compact,
    "domain": clean,
    "service": clean,
    "coverage": percent,
    "prevalence": percent,
    "first_seen": moment,
    "last_seen": moment,
    "timing_score": _hundred,
    "persistence_score": _hundred,
    "missed": percent,
    "connections": compact,
    "interval_median": duration,
    "interval_mean": duration,
    "interval_std": duration,
    "orig_bytes_median": size,
    "resp_bytes_median": size,
    "size_cv": decimal,
    "duration_max": duration,
    "duration_total": duration,
    "dst_count": compact,
    "proto": clean,
    "kind": clean,
}
"""How a value of each column is written."""


@dataclass
class CandidateRows:
    """The rows of one view of the candidates."""

    results: "Results"
    """What was found."""
    order: "NDArray[Any]"
    """What stands on each line: a candidate by its row in the results; shape (lines,)."""
    sort: str
    """The column that the rows are sorted by."""
    descending: bool
    """Whether the largest comes first."""
    chosen: str
    """The column that the column keys stand on."""
    rules: "Callable[[int], str]"
    """The name of the rule that hides a candidate; empty where none does."""
    show_rules: bool
    """Whether hidden candidates are among the rows."""
    marks: Set[int]
    """Candidates marked for export."""
    long_only: bool = False
    """Whether only long sessions are among the rows."""
    then: tuple[str, bool] | None = None
    """The column that orders what is equal in `sort`, and whether its largest comes first."""
    columns: Sequence[str] = SHOWN
    """The columns of `REST` that show, in order."""
    clock: "Callable[[], float] | None" = None
    """Tells the time of the logs, in seconds since 1970, where they are followed."""
    known: Known = NOTHING
    """What is remembered of the candidates."""

    @property
    def _signs(self) -> int:
        """Cells of the mark, and of the letter of the verdict where there is one in the table."""
        return 2 if any(one.verdict for one in self.known.verdicts.values()) else 1

    @property
    def _lead(self) -> int:
        """Cells before the first column."""
        return self._signs

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.order)

    def _layout(self, width: int) -> list[tuple[TableColumn, int]]:
        """The columns that fit behind the mark of the row."""
        frozen = (*FROZEN, *((NEXT,) if self.clock else ()), *((RULE,) if self.show_rules else ()))
        return layout(frozen, rest(self.long_only, self.columns), self.chosen, width - self._lead)

    def header(self, width: int) -> Sequence[Cell]:
        """The headings, with the arrows of the sorted ones, small for the second, and the chosen one standing out."""
        arrows = {self.then[0]: "▾" if self.then[1] else "▴"} if self.then else {}
        arrows[self.sort] = "▼" if self.descending else "▲"
        return [
            Cell(" " * self._lead, "header"),
            *(
                heading(column, wide, arrows.get(column.name, ""), column.name == self.chosen)
                for column, wide in self._layout(width)
            ),
        ]

    def column_at(self, x: int, width: int) -> str:
        """The sortable column whose heading covers cell `x` of a header `width` cells wide; empty when none does."""
        end = self._lead
        for column, wide in self._layout(width):
            end += wide + len(GAP)
            if x < end:
                return "" if column in (RULE, NEXT) else column.name
        return ""

    def row(self, place: int, width: int) -> tuple[Sequence[Cell], Look]:
        """One candidate; a hidden one is dim."""
        candidate = int(self.order[place])
        rule = self.rules(candidate)
        draw: dict[str, Callable[[int, int], Cell]] = {
            "score": partial(self._score, rule),
            "src": self._source,
            "dst": self._destination,
            NEXT.name: self._next,
            "verdict": self._verdict,
            "note": self._note,
        }
        lead = ("+" if candidate in self.marks else " ") + SIGNS[self.known.of(candidate).verdict]
        cells = [Cell(lead[: self._signs], "strong")]
        for column, wide in self._layout(width):
            if column.name == RULE.name:
                cells.append(Cell(fit(clean(rule), wide) + GAP))
            elif column.name in draw:
                cells.append(draw[column.name](candidate, wide))
            else:
                text = SHOW[column.name](self.results.columns[column.name][candidate])
                cells.append(Cell(fit(text, wide, column.align) + GAP))
        return cells, "dim" if rule else ""

    def _score(self, rule: str, candidate: int, width: int) -> Cell:
        """The score as 0 to 100, with a sign that says the same without colour."""
        score = float(self.results.columns["score"][candidate])
        look: Look = "strong" if score >= STRONG else "middling" if score >= MIDDLING else ""
        text = f"{_hundred(score)} {score_sign(self.results, candidate, bool(rule))}"
        return Cell(fit(text, width, "right") + GAP, "" if rule else look)

    def _next(self, candidate: int, width: int) -> Cell:
        """When the next check-in is expected, or how late it is."""
        text = expected(self.results, candidate, self.clock()) if self.clock else ""
        return Cell(fit(text, width) + GAP, "middling" if text.startswith("late") else "")

    def _verdict(self, candidate: int, width: int) -> Cell:
        """What was decided."""
        return Cell(fit(self.known.of(candidate).verdict or UNKNOWN, width) + GAP)

    def _note(self, candidate: int, width: int) -> Cell:
        """What was noted."""
        return Cell(fit(clean(self.known.of(candidate).note), width) + GAP)

    def _source(self, candidate: int, width: int) -> Cell:
        """The source address."""
        return Cell(fit(address(self.results.columns["src"][candidate], width), width) + GAP)

    def _destination(self, candidate: int, width: int) -> Cell:
        """The destination address, or the name and over how many addresses it was reached."""
        dst, domain, count = (self.results.columns[name][candidate] for name in ("dst", "domain", "dst_count"))
        return Cell(fit(destination(dst, domain, count, width), width) + GAP)


def score_sign(results: "Results", candidate: int, hidden: bool) -> str:
    """One sign for a candidate: ✓ allowlisted, ? weak evidence, ● strong, ○ middling; without a score its hours."""
    if hidden:
        return "✓"
    score = results.columns["score"][candidate]
    if score != score and (hours := step(results.columns["duration_max"][candidate])):
        return f"{hours}h"
    if "few" in results.flags_of(candidate):
        return "?"
    return "●" if score >= STRONG else "○" if score >= MIDDLING else " "
