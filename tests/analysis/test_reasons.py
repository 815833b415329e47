"""The reasons say what the numbers say."""

import numpy as np
import pytest

from beacon_tui.analysis.phases import phases_of
from beacon_tui.analysis.pipeline import analyse
from beacon_tui.analysis.reasons import explain
from tests.analysis.frames import calls, frame_of

MINUTES = [60.0 * i for i in range(1440)]


def reasons(rows: list[dict[str, object]], row: int = 0) -> str:
    """The reasons of one candidate as one text."""
    results = analyse(frame_of(rows), files=1)
    return "\n".join(explain(results, row, phases_of(results, row)))


def test_a_clock_is_told_with_its_period_sizes_and_hours() -> None:
    text = reasons(calls(MINUTES))
    assert "1,440 check-ins every 1m00s, to the clock, none missed" in text
    assert "active 24 of 24 h" in text
    assert "bytes 500 B out, 900 B in, always the same" in text
    assert "seen from 100% of all sources" in text


def test_jitter_and_missed_check_ins_are_told() -> None:
    rng = np.random.default_rng(1)
    times = np.cumsum(60 * rng.uniform(0.8, 1.2, 1000))
    text = reasons(calls(times[rng.random(1000) > 0.2]))
    assert "check-ins about every" in text
    assert "±20%" in text
    assert "20% missed" in text or "19% missed" in text or "18% missed" in text


def test_bursts_are_told() -> None:
    rows = [row for time in MINUTES[:100] for row in calls([time, time + 0.1, time + 0.2])]
    assert "300 connections in 100 bursts" in reasons(rows)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"orig_bytes": 0, "resp_bytes": None}, "sizes unknown"),
        ({"conn_state": "S0"}, "no connection was answered"),
        ({"duration": 7200.0}, "longest connection 2h00m (over 1 h): small enough for check-ins inside it"),
    ],
)
def test_what_is_odd_is_told(changes: dict[str, object], words: str) -> None:
    assert words in reasons(calls(MINUTES, **changes))


def test_few_check_ins_are_called_weak_evidence() -> None:
    assert "only 7 check-ins: weak evidence" in reasons(calls(MINUTES[:7]))


def test_a_rotating_name_and_its_members_point_at_each_other() -> None:
    rows = [
        row for i, time in enumerate(MINUTES) for row in calls([time], resp_h=f"192.0.2.{i % 6}", domain="cdn.example")
    ]
    results = analyse(frame_of(rows), files=1)
    texts = ["\n".join(explain(results, row, phases_of(results, row))) for row in range(len(results))]
    assert any("cdn.example was reached over 6 addresses" in text for text in texts)
    assert sum("one of several addresses of cdn.example" in text for text in texts) == 6


def test_how_sure_it_is_is_told_in_words() -> None:
    assert "chance alone looks this regular less than once in a million such callers" in reasons(calls(MINUTES))
    results = analyse(frame_of(calls(MINUTES)), files=1)
    for false_alarm, words in (
        (1 / 2961, "chance alone looks this regular once in 3,000 such callers"),
        (0.04, "chance alone looks this regular once in 25 such callers"),
        (0.3, "chance alone often looks like this"),
    ):
        results.columns["false_alarm"][0] = false_alarm
        assert words in explain(results, 0, ())
    results.columns["false_alarm"][0] = np.nan
    assert not any("chance" in reason for reason in explain(results, 0, ()))


def test_what_chance_could_draw_has_no_period_in_its_reasons() -> None:
    text = reasons(calls(np.cumsum(np.random.default_rng(1).exponential(60, 500))))
    assert text.startswith("452 check-ins, no rhythm told from chance\n")
    assert "every" not in text


def test_a_changed_sleep_is_told_with_the_time_of_the_change() -> None:
    rng = np.random.default_rng(2)
    gaps = np.concatenate((10 * rng.uniform(0.9, 1.1, 360), 180 * rng.uniform(0.9, 1.1, 200)))
    lines = reasons(calls(np.cumsum(gaps))).split("\n")
    assert lines[0].startswith("561 check-ins about every 3m") or lines[0].startswith("201 check-ins about every 3m")
    assert lines[1] == "about every 10.0s until 00:59, then about every 3m00s"
    assert not any("bursts" in line for line in lines)


def test_an_operator_at_work_is_told() -> None:
    slow = np.arange(0, 72000, 300.0)
    fast = 30000 + np.cumsum(np.random.default_rng(3).uniform(0.8, 1.2, 900))
    times = np.sort(np.concatenate((slow[(slow < 30000) | (slow > fast[-1])], fast)))
    assert "and 14m59s about every 996ms, at 08:20" in reasons(calls(times))


def test_rounds_are_told_and_what_they_mean_where_nobody_answers() -> None:
    times = np.cumsum(np.tile([9.0, 14.0], 100) * np.random.default_rng(4).uniform(0.999, 1.001, 200))
    assert "gaps take turns: 9.0s, 14.0s; a round takes 23.0s\n" in reasons(calls(times))
    unanswered = reasons(calls(times, conn_state="S0"))
    assert "a round takes 23.0s, as retries of an unanswered call do" in unanswered


@pytest.mark.parametrize(
    ("sent", "received", "words"),
    [
        (0, 0, "sizes unknown: 0 bytes on every connection"),
        (None, None, "sizes unknown: not logged"),
        (0, None, "sizes unknown: 0 bytes or not logged"),
        (854, 3300, "bytes 854 B out, 3.3 kB in, always the same"),
    ],
)
def test_sizes_are_told_or_why_they_are_not(sent: int | None, received: int | None, words: str) -> None:
    assert words in reasons(calls(MINUTES, orig_bytes=sent, resp_bytes=received))


def test_what_is_over_soon_weighs_little_and_is_told_early() -> None:
    day = calls([0.0, 86400.0], orig_h="10.0.0.9")
    over = reasons([*day, *calls(np.arange(0, 2400, 20.0))]).split("\n")
    assert over[2] == "active 40m00s of 1d00h, then over: weighs little"
    late = reasons([*day, *calls(np.arange(84000, 86400, 20.0))])
    assert "active 40m00s of 1d00h, so far: weighs little" in late
    twice = np.concatenate((np.arange(0, 1200, 20.0), np.arange(40000, 41200, 20.0)))
    assert "active 40m30s of 13h13m, in all: weighs little" in reasons([*day, *calls(twice)])
    assert "weighs" not in reasons(calls(MINUTES))
