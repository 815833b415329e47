"""Groups that were judged, each a candidate: chosen, put together, put in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from beacon_tui.analysis.chance import expected_false_alarms
from beacon_tui.analysis.model import FLAGS, Columns
from beacon_tui.analysis.pairs import Groups
from beacon_tui.analysis.segments import Bools, Floats, Ints, largest, lengths, offsets_of, smallest, total

LEAST_TOGETHER = 0.5
"""Least timing score of a group of addresses that share nothing but their size …"""

CLEARLY = 0.1
"""… and by how much it must be above those of its pairs …"""

FASTER = 0.7
"""… unless its period is shorter than theirs by this factor: an address in turn is called every k-th time."""


@dataclass(frozen=True, eq=False)
class Judged:
    """Groups with enough check-ins or a long session, and their part of the candidate table."""

    groups: Groups
    columns: Columns
    """One array a public column, shape (groups,)."""
    flags: Ints
    """Bits as named in `model.FLAGS`, shape (groups,)."""
    join_gaps: Floats
    """Seconds within which connections are one check-in, shape (groups,)."""
    spreads: Floats
    """Standard deviation of the log gaps, shape (groups,)."""
    active: Floats
    """Seconds during which the source was calling, shape (groups,)."""

    @property
    def scored(self) -> int:
        """How many groups have a score: the others had too few check-ins."""
        return int((~np.isnan(self.columns["score"])).sum())

    def where(self, chosen: Bools) -> "Judged":
        """The chosen groups alone; `chosen` has shape (groups,)."""
        return self._each(self.groups.where(chosen), lambda values: values[chosen])

    def take(self, wanted: Ints) -> "Judged":
        """These groups in this order, by number."""
        return self._each(self.groups.take(wanted), lambda values: values[wanted])

    def _each(self, groups: Groups, change: Callable[[Any], Any]) -> "Judged":
        """Other groups, and what is known of them by what is known of these."""
        columns = {name: change(values) for name, values in self.columns.items()}
        return Judged(groups, columns, *map(change, _beside(self)))

    def by_chance(self, evidence: Sequence[float]) -> tuple[float, ...]:
        """How many of the scored would show so many nats if none had a rhythm, for each of `evidence`."""
        scored = ~np.isnan(self.columns["score"])
        return expected_false_alarms(evidence, self.columns["events"][scored] - 1.0, self.spreads[scored])


def bit(name: str, mask: Bools) -> Ints:
    """The bit of a flag where the mask is set."""
    return np.where(mask, 1 << FLAGS.index(name), 0)


def told_apart(groups: Judged, pairs: Judged) -> Judged:
    """The groups whose gaps show clearly more of a rhythm than those of their pairs, or as much at a faster pace."""
    if not len(groups.groups):
        return groups
    order, offsets = groups.groups.order, groups.groups.offsets
    pair_of = np.full(int(max(pairs.groups.order.max(initial=0), order.max())) + 1, len(pairs.groups), np.int32)
    pair_of[pairs.groups.order] = np.repeat(np.arange(len(pairs.groups), dtype=np.int32), lengths(pairs.groups.offsets))
    alone = np.append(np.nan_to_num(pairs.columns["timing_score"]), 0.0)[pair_of[order]]
    period = np.append(np.nan_to_num(pairs.columns["period"], nan=np.inf), np.inf)[pair_of[order]]
    best, fastest = largest(alone, offsets), smallest(period, offsets)
    timing = groups.columns["timing_score"]
    faster = (timing > best - CLEARLY) & (groups.columns["period"] < FASTER * fastest)
    by_gaps = ~np.isnan(groups.columns["jitter"])
    return groups.where(by_gaps & (timing > LEAST_TOGETHER) & (faster | (timing > best + CLEARLY)))


def together(parts: Sequence[Judged]) -> Judged:
    """All groups of one table or more, one table after another."""
    groups = Groups(
        np.concatenate([part.groups.order for part in parts]),
        offsets_of(np.concatenate([lengths(part.groups.offsets) for part in parts])),
    )
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns}
    rest = (np.concatenate(values) for values in zip(*map(_beside, parts), strict=True))
    return Judged(groups, columns, *rest)


def _beside(judged: Judged) -> tuple[Any, ...]:
    """What is known of the groups beside the columns."""
    return judged.flags, judged.join_gaps, judged.spreads, judged.active


def stack(pairs: Judged, *others: Judged) -> Judged:
    """All tables as one, in order; pairs that share a connection with one of the `others` are marked as its members."""
    whole = together([replace(pairs, flags=_with_members(pairs, others)), *others])
    return whole.take(best_first(whole))


def best_first(judged: Judged, chosen: Bools | None = None) -> Ints:
    """The numbers of all, or of the chosen ones, in order, shape (chosen,).

    Best score first, unknown scores last, ties by source, destination, name, port.
    """
    columns = judged.columns
    order = np.argsort(-columns["score"], kind="stable")
    order = order if chosen is None else order[chosen[order]]
    tied = _tied(columns["score"][order])
    rows = order[tied]  # to rank all texts would take longer than all the rest
    texts = [pd.factorize(columns[name][rows], sort=True)[0] for name in ("domain", "dst", "src")]
    order[tied] = rows[np.lexsort((columns["port"][rows], *texts, -columns["score"][rows]))]
    return order


def _tied(ordered: Floats) -> Bools:
    """Which values are equal to a neighbour, unknown ones too; shape (values,)."""
    tied = np.zeros(ordered.size, bool)
    equal = (ordered[1:] == ordered[:-1]) | (np.isnan(ordered[1:]) & np.isnan(ordered[:-1]))
    tied[1:] |= equal
    tied[:-1] |= equal
    return tied


def _with_members(pairs: Judged, others: Sequence[Judged]) -> Ints:
    """The flags of the pairs, with `member` set on those that share a connection with another candidate."""
    rows = np.isin(pairs.groups.order, np.concatenate([other.groups.order for other in others]))
    return pairs.flags | bit("member", total(rows, pairs.groups.offsets) > 0)
