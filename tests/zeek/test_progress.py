"""Reports and the way to stop."""

import pytest

from beacon_tui.errors import Cancelled
from beacon_tui.zeek import progress
from beacon_tui.zeek.progress import Monitor, Progress


def test_entering_reports_at_once_and_advancing_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 1.0, 1.01, 1.02, 2.0, 2.0])
    monkeypatch.setattr(progress, "monotonic", lambda: next(times))
    reports: list[Progress] = []
    monitor = Monitor(reports.append)
    monitor.expect(2, 100)
    monitor.enter("reading", "conn.log")
    monitor.advance(10, 1)
    monitor.advance(10, 2)
    monitor.advance(10, 3)
    assert [(report.bytes_done, report.rows) for report in reports] == [(0, 0), (30, 6)]
    assert reports[-1] == Progress("reading", "conn.log", 1, 2, 30, 100, 6, 2.0)


def test_a_stage_without_a_file_is_no_new_file() -> None:
    reports: list[Progress] = []
    monitor = Monitor(reports.append)
    monitor.enter("reading", "a")
    monitor.enter("reading", "b")
    monitor.enter("scoring")
    assert [(report.stage, report.file, report.file_number) for report in reports] == [
        ("reading", "a", 1),
        ("reading", "b", 2),
        ("scoring", "", 2),
    ]


def test_stopping() -> None:
    stop = False
    monitor = Monitor(cancelled=lambda: stop)
    monitor.advance(1)
    stop = True
    with pytest.raises(Cancelled):
        monitor.advance(1)
