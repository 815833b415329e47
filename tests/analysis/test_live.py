"""Results that grow are those of one run over everything."""

import itertools
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beacon_tui.analysis import turns
from beacon_tui.analysis.judged import Judged
from beacon_tui.analysis.live import Live
from beacon_tui.analysis.model import MIN_CHECK_INS, Results
from beacon_tui.analysis.pairs import Groups
from beacon_tui.analysis.pipeline import analyse, judge_all, run
from beacon_tui.zeek.accounts import FIELDS, united_accounts
from beacon_tui.zeek.columns import CONN_FIELDS, LOSS_FIELDS
from beacon_tui.zeek.follow import News
from beacon_tui.zeek.load import load
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.rows import united
from beacon_tui.zeek.selection import WHOLE
from tests.analysis.frames import assert_alike, calls, frame_of

SAMPLES = Path(__file__).parents[2] / "sample_logs"
NO_LOSSES = pd.DataFrame(np.empty((0, 3)), columns=LOSS_FIELDS)


def news(frame: pd.DataFrame, late: dict[int, str] | None = None) -> News:
    """What a look at the logs brings."""
    names = pd.Series(late or {}, dtype="str")
    return News(frame, (), 1, losses=NO_LOSSES, accounts=united_accounts([]), selected=WHOLE, key=None, late=names)


def grown(*frames: pd.DataFrame, late: dict[int, str] | None = None) -> Results:
    """The results of connections that come in several looks."""
    live = Live.first(news(frames[0]), MIN_CHECK_INS, Monitor())
    for frame in frames[1:]:
        live = live.more(news(frame, late), Monitor())
    return live.results


def assert_same(one: Results, other: Results) -> None:
    """Both tell the same."""
    assert_alike(one, other)
    assert one.window == other.window
    assert (one.counts.rows, one.counts.pairs, one.counts.judged) == (
        other.counts.rows,
        other.counts.pairs,
        other.counts.judged,
    )
    assert one.counts.too_few == other.counts.too_few


def test_a_sample_day_that_comes_in_five_parts() -> None:
    whole = run([SAMPLES])
    frame = load([SAMPLES], Monitor()).frame.sort_values("ts", kind="stable").reset_index(drop=True)
    edges = [0, 2000, 2001, 4000, 5500, len(frame)]
    parts = [frame.iloc[a:b].reset_index(drop=True) for a, b in pairwise(edges)]
    assert_same(grown(*parts), analyse(frame, 1))
    assert len(whole) == len(grown(*parts))


def test_who_was_not_judged_again_is_known_by_the_row_before() -> None:
    frame = load([SAMPLES], Monitor()).frame.sort_values("ts", kind="stable").reset_index(drop=True)
    live = Live.first(news(frame.iloc[:4000]), MIN_CHECK_INS, Monitor())
    before = live.results
    assert before.former is None
    more = frame.iloc[4000:]
    results = live.more(news(more.reset_index(drop=True)), Monitor()).results
    assert results.former is not None
    again = results.former < 0
    sources = set(more["id.orig_h"])
    assert [source in sources for source in results.columns["src"]] == again.tolist()
    assert 0 < again.sum() < len(results)
    for name in ("kind", "src", "dst", "domain", "service", "proto", "port"):
        kept = pd.Series(results.columns[name][~again]).reset_index(drop=True)
        pd.testing.assert_series_equal(kept, pd.Series(before.columns[name][results.former[~again]]))


def test_candidates_of_other_sources_are_not_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = frame_of(calls(np.arange(50) * 60.0) + calls(np.arange(50) * 60.0, orig_h="10.0.0.2"))
    live = Live.first(news(first), MIN_CHECK_INS, Monitor())
    judged = list[int]()

    def counting(frame: pd.DataFrame, *rest: Any) -> tuple[Judged, Groups]:  # noqa: ANN401  as judge_all has them
        """Judge, and count the connections."""
        judged.append(len(frame))
        return judge_all(frame, *rest)

    monkeypatch.setattr("beacon_tui.analysis.live.judge_all", counting)
    results = live.more(news(frame_of(calls([3000.0], orig_h="10.0.0.2"))), Monitor()).results
    assert judged == [51]
    assert sorted(results.columns["connections"].tolist()) == [50, 51]


def test_a_name_that_comes_late_makes_a_name_of_the_connections() -> None:
    rows = [row for i in range(40) for row in calls([60.0 * i], resp_h=f"192.0.2.{i % 4}", domain="cdn.example")]
    late = dict.fromkeys(range(20, 40), "cdn.example")
    unnamed = [row | {"domain": None} if number >= 20 else row for number, row in enumerate(rows)]
    other = frame_of(calls([2400.0], orig_h="10.0.0.9"))
    whole = frame_of(rows + calls([2400.0], orig_h="10.0.0.9"))
    assert_same(grown(frame_of(unnamed), other, late=late), analyse(whole, 1))


def test_a_name_that_comes_late_counts_among_those_who_know_it() -> None:
    rows = [
        row
        for src in ("10.0.0.1", "10.0.0.2")
        for i in range(40)
        for row in calls([60.0 * i], orig_h=src, resp_h=f"192.0.2.{i % 4}", domain="cdn.example")
    ]
    unnamed = [row | {"domain": None} if number >= 40 else row for number, row in enumerate(rows)]
    late = dict.fromkeys(range(40, 80), "cdn.example")
    assert_same(grown(frame_of(unnamed), frame_of(rows).iloc[:0], late=late), analyse(frame_of(rows), 1))


def test_accounts_gather_as_they_come() -> None:
    first = frame_of(calls(np.arange(50) * 60.0))
    rows = [("10.0.0.1", name, "", "ntlm", 5.0 + place, 6.0, 1, 1) for place, name in enumerate(("kim", "svc", "kim"))]
    some, more = (pd.DataFrame(part, columns=list(FIELDS)).astype(FIELDS) for part in (rows[:1], rows[1:]))
    live = Live.first(replace(news(first), accounts=some), MIN_CHECK_INS, Monitor())
    live = live.more(replace(news(first.iloc[:0]), accounts=more), Monitor())
    assert [(one.name, one.rows) for one in live.results.accounts.on("10.0.0.1")] == [("kim", 2), ("svc", 1)]
    assert live.more(news(first.iloc[:0]), Monitor()).accounts is live.accounts


def test_nothing_new_changes_nothing() -> None:
    frame = frame_of(calls(np.arange(50) * 60.0))
    assert_same(grown(frame, frame.iloc[:0]), analyse(frame, 1))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2), st.integers(0, 3), st.sampled_from([None, "a.example", "b.example"]), st.floats(0, 9e4)
        ),
        min_size=1,
        max_size=80,
    ),
    st.lists(st.integers(0, 80), max_size=4),
)
def test_parts_of_any_size_give_what_all_of_it_gives(
    rows: list[tuple[int, int, str | None, float]], cuts: list[int]
) -> None:
    named = [
        row
        for src, dst, domain, ts in rows
        for row in calls([round(ts, 6)], orig_h=f"10.0.0.{src}", resp_h=f"192.0.2.{dst}", domain=domain)
    ]
    edges = sorted({1, *cuts, len(named)} - {0})
    edges = [edge for edge in edges if edge <= len(named)]
    parts = [frame_of(named[a:b]) for a, b in pairwise([0, *edges])]
    assert_same(grown(*parts), analyse(frame_of(named), 1))


def test_a_clock_that_was_not_set_makes_strays_as_in_one_run() -> None:
    frames = [frame_of(calls(np.arange(60) * 60.0 + start)) for start in (1.7e9, 1.7e9 + 3600)]
    stray = frame_of(calls([6.3e8], orig_h="10.0.0.2"))
    made = grown(frames[0], stray, frames[1])
    assert made.window.strays == ((6.3e8, 6.3e8, 1),)
    assert_same(made, analyse(united([*frames, stray], (*CONN_FIELDS, "domain")), 1))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=12), min_size=1, max_size=6))
def test_sources_with_many_connections_wait_for_their_turn(looks: list[list[int]]) -> None:
    times = itertools.count()
    parts = [
        frame_of([row for src in look for row in calls([60.0 * next(times)] * 3, orig_h=f"10.0.0.{src}")])
        for look in looks
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turns, "LARGE", 4)
        patch.setattr(turns, "A_LOOK", 1)
        live = Live.first(news(parts[0]), MIN_CHECK_INS, Monitor())
        for part in parts[1:]:
            live = live.more(news(part), Monitor())
            assert live.results.counts.rows == len(live.frame)
        while live.turns.waiting:
            live = live.more(news(parts[0].iloc[:0]), Monitor())
    assert_same(live.results, analyse(live.frame, len(parts)))
