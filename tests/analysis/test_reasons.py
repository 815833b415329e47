"""The reasons say what the numbers say."""

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
    import numpy as np

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
