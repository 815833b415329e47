"""Header lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.zeek.header import Header


def told(*lines: bytes) -> Header:
    found = Header()
    for text in lines:
        found = found.told(text)
    return found


def test_every_line_is_understood() -> None:
    assert told(
        b"#separator \\x09",
        b"#set_separator\t;",
        b"#empty_field\t<none>",
        b"#unset_field\t?",
        b"#path\tconn",
        b"#open\t2024-01-01",
        b"#fields\tts\tuid",
        b"#types\ttime\tstring",
    ) == Header(("ts", "uid"), ("time", "string"), "conn", "\t", ";", "?", "<none>")


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        (b"#separator \\x09", "\t"),
        (b"#separator\t\\x09", "\t"),
        (b"#separator \\x2C", ","),
        (b"#separator ,", ","),
        (b"#separator |", "|"),
        (b"#separator", "\t"),
        (b"#separator ab", "\t"),
        (b"#separator \\x0a", "\t"),
        (b"#separator \\xff", "\t"),
        (b"#separator \xc3\xa9", "\t"),
    ],
)
def test_the_separator(text: bytes, separator: str) -> None:
    assert told(text).separator == separator


def test_fields_are_split_by_the_separator() -> None:
    assert told(b"#separator ,", b"#fields,ts,uid").fields == ("ts", "uid")


def test_new_fields_make_old_types_void() -> None:
    assert told(b"#fields\ta\tb", b"#types\tstring\tstring", b"#fields\tc").types == ()


def test_types_alone_do_not_change_how_rows_are_read() -> None:
    before = told(b"#path\tconn", b"#fields\tts\tuid")
    assert before.same_rows(before.told(b"#types\ttime\tstring"))
    for change in (b"#path\tdns", b"#fields\tuid\tts", b"#unset_field\t?", b"#empty_field\t?", b"#separator ,"):
        assert not before.same_rows(before.told(change))


@given(st.binary())
def test_any_line_is_taken(text: bytes) -> None:
    separator = told(b"#" + text).separator
    assert len(separator) == 1
    assert separator not in "\r\n\0#"
