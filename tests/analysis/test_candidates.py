"""From connections to the candidate table: who, how many, how alike, in which order."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis import candidates, identity
from beacon_tui.analysis.model import COLUMNS, Results
from beacon_tui.analysis.pipeline import analyse
from beacon_tui.analysis.segments import offsets_of
from beacon_tui.errors import Cancelled
from beacon_tui.zeek.progress import Monitor
from tests.analysis.frames import assert_alike, calls, frame_of

EVERY_MINUTE = [60.0 * i for i in range(100)]


def found(results: Results, **wanted: object) -> int:
    """The row of the one candidate with these values."""
    rows = [
        row for row in range(len(results)) if all(results.columns[name][row] == value for name, value in wanted.items())
    ]
    assert len(rows) == 1, rows
    return rows[0]


def test_every_public_column_is_there_with_one_value_a_candidate() -> None:
    results = analyse(frame_of(calls(EVERY_MINUTE)), files=1)
    assert set(results.columns) == {column.name for column in COLUMNS if column.kind != "list"}
    assert {len(values) for values in results.columns.values()} == {len(results)} == {1}


def test_pairs_are_told_apart_by_source_destination_port_and_protocol() -> None:
    rows = calls(EVERY_MINUTE)
    rows += calls(EVERY_MINUTE, orig_h="10.0.0.2")
    rows += calls(EVERY_MINUTE, resp_h="192.0.2.2")
    rows += calls(EVERY_MINUTE, resp_p=80)
    rows += calls(EVERY_MINUTE, proto="udp")
    results = analyse(frame_of(rows), files=1)
    assert results.counts.pairs == results.counts.judged == 5
    assert results.columns["connections"].tolist() == [100] * 5


def test_unknown_port_and_protocol_make_a_pair_of_their_own() -> None:
    rows = calls(EVERY_MINUTE, resp_p=None, proto=None) + calls(EVERY_MINUTE)
    results = analyse(frame_of(rows), files=1)
    assert sorted(results.columns["port"].tolist()) == [-1, 443]
    assert results.columns["proto"][found(results, port=-1)] is None


def test_a_beacon_scattered_over_addresses_appears_under_its_name() -> None:
    rows = [
        row
        for i, time in enumerate(EVERY_MINUTE)
        for row in calls([time], resp_h=f"192.0.2.{i % 8}", domain="cdn.example")
    ]
    results = analyse(frame_of(rows), files=1)
    name = found(results, kind="name")
    assert results.columns["domain"][name] == "cdn.example"
    assert results.columns["dst"][name] is None
    assert results.columns["dst_count"][name] == 8
    assert results.columns["period"][name] == pytest.approx(60)
    assert results.flags_of(name) == ["rotates"]
    members = [row for row in range(len(results)) if results.columns["kind"][row] == "pair"]
    assert len(members) == 8
    assert all("member" in results.flags_of(row) for row in members)


def test_a_name_behind_one_address_has_no_row_of_its_own() -> None:
    results = analyse(frame_of(calls(EVERY_MINUTE, domain="one.example")), files=1)
    assert results.columns["kind"].tolist() == ["pair"]
    assert results.columns["domain"].tolist() == ["one.example"]


def test_absent_sizes_are_unknown_and_do_not_lower_the_score() -> None:
    known = analyse(frame_of(calls(EVERY_MINUTE)), files=1)
    for absent in (None, 0):
        unknown = analyse(frame_of(calls(EVERY_MINUTE, orig_bytes=absent, resp_bytes=absent)), files=1)
        assert math.isnan(unknown.columns["size_score"][0])
        assert math.isnan(unknown.columns["orig_bytes_median"][0])
        assert unknown.columns["score"][0] == pytest.approx(known.columns["score"][0])


def test_varying_sizes_score_less_than_equal_ones() -> None:
    rng = np.random.default_rng(1)
    rows = calls(EVERY_MINUTE, orig_h="10.0.0.7")
    for row in calls(EVERY_MINUTE, orig_h="10.0.0.8"):
        rows.append({**row, "orig_bytes": int(rng.integers(100, 100000)), "resp_bytes": int(rng.integers(1, 1000000))})
    results = analyse(frame_of(rows), files=1)
    same, varied = found(results, src="10.0.0.7"), found(results, src="10.0.0.8")
    assert results.columns["size_score"][same] == 1
    assert results.columns["size_score"][varied] < 0.2
    assert results.columns["score"][same] > results.columns["score"][varied]


def test_a_short_run_scores_less_than_one_that_fills_the_window() -> None:
    long = [60.0 * i for i in range(1440)]
    rows = calls(long, orig_h="10.0.0.7") + calls(long[:30], orig_h="10.0.0.8")
    results = analyse(frame_of(rows), files=1)
    stays, leaves = found(results, src="10.0.0.7"), found(results, src="10.0.0.8")
    assert results.columns["persistence_score"][stays] == 1
    assert results.columns["score"][leaves] < 0.5 < 0.9 < results.columns["score"][stays]


def test_flags_say_long_unanswered_and_few() -> None:
    rows = calls(EVERY_MINUTE, orig_h="10.0.0.7", duration=7200)
    rows += calls(EVERY_MINUTE, orig_h="10.0.0.8", conn_state="S0")
    rows += calls(EVERY_MINUTE[:8], orig_h="10.0.0.9")
    results = analyse(frame_of(rows), files=1)
    assert results.flags_of(found(results, src="10.0.0.7")) == ["long"]
    assert results.flags_of(found(results, src="10.0.0.8")) == ["unanswered"]
    assert results.flags_of(found(results, src="10.0.0.9")) == ["few"]


def test_prevalence_is_the_share_of_sources_that_talk_to_the_destination() -> None:
    rows = [row for i in range(4) for row in calls(EVERY_MINUTE, orig_h=f"10.0.0.{i}")]
    rows += calls(EVERY_MINUTE, orig_h="10.0.0.0", resp_h="192.0.2.9")
    results = analyse(frame_of(rows), files=1)
    assert results.columns["prevalence"][found(results, src="10.0.0.0", dst="192.0.2.9")] == 0.25
    assert results.columns["prevalence"][found(results, src="10.0.0.0", dst="192.0.2.1")] == 1.0


def test_too_few_are_counted_and_not_judged() -> None:
    rows = calls(EVERY_MINUTE) + calls(EVERY_MINUTE[:3], orig_h="10.0.0.2") + calls([5.0], orig_h="10.0.0.3")
    counts = analyse(frame_of(rows), files=1).counts
    assert (counts.rows, counts.pairs, counts.judged, counts.too_few) == (104, 3, 1, 2)


def test_a_log_with_one_connection_judges_nothing() -> None:
    results = analyse(frame_of(calls([5.0])), files=1)
    assert len(results) == 0
    assert results.window.seconds == 0


def test_the_connections_of_a_candidate_are_its_own_by_time() -> None:
    rows = calls(EVERY_MINUTE[::-1]) + calls(EVERY_MINUTE, orig_h="10.0.0.2")
    results = analyse(frame_of(rows), files=1)
    mine = results.connections(found(results, src="10.0.0.1"))
    assert mine["ts"].tolist() == EVERY_MINUTE
    assert set(mine["id.orig_h"]) == {"10.0.0.1"}


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = [
        row
        for i in range(12)
        for row in calls(
            np.cumsum(rng.uniform(20, 100, 80)),
            orig_h=f"10.0.0.{i % 5}",
            resp_h=f"192.0.2.{i}",
            domain=f"{'ba'[i % 2]}{i // 6}.example",
        )
    ]
    straight = analyse(frame_of(rows), files=1)
    shuffled = analyse(frame_of([rows[i] for i in rng.permutation(len(rows))]), files=1)
    one, other = (pd.DataFrame(dict(results.columns)) for results in (straight, shuffled))
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_the_best_score_comes_first() -> None:
    rng = np.random.default_rng(9)
    rows = calls(np.sort(rng.uniform(0, 6000, 100)), orig_h="10.0.0.2") + calls(EVERY_MINUTE)
    scores = analyse(frame_of(rows), files=1).columns["score"].tolist()
    assert scores == sorted(scores, reverse=True)


SMALL = st.lists(st.lists(st.integers(-1, 4), min_size=1, max_size=8), min_size=1, max_size=6)


@given(SMALL)
def test_identities_agree_with_one_group_at_a_time(groups: list[list[int]]) -> None:
    values = np.array([value for group in groups for value in group])
    offsets = offsets_of(np.array([len(group) for group in groups]))
    assert identity.only(values, offsets).tolist() == [g[0] if len(set(g)) == 1 else -1 for g in groups]
    assert identity.distinct(values, offsets).tolist() == [len(set(group)) for group in groups]
    commonest = [
        min(set(known := [v for v in g if v >= 0]) or {-1}, key=lambda v: (-known.count(v), g.index(v)) if known else v)
        for g in groups
    ]
    assert identity.commonest(values, offsets).tolist() == commonest


def test_portions_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        row
        for host in range(12)
        for i, time in enumerate(EVERY_MINUTE)
        for row in calls([time * (host + 1)], orig_h=f"10.0.0.{host}", resp_h=f"192.0.2.{i % 3}", domain="cdn.example")
    ]
    frame = frame_of(rows + calls([5.0], orig_h="10.0.1.1", duration=7200))
    whole = analyse(frame, files=1)
    monkeypatch.setattr(candidates, "PORTION", 100)
    parts = analyse(frame, files=1)
    assert set(whole.columns["kind"].tolist()) == {"pair", "name"}
    assert_alike(parts, whole)


def test_judging_can_be_stopped() -> None:
    def stopped() -> bool:
        return True

    with pytest.raises(Cancelled):
        analyse(frame_of(calls(EVERY_MINUTE)), files=1, monitor=Monitor(cancelled=stopped))
