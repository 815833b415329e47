"""Rules: what is refused, with which field and why, and how a rule is named."""

import re
from typing import Any

import pytest

from beacon_tui.triage.rules import Rule, RuleError


@pytest.mark.parametrize(
    ("table", "field", "words"),
    [
        ({}, "rule", "at least one of"),
        ({"reason": "because"}, "rule", "at least one of"),
        ({"source": "10.0.0.1"}, "source", "not a field"),
        ({"ports": 80}, "ports", "did you mean port?"),
        ({"src": "10.0.0"}, "src", "neither an address nor a network"),
        ({"dst": "10.0.3.7/24"}, "dst", "did you mean 10.0.3.0/24?"),
        ({"dst": "updates.example"}, "dst", "neither an address nor a network"),
        ({"dst": "brodcast"}, "dst", "neither an address nor a network nor `broadcast`"),
        ({"dst": "Broadcast"}, "dst", "nor `broadcast`"),
        ({"src": "broadcast"}, "src", "neither an address nor a network"),
        ({"port": 1, "origin": "starter"}, "origin", "not a field"),
        ({"src": 10}, "src", "text in quotes"),
        ({"port": "80"}, "port", "whole number"),
        ({"port": True}, "port", "whole number"),
        ({"port": 65536}, "port", "not between 0 and 65535"),
        ({"port": -1}, "port", "not between 0 and 65535"),
        ({"name": "cdn.*.example"}, "name", "may only stand at the start"),
        ({"name": "*"}, "name", "may only stand at the start"),
        ({"name": "*example"}, "name", "may only stand at the start"),
        ({"name": "*.*.example"}, "name", "may only stand at the start"),
        ({"name": "*."}, "name", "empty"),
        ({"name": ""}, "name", "empty"),
        ({"name": "a\x1b[2J"}, "name", "cannot be shown"),
        ({"name": "a", "reason": "one\ntwo"}, "reason", "cannot be shown"),
        ({"name": "moc.\u202elive"}, "name", "cannot be shown"),
    ],
)
def test_what_is_refused_and_why(table: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(RuleError, match=re.escape(words)) as caught:
        Rule.from_table(table)
    assert caught.value.field == field
    assert caught.value.reason.isprintable()


def test_every_field_is_read() -> None:
    table = {
        "src": "10.0.0.0/8",
        "dst": "2001:db8::/32",
        "name": "*.Vendor.example",
        "port": 443,
        "proto": "tcp",
        "service": "ssl",
        "reason": "updates",
        "added": "2026-01-15T10:15:00+00:00",
    }
    rule = Rule.from_table(table)
    assert {name: getattr(rule, name) for name in table} == table


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Rule("10.0.0.7", "192.0.2.1", None, 443, "tcp"), "10.0.0.7 → 192.0.2.1 :443/tcp"),
        (Rule(src="10.0.0.7", name="*.x.example"), "10.0.0.7 → *.x.example"),
        (Rule(dst="224.0.0.0/4"), "any → 224.0.0.0/4"),
        (Rule(port=123, proto="udp", service="ntp"), "any → any :123/udp ntp"),
        (Rule(proto="icmp"), "any → any /icmp"),
        (Rule(dst="broadcast", proto="udp"), "any → broadcast /udp"),
        (Rule(port=123, reason="NTP", origin="starter"), "starter: NTP"),
        (Rule(dst="192.0.2.1", name="x.example"), "any → 192.0.2.1 x.example"),
    ],
)
def test_a_rule_has_a_name_of_one_line(rule: Rule, text: str) -> None:
    assert rule.text() == text


def test_rules_are_compared_by_what_they_cover() -> None:
    rule = Rule(src="10.0.0.7", port=80, reason="one")
    assert rule.covers_same(Rule(src="10.0.0.7", port=80, reason="two", added="2026-01-15"))
    assert not rule.covers_same(Rule(src="10.0.0.7", port=81, reason="one"))
