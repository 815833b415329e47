"""The rows of one log that were left out, by reason."""

from dataclasses import dataclass

from beacon_tui.zeek.columns import Skipped

MAX_SHOWN = 40
"""Characters of a log's own text that a reason quotes."""


@dataclass(slots=True)
class _Reason:
    """One reason and the rows it kept out."""

    words: str
    """The reason as it was for the first row."""
    line: int | None
    """Line number of the first row."""
    rows: int = 0
    """How many rows."""


class Tally:
    """Counts rows left out; of each kind of fault it keeps the words and the line of the first.

    Without `lines` the numbers are those of records, since a line may hold several or a part of one.
    """

    def __init__(self, lines: bool = True) -> None:
        self._lines = lines
        self._reasons: dict[str, _Reason] = {}

    def add(self, kind: str, words: str, line: int | None, rows: int = 1) -> None:
        """Count rows that share a kind of fault, such as the field that is wrong; `line` is the first of them."""
        self._reasons.setdefault(kind, _Reason(words, line)).rows += rows

    def skipped(self, file: str, before: int = 0) -> tuple[Skipped, ...]:
        """What to tell the user, in the order in which the faults were first met; `before` are lines not looked at."""
        return tuple(self._told(file, reason, before) for reason in self._reasons.values())

    def _told(self, file: str, reason: _Reason, before: int) -> Skipped:
        """One reason as the user is told."""
        line = None if reason.line is None else reason.line + before
        if self._lines:
            return Skipped(file, reason.words, reason.rows, line)
        return Skipped(file, f"{reason.words}, first in record {line}", reason.rows)

    @property
    def empty(self) -> bool:
        """Whether nothing was left out."""
        return not self._reasons


def quoted(text: str) -> str:
    """A log's own text, cut and without control characters, so that it can stand in a sentence."""
    plain = "".join(char if char.isprintable() else "?" for char in text[:MAX_SHOWN])
    return f"'{plain}{'…' if len(text) > MAX_SHOWN else ''}'"
