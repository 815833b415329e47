"""Which candidates show, and in which order: the only place that hides and sorts."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from beacon_tui.analysis.model import Results
from beacon_tui.render.known import NEW, Known
from beacon_tui.triage.matching import NO_RULE, first_match, rows_of
from beacon_tui.triage.query.parse import EVERYTHING, Query
from beacon_tui.triage.query.sieve import Sieve
from beacon_tui.triage.ranks import Flags, Rows, TableRanks
from beacon_tui.triage.rules import Rule


@dataclass(frozen=True, slots=True)
class Spec:
    """What the analyst asked to see."""

    sort: str = "score"
    """Public name of the column to sort by; any but `periods`, `flags` and `reasons`."""
    descending: bool = True
    """Whether the largest comes first."""
    show_hidden: bool = False
    """Whether to show what would be hidden, among the rest."""
    min_score: float = 0.0
    """Scores below are hidden; an unknown score never is."""
    long_only: bool = False
    """Whether to show long sessions alone."""
    then: tuple[str, bool] | None = None
    """The column that orders what is equal in `sort`, and whether its largest comes first."""
    where: Query = EVERYTHING
    """The filter: what it does not keep is left out, whatever else is shown."""

    def under(self, where: Query) -> "Spec":
        """Ask the same under another filter, and for its order where it has one."""
        if not where.sort:
            return replace(self, where=where)
        (sort, descending), *rest = where.sort
        return replace(self, where=where, sort=sort, descending=descending, then=rest[0] if rest else None)


@dataclass(frozen=True, slots=True)
class Hidden:
    """How many candidates a view leaves out, each counted for one reason."""

    allowlisted: int
    """Covered by a rule."""
    below_score: int
    """Not covered, but scored below the least score."""
    not_long: int = 0
    """Without a long session, where those alone are shown; counted for nothing else."""
    filtered: int = 0
    """Of the others those that the filter does not keep; counted for nothing else."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.allowlisted + self.below_score + self.not_long + self.filtered


@dataclass(frozen=True, eq=False)
class View:
    """The candidates of one load under one set of rules."""

    results: Results
    """What the analysis found."""
    rules: tuple[Rule, ...]
    """The rules in force, the user's own before those of the starter list."""
    ranks: TableRanks = field(repr=False)
    """The columns as numbers, shared by all views of one load."""
    sieve: Sieve = field(repr=False)
    """The candidates made ready to be filtered, shared like the ranks."""
    hidden_by: Rows = field(repr=False)
    """For each candidate the index of the first rule that covers it, or NO_RULE."""

    @classmethod
    def of(cls, results: Results, rules: Sequence[Rule] = ()) -> "View":
        """Make the first view of a load."""
        return cls._of(results, rules, TableRanks(results.columns, results.accounts))

    def grown(self, results: Results, rules: Sequence[Rule]) -> "View":
        """Make the view of the next results of the same logs."""
        return View._of(results, rules, TableRanks(results.columns, results.accounts, self.ranks, results.former))

    @classmethod
    def _of(cls, results: Results, rules: Sequence[Rule], ranks: TableRanks) -> "View":
        """Make the view of results with these ranks."""
        return cls(results, tuple(rules), ranks, Sieve(results, ranks), first_match(rules, ranks))

    def with_rules(self, rules: Sequence[Rule]) -> "View":
        """Make the view of the same load under other rules."""
        return View(self.results, tuple(rules), self.ranks, self.sieve, first_match(rules, self.ranks))

    def knowing(self, known: Known) -> "View":
        """Make the view of the same load with something else remembered of its candidates."""
        return replace(self, sieve=self.sieve.knowing(known))

    @property
    def known(self) -> Known:
        """What is remembered of the candidates."""
        return self.sieve.known

    def flags_of(self, row: int) -> list[str]:
        """The flags of a candidate by name, whether it is new as well."""
        return [*self.results.flags_of(row), *([NEW] if row in self.known.new else [])]

    def get_ready(self) -> None:
        """Make what the first keys would wait for."""
        self.sieve.prepare()
        self.ranks.get_ready()

    def covered(self, rules: Sequence[Rule]) -> Flags:
        """Say which candidates some rules cover, if they are in force."""
        covered = np.zeros(len(self.hidden_by), np.bool_)
        for rule in rules:
            if rule.state() == "in force":
                covered[rows_of(rule, self.ranks)] = True
        return covered

    @property
    def allowlisted(self) -> int:
        """Count the candidates that a rule covers."""
        return int((self.hidden_by != NO_RULE).sum())

    @property
    def by_starter(self) -> int:
        """Count those of them that the starter list covers, and no rule of the user's."""
        return int(self._starter.sum())

    def starter_hides(self, where: Query) -> int:
        """Count those of them that a filter keeps."""
        return int((self._starter & self.sieve.passing(where)).sum())

    @cached_property
    def _starter(self) -> Flags:
        """Say which candidates the starter list covers, and no rule of the user's."""
        starter = [index for index, rule in enumerate(self.rules) if rule.origin == "starter"]
        return np.isin(self.hidden_by, starter)

    def long_sessions(self, spec: Spec) -> int:
        """Count the candidates with a long session that show, or would if only those were shown."""
        left_out = self._left_out(replace(spec, long_only=True, min_score=0.0))
        return int((~np.logical_or.reduce(left_out)).sum())

    def rule_of(self, row: int) -> Rule | None:
        """Return the first rule that covers candidate `row`."""
        index = int(self.hidden_by[row])
        return None if index == NO_RULE else self.rules[index]

    def rows(self, spec: Spec) -> Rows:
        """Return the rows to show, in order; raise KeyError for a column that cannot be sorted by.

        Whichever way it sorts, unknown values come last, and ties stand by the second column, then by score, source,
        destination, port and name, so that equal input gives equal order.
        """
        orders = tuple(order for order in ((spec.sort, spec.descending), spec.then) if order)
        ordered = self.sieve.ordered(orders[:-1] if orders[-1] == ("score", True) else orders)  # so `standing` begins
        left_out = np.logical_or.reduce(self._left_out(spec))
        shown: Rows = ordered[~left_out[ordered]]
        return shown

    def hidden(self, spec: Spec) -> Hidden:
        """Count what `rows` leaves out."""
        covered, below, short, unwanted = self._left_out(spec)
        rest = ~(short | unwanted)
        parts = (covered & rest, below & rest & ~covered, short, unwanted & ~short)
        return Hidden(*(int(part.sum()) for part in parts))

    def _left_out(self, spec: Spec) -> tuple[Flags, Flags, Flags, Flags]:
        """Say which candidates are covered by a rule, scored too low, without a long session, not kept by the filter.

        Each as far as the spec leaves them out for it, whatever the others.
        """
        scores = np.asarray(self.results.columns["score"], np.float64)
        hides = not spec.show_hidden
        return (
            (self.hidden_by != NO_RULE) & hides,
            (scores < spec.min_score) & hides,
            ~self.results.flagged("long") & spec.long_only,
            ~self.sieve.passing(spec.where),
        )
