"""The candidate table: what is known of each group of connections, one array a public column."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from beacon_tui.analysis.identity import commonest, distinct, only, sources_of
from beacon_tui.analysis.model import FLAGS, Columns, Window
from beacon_tui.analysis.pairs import Groups, codes
from beacon_tui.analysis.persistence import coverage, persistence_score
from beacon_tui.analysis.score import composite
from beacon_tui.analysis.segments import Bools, Floats, Ints, largest, lengths, total
from beacon_tui.analysis.sizes import describe, size_score
from beacon_tui.analysis.timing import Timing, judge

LONG_SECONDS = 3600.0
"""A connection of this length or more is a long session."""

FEW_CHECK_INS = 12
"""Under this many check-ins evidence is called weak."""

UNANSWERED = ("S0", "REJ")
"""States in which nobody answered: an attempt without reply, a refusal."""


@dataclass(frozen=True, eq=False)
class Judged:
    """Groups with enough check-ins, and their part of the candidate table."""

    groups: Groups
    columns: Columns
    """One array a public column, shape (groups,)."""
    flags: Ints
    """Bits as named in `model.FLAGS`, shape (groups,)."""
    join_gaps: Floats
    """Seconds within which connections are one check-in, shape (groups,)."""


def judge_groups(frame: pd.DataFrame, groups: Groups, kind: str, window: Window, fewest: int) -> Judged:
    """Judge groups (`kind` is `pair` or `name`) and keep those with at least `fewest` check-ins."""
    groups = groups.where(lengths(groups.offsets) >= fewest)
    timing = judge(frame["ts"].to_numpy()[groups.order], groups.offsets, fewest)
    enough = ~np.isnan(timing.score)
    groups = groups.where(enough)
    timing = replace(timing, **{name: values[enough] for name, values in vars(timing).items()})
    columns = {**_identity(frame, groups, kind), **_numbers(frame, groups, timing, window)}
    return Judged(groups, columns, _flags(frame, groups, columns), timing.join_gap)


def _identity(frame: pd.DataFrame, groups: Groups, kind: str) -> Columns:
    """The columns that say who talks to whom."""
    offsets = groups.offsets
    src, dst, domain = (codes(frame[name]) for name in ("id.orig_h", "id.resp_h", "domain"))
    target = domain if kind == "name" else dst
    callers = sources_of(target, src)[target[groups.first]] if len(groups) else np.zeros(0)
    return {
        "kind": np.full(len(groups), kind, dtype=object),
        "src": _names(frame["id.orig_h"], src[groups.first]),
        "dst": _names(frame["id.resp_h"], only(dst[groups.order], offsets)),
        "dst_count": distinct(dst[groups.order], offsets),
        "domain": _names(frame["domain"], commonest(domain[groups.order], offsets)),
        "port": only(frame["id.resp_p"].fillna(-1).to_numpy(np.int64)[groups.order], offsets),
        "proto": _names(frame["proto"], only(codes(frame["proto"])[groups.order], offsets)),
        "service": _names(frame["service"], commonest(codes(frame["service"])[groups.order], offsets)),
        "prevalence": callers / max(1, np.unique(src).size),
    }


def _names(column: pd.Series, chosen: Ints) -> NDArray[np.object_]:
    """The texts of category codes, None for -1."""
    texts = np.array([*column.cat.categories, None], dtype=object)
    return np.asarray(texts[chosen])


def _numbers(frame: pd.DataFrame, groups: Groups, timing: Timing, window: Window) -> Columns:
    """The columns that are measured and scored."""
    ts, duration, sent, received = (
        frame[name].to_numpy()[groups.order] for name in ("ts", "duration", "orig_bytes", "resp_bytes")
    )
    offsets = groups.offsets
    out, back = describe(sent, offsets), describe(received, offsets)
    size, persistence = size_score(out, back), persistence_score(timing.active, window.observed)
    longest = largest(np.nan_to_num(duration, nan=-1.0), offsets)
    unknown = np.where(longest < 0, np.nan, 0.0)
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
        "false_alarm": np.full(len(groups), np.nan),
        "orig_bytes_median": out.median,
        "resp_bytes_median": back.median,
        "size_cv": out.cv,
        "duration_max": longest + unknown,
        "duration_total": total(np.nan_to_num(duration), offsets) + unknown,
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
        _bit("rotates", columns["kind"] == "name")
        | _bit("long", columns["duration_max"] >= LONG_SECONDS)
        | _bit("unanswered", total(states, groups.offsets) == lengths(groups.offsets))
        | _bit("few", columns["events"] < FEW_CHECK_INS)
    )


def _bit(name: str, mask: Bools) -> Ints:
    """The bit of a flag where the mask is set."""
    return np.where(mask, 1 << FLAGS.index(name), 0)


def mark_members(pairs: Judged, names: Judged) -> Ints:
    """The flags of the pairs, with `member` set on those that share a connection with a judged name."""
    rows = np.isin(pairs.groups.order, names.groups.order)
    return pairs.flags | _bit("member", total(rows, pairs.groups.offsets) > 0)


def stack(pairs: Judged, names: Judged) -> Judged:
    """Both tables as one, best score first, ties by source, destination, name and port."""
    columns = {name: np.concatenate((pairs.columns[name], names.columns[name])) for name in pairs.columns}
    flags = np.concatenate((mark_members(pairs, names), names.flags))
    join_gaps = np.concatenate((pairs.join_gaps, names.join_gaps))
    order = np.concatenate((pairs.groups.order, names.groups.order))
    offsets = np.concatenate((pairs.groups.offsets, names.groups.offsets[1:] + pairs.groups.offsets[-1]))
    texts = [columns[name].astype(str) for name in ("domain", "dst", "src")]
    best = np.lexsort((columns["port"], *texts, -columns["score"]))
    sorted_columns = {name: values[best] for name, values in columns.items()}
    return Judged(Groups(order, offsets).take(best), sorted_columns, flags[best], join_gaps[best])
