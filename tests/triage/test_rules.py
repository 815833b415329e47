"""Rules: what is refused, with which field and why, and how a rule is named."""

import re
from datetime import date, datetime
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
        ({"port": 1, "author": "\x1b"}, "author", "cannot be shown"),
        ({"port": 1, "expires": "soon"}, "expires", "no day such as 2026-12-31"),
        ({"port": 1, "expires": "2026-02-30"}, "expires", "no day such as 2026-12-31"),
        ({"port": 1, "expires": "20261231"}, "expires", "no day such as 2026-12-31"),
        ({"port": 1, "expires": datetime(2026, 1, 15, 10, 15)}, "expires", "no day such as 2026-12-31"),
        ({"port": 1, "expires": 2026}, "expires", "text in quotes"),
        ({"port": 1, "enabled": "no"}, "enabled", "true or false"),
        ({"port": 1, "enabled": 0}, "enabled", "true or false"),
        ({"enabled": False, "expires": "2026-12-31"}, "rule", "at least one of"),
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
        "account": "svc-update",
        "reason": "updates",
        "author": "kim",
        "added": "2026-01-15T10:15:00+00:00",
        "expires": "2026-12-31",
        "enabled": False,
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
        (Rule(account="svc-update"), "account svc-update → any"),
    ],
)
def test_a_rule_has_a_name_of_one_line(rule: Rule, text: str) -> None:
    assert rule.text() == text


def test_rules_are_compared_by_what_they_cover() -> None:
    rule = Rule(src="10.0.0.7", name="X.example", port=80, reason="one")
    assert rule.covers == Rule(src="10.0.0.7/32", name="x.EXAMPLE", port=80, reason="two", expires="2026-01-15").covers
    assert rule.covers != Rule(src="10.0.0.7", name="x.example", port=81, reason="one").covers
    assert Rule(src="10.0.0.7").covers != Rule(dst="10.0.0.7").covers
    assert Rule(proto="a").covers != Rule(service="a").covers


@pytest.mark.parametrize(
    ("rule", "day", "state"),
    [
        (Rule(port=1), "2026-01-15", "in force"),
        (Rule(port=1, enabled=False), "2026-01-15", "off"),
        (Rule(port=1, expires="2026-01-15"), "2026-01-15", "in force"),
        (Rule(port=1, expires="2026-01-15"), "2026-01-16", "expired"),
        (Rule(port=1, expires="2026-01-15", enabled=False), "2026-01-16", "off"),
    ],
)
def test_a_rule_is_in_force_up_to_its_last_day_unless_it_is_off(rule: Rule, day: str, state: str) -> None:
    assert rule.state(date.fromisoformat(day)) == state


def test_days_may_be_written_as_days_of_toml() -> None:
    rule = Rule.from_table({"port": 1, "added": datetime(2026, 1, 15, 10, 15), "expires": date(2026, 12, 31)})
    assert (rule.added, rule.expires) == ("2026-01-15T10:15:00", "2026-12-31")
