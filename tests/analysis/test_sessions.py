"""Long sessions: they are candidates with too few check-ins, say what they are, and change nothing else."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beacon_tui.analysis.model import MIN_CHECK_INS, Results
from beacon_tui.analysis.phases import phases_of
from beacon_tui.analysis.pipeline import analyse
from beacon_tui.analysis.reasons import explain
from beacon_tui.analysis.sessions import BULK_RATE, LONG_SECONDS, SMALL_RATE, describe_longest, step
from beacon_tui.zeek.columns import STILL_OPEN
from tests.analysis.frames import calls, frame_of

HOUR = 3600.0
UNKNOWN = (
    *("interval_mean", "interval_std", "cv", "interval_median", "period", "jitter", "missed", "false_alarm"),
    *("coverage", "timing_score", "size_score", "size_cv", "persistence_score", "score"),
)
"""What one connection tells nothing of."""


def found(rows: list[dict[str, Any]], fewest: int = MIN_CHECK_INS) -> Results:
    """The results of some connections."""
    return analyse(frame_of(rows), files=1, fewest=fewest)


@pytest.mark.parametrize(
    ("seconds", "hours"),
    [(math.nan, 0), (0, 0), (3599.9, 0), (3600, 1), (4 * HOUR, 4), (8 * HOUR - 1, 4), (8.5 * HOUR, 8), (99 * HOUR, 12)],
)
def test_steps(seconds: float, hours: int) -> None:
    assert step(seconds) == hours


def test_one_connection_of_ten_hours_is_a_candidate_without_a_score() -> None:
    results = found(calls([0], duration=10 * HOUR) + calls([60.0 * i for i in range(100)], orig_h="10.0.0.2"))
    columns = results.columns
    assert columns["src"].tolist() == ["10.0.0.2", "10.0.0.1"]
    assert results.flags_of(1) == ["long", "few"]
    assert {name: columns[name][1] for name in UNKNOWN} == pytest.approx(dict.fromkeys(UNKNOWN, math.nan), nan_ok=True)
    assert (columns["connections"][1], columns["events"][1]) == (1, 1)
    assert columns["duration_max"][1] == columns["duration_total"][1] == 10 * HOUR
    assert (columns["orig_bytes_median"][1], columns["resp_bytes_median"][1]) == (500, 900)
    assert results.check_ins(1).tolist() == [0]
    counts = results.counts
    assert (counts.pairs, counts.judged, counts.too_few) == (2, 1, 1)


def test_five_connections_of_ten_minutes_are_none() -> None:
    results = found(calls([1000.0 * i for i in range(5)], duration=600))
    assert len(results) == 0
    assert (results.counts.judged, results.counts.too_few) == (0, 1)


@pytest.mark.parametrize(("duration", "there"), [(None, 0), (3599.0, 0), (3600.0, 1)])
def test_an_unknown_duration_is_not_long(duration: float | None, there: int) -> None:
    rows = calls([0], duration=duration) + calls([5000], duration=None)
    assert len(found(rows)) == there


def test_a_known_duration_counts_beside_unknown_ones() -> None:
    results = found(calls([0, 9000], duration=None) + calls([100], duration=5000))
    assert results.columns["duration_max"].tolist() == results.columns["duration_total"].tolist() == [5000]
    assert results.columns["connections"].tolist() == [3]


def test_a_burst_of_long_sessions_is_one_check_in() -> None:
    results = found(calls([0, 1, 2, 3, 100], duration=2 * HOUR))
    assert (results.columns["events"][0], results.columns["connections"][0]) == (2, 5)
    assert math.isnan(results.columns["score"][0])


def test_a_name_of_long_sessions_with_few_check_ins_has_no_row_of_its_own() -> None:
    rows = [row for i in range(3) for row in calls([i], resp_h=f"192.0.2.{i}", domain="a.example", duration=5000)]
    assert found(rows).columns["kind"].tolist() == ["pair"] * 3


def test_whoever_asks_for_more_check_ins_gets_few_where_there_is_no_score() -> None:
    results = found([*calls([100.0 * i for i in range(15)]), *calls([1600], duration=HOUR)], fewest=20)
    assert results.flags_of(0) == ["long", "few"]
    assert "only 16 check-ins: no rhythm can be told, so there is no score" in explain(results, 0, ())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 6000), st.floats(LONG_SECONDS, 1e6), st.none() | st.integers(0, 10**12))
def test_a_lone_long_session_changes_no_other_number(seed: int, when: float, lasted: float, sent: int | None) -> None:
    rng = np.random.default_rng(seed)
    rows = [
        row
        for i in range(6)
        for row in calls(
            np.concatenate(([0.0, 6000.0], rng.uniform(0, 6000, rng.integers(1, 40)))),
            orig_h=f"10.0.0.{i % 2}",
            resp_h=f"192.0.2.{i % 3}",
            domain=f"{i % 2}.example",
            duration=rng.choice([0.5, 60.0]),
        )
    ]
    lone = calls([when], orig_h="10.0.0.1", resp_h="192.0.2.99", duration=lasted, orig_bytes=sent)
    before, after = found(rows), found(rows + lone)
    assert len(after) == len(before) + 1
    others = after.columns["dst"] != "192.0.2.99"
    for name, values in before.columns.items():
        np.testing.assert_array_equal(after.columns[name][others], values, name)
    assert after.flags[others].tolist() == before.flags.tolist()
    assert not others[-1]
    changes = [getattr(after.counts, name) - getattr(before.counts, name) for name in ("pairs", "judged", "too_few")]
    assert changes == [1, 0, 1]


@pytest.mark.parametrize(
    ("sent", "received", "words"),
    [
        (SMALL_RATE, 1, "small enough for check-ins inside it"),
        (34, SMALL_RATE + 1, "more than check-ins, less than bulk"),
        (BULK_RATE - 1, None, "more than check-ins, less than bulk"),
        (1, BULK_RATE, "a bulk transfer"),
        (None, BULK_RATE, "a bulk transfer"),
        (500, None, "small as far as its bytes are known"),
        (None, 0, "small as far as its bytes are known"),
        (0, 500, "one way only"),
        (0, 0, "not a byte was counted"),
        (None, None, "its bytes are unknown"),
    ],
)
def test_bytes_an_hour_both_ways_tell_what_a_session_can_be(
    sent: float | None, received: float | None, words: str
) -> None:
    amounts = {"orig_bytes": sent and 2 * sent, "resp_bytes": received and 2 * received}
    first, *_ = describe_longest(frame_of(calls([0], duration=2 * HOUR, **amounts)))
    assert first == f"one session of 2h00m (over 1 h): {words}"


def test_what_it_carried_is_said_with_its_rate_where_it_is_known() -> None:
    hours = {"duration": 10 * HOUR, "orig_bytes": 34_000}
    assert describe_longest(frame_of(calls([0], **hours, resp_bytes=20_000)))[1:] == [
        "it carried 34.0 kB out, 20.0 kB in: 3.4 kB/h out, 2.0 kB/h in"
    ]
    assert describe_longest(frame_of(calls([0], **hours, resp_bytes=None)))[1:] == [
        "it carried 34.0 kB out: 3.4 kB/h out"
    ]
    assert len(describe_longest(frame_of(calls([0], duration=HOUR, orig_bytes=None, resp_bytes=None)))) == 1


def test_the_longest_of_several_is_told_and_whether_all_kept_one_rate() -> None:
    same = [
        row
        for hours in (9, 2, 4)
        for row in calls([0], duration=hours * HOUR, orig_bytes=1000 * hours, resp_bytes=100 * hours)
    ]
    short = calls([9], duration=60, orig_bytes=10**9)
    sentences = describe_longest(frame_of(same + short))
    assert sentences[0] == "longest connection 9h00m (over 8 h): small enough for check-ins inside it"
    assert sentences[2:] == ["its 3 long sessions carried as much an hour: steady traffic"]
    for other in ({"orig_bytes": 5000}, {"resp_bytes": None}):
        assert len(describe_longest(frame_of(same + calls([9], duration=HOUR, **other)))) == 2


def test_the_reasons_of_a_session_without_a_score_begin_with_it() -> None:
    assert explain(found(calls([0], duration=10 * HOUR)), 0, ()) == [
        "one session of 10h00m (over 8 h): small enough for check-ins inside it",
        "it carried 500 B out, 900 B in: 50 B/h out, 90 B/h in",
        "only 1 check-in: no rhythm can be told, so there is no score",
        "seen from 100% of all sources",
    ]


def test_one_known_size_among_many_connections_is_not_called_regular() -> None:
    rows = calls([60.0 * i for i in range(20)], orig_bytes=None, resp_bytes=None) + calls([1200])
    results = found(rows)
    assert math.isnan(results.columns["size_score"][0])
    assert "bytes 500 B out, 900 B in, known of one connection" in explain(results, 0, phases_of(results, 0))


def still(when: float, hours: float, **same: object) -> list[dict[str, Any]]:
    """One session that is still open."""
    return calls([when], conn_state=STILL_OPEN, duration=hours * HOUR, **same)


def test_a_session_still_open_is_a_candidate_and_its_start_is_not_the_windows() -> None:
    minutes = calls([60.0 * i for i in range(100)])
    results = found(minutes + still(-9e4, 75, orig_h="10.0.0.9", resp_p=22))
    assert (results.window.start, results.window.stop) == (0, 99 * 60)
    assert (results.counts.rows, results.counts.pairs, results.counts.too_few) == (100, 2, 1)
    assert results.columns["duration_max"].tolist() == [0.5, 75 * HOUR]
    assert results.flags_of(1) == ["long", "few"]
    reasons = explain(results, 1, phases_of(results, 1))
    assert reasons[:2] == [
        "one session of 3d03h (over 12 h): small enough for check-ins inside it",
        "it was still open when open_conn.log listed it last",
    ]
    assert len(results.connections(1)) == 1
    assert not len(results.check_ins(1))


def test_sessions_still_open_alone_are_candidates() -> None:
    results = found([row for hours in (2, 3, 5, 1, 2, 3, 4, 9) for row in still(hours, hours)])
    assert len(results) == 1
    assert math.isnan(results.columns["score"][0])
    assert results.columns["duration_max"].tolist() == [9 * HOUR]
    assert results.columns["events"].tolist() == [1]


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.floats(-1e5, 1e5), st.floats(0, 30)), max_size=12),
)
def test_sessions_still_open_change_nothing_but_durations(
    seed: int, opened: list[tuple[int, int, float, float]]
) -> None:
    rng = np.random.default_rng(seed)
    rows = [
        row
        for i in range(6)
        for row in calls(
            rng.uniform(0, 6000, rng.integers(3, 40)),
            orig_h=f"10.0.0.{i % 2}",
            resp_h=f"192.0.2.{i % 3}",
            domain=f"{i % 2}.example",
            conn_state=rng.choice(["SF", "S0"]),
        )
    ]
    names = {"domain": "0.example", "service": "ssh", "orig_bytes": 10**9}
    more = [
        row
        for s, d, when, hours in opened
        for row in still(when, hours, orig_h=f"10.0.0.{s}", resp_h=f"192.0.2.{d}", **names)
    ]
    before, after = found(rows), found(rows + more)
    assert before.window == after.window
    assert (before.counts.rows, before.counts.judged) == (after.counts.rows, after.counts.judged)
    for name, values in before.columns.items():
        if name.startswith("duration"):
            continue
        now = after.columns[name][: len(before)]
        if values.dtype == np.float64:  # arrays of another length are worked on in other steps: the last digit differs
            np.testing.assert_allclose(now, values, 1e-9, 1e-12, err_msg=name)
        else:
            np.testing.assert_array_equal(now, values, name)
    for row in range(len(before)):
        assert before.check_ins(row).tolist() == after.check_ins(row).tolist()
        assert before.flags_of(row) == [flag for flag in after.flags_of(row) if flag != "long"]
    assert np.isnan(after.columns["score"][len(before) :]).all()
    expected = {(f"10.0.0.{s}", f"192.0.2.{d}") for s, d, _, hours in opened if hours >= 1}
    long = after.flagged("long") & (after.columns["kind"] == "pair")
    assert set(zip(after.columns["src"][long], after.columns["dst"][long], strict=True)) == expected
