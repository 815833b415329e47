"""What a user may ask for: times, addresses, and how the selection says itself."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.errors import SelectionError
from beacon_tui.zeek.selection import EVERYTHING, Selection, moment_of, network, when

NOON = 1768478400.0
"""2026-01-15 12:00 UTC."""


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-01-15", NOON - 43200),
        ("2026-01-15T12:00", NOON),
        ("2026-01-15 12:00", NOON),
        ("2026-01-15T12:00:30.5Z", NOON + 30.5),
        ("2026-01-15T12:00+02:00", NOON - 7200),
        (" 1768478400 ", NOON),
        ("1768478400.25", NOON + 0.25),
        ("1768478400000", NOON),
        ("20260115", NOON - 43200),
    ],
)
def test_a_moment_is_utc_unless_it_says_otherwise(text: str, seconds: float) -> None:
    assert when(text) == seconds


@pytest.mark.parametrize(
    ("text", "hours"),
    [("24h", 24), ("90m", 1.5), ("7d", 168), ("1d12h", 36), ("1.5H", 1.5), ("30s", 1 / 120), ("2w", 336)],
)
def test_a_span_is_taken_back_from_the_newest(text: str, hours: float) -> None:
    assert when(text) == timedelta(hours=hours)
    assert Selection(since=when(text)).before(NOON).since == NOON - 3600 * hours


@pytest.mark.parametrize(
    "text", ["", "foo", "2026", "2026-13-01", "24", "24 h", "h", "-5h", "1e400", "nan", "٢٤h", "yesterday", "5y"]
)
def test_what_is_no_time_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(SelectionError, match="is no time: give 2026-01-15") as error:
        when(text)
    assert len(str(error.value).splitlines()) == 1


def test_python_values_are_times_too() -> None:
    assert when(datetime(2026, 1, 15, 12)) == when(datetime(2026, 1, 15, 12, tzinfo=UTC)) == NOON
    assert when(datetime(2026, 1, 15, 14, tzinfo=timezone(timedelta(hours=2)))) == NOON
    assert when(timedelta(hours=2)) == timedelta(hours=2)
    assert when(1768478400) == NOON
    with pytest.raises(SelectionError):
        when(float("nan"))


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    with suppress(SelectionError):
        assert isinstance(when(text), float | timedelta)


def test_an_address_is_a_network_of_one_and_host_bits_do_no_harm() -> None:
    assert network("10.1.2.3") == ip_network("10.1.2.3/32")
    assert network("10.1.2.3/8") == ip_network("10.0.0.0/8")
    assert network("2001:db8::/32") == ip_network("2001:db8::/32")
    for text in ("10.1", "example.com", "10.0.0.0/33", ""):
        with pytest.raises(SelectionError, match="is no address or network"):
            network(text)


@pytest.mark.parametrize(
    ("since", "until"), [("2026-01-16", "2026-01-15"), ("2026-01-15", "2026-01-15"), ("1h", "24h")]
)
def test_a_span_without_a_moment_in_it_is_refused(since: str, until: str) -> None:
    with pytest.raises(SelectionError, match="since must be before until"):
        Selection(when(since), when(until))


def test_a_relative_time_may_turn_out_to_be_senseless() -> None:
    mixed = Selection(when("1h"), when("2026-01-15"))
    with pytest.raises(SelectionError):
        mixed.before(NOON)


def test_it_says_what_is_selected() -> None:
    assert not EVERYTHING
    assert EVERYTHING.words() == ""
    nets = tuple(network(f"10.0.{number}.0/24") for number in range(5))
    chosen = Selection(NOON, NOON + 30, nets, (network("2001:db8::1"),), ("a",))
    assert chosen.words() == (
        "since 2026-01-15 12:00 UTC, until 2026-01-15 12:00:30 UTC, "
        "src 10.0.0.0/24 or 10.0.1.0/24 or 10.0.2.0/24 or 2 more, dst 2001:db8::1, sensor a"
    )
    assert Selection(timedelta(0)).words() == "since 0 s before the newest"
    assert Selection(0.0)
    assert Selection(0.0).words() == "since 1970-01-01 00:00 UTC"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19:05", "2026-01-15T19:05:00"),
        (" 7:05:30 ", "2026-01-15T07:05:30"),
        ("2026-01-16 19:05", "2026-01-16T19:05:00"),
        ("2026-01-16T20:05+01:00", "2026-01-16T19:05:00"),
        ("2h", "2026-01-16T10:00:00"),
        ("2026-01-14", "2026-01-14T00:00:00"),
    ],
)
def test_a_moment_is_a_time_of_the_day_or_any_time(text: str, expected: str) -> None:
    near, newest, wanted = (
        datetime.fromisoformat(f"{moment}+00:00").timestamp()
        for moment in ("2026-01-15T13:14:15", "2026-01-16T12:00:00", expected)
    )
    assert moment_of(text, near, newest) == wanted


@pytest.mark.parametrize("text", ["", "25:00", "19:60", "19", "noon", "١٩:٠٥"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(SelectionError, match="is no time"):
        moment_of(text, 0.0, 0.0)
