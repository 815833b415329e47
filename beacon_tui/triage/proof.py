"""What became of synthetic beacons: which would have been seen, and which not, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from beacon_tui.analysis.beacons import Beacon, Plan, Trial
from beacon_tui.analysis.model import Window
from beacon_tui.triage.matching import NO_RULE
from beacon_tui.triage.rules import Rule
from beacon_tui.triage.view import View

LOWEST_RANK: Final = 20
"""A beacon below this rank is called missed, whatever its score: nobody reads that far down."""

Fate = Literal["surfaced", "missed", "hidden", "too few", "too short"]
"""Seen; ranked or scored too low; covered by the allowlist; not judged, since its check-ins come in bursts; not judged,
since too few check-ins fall into the window."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one synthetic beacon."""

    plan: Plan
    """What was drawn."""
    dst: str
    """The documentation address that it called."""
    check_ins: int
    """How many times."""
    fate: Fate
    """Whether it would have been seen."""
    score: float | None = None
    """Its score, 0 to 1; None where it was not judged."""
    rank: int | None = None
    """Its place, from 1, among the user's own candidates; None where it was not judged."""
    rule: str = ""
    """The allowlist rule that hides it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of all of them."""

    outcomes: tuple[Outcome, ...]
    """One a beacon, as they were asked for."""
    src: str
    """The host from which they called."""
    window: Window
    """The time of the logs."""
    rivals: int
    """The user's own candidates that the allowlist does not hide."""
    min_score: float
    """The lowest score that counts as seen."""
    fewest: int
    """The fewest check-ins that are judged."""

    @property
    def possible(self) -> int:
        """How many beacons had enough check-ins in the window."""
        return len(self.outcomes) - self.count("too short")

    def count(self, *fates: Fate) -> int:
        """How many beacons had one of these fates."""
        return sum(outcome.fate in fates for outcome in self.outcomes)


def prove(trial: Trial, rules: Sequence[Rule], min_score: float, fewest: int) -> Proof:
    """Say what became of the beacons of a trial in which candidates had to have `fewest` check-ins.

    A beacon has surfaced when its rank among the user's own candidates is `LOWEST_RANK` or better and its score is
    `min_score` or more; the rank is one more than the number of those with a higher score, allowlisted ones left out.
    """
    results, beacons = trial.results, trial.beacons
    view = View.of(results, rules)
    called = {beacon.dst for beacon in beacons}
    rows = {dst: row for row, dst in enumerate(results.columns["dst"].tolist()) if dst in called}
    own = view.hidden_by == NO_RULE
    own[list(rows.values())] = False
    rivals = np.sort(results.columns["score"][own & ~np.isnan(results.columns["score"])])

    def outcome(beacon: Beacon) -> Outcome:
        """What became of one beacon."""
        number, row = len(beacon.frame), rows.get(beacon.dst)
        if row is None:
            return Outcome(beacon.plan, beacon.dst, number, "too short" if number < fewest else "too few")
        score = float(results.columns["score"][row])
        rank = 1 + rivals.size - int(np.searchsorted(rivals, score, side="right"))
        rule = view.rule_of(row)
        seen = rank <= LOWEST_RANK and score >= min_score
        fate: Fate = "hidden" if rule else "surfaced" if seen else "missed"
        return Outcome(beacon.plan, beacon.dst, number, fate, score, rank, rule.text() if rule else "")

    return Proof(tuple(map(outcome, beacons)), beacons[0].src, results.window, rivals.size, min_score, fewest)
