"""The choice of a verdict: on which candidates, which one, and what is noted with it."""

from collections.abc import Sequence
from typing import Final

from beacon_tui.render.known import SIGNS, VERDICTS
from beacon_tui.render.table import Look, TableColumn, TextRows
from beacon_tui.render.text import clean
from beacon_tui.triage.desk import Desk
from beacon_tui.triage.recall import who
from beacon_tui.units import many

COLUMNS: Final = (
    TableColumn("key", "", 1),
    TableColumn("verdict", "VERDICT", 10, "left"),
    TableColumn("words", "", 30, "left", flexible=True),
)

OFFERS: Final = (
    ("b", "benign", "harmless; this hides nothing: b in the list hides it by a rule"),
    ("s", "suspicious", "must be looked into"),
    ("m", "malicious", "an incident"),
    ("w", "watch", "nothing to be done now, to be seen again"),
    ("-", "", "take the verdict away"),
)
"""The key of each verdict, the verdict, and what it means."""

KEYS: Final = tuple(key for key, _, _ in OFFERS)


class Judging:
    """What may be said of some candidates, and what is chosen of it; what was said before at first."""

    def __init__(self, desk: Desk, rows: Sequence[int]) -> None:
        self._desk, self._rows = desk, rows
        said = {(one.verdict, one.note) for one in map(desk.view.known.of, rows)}
        verdict, self.note = said.pop() if len(said) == 1 else ("", "")
        self._differ = bool(said)
        """Whether different things were said of them before."""
        self.chosen = (*VERDICTS, "").index(verdict)
        """The number of the chosen verdict, from 0."""

    @property
    def title(self) -> str:
        """Which candidates it is about."""
        if len(self._rows) > 1:
            return f"Verdict on the {many(len(self._rows), 'marked candidate')}"
        return f"Verdict on {who(self._desk.results, self._rows)}"

    @property
    def rows(self) -> TextRows:
        """The verdicts as a table."""
        return TextRows(COLUMNS, len(OFFERS), self._row)

    def _row(self, place: int) -> tuple[Sequence[str], Look]:
        """One verdict."""
        key, verdict, words = OFFERS[place]
        return [key, verdict or "none", words], ""

    def write(self, note: str) -> str:
        """Put the chosen verdict and a note on them; return what was done, as a sentence; raises JournalError.

        Where the notes differ, each keeps its own as long as nothing is typed.
        """
        verdict = OFFERS[self.chosen][1]
        deed = self._desk.judge(self._rows, verdict, None if self._differ and not note.strip() else note)
        if deed is None:
            return "Nothing was changed: that was said before"
        letter = f" ({SIGNS[verdict]} in the list)" if verdict else ""
        return f"{clean(deed.words)}{letter} – u takes it back"
