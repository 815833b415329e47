"""The candidate table: what is known of each group of connections, one array a public column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from beacon_tui.analysis.chance import expected_false_alarms, false_alarm
from beacon_tui.analysis.identity import commonest, distinct, only, sources_of
from beacon_tui.analysis.intervals import LONGEST_JOIN, join_bursts
from beacon_tui.analysis.model import FLAGS, Columns, Window
from beacon_tui.analysis.pairs import Groups, codes, still_open
from beacon_tui.analysis.persistence import coverage, persistence_score
from beacon_tui.analysis.score import composite
from beacon_tui.analysis.segments import Bools, Floats, Ints, largest, lengths, offsets_of, smallest, total
from beacon_tui.analysis.sessions import LONG_SECONDS
from beacon_tui.analysis.sizes import describe, size_score
from beacon_tui.analysis.timing import Timing, judge

FEW_CHECK_INS = 12
"""Under this many check-ins evidence is called weak."""

LEAST_TOGETHER = 0.5
"""Least timing score of a group of addresses that share nothing but their size …"""

CLEARLY = 0.1
"""… and by how much it must be above those of its pairs …"""

FASTER = 0.7
"""… unless its period is shorter than theirs by this factor: an address in turn is called every k-th time."""

UNANSWERED = ("S0", "REJ")
"""States in which nobody answered: an attempt without reply, a refusal."""


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

    @property
    def scored(self) -> int:
        """How many groups have a score: the others had too few check-ins."""
        return int((~np.isnan(self.columns["score"])).sum())

    def where(self, chosen: Bools) -> "Judged":
        """The chosen groups alone; `chosen` has shape (groups,)."""
        columns = {name: values[chosen] for name, values in self.columns.items()}
        return Judged(
            self.groups.where(chosen), columns, self.flags[chosen], self.join_gaps[chosen], self.spreads[chosen]
        )

    def by_chance(self, evidence: Sequence[float]) -> tuple[float, ...]:
        """How many of the scored would show so many nats if none had a rhythm, for each of `evidence`."""
        scored = ~np.isnan(self.columns["score"])
        return expected_false_alarms(evidence, self.columns["events"][scored] - 1.0, self.spreads[scored])


def judge_groups(
    frame: pd.DataFrame, groups: Groups, kind: str, window: Window, fewest: int, step: Callable[[], None]
) -> Judged:
    """Judge groups (`kind` is `pair`, `name` or `group`) and keep those with at least `fewest` check-ins.

    Pairs with a long session are kept in any case; with fewer check-ins nothing is known of their timing. Of sessions
    that are still open, and of connections outside of the window, nothing is told but how long they lasted, unless a
    pair has no other. `step` is called now and then, and may raise.
    """
    long = (_longest(frame, groups) >= LONG_SECONDS) & (kind == "pair")
    worth = long | (lengths(groups.offsets) >= fewest)
    groups, long = groups.where(worth), long[worth]
    counted = groups.counted(still_open(frame) | ~window.covers(frame["ts"].to_numpy()))
    timing = judge(frame["ts"].to_numpy()[counted.order], counted.offsets, fewest, step)
    kept = long | ~np.isnan(timing.score)
    groups, counted = groups.where(kept), counted.where(kept)
    timing = replace(timing, **{name: values[kept] for name, values in vars(timing).items()})
    timing = _with_check_ins(timing, frame["ts"].to_numpy()[counted.order], counted.offsets)
    columns = {**_identity(frame, counted, kind), **_numbers(frame, counted, timing, window), **_lasted(frame, groups)}
    return Judged(groups, columns, _flags(frame, counted, columns), timing.join_gap, timing.spread)


def _longest(frame: pd.DataFrame, groups: Groups) -> Floats:
    """Seconds that the longest connection of each group lasted, NaN where unknown, shape (groups,)."""
    longest = largest(np.nan_to_num(frame["duration"].to_numpy()[groups.order], nan=-1.0), groups.offsets)
    return np.where(longest < 0, np.nan, longest)


def _lasted(frame: pd.DataFrame, groups: Groups) -> Columns:
    """The columns that say how long connections lasted, those still open too."""
    longest = _longest(frame, groups)
    whole = total(np.nan_to_num(frame["duration"].to_numpy()[groups.order]), groups.offsets)
    return {"duration_max": longest, "duration_total": np.where(np.isnan(longest), np.nan, whole)}


def _with_check_ins(timing: Timing, times: Floats, offsets: Ints) -> Timing:
    """The timing with the check-ins counted where they were too few to judge: joined as widely as any are."""
    unjudged = np.isnan(timing.score)
    gap = np.where(unjudged, LONGEST_JOIN, timing.join_gap)
    events = lengths(join_bursts(times, offsets, gap).offsets)
    return replace(timing, join_gap=gap, events=np.where(unjudged, events, timing.events))


def _identity(frame: pd.DataFrame, groups: Groups, kind: str) -> Columns:
    """The columns that say who talks to whom."""
    offsets = groups.offsets
    src, dst, domain = (codes(frame[name]) for name in ("id.orig_h", "id.resp_h", "domain"))
    target = domain if kind == "name" else dst
    ended = ~still_open(frame)
    callers = sources_of(target, src, ended)[target[groups.first]] if len(groups) else np.zeros(0)
    callers = np.where(kind == "group", 0, callers)
    everyone = int(np.count_nonzero(np.bincount(src[ended])))
    return {
        "kind": np.full(len(groups), kind, dtype=object),
        "src": _names(frame["id.orig_h"], src[groups.first]),
        "dst": _names(frame["id.resp_h"], only(dst[groups.order], offsets)),
        "dst_count": distinct(dst[groups.order], offsets),
        "domain": _names(frame["domain"], commonest(domain[groups.order], offsets)),
        "port": only(frame["id.resp_p"].fillna(-1).to_numpy(np.int64)[groups.order], offsets),
        "proto": _names(frame["proto"], only(codes(frame["proto"])[groups.order], offsets)),
        "service": _names(frame["service"], commonest(codes(frame["service"])[groups.order], offsets)),
        "prevalence": np.where(callers > 0, callers / max(1, everyone), np.nan),
    }


def _names(column: pd.Series, chosen: Ints) -> NDArray[np.object_]:
    """The texts of category codes, None for -1."""
    used, place = np.unique(chosen[chosen >= 0], return_inverse=True)
    texts = np.full(chosen.size, None, dtype=object)
    texts[chosen >= 0] = column.cat.categories.take(used).to_numpy(dtype=object)[place]
    return texts


def _numbers(frame: pd.DataFrame, groups: Groups, timing: Timing, window: Window) -> Columns:
    """The columns that are measured and scored."""
    ts, sent, received = (frame[name].to_numpy()[groups.order] for name in ("ts", "orig_bytes", "resp_bytes"))
    offsets = groups.offsets
    out, back = describe(sent, offsets), describe(received, offsets)
    size, persistence = size_score(out, back), persistence_score(timing.active, window.observed)
    return {
        "connections": lengths(offsets),
        "events": timing.events.astype(np.int64),
        "first_seen": ts[offsets[:-1]],
        "last_seen": ts[offsets[1:] - 1],
        "interval_mean": timing.interval_mean,
        "interval_std": timing.interval_std,
        "cv": timing.interval_std / timing.interval_mean,
        "interval_median": timing.interval_median,
        "period": timing.period,
        "jitter": timing.jitter,
        "missed": timing.missed,
        "false_alarm": false_alarm(timing.gap_evidence, timing.line_evidence, timing.events - 1, timing.spread),
        "orig_bytes_median": out.median,
        "resp_bytes_median": back.median,
        "size_cv": out.cv,
        "coverage": coverage(timing.active, window.observed),
        "timing_score": timing.score,
        "size_score": size,
        "persistence_score": persistence,
        "score": composite(timing.score, persistence, size),
    }


def _flags(frame: pd.DataFrame, groups: Groups, columns: Columns) -> Ints:
    """The bits that can be told from the group itself; `member` is set later, when the names are known."""
    states = frame["conn_state"].isin(UNANSWERED).to_numpy()[groups.order]
    return (
        _bit("rotates", columns["kind"] != "pair")
        | _bit("long", columns["duration_max"] >= LONG_SECONDS)
        | _bit("unanswered", total(states, groups.offsets) == lengths(groups.offsets))
        | _bit("few", (columns["events"] < FEW_CHECK_INS) | np.isnan(columns["score"]))
    )


def _bit(name: str, mask: Bools) -> Ints:
    """The bit of a flag where the mask is set."""
    return np.where(mask, 1 << FLAGS.index(name), 0)


def told_apart(groups: Judged, pairs: Judged) -> Judged:
    """The groups whose gaps show clearly more of a rhythm than those of their pairs, or as much at a faster pace."""
    if not len(groups.groups):
        return groups
    rows = int(max(pairs.groups.order.max(initial=0), groups.groups.order.max(initial=0))) + 1
    alone, period = np.zeros(rows), np.full(rows, np.inf)
    sizes = lengths(pairs.groups.offsets)
    alone[pairs.groups.order] = np.repeat(np.nan_to_num(pairs.columns["timing_score"]), sizes)
    period[pairs.groups.order] = np.repeat(np.nan_to_num(pairs.columns["period"], nan=np.inf), sizes)
    order, offsets = groups.groups.order, groups.groups.offsets
    best, fastest = largest(alone[order], offsets), smallest(period[order], offsets)
    timing = groups.columns["timing_score"]
    faster = (timing > best - CLEARLY) & (groups.columns["period"] < FASTER * fastest)
    by_gaps = ~np.isnan(groups.columns["jitter"])
    return groups.where(by_gaps & (timing > LEAST_TOGETHER) & (faster | (timing > best + CLEARLY)))


def stack(pairs: Judged, *others: Judged) -> Judged:
    """All tables as one, best score first, unknown scores last, ties by source, destination, name and port.

    Pairs that share a connection with one of the `others` are marked as its members.
    """
    parts = (pairs, *others)
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in pairs.columns}
    flags = np.concatenate([_with_members(pairs, others), *(other.flags for other in others)])
    join_gaps = np.concatenate([part.join_gaps for part in parts])
    spreads = np.concatenate([part.spreads for part in parts])
    order = np.concatenate([part.groups.order for part in parts])
    offsets = offsets_of(np.concatenate([lengths(part.groups.offsets) for part in parts]))
    texts = [pd.factorize(columns[name], sort=True)[0] for name in ("domain", "dst", "src")]
    best = np.lexsort((columns["port"], *texts, -columns["score"]))
    sorted_columns = {name: values[best] for name, values in columns.items()}
    return Judged(Groups(order, offsets).take(best), sorted_columns, flags[best], join_gaps[best], spreads[best])


def _with_members(pairs: Judged, others: Sequence[Judged]) -> Ints:
    """The flags of the pairs, with `member` set on those that share a connection with another candidate."""
    rows = np.isin(pairs.groups.order, np.concatenate([other.groups.order for other in others]))
    return pairs.flags | _bit("member", total(rows, pairs.groups.offsets) > 0)
