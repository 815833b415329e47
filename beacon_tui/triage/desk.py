"""The analyst's desk: how the candidates are shown, which are marked, what was decided and can be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from beacon_tui.analysis.model import Results
from beacon_tui.errors import AllowlistError
from beacon_tui.render.counts import Shown
from beacon_tui.triage.allowlist import Step
from beacon_tui.triage.effect import Effect, effect
from beacon_tui.triage.grouping import At
from beacon_tui.triage.history import Deed, Reverse
from beacon_tui.triage.journal.journal import Journal
from beacon_tui.triage.matching import NO_RULE
from beacon_tui.triage.query.parse import Query, downwards
from beacon_tui.triage.ranks import Rows
from beacon_tui.triage.recall import recall, verdicts_in
from beacon_tui.triage.remembering import Remembering
from beacon_tui.triage.rulebook import Rulebook
from beacon_tui.triage.rules import Rule, RuleError
from beacon_tui.triage.same import known_again
from beacon_tui.triage.scopes import signed
from beacon_tui.triage.view import Hidden, Spec, View

Result = TypeVar("Result")


class Desk(Remembering):
    """One load and the decisions on it; a candidate is known by its row in `results`, whatever the order shown."""

    def __init__(
        self,
        results: Results,
        allowlist: Path,
        starter: bool = False,
        journal: Journal | None = None,
        min_score: float = 0.5,
    ) -> None:
        super().__init__(journal)
        self.rulebook = Rulebook(allowlist, starter, self.journal.only_read)
        """The rules."""
        self._show(recall(View.of(results, self.rulebook.in_force), self.journal, min_score))
        self.view.get_ready()

    def _show(self, view: View) -> None:
        """Take on another view and order its rows."""
        self.view = view
        self.order: Rows = view.rows(self.spec)
        self.groups.lay(self.order, view.ranks)

    @property
    def problem(self) -> str:
        """Why the allowlist cannot be used as it is now; empty when it can."""
        return self.rulebook.problem

    @property
    def starter(self) -> bool:
        """Whether the starter list hides candidates."""
        return self.rulebook.starter

    @property
    def shown(self) -> Shown:
        """How many candidates are shown, how many are not, and why."""
        hidden, order = self.hidden, self.order
        return Shown(
            shown=len(order),
            ruled=int((self.view.hidden_by[order] != NO_RULE).sum()),
            hidden=hidden.allowlisted,
            starter=self.view.starter_hides(self.spec.where),
            others=hidden.not_long,
            filtered=hidden.filtered,
            where=self.spec.where.text,
            long=self.long_sessions,
            marked=len(self.marks),
            new=len(self.view.known.new.intersection(order.tolist())) if self.view.known.new else 0,
            marked_out=len(self.marks) - len(self.marked_shown),
            long_only=self.spec.long_only,
            grouped=self.groups.by,
            groups=self.groups.count,
        )

    @property
    def hidden(self) -> Hidden:
        """What the view leaves out."""
        return self.view.hidden(self.spec)

    @property
    def allowlisted(self) -> int:
        """Candidates covered by a rule, shown or not."""
        return self.view.allowlisted

    @property
    def by_starter(self) -> int:
        """Those of them that only the starter list covers."""
        return self.view.by_starter

    @property
    def long_sessions(self) -> int:
        """Candidates with a long session that are shown, or would be in the view of long sessions."""
        return self.view.long_sessions(self.spec)

    def place_of(self, at: At, otherwise: int) -> int:
        """Where something stands on the lines; `otherwise`, within them, when it is not shown."""
        return self.groups.place_of(at, otherwise)

    def row_now(self, results: Results, row: int) -> int | None:
        """The row that a candidate of some results of these logs has now; None where it is no longer there."""
        return row if results is self.results else known_again(results, [row], self.view).get(row)

    def rule_text(self, row: int) -> str:
        """The name of the rule that covers a candidate; empty when none does."""
        rule = self.view.rule_of(row)
        return rule.text() if rule else ""

    def sort_by(self, name: str) -> None:
        """Sort by a column, and what is equal in it as before: numbers largest first, texts from A; again turns it."""
        spec = self.spec
        if name == spec.sort:
            self.spec = replace(spec, descending=not spec.descending)
        else:
            self.spec = replace(spec, sort=name, descending=downwards(name), then=(spec.sort, spec.descending))
        self._show(self.view)

    def filter(self, where: Query, before: Spec) -> None:
        """Show what a filter keeps, sorted as it says if it says anything new, else as `before` it was typed."""
        same_order = where.sort == before.where.sort
        self.spec = replace(before, where=where) if same_order else before.under(where)
        self._show(self.view)

    def renew(self, view: View, at: At | None) -> At | None:
        """Take on the results of logs that have grown; marks stay, and what was on a line is returned as it is now."""
        self._write_marks()
        rows = known_again(self.results, {*self.marks, *([at] if isinstance(at, int) else [])}, view)
        self.marks = {rows[mark] for mark in self.marks if mark in rows}
        self._written = self.marks.copy()
        view = view.knowing(replace(view.known, verdicts=verdicts_in(view, self.journal)))
        self._show(view if view.rules == self.rulebook.in_force else view.with_rules(self.rulebook.in_force))
        return rows.get(at) if isinstance(at, int) else at

    def toggle_hidden(self) -> None:
        """Show allowlisted candidates among the others, or hide them again."""
        self.spec = replace(self.spec, show_hidden=not self.spec.show_hidden)
        self._show(self.view)

    def toggle_starter(self) -> int:
        """Turn the starter list on or off; return how many candidates it hides now, or hid before."""
        before = self.by_starter
        self._ruled(f"starter list {'off' if self.starter else 'on'}", self.rulebook.switch_starter)
        return self.by_starter if self.starter else before

    def toggle_long(self) -> None:
        """Show the long sessions alone, longest first, or all candidates again, sorted as they were."""
        spec = replace(self._spec_of_all, show_hidden=self.spec.show_hidden, where=self.spec.where)
        if not self.spec.long_only:
            self._spec_of_all = self.spec
            spec = replace(self.spec, sort="duration_max", descending=True, then=None, long_only=True)
        self.spec = spec
        self._show(self.view)

    def toggle_mark(self, at: At) -> None:
        """Mark a candidate, or all members of a group that are shown; or take the marks away where all have one."""
        rows = set(self.groups.rows(at))
        self.mark(self.marks - rows if rows <= self.marks else self.marks | rows)

    def selection(self, at: At) -> list[int]:
        """What an export takes: the marked candidates in the order shown, else what is on a line."""
        shown, others = self.marked
        return [*shown, *others] or self.groups.rows(at)

    @property
    def marked(self) -> tuple[list[int], list[int]]:
        """The marked candidates that show, in the order shown, and the others."""
        shown = self.marked_shown.tolist()
        return shown, sorted(self.marks.difference(shown))

    @property
    def marked_shown(self) -> Rows:
        """The marked candidates that show, in the order shown."""
        marked = np.zeros(len(self.results), np.bool_)
        marked[list(self.marks)] = True
        return self.order[marked[self.order]]

    def allow(self, rules: Sequence[Rule], reason: str = "") -> Deed | None:
        """Add rules to the allowlist, and take the marks off what they hide: it is dealt with, and no longer seen.

        None when it has all of them; raises AllowlistError.
        """
        try:
            new = [signed(rule, reason) for rule in rules]
        except RuleError as error:
            raise AllowlistError(error.sentence) from error
        words = new[0].text() if len(new) == 1 else f"{len(new):,} rules"
        hidden = self.view.hidden_by != NO_RULE
        deed = self.change(f"hidden by {words}", [(None, rule) for rule in new])
        if deed:
            self._unmark_along({row for row in self.marks if self.view.hidden_by[row] != NO_RULE and not hidden[row]})
        return deed

    def change(self, words: str, steps: Sequence[Step]) -> Deed | None:
        """Change the allowlist, a decision in words; None when nothing was to do; raises AllowlistError."""
        return self._ruled(words, lambda: self.rulebook.decide(steps))

    def _ruled(self, words: str, decide: Callable[[], Reverse | None]) -> Deed | None:
        """Decide something on the rules, and take note of it in words; None when nothing was to do."""
        reverse = self._decided(decide)
        return self._history.did(Deed(words, self._shown(reverse))) if reverse else None

    def _shown(self, reverse: Reverse) -> Reverse:
        """What takes a decision on the rules back, and shows what they leave then."""
        return lambda: self._shown(self._decided(reverse))

    def undo(self) -> Deed | None:
        """Take back what was done last: rules, verdicts, marks; None when nothing was; raises AllowlistError."""
        return self._history.undo()

    def redo(self) -> Deed | None:
        """Do again what was taken back last; None when nothing was; raises AllowlistError."""
        return self._history.redo()

    def effect(self, rules: Sequence[Rule], meant: Sequence[int] | Rows = ()) -> Effect:
        """What rules would hide beside what is hidden already, where some candidates are meant."""
        return effect(self.view, rules, self.marks, meant)

    def reread(self) -> None:
        """Put the allowlist in force as it is now."""
        self._decided(self.rulebook.read)

    def others_ruled(self) -> bool:
        """Whether others changed the allowlist; it is in force as it is now then, as far as it can be used."""
        if self.rulebook.current():
            return False
        self.reread()
        return True

    def mended(self) -> bool:
        """Whether an allowlist that could not be used now can; its rules are in force then."""
        if not self.problem:
            return False
        self.reread()
        return not self.problem

    def _decided(self, decide: Callable[[], Result]) -> Result:
        """Decide something, and show what the rules leave then, even where it fails."""
        try:
            return decide()
        finally:
            self._show(self.view.with_rules(self.rulebook.in_force))
