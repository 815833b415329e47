"""The starter list: each rule hides what it is there for, and nothing that only looks like it."""

import numpy as np
import pytest

from beacon_tui.triage.matching import NO_RULE
from beacon_tui.triage.rules import MATCHING, Rule
from beacon_tui.triage.starter import in_force, starter_rules
from beacon_tui.triage.view import View
from tests.fakes import Fake, fake_results

Row = tuple[str, int, str, str | None]
"""A candidate: destination, port, protocol, service."""

HIDDEN: list[tuple[str, int, str, str | None, str]] = [
    ("198.51.100.123", 123, "udp", "ntp", "NTP"),
    ("2001:db8::123", 123, "udp", "ntp", "NTP"),
    ("255.255.255.255", 67, "udp", "dhcp", "DHCP"),
    ("255.255.255.255", 67, "udp", None, "DHCP"),
    ("255.255.255.255", 68, "udp", "dhcp", "DHCP"),
    ("10.1.2.3", 67, "udp", "dhcp", "DHCP"),
    ("10.1.2.3", 68, "udp", "dhcp", "DHCP"),
    ("172.31.255.1", 67, "udp", "dhcp", "DHCP"),
    ("172.16.0.1", 68, "udp", "dhcp", "DHCP"),
    ("192.168.1.1", 67, "udp", "dhcp", "DHCP"),
    ("192.168.1.1", 68, "udp", "dhcp", "DHCP"),
    ("ff02::1:2", 547, "udp", None, "DHCPv6"),
    ("fe80::1", 546, "udp", None, "DHCPv6"),
    ("fe80::1", 547, "udp", None, "DHCPv6"),
    ("224.0.0.251", 5353, "udp", "dns", "mDNS"),
    ("ff02::fb", 5353, "udp", "dns", "mDNS"),
    ("239.255.255.250", 1900, "udp", None, "SSDP"),
    ("ff02::c", 1900, "udp", None, "SSDP"),
    ("224.0.0.252", 5355, "udp", "dns", "LLMNR"),
    ("ff02::1:3", 5355, "udp", "dns", "LLMNR"),
    ("224.0.0.0", 0, "unknown_transport", None, "multicast"),
    ("239.255.255.255", 3702, "udp", None, "multicast"),
    ("239.255.255.250", 3702, "udp", None, "multicast"),
    ("ff02::16", 0, "icmp", None, "multicast"),
    ("ff05::c", 1900, "udp", None, "multicast"),
    ("255.255.255.255", 1900, "udp", None, "broadcast"),
    ("192.168.2.255", 138, "udp", None, "broadcast"),
    ("10.255.255.255", 137, "udp", "dns", "broadcast"),
    ("172.31.0.255", 20002, "udp", None, "broadcast"),
    ("169.254.255.255", 137, "udp", "dns", "broadcast"),
]

"""Candidates and the reason for which each is hidden."""

SHOWN: list[Row] = [
    ("198.51.100.123", 123, "tcp", "ntp"),
    ("198.51.100.123", 123, "udp", None),
    ("198.51.100.123", 123, "udp", "dns"),
    ("198.51.100.123", 124, "udp", "ntp"),
    ("8.8.8.8", 67, "udp", "dhcp"),
    ("172.32.0.1", 67, "udp", "dhcp"),
    ("192.168.1.1", 67, "udp", None),
    ("192.168.1.1", 67, "tcp", "dhcp"),
    ("192.168.1.1", 69, "udp", "dhcp"),
    ("2001:db8::1", 547, "udp", None),
    ("fe80::1", 547, "tcp", None),
    ("fec0::1", 546, "udp", None),
    ("192.168.1.9", 5353, "udp", "dns"),
    ("203.0.113.9", 5353, "udp", "dns"),
    ("203.0.113.9", 1900, "udp", None),
    ("192.168.1.9", 5355, "udp", "dns"),
    ("fe80::1", 5353, "udp", "dns"),
    ("223.255.255.254", 5353, "udp", "dns"),
    ("240.0.0.1", 5353, "udp", "dns"),
    ("feff::1", 0, "icmp", None),
    ("203.0.113.255", 137, "udp", "dns"),
    ("8.8.8.255", 443, "udp", None),
    ("172.15.0.255", 138, "udp", None),
    ("192.169.2.255", 138, "udp", None),
    ("169.253.2.255", 138, "udp", None),
    ("192.168.2.254", 138, "udp", None),
    ("192.168.255.2", 138, "udp", None),
    ("192.168.2.255", 443, "tcp", "ssl"),
    ("255.255.255.254", 138, "udp", None),
    ("2001:db8::ff", 138, "udp", None),
]
"""Candidates that are no chatter, or could be something else."""


def view_of(rows: list[Row]) -> View:
    """Make a view, under the starter list, of candidates that keep the order of their rows."""
    made = [
        Fake("10.9.9.9", (dst,), count=2, port=port, proto=proto, service=service, score=1 - place / 1000)
        for place, (dst, port, proto, service) in enumerate(rows)
    ]
    return View.of(fake_results(made), starter_rules())


def test_each_hides_what_it_is_for_under_its_name() -> None:
    view = view_of([row[:4] for row in HIDDEN])
    found = [rule.text() if (rule := view.rule_of(row)) else "" for row in range(len(HIDDEN))]
    assert found == [f"starter: {reason}" for *_, reason in HIDDEN]
    assert view.by_starter == view.allowlisted == len(HIDDEN)


def test_no_rule_is_without_a_use() -> None:
    assert set(view_of([row[:4] for row in HIDDEN]).hidden_by.tolist()) == set(range(len(starter_rules())))


@pytest.mark.parametrize("row", SHOWN, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}-{row[3]}")
def test_a_near_neighbour_stays_in_sight(row: Row) -> None:
    assert view_of([row]).hidden_by.tolist() == [NO_RULE]


def test_a_name_over_several_addresses_stays_in_sight() -> None:
    several = Fake("10.9.9.9", ("224.0.0.251", "224.0.0.252"), port=5353, proto="udp", domain="x.example")
    assert View.of(fake_results([several]), starter_rules()).allowlisted == 0


def test_every_rule_says_why_and_none_covers_the_same_as_another() -> None:
    rules = starter_rules()
    assert all(rule.reason and rule.origin == "starter" for rule in rules)
    assert len({tuple(getattr(rule, field) for field in MATCHING) for rule in rules}) == len(rules)


def test_the_users_rules_come_first() -> None:
    own = (Rule(port=5353),)
    view = View.of(fake_results([Fake("10.9.9.9", ("224.0.0.251",), port=5353, proto="udp")]), in_force(own, True))
    assert view.rule_of(0) is own[0]
    assert (view.allowlisted, view.by_starter) == (1, 0)
    assert in_force(own, False) == own


def test_both_lists_are_counted_apart() -> None:
    rows: list[Row] = [
        ("224.0.0.251", 5353, "udp", "dns"),
        ("192.0.2.1", 443, "tcp", "ssl"),
        ("192.0.2.1", 444, "tcp", "ssl"),
    ]
    view = view_of(rows).with_rules(in_force((Rule(port=443),), True))
    assert (view.allowlisted, view.by_starter) == (2, 1)
    assert np.flatnonzero(view.hidden_by == NO_RULE).tolist() == [2]
