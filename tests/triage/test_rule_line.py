"""A rule as a line: what is written is read back, and mistakes are named by field."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.triage.rule_line import line_of, rule_of
from beacon_tui.triage.rules import Rule, RuleError, today

printable = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12).filter(
    str.isprintable
)
without_star = printable.filter(lambda text: "*" not in text)
rules = st.builds(
    Rule,
    src=st.none() | st.ip_addresses().map(str),
    dst=st.none() | st.sampled_from(["broadcast", "2001:db8::/32"]),
    name=st.none() | without_star,
    port=st.integers(0, 65535),
    service=st.none() | printable,
    account=st.none() | without_star,
    reason=st.just("") | printable,
    expires=st.sampled_from(["", "2026-12-31"]),
)


@given(rules)
def test_what_is_written_is_read_back(rule: Rule) -> None:
    assert rule_of(line_of(rule)) == rule


def test_a_line_reads_as_one_would_type_it() -> None:
    rule = Rule("10.0.0.0/8", "2001:db8::1", "*.x.example", 443, reason="the updater", expires="2026-12-31")
    line = "src:10.0.0.0/8 dst:2001:db8::1 name:*.x.example port:443 reason:'the updater' expires:2026-12-31"
    assert line_of(rule) == line
    assert rule_of(line) == rule
    assert rule_of('SRC=10.0.0.0/8  dst=2001:db8::1 name=*.x.example port=443 reason="the updater" expires=2026-12-31')
    assert rule_of("src=10.0.0.1") == Rule(src="10.0.0.1")


def test_what_no_line_says_stays_as_it_was() -> None:
    old = Rule(port=1, reason="old", author="kim", added="2026-01-15", enabled=False)
    assert rule_of("port:2", old) == replace(old, port=2, reason="")


def test_an_end_may_be_a_time_from_today() -> None:
    assert rule_of("port:1 expires:30d").expires == (today() + timedelta(days=30)).isoformat()
    assert rule_of("port:1 expires:36h").expires == (today() + timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("", "rule", "at least one of"),
        ("10.0.0.1", "rule", "'10.0.0.1' names no field"),
        ("srcc:10.0.0.1", "srcc", "did you mean src?"),
        ("zzz:1", "zzz", "there are src, dst"),
        ("author:me port:1", "author", "is no field"),
        ("src:10.0.0", "src", "neither an address"),
        ("port:x", "port", "no whole number"),
        ("port:99999999999999999999999", "port", "no whole number"),
        ("port:70000", "port", "not between"),
        ("port:", "port", "is empty"),
        ("port:1 port:2", "port", "given twice"),
        ("reason:'x", "rule", "quote that is not closed"),
        ("port:1 expires:soon", "expires", "no day such as"),
        ("port:1 expires:2026-13-01", "expires", "no day such as"),
        ("port:1 expires:99999999d", "expires", "no day such as"),
        ("port:1 reason:only because", "rule", "'because' names no field"),
    ],
)
def test_mistakes_are_named(line: str, field: str, words: str) -> None:
    with pytest.raises(RuleError) as caught:
        rule_of(line)
    assert caught.value.field == field
    assert words in caught.value.reason
