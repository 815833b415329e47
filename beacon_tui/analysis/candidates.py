"""The candidate table: what is known of each group of connections, one array a public column."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from beacon_tui.analysis.chance import false_alarm
from beacon_tui.analysis.identity import commonest, distinct, only
from beacon_tui.analysis.intervals import LONGEST_JOIN, join_bursts
from beacon_tui.analysis.judged import Judged, bit, together
from beacon_tui.analysis.model import Columns, Window
from beacon_tui.analysis.pairs import Groups, codes, ports, still_open
from beacon_tui.analysis.persistence import coverage, persistence_score
from beacon_tui.analysis.score import composite
from beacon_tui.analysis.segments import PORTION, Floats, Ints, lengths, portions, total
from beacon_tui.analysis.sessions import LONG_SECONDS
from beacon_tui.analysis.sizes import describe, size_score
from beacon_tui.analysis.timing import Timing, judge
from beacon_tui.zeek.memory import give_back

FEW_CHECK_INS = 12
"""Under this many check-ins evidence is called weak."""

NEEDED = (
    "ts", "id.orig_h", "id.resp_h", "id.resp_p", "proto", "service", "duration", "orig_bytes", "resp_bytes",
    "conn_state", "domain",
)  # fmt: skip
"""Fields by which connections are judged."""

UNANSWERED = ("S0", "REJ")
"""States in which nobody answered: an attempt without reply, a refusal."""


def judge_groups(
    frame: pd.DataFrame, groups: Groups, kind: str, window: Window, fewest: int, step: Callable[[int], None]
) -> Judged:
    """Judge groups (`kind` is `pair`, `name` or `group`) and keep those with at least `fewest` check-ins.

    Pairs with a long session are kept in any case; with fewer check-ins nothing is known of their timing. Of sessions
    that are still open, and of connections outside of the window, nothing is told but how long they lasted, unless a
    pair has no other. It is done portion by portion, so that memory does not grow with the groups, on all processors;
    `step` is told of the connections of each and may raise.
    """
    long = (_longest(frame["duration"].to_numpy()[groups.order], groups.offsets) >= LONG_SECONDS) & (kind == "pair")
    groups = groups.where(long | (lengths(groups.offsets) >= fewest))
    needed = frame[list(NEEDED)]

    def portion(some: slice) -> Judged:
        """Judge some of the groups."""
        edges = groups.offsets[some.start : some.stop + 1]
        rows = groups.order[edges[0] : edges[-1]]
        judged = _judge(needed.take(rows), edges - edges[0], kind, window, fewest)
        return replace(judged, groups=Groups(rows[judged.groups.order], judged.groups.offsets))

    parts, cut = [], portions(groups.offsets, PORTION) or [slice(0, 0)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for some, part in zip(cut, pool.map(portion, cut), strict=True):
            parts.append(part)
            step(int(groups.offsets[some.stop] - groups.offsets[some.start]))
    give_back()
    return together(parts)


def _judge(frame: pd.DataFrame, offsets: Ints, kind: str, window: Window, fewest: int) -> Judged:
    """Judge groups whose connections follow each other in a frame, and keep those that have something to tell."""
    groups, ts = Groups(np.arange(len(frame), dtype=np.int32), offsets), frame["ts"].to_numpy()
    counted = groups.counted(still_open(frame) | ~window.covers(ts))
    timing = judge(ts[counted.order], counted.offsets, fewest)
    long = (_longest(frame["duration"].to_numpy(), offsets) >= LONG_SECONDS) & (kind == "pair")
    kept = long | ~np.isnan(timing.score)
    groups, counted = groups.where(kept), counted.where(kept)
    timing = replace(timing, **{name: values[kept] for name, values in vars(timing).items()})
    timing = _with_check_ins(timing, ts[counted.order], counted.offsets)
    columns = {
        **_identity(frame, counted, kind),
        **_numbers(frame, counted, timing, window),
        **_lasted(frame, groups),
    }
    return Judged(groups, columns, _flags(frame, counted, columns), timing.join_gap, timing.spread, timing.active)


def _longest(seconds: Floats, offsets: Ints) -> Floats:
    """Seconds that the longest connection of each group lasted, NaN where unknown, shape (groups,)."""
    return np.fmax.reduceat(seconds, offsets[:-1]) if offsets.size > 1 else np.zeros(0)


def _lasted(frame: pd.DataFrame, groups: Groups) -> Columns:
    """The columns that say how long connections lasted, those still open too."""
    seconds = frame["duration"].to_numpy()[groups.order]
    longest = _longest(seconds, groups.offsets)
    whole = total(np.nan_to_num(seconds), groups.offsets)
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
    return {
        "kind": np.full(len(groups), kind, dtype=object),
        "src": _names(frame["id.orig_h"], src[groups.first]),
        "dst": _names(frame["id.resp_h"], only(dst[groups.order], offsets)),
        "dst_count": distinct(dst[groups.order], offsets),
        "domain": _names(frame["domain"], commonest(domain[groups.order], offsets)),
        "port": only(ports(frame["id.resp_p"])[groups.order].astype(np.int64), offsets),
        "proto": _names(frame["proto"], only(codes(frame["proto"])[groups.order], offsets)),
        "service": _names(frame["service"], commonest(codes(frame["service"])[groups.order], offsets)),
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
    size = size_score(out, back)
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
        "timing_score": timing.score,
        "size_score": size,
        **in_window(timing.active, timing.score, size, window),
    }


def in_window(active: Floats, timing: Floats, size: Floats, window: Window) -> Columns:
    """The columns that depend on the window: of the active seconds and the scores of each group."""
    persistence = persistence_score(active, window.observed)
    return {
        "coverage": coverage(active, window.observed),
        "persistence_score": persistence,
        "score": composite(timing, persistence, size),
    }


def _flags(frame: pd.DataFrame, groups: Groups, columns: Columns) -> Ints:
    """The bits that can be told from the group itself; `member` is set later, when the names are known."""
    states = frame["conn_state"].isin(UNANSWERED).to_numpy()[groups.order]
    return (
        bit("rotates", columns["kind"] != "pair")
        | bit("long", columns["duration_max"] >= LONG_SECONDS)
        | bit("unanswered", total(states, groups.offsets) == lengths(groups.offsets))
        | bit("few", (columns["events"] < FEW_CHECK_INS) | np.isnan(columns["score"]))
    )
