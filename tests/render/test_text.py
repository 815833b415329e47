"""Log-borne strings: nothing reaches the terminal raw, and widths agree with what the screen counts."""

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from beacon_tui.render.text import address, cells, clean, fit, without_middle
from beacon_tui.units import UNKNOWN

hostile = st.text(st.characters(), max_size=40)
"""Any string Python can hold, lone surrogates included."""


@given(hostile)
@example("\x1b]52;c;cm0gLXJm\x07")
@example("\ud800\udfff")
def test_clean_text_is_printable_and_one_line(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.isprintable()
    assert len(cleaned.splitlines()) <= 1
    cleaned.encode("utf-8")


@given(hostile)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_ascii_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("a\x9bb", r"a\x9bb"),
        ("a\x7f", r"a\x7f"),
        ("one\ntwo\r\tthree", r"one\x0atwo\x0d\x09three"),
        ("\u2028\u2029\x85", r"\u2028\u2029\x85"),
        ("moc.\u202elive", r"moc.\u202elive"),
        ("\u2066x\u2069", r"\u2066x\u2069"),
        ("pay\u200bpal", r"pay\u200bpal"),
        ("\ufeffx\u00ad", r"\ufeffx\xad"),
        ("\U000e0041", r"\U000e0041"),
        ("x\ufe0f\u3164\u115f\u2800", r"x\ufe0f\u3164\u115f\u2800"),
        ("\udc9b", r"\udc9b"),
        ("[bold]x[/]", "[bold]x[/]"),
        ("münchen.例え", "münchen.例え"),
    ],
)
def test_what_becomes_visible_and_what_stays(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_unknown_is_empty() -> None:
    assert clean(None) == ""
    assert clean("") == ""


def test_marks_neither_reach_the_cell_before_nor_pile_up() -> None:
    assert clean("\u0301a") == r"\u0301a"
    assert clean("a\u0301\u0302") == "a\u0301\u0302"
    assert clean("a" + "\u0301" * 4) == "a\u0301\u0301" + r"\u0301\u0301"


def test_every_character_takes_the_cells_that_the_screen_counts() -> None:
    differing = [
        hex(code) for code in range(sys.maxunicode + 1) if cells(clean(chr(code))) != cell_len(clean(chr(code)))
    ]
    assert differing == []


@given(hostile)
def test_texts_take_the_cells_that_the_screen_counts(text: str) -> None:
    assert cells(clean(text)) == cell_len(clean(text))


@given(hostile, st.integers(0, 30), st.sampled_from(["left", "right"]))
def test_fit_gives_exactly_the_width(text: str, width: int, align: str) -> None:
    fitted = fit(clean(text), width, "right" if align == "right" else "left")
    assert cells(fitted) == width
    if cells(clean(text)) <= width:
        assert fitted.strip(" ") == clean(text).strip(" ")
    elif width:
        assert fitted.rstrip(" ").endswith("…") or fitted.lstrip(" ").endswith("…")


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abc", 5, "abc  "),
        ("abcdef", 4, "abc…"),
        ("例え例え", 4, "例… "),
        ("例え", 4, "例え"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("abc", 0, ""),
    ],
)
def test_fit_pads_and_cuts_on_the_right(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown


def test_fit_aligns_numbers_to_the_right() -> None:
    assert fit("97", 5, "right") == "   97"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("192.0.2.200", 15, "192.0.2.200"),
        ("2001:db8:1:2:3:4:5:6", 20, "2001:db8:1:2:3:4:5:6"),
        ("2001:db8:1:2:3:4:5:6", 16, "2001:…:2:3:4:5:6"),
        ("2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", 17, "2001:…:eeee:ffff"),
        ("2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", 6, "2001:…"),
        ("fe80::1", 15, "fe80::1"),
        (None, 15, UNKNOWN),
    ],
)
def test_addresses_keep_both_ends(text: str | None, width: int, shown: str) -> None:
    assert address(text, width) == shown


@given(hostile | st.ip_addresses(v=6).map(str), st.integers(1, 40))
def test_addresses_never_exceed_the_width(text: str, width: int) -> None:
    assert cells(address(text, width)) <= width


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        ("a1b2.telemetry.updates.example.com", 34, "a1b2.telemetry.updates.example.com"),
        ("a1b2.telemetry.updates.example.com", 28, "a1b2.tele…pdates.example.com"),
        ("a1b2.telemetry.updates.example.com", 5, "…example.com"),
        ("a.b.host.example.co.uk", 5, "…example.co.uk"),
        ("localhost", 3, "localhost"),
        ("", -3, ""),
    ],
)
def test_a_name_loses_its_middle_and_keeps_its_registered_domain(name: str, width: int, shown: str) -> None:
    assert without_middle(name, width) == shown


@given(hostile, st.integers(-5, 60))
def test_a_name_without_its_middle_is_no_longer_than_it_was(text: str, width: int) -> None:
    name = clean(text)
    assert cells(without_middle(name, width)) <= cells(name)
