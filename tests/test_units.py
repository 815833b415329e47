"""Numbers as short text: rounding never shows an impossible value, and unknown is a dash."""

import math
import re
from collections.abc import Callable
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui import units
from beacon_tui.units import UNKNOWN


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0ms"),
        (0.25, "250ms"),
        (0.9996, "1.0s"),
        (27.14, "27.1s"),
        (59.94, "59.9s"),
        (59.96, "1m00s"),
        (272, "4m32s"),
        (3599.4, "59m59s"),
        (3599.6, "1h00m"),
        (6 * 3600, "6h00m"),
        (86399, "1d00h"),
        (3 * 86400 + 4 * 3600, "3d04h"),
        (-5, "-5.0s"),
    ],
)
def test_durations(seconds: float, shown: str) -> None:
    assert units.duration(seconds) == shown


@given(st.floats(0, 1e9))
def test_no_duration_shows_sixty_seconds_or_minutes(seconds: float) -> None:
    shown = units.duration(seconds)
    assert not re.search(r"(?<!\d)(60\.?\d?s|m60s|h60m|d24h|1000ms)", shown)
    assert len(shown) <= 9


def _seconds_of(text: str) -> float:
    """Read a duration back, for comparison."""
    scale = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
    return sum(float(number) * scale[unit] for number, unit in re.findall(r"([\d.]+)(ms|[smhd])", text))


@given(st.floats(0.01, 1e9))
def test_durations_read_back_within_five_percent(seconds: float) -> None:
    assert _seconds_of(units.duration(seconds)) == pytest.approx(seconds, rel=0.05)


@given(st.integers(0, 10**10))
def test_round_times_read_back_exactly(milliseconds: int) -> None:
    assert _seconds_of(units.round_time(milliseconds / 1000)) == pytest.approx(milliseconds / 1000)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0s"), (0.2, "200ms"), (30, "30s"), (60, "1m"), (90, "1m30s"), (3600, "1h"), (172800, "2d")],
)
def test_round_times(seconds: float, shown: str) -> None:
    assert units.round_time(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0ms"),
        (76.6, "1m17s"),
        (3599, "59m59s"),
        (3600, "1 h"),
        (26_856, "7.46 h"),
        (86_400, "24 h"),
        (4e6, "1,111 h"),
    ],
)
def test_a_window_is_told_in_hours_or_less(seconds: float, shown: str) -> None:
    assert units.hours(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (1, "1 s"),
        (60, "60 s"),
        (90.5, "90.5 s"),
        (120, "2 min"),
        (1000, "16.67 min"),
        (9000, "2.5 h"),
        (3.6e6, "1000 h"),
    ],
)
def test_times_as_people_name_them(seconds: float, shown: str) -> None:
    assert units.spelled_time(seconds) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "0 B"),
        (74, "74 B"),
        (999.6, "1.0 kB"),
        (1234, "1.2 kB"),
        (999_960, "1.0 MB"),
        (3.4e9, "3.4 GB"),
        (5e15, "5,000.0 TB"),
    ],
)
def test_sizes(amount: float, shown: str) -> None:
    assert units.size(amount) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "0"), (9_999, "9,999"), (12_345, "12.3k"), (99_960, "100k"), (999_600, "1.0M"), (1_234_567, "1.2M")],
)
def test_compact_counts(amount: int, shown: str) -> None:
    assert units.compact(amount) == shown


@given(st.integers(0, 10**15 - 10**12))
def test_compact_counts_fit_five_characters(amount: int) -> None:
    assert len(units.compact(amount)) <= 5


def test_counts_ports_and_decimals() -> None:
    assert units.count(105918) == "105,918"
    assert units.port(443) == "443"
    assert units.port(0) == "0"
    assert units.port(-1) == units.port(None) == UNKNOWN
    assert units.decimal(0.158) == "0.16"
    assert units.decimal(0.158, 1) == "0.2"


@pytest.mark.parametrize(("fraction", "shown"), [(0, "0%"), (0.26, "26%"), (0.001, "<1%"), (1, "100%")])
def test_percent(fraction: float, shown: str) -> None:
    assert units.percent(fraction) == shown


def test_moments_are_utc() -> None:
    assert units.moment(1713484800) == "2024-04-19 00:00"
    assert units.moment(1713484800, "%d %H:%M:%S") == "19 00:00:00"
    assert units.iso(1713484800.5) == "2024-04-19T00:00:00.500000Z"
    assert units.iso(np.float64(0)) == "1970-01-01T00:00:00.000000Z"


@given(st.integers(0, 4_000_000_000_000_000))
def test_iso_keeps_the_microsecond(microseconds: int) -> None:
    read = datetime.fromisoformat(units.iso(microseconds / 1e6))
    assert abs(read.timestamp() * 1e6 - microseconds) <= 1


@pytest.mark.parametrize(
    "write",
    [
        units.duration,
        units.size,
        units.count,
        units.decimal,
        units.percent,
        units.moment,
        units.iso,
    ],
)
@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_unknown_is_a_dash(write: Callable[[float | None], str], value: float | None) -> None:
    assert write(value) == UNKNOWN


def test_times_out_of_the_calendar_are_unknown() -> None:
    assert units.iso(1e18) == units.moment(-1e18) == UNKNOWN


@pytest.mark.parametrize(("amount", "whole"), [(1, 1), (25.4, 25), (99.6, 100), (2961, 3000), (123456.7, 120000)])
def test_amounts_are_rounded_to_two_digits(amount: float, whole: int) -> None:
    assert units.rounded(amount) == whole


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("0.5", 0.5),
        ("90s", 90),
        ("10m", 600),
        ("1h", 3600),
        ("24h", 86400),
        ("1.5d", 129600),
        ("1h30m", 5400),
        ("2d3h4m5.5s", 2 * 86400 + 3 * 3600 + 4 * 60 + 5.5),
        ("10m5", 605),
        (" 1H ", 3600),
    ],
)
def test_lengths_of_time_are_read(text: str, seconds: float) -> None:
    assert units.parse_seconds(text) == seconds


@pytest.mark.parametrize(
    "text", ["", " ", "h", "-5", "1e3", "nan", "inf", "1 h", "1m1h", "9" * 400, "1y", "1,5h", ".5", "٣", "1h1h", "\x1b"]
)
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no length of time such as"):
        units.parse_seconds(text)


@pytest.mark.parametrize(("text", "seconds"), [("250ms", 0.25), ("1.5s", 1.5), ("1s500ms", 1.5), ("2m", 120)])
def test_milliseconds_are_no_minutes(text: str, seconds: float) -> None:
    assert units.parse_seconds(text) == seconds


@pytest.mark.parametrize(
    ("text", "amount"),
    [("74", 74), (".5", 0.5), ("2k", 2000), ("1.2 kB", 1200), ("3GB", 3e9), ("1e-6", 1e-6), ("5 b", 5), ("2.M", 2e6)],
)
def test_numbers_are_read(text: str, amount: float) -> None:
    assert units.parse_amount(text) == pytest.approx(amount)


@pytest.mark.parametrize(
    "text", ["", "k", "-1", "nan", "inf", "1_0", "1,5", "1e999", "٣", "2kk", "1..2", "0x1", "\x1b"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no number such as"):
        units.parse_amount(text)


@given(st.integers(0, 10**8))
def test_a_length_of_time_is_read_back_as_it_is_written(seconds: int) -> None:
    assert units.parse_seconds(units.round_time(seconds)) == seconds


@pytest.mark.parametrize(("amount", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1234, "1,234 rows")])
def test_one_is_no_plural(amount: int, words: str) -> None:
    assert units.many(amount, "row") == words
