"""The choice of a verdict: on which candidates, which one, and what is noted with it."""

from collections.abc import Sequence
from typing import Final

from beacon_tui.render.known import SIGNS, VERDICTS
from beacon_tui.render.table import Look, TableColumn, TextRows
from beacon_tui.render.text import SignOf, clean
from beacon_tui.triage.desk import Desk
from beacon_tui.triage.recall import who
from beacon_tui.units import many

COLUMNS: Final = (
    TableColumn("verdict", "VERDICT", 10, "left"),
    TableColumn("words", "", 30, "left", flexible=True),
)

OFFERS: Final = (
    ("benign", "harmless; this hides nothing: only a rule does"),
    ("suspicious", "must be looked into"),
    ("malicious", "an incident"),
    ("watch", "nothing to be done now, to be seen again"),
    ("", "take the verdict away"),
)
"""The verdicts, and what they mean."""


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

    @staticmethod
    def rows(keys: Sequence[str]) -> TextRows:
        """The verdicts as a table, the key of each before it."""

        def row(place: int) -> tuple[Sequence[str], Look]:
            """One verdict."""
            verdict, words = OFFERS[place]
            return [keys[place], verdict or "none", words], ""

        return TextRows((TableColumn("key", "", max(map(len, keys))), *COLUMNS), len(OFFERS), row)

    def write(self, note: str, sign: SignOf) -> str:
        """Put the chosen verdict and a note on them; return what was done, as a sentence; raises JournalError.

        Where the notes differ, each keeps its own as long as nothing is typed.
        """
        verdict = OFFERS[self.chosen][0]
        deed = self._desk.judge(self._rows, verdict, None if self._differ and not note.strip() else note)
        if deed is None:
            return "Nothing was changed: that was said before"
        letter = f" ({SIGNS[verdict]} in the list)" if verdict else ""
        return f"{clean(deed.words)}{letter} – {sign('undo')} takes it back"
