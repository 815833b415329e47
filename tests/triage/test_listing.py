"""Lists of names and addresses: every line is taken, counted or named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.triage.listing import read_listing


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("x.example", "name", "x.example"),
        ("  X.Example.  # ours", "name", "x.example"),
        ("*.x.example", "name", "*.x.example"),
        ("_srv.x-y.example", "name", "_srv.x-y.example"),
        ("bücher.example", "name", "bücher.example"),
        ("localhost", "name", "localhost"),
        ("192.0.2.1", "dst", "192.0.2.1"),
        ("192.0.2.0/24", "dst", "192.0.2.0/24"),
        ("2001:db8::/32", "dst", "2001:db8::/32"),
        ("\ufeffx.example", "name", "x.example"),
    ],
)
def test_a_line_is_a_name_an_address_or_a_network(line: str, field: str, value: str) -> None:
    listing = read_listing([line], reason="why", expires="2030-01-01")
    (rule,) = listing.rules
    assert (getattr(rule, field), rule.reason, rule.expires) == (value, "why", "2030-01-01")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("10.0.0.300", "'10.0.0.300' is no name, no address and no network"),
        ("1.2.3", "'1.2.3' is no name"),
        ("x.example y.example", "is no name"),
        ("http://x.example/", "is no name"),
        ("*", "is no name"),
        ("a.*.example", "is no name"),
        ("192.0.2.1/24", "did you mean 192.0.2.0/24?"),
        ("x\x1b[2J.example", "'x\\x1b[2J.example' is no name"),
    ],
)
def test_what_is_neither_is_named_by_its_line(line: str, words: str) -> None:
    listing = read_listing(["# head", line])
    assert listing.rules == ()
    assert len(listing.mistakes) == 1
    assert listing.mistakes[0].startswith("line 2: ")
    assert words in listing.mistakes[0]
    assert listing.mistakes[0].isprintable()


@given(
    st.lists(st.sampled_from(["", "# c", "a.example", "A.example.", "192.0.2.1", "192.0.2.1/32", "bad line", "::1"]))
)
def test_no_line_is_lost(lines: list[str]) -> None:
    listing = read_listing(lines)
    said = [line for line in lines if line and not line.startswith("#")]
    assert len(listing.rules) + listing.repeated + len(listing.mistakes) == len(said)
    assert len({rule.covers for rule in listing.rules}) == len(listing.rules)
