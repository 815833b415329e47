"""The part of the analyst's desk that is remembered: marks, verdicts, and how all is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from time import time

from beacon_tui.analysis.model import Results
from beacon_tui.errors import JournalError
from beacon_tui.render.candidates import SHOWN
from beacon_tui.render.known import UNDECIDED, Verdict
from beacon_tui.render.text import clean
from beacon_tui.triage.author import author
from beacon_tui.triage.grouping import At
from beacon_tui.triage.groups import Groups
from beacon_tui.triage.history import Deed, History, Reverse
from beacon_tui.triage.journal.journal import Journal
from beacon_tui.triage.look import look_of
from beacon_tui.triage.recall import names_of, said_of, verdicts_in, who
from beacon_tui.triage.rulebook import ONLY_READ
from beacon_tui.triage.same import known_again, name_of, rows_of
from beacon_tui.triage.view import Spec, View


class Remembering:
    """Candidates with marks and verdicts on them, which a journal keeps, and a history that takes them back."""

    view: View
    """The candidates."""

    def __init__(self, journal: Journal | None) -> None:
        self.journal = journal or Journal()
        """What is remembered."""
        self.spec = self._spec_of_all = Spec()
        self.marks: set[int] = set()
        self._written = self.marks.copy()
        """The marks as they were written down last."""
        self.columns: tuple[str, ...] = SHOWN
        """The columns that the table shows behind who it is, in order."""
        self.groups = Groups()
        """How the candidates shown stand on lines."""
        self.at: At | None = None
        """The candidate or the group under the cursor when this data set was left the last time, if it is there."""
        self.resumed = ""
        """What is shown as it was left, as a sentence without its end; empty where nothing is."""
        self._left = ""
        """How all is shown, as it was written down last."""
        self._history = History()

    def _show(self, view: View) -> None:
        """Take on another view and order its rows."""
        raise NotImplementedError

    @property
    def results(self) -> Results:
        """What the load found."""
        return self.view.results

    def mark(self, marks: Iterable[int]) -> None:
        """Have these candidates marked and no others, which can be taken back."""
        wanted = set(marks)
        on, off = wanted - self.marks, self.marks - wanted
        if on or off:
            self.marks ^= on | off  # in place: the table draws this very set
            names = {row: name_of(self.results, row) for row in on | off}
            added, gone = ({names[row] for row in rows} for rows in (on, off))
            words = f"{'marked' if on else 'unmarked'} {who(self.results, on or off)}"
            self._history.did(Deed(words, lambda: self._mark_again(gone, added)))
            self._write_marks(names)

    def _unmark_along(self, rows: set[int]) -> None:
        """Take the marks off some candidates, which comes along with what was done last."""
        if names := names_of(self.results, rows):
            self._history.along(self._mark_again(set(), names))

    def _mark_again(self, on: set[str], off: set[str]) -> Reverse:
        """Mark candidates by name, and unmark others; return what takes that back."""
        rows = rows_of(self.results, self.view.ranks, on | off)
        self.marks |= {rows[name] for name in on if name in rows}
        self.marks -= {rows[name] for name in off if name in rows}
        self._write_marks()
        return lambda: self._mark_again(off, on)

    def _write_marks(self, names: Mapping[int, str] | None = None) -> None:
        """Write down which marks came and went, and nothing that others may have marked; some `names` are known."""
        on, off = self.marks - self._written, self._written - self.marks
        if on or off:
            known = names or {}
            named = ({known.get(row) or name_of(self.results, row) for row in rows} for rows in (on, off))
            self.journal.mark(*named)
            self._written = self.marks.copy()

    def show_again(self, marks: set[int], spec: Spec, columns: tuple[str, ...]) -> None:
        """Show all as it was left."""
        self.marks, self._written, self.spec, self.columns = marks, marks.copy(), spec, columns
        self._spec_of_all = Spec() if spec.long_only else spec
        self._show(self.view)
        self._left = look_of(self, self.at)

    def leave(self, at: At | None) -> None:
        """Remember how all is shown, with the cursor on something, as far as that is not written down yet."""
        self._write_marks()
        look = look_of(self, at)
        if look != self._left:
            self._left = look
            self.journal.leave(look)

    def judge(self, rows: Iterable[int], verdict: str, note: str | None) -> Deed | None:
        """Put a verdict, one of `VERDICTS` or empty, and a note on candidates; without a note each keeps its own.

        None when nothing was to do; raises JournalError where nothing may be written.
        """
        if self.journal.only_read:
            raise JournalError(ONLY_READ)
        names = names_of(self.results, rows)
        before = {name: self.journal.verdicts.get(name, UNDECIDED) for name in names}
        line = None if note is None else clean(" ".join(note.split()))
        after = {
            name: Verdict(verdict, one.note if line is None else line, author(), time())
            for name, one in before.items()
            if (one.verdict, one.note) != (verdict, one.note if line is None else line)
        }
        if not after:
            return None
        changed = {name: before[name] for name in after}
        words = f"{verdict or 'no verdict'} on {who(self.results, self._rows_of(after))}"
        return self._history.did(Deed(words, self._judge(after, changed)))

    def _rows_of(self, names: Iterable[str]) -> list[int]:
        """The rows of candidates by name, as far as they are there."""
        return list(rows_of(self.results, self.view.ranks, set(names)).values())

    def _judge(self, verdicts: Mapping[str, Verdict], before: Mapping[str, Verdict]) -> Reverse:
        """Write verdicts by the names of candidates, and show them; return what puts back those before."""
        self.journal.decide(verdicts)
        now = {**self.view.known.verdicts, **said_of(self.view, verdicts)}
        self._knowing({row: one for row, one in now.items() if one.verdict or one.note})
        return lambda: self._judge(before, verdicts)

    def _knowing(self, verdicts: Mapping[int, Verdict]) -> None:
        """Show other verdicts."""
        self._show(self.view.knowing(replace(self.view.known, verdicts=verdicts)))

    def others_decided(self) -> bool:
        """Whether someone else has decided something meanwhile, which shows then."""
        if not self.journal.others_decided():
            return False
        self._knowing(verdicts_in(self.view, self.journal))
        return True

    def row_of(self, results: Results, row: int) -> int | None:
        """The row that a candidate of former results has now; None where it is gone."""
        return row if results is self.results else known_again(results, [row], self.view).get(row)
