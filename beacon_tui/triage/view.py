"""Which candidates show, and in which order: the only place that hides and sorts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from beacon_tui.analysis.model import Results
from beacon_tui.triage.matching import NO_RULE, first_match, rows_of
from beacon_tui.triage.ranks import Flags, TableRanks
from beacon_tui.triage.rules import Rule

Rows = NDArray[np.int64]
"""Row numbers of the candidate table, or one number a candidate."""


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


@dataclass(frozen=True, slots=True)
class Hidden:
    """How many candidates a view leaves out, each counted for one reason."""

    allowlisted: int
    """Covered by a rule."""
    below_score: int
    """Not covered, but scored below the least score."""
    not_long: int = 0
    """Without a long session, where those alone are shown; counted for nothing else."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.allowlisted + self.below_score + self.not_long


@dataclass(frozen=True, eq=False)
class View:
    """The candidates of one load under one set of rules."""

    results: Results
    """What the analysis found."""
    rules: tuple[Rule, ...]
    """The rules in force, the user's own before those of the starter list."""
    ranks: TableRanks = field(repr=False)
    """The columns as numbers, shared by all views of one load."""
    hidden_by: Rows = field(repr=False)
    """For each candidate the index of the first rule that covers it, or NO_RULE."""

    @classmethod
    def of(cls, results: Results, rules: Sequence[Rule] = ()) -> "View":
        """Make the first view of a load."""
        ranks = TableRanks(results.columns)
        return cls(results, tuple(rules), ranks, first_match(rules, ranks))

    def with_rules(self, rules: Sequence[Rule]) -> "View":
        """Make the view of the same load under other rules."""
        return View(self.results, tuple(rules), self.ranks, first_match(rules, self.ranks))

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
        starter = [index for index, rule in enumerate(self.rules) if rule.origin == "starter"]
        return int(np.isin(self.hidden_by, starter).sum())

    def long_sessions(self, show_hidden: bool) -> int:
        """Count the candidates with a long session, allowlisted ones too where hidden ones are shown."""
        return len(self.rows(Spec(long_only=True, show_hidden=show_hidden)))

    def rule_of(self, row: int) -> Rule | None:
        """Return the first rule that covers candidate `row`."""
        index = int(self.hidden_by[row])
        return None if index == NO_RULE else self.rules[index]

    def rows(self, spec: Spec) -> Rows:
        """Return the rows to show, in order; raise KeyError for a column that cannot be sorted by."""
        return arrange(self.results, self.hidden_by, spec, self.ranks)

    def hidden(self, spec: Spec) -> Hidden:
        """Count what `rows` leaves out."""
        short = _not_long(self.results, spec)
        if spec.show_hidden:
            return Hidden(0, 0, int(short.sum()))
        covered = (self.hidden_by != NO_RULE) & ~short
        below = _below(self.results, spec) & ~covered & ~short
        return Hidden(int(covered.sum()), int(below.sum()), int(short.sum()))


def arrange(results: Results, hidden_by: Rows, spec: Spec, ranks: TableRanks) -> Rows:
    """Return the rows to show, in order.

    Whichever way it sorts, unknown values come last, and ties stand by score, then source, destination, port
    and name, so that equal input gives equal order.
    """
    left_out = _not_long(results, spec)
    if not spec.show_hidden:
        left_out = left_out | (hidden_by != NO_RULE) | _below(results, spec)
    shown = ranks.standing[~left_out[ranks.standing]]
    keys = ranks.numbers(spec.sort)[shown]
    return shown[np.argsort(-keys if spec.descending else keys, kind="stable")]


def _below(results: Results, spec: Spec) -> Flags:
    """Say which candidates score below the least score."""
    return np.asarray(results.columns["score"], np.float64) < spec.min_score


def _not_long(results: Results, spec: Spec) -> Flags:
    """Say which candidates are left out because only long sessions are to be shown."""
    return ~results.flagged("long") & spec.long_only
