"""What rules would hide, told before they are written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from beacon_tui.render.candidates import STRONG
from beacon_tui.triage.matching import NO_RULE
from beacon_tui.triage.ranks import Rows
from beacon_tui.triage.rules import Rule
from beacon_tui.triage.view import View
from beacon_tui.units import many

MANY: Final = 10
"""Candidates beside those meant from which a rule is said to hide many."""


@dataclass(frozen=True, slots=True)
class Effect:
    """How many candidates rules would hide that no rule hides yet."""

    hides: int
    """All of them."""
    marked: int
    """Those of them that are marked."""
    strong: int
    """Those of them with a strong score."""
    others: int
    """Those of them that were not meant."""
    strong_others: int
    """Those of the others with a strong score."""

    @property
    def warning(self) -> str:
        """A sentence where rules hide many that were not meant, or one that could be a beacon; empty else."""
        if self.others < MANY and not self.strong_others:
            return ""
        strong = f", {self.strong_others:,} with a score of {STRONG * 100:.0f} or more" if self.strong_others else ""
        return f"Careful: it hides {many(self.others, 'other candidate')}{strong}."


def effect(view: View, rules: Sequence[Rule], marks: Collection[int], meant: Collection[int] | Rows = ()) -> Effect:
    """Count what rules would hide in a view, where some candidates are marked and some are meant."""
    covered = view.covered(rules) & (view.hidden_by == NO_RULE)
    hides = np.flatnonzero(covered)
    strong = np.asarray(view.results.columns["score"], np.float64)[hides] >= STRONG
    covered[meant if isinstance(meant, np.ndarray) else list(meant)] = False
    others = covered[hides]
    marked = np.isin(hides, list(marks)) if marks else others[:0]
    return Effect(len(hides), *(int(flags.sum()) for flags in (marked, strong, others, strong & others)))
