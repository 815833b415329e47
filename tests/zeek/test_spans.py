"""When a log was written, as its name and its first rows tell: a log is left out only where that is certain."""

from math import inf
from pathlib import Path

import pytest

from beacon_tui.zeek.find import find_logs
from beacon_tui.zeek.selection import Selection
from beacon_tui.zeek.spans import FIRST_ROWS, LONGEST, ZONES, Span, span_in_name, span_of
from tests.zeek.logs import CONN, array, ndjson, tsv, write

DAY = 1768435200.0
"""2026-01-15 00:00 UTC."""
HOUR = 3600.0


@pytest.mark.parametrize(
    ("path", "hours"),
    [
        ("logs/2026-01-15/conn.00:00:00-01:00:00.log.gz", (0, 1)),
        ("logs/2026-01-15/conn.23:00:00-00:00:00.log.gz", (23, 24)),
        ("logs/2026-01-15/conn.00:00:00-00:00:00.log", (0, 24)),
        ("logs/2026-01-15/sensor/conn.06_00_00-07_30_00.log", (6, 7.5)),
        ("logs/20260115/conn.06:00:00-07:00:00.log", (6, 7)),
        ("2024-01-01/conn_20260115_06:00:00-07:00:00+0000.log.gz", (6, 7)),
        ("conn.2026-01-15-06-00-00.log", (6, inf)),
        ("conn.2026-01-15_06.00.00.log", (6, inf)),
        ("conn__2026-01-15-06-00-00__2026-01-15-07-00-00__.log", (6, 7)),
        ("conn.log", (-inf, inf)),
        ("2026-01-15/conn.log", (-inf, inf)),
        ("conn.06:00:00-07:00:00.log", (-inf, inf)),
        ("2026-01-15/conn.25:00:00-26:00:00.log", (-inf, inf)),
        ("2026-02-31/conn.00:00:00-01:00:00.log", (-inf, inf)),
        ("12026-01-15/conn.00:00:00-01:00:00.log", (-inf, inf)),
    ],
)
def test_a_name_says_when_give_or_take_every_zone(path: str, hours: tuple[float, float]) -> None:
    start, stop = (DAY + hour * HOUR for hour in hours)
    assert span_in_name(Path(path)) == Span(start - ZONES, stop + ZONES)


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (-inf, inf, True),
        (DAY + HOUR, inf, True),
        (DAY + HOUR + ZONES, inf, True),
        (DAY + HOUR + ZONES + 1, inf, False),
        (-inf, DAY - ZONES - LONGEST, True),
        (-inf, DAY - ZONES - LONGEST - 1, False),
    ],
)
def test_sessions_of_a_day_are_still_looked_for(since: float, until: float, held: bool) -> None:
    span = span_in_name(Path("2026-01-15/conn.00:00:00-01:00:00.log"))
    assert span.may_hold(Selection(since, until)) == held


def spans(folder: Path) -> list[Span]:
    """The spans of the logs in a folder."""
    return [span_of(log) for log in find_logs([folder]).logs]


@pytest.mark.parametrize("form", [tsv, ndjson])
def test_the_first_rows_say_that_it_does_not_begin_earlier(tmp_path: Path, form: object) -> None:
    assert callable(form)
    rows = [CONN | {"ts": f"{DAY + second}"} for second in (50, 10, 90)]
    write(tmp_path / "conn.log", form(*rows))
    assert spans(tmp_path) == [Span(DAY + 10, inf)]


def test_objects_that_are_not_one_a_line_say_nothing(tmp_path: Path) -> None:
    write(tmp_path / "conn.json", array(CONN | {"ts": f"{DAY}"}))
    assert spans(tmp_path) == [Span()]


def test_a_stray_first_row_does_not_hide_the_others(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN | {"ts": f"{DAY + 1e9}"}, CONN | {"ts": f"{DAY}"}))
    assert spans(tmp_path) == [Span(DAY, inf)]


def test_a_name_that_the_rows_contradict_counts_for_nothing(tmp_path: Path) -> None:
    rows = [CONN | {"ts": f"{DAY + 5 * 24 * HOUR + number}"} for number in range(FIRST_ROWS)]
    write(tmp_path / "2026-01-15" / "conn.00:00:00-01:00:00.log.gz", tsv(*rows))
    assert spans(tmp_path) == [Span(DAY + 5 * 24 * HOUR, inf)]
