"""What is remembered of the candidates of one load."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beacon_tui.render.text import clean
from beacon_tui.units import moment

VERDICTS: Final = ("benign", "suspicious", "malicious", "watch")
"""What can be said of a candidate."""

WORST_FIRST: Final = ("malicious", "suspicious", "watch", "benign")
"""The verdicts in the order in which they are sorted."""

SIGNS: Final = {"": " ", "benign": "B", "suspicious": "S", "malicious": "M", "watch": "W"}
"""The letter of each verdict in a table, a blank for none."""

NONE: Final = "none"
"""The word for no verdict."""

NEW: Final = "new"
"""The flag of a candidate that was not met before."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided on a candidate, last."""

    verdict: str = ""
    """One of `VERDICTS`; empty for none."""
    note: str = ""
    """One line in the words of its author."""
    author: str = ""
    """The account of who decided."""
    made: float = 0.0
    """When, in seconds since 1970."""


UNDECIDED: Final = Verdict()


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is remembered, by the rows of the candidates."""

    verdicts: Mapping[int, Verdict] = field(default_factory=dict)
    """The verdicts, none where there is neither a verdict nor a note."""
    met: Mapping[int, float] = field(default_factory=dict)
    """When each candidate that stood out in an earlier run did so for the first time, in seconds since 1970."""
    new: frozenset[int] = frozenset()
    """Those that stand out and did in no earlier run, where there was one."""

    def of(self, row: int) -> Verdict:
        """The verdict on a candidate."""
        return self.verdicts.get(row, UNDECIDED)

    def of_group(self, rows: NDArray[np.int64], column: str) -> str:
        """What a group says of `verdict` or `note`: what all have, else how many there are of each, or of notes."""
        known = np.fromiter(self.verdicts, np.int64, len(self.verdicts))
        inside = known[np.isin(known, rows)].tolist()
        found = Counter[str](text for row in inside if (text := getattr(self.verdicts[row], column)))
        if len(found) == 1 and found.total() == len(rows):
            return next(iter(found))
        if column == "note":
            return f"({len(found)})" if found else ""
        return " ".join(f"{SIGNS[verdict]}{found[verdict]}" for verdict in WORST_FIRST if found[verdict])

    def words(self, row: int) -> list[str]:
        """What was decided on a candidate by whom and when, and when it was first met, in lines of text."""
        verdict, lines = self.of(row), list[str]()
        if verdict.verdict or verdict.note:
            said = ": ".join(filter(None, (verdict.verdict or "no verdict", verdict.note)))
            lines = [clean(f"{said} ({' '.join(filter(None, (verdict.author, moment(verdict.made))))})")]
        if row in self.new:
            lines.append("new: the journal has not met it before")
        elif row in self.met:
            lines.append(f"first met {moment(self.met[row])} by this journal")
        return lines

    def texts(self, column: str, size: int) -> NDArray[np.object_]:
        """The column `verdict` or `note` of so many candidates, None where there is none."""
        values = np.full(size, None, object)
        for row, verdict in self.verdicts.items():
            values[row] = getattr(verdict, column) or None
        return values


NOTHING: Final = Known()
