"""Suricata rules: their syntax, what they match, their ids; no name breaks out of its quotes."""

import re

import pytest

from beacon_tui.triage.export import suricata_file
from beacon_tui.triage.export.case import Case
from tests.fakes import Fake
from tests.triage.export.cases import NAMES, case_of, named

RULE = re.compile(r"alert (tcp|udp|icmp|ip|tls|quic|http|dns) any any -> (\S+) (\d+|any) \((.*)\)")
OPTION = re.compile(r'([a-z_.]+)(?::("[^"\\;]*"|[^";\\()]*))?;(?: |$)')


def read(case: Case) -> list[tuple[str, str, str, dict[str, str]]]:
    """Read rules: protocol, destination, port and options; an option may stand once in a rule."""
    rules = []
    for line in suricata_file.export(case).splitlines():
        found = RULE.fullmatch(line)
        assert found, line
        options = OPTION.findall(found[4])
        assert "".join(f"{name}{':' * bool(value)}{value}; " for name, value in options).rstrip() == found[4]
        assert len(dict(options)) == len(options)
        rules.append((found[1], found[2], found[3], dict(options)))
    return rules


def matched(text: str) -> bytes:
    """The bytes that a content matches."""
    parts = text.strip('"').split("|")
    return b"".join(bytes.fromhex(part) if place % 2 else part.encode() for place, part in enumerate(parts))


def test_a_rule_as_a_whole() -> None:
    case = case_of(Fake("10.0.0.1", ("192.0.2.10",), 900, 0.01, 90, 0.88, port=8443))
    ((proto, dst, port, options),) = read(case)
    assert (proto, dst, port) == ("tcp", "192.0.2.10", "8443")
    assert options == {
        "msg": '"beacon_tui 192.0.2.10 beacon candidate: port 8443 every 15m00s jitter 1%, score 88, 90 connections '
        'from 2024-04-19"',
        "flow": "to_server",
        "threshold": "type limit, track by_src, seconds 3600, count 1",
        "classtype": "trojan-activity",
        "sid": options["sid"],
        "rev": "1",
    }


@pytest.mark.parametrize(
    ("service", "proto", "buffer"),
    [
        ("ssl", "tls", "tls.sni"),
        ("quic,ssl", "quic", "quic.sni"),
        ("http", "http", "http.host"),
        ("dns", "dns", "dns.query"),
        (None, "dns", "dns.query"),
        ('";) alert', "dns", "dns.query"),
    ],
)
def test_a_name_is_matched_where_its_service_carries_it(service: str | None, proto: str, buffer: str) -> None:
    fake = Fake("10.0.0.1", ("192.0.2.1", "192.0.2.2"), service=service, domain="c2.example")
    ((found, dst, port, options),) = read(case_of(fake))
    assert (found, dst, port) == (proto, "any", "any")
    assert options["content"] == '"c2.example"'
    assert {buffer, "startswith", "endswith"} <= set(options)
    assert ("nocase" in options) is (buffer != "http.host")


@pytest.mark.parametrize(("proto", "written"), [("udp", "udp"), ("icmp", "icmp"), (None, "ip"), ("t;p", "ip")])
def test_protocols_without_ports_have_none(proto: str | None, written: str) -> None:
    ((found, _, port, _),) = read(case_of(Fake("10.0.0.1", ("192.0.2.1",), proto=proto, port=3)))
    assert found == written
    assert port == ("3" if proto == "udp" else "any")


def test_several_addresses_are_one_rule() -> None:
    loose = Fake("10.0.3.9", ("2001:db8::1", "192.0.2.9"), columns={"kind": "group"})
    ((_, dst, _, _),) = read(case_of(loose))
    assert dst == "[192.0.2.9,2001:db8::1]"


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_stays_in_its_quotes_and_is_matched_byte_by_byte(name: str) -> None:
    _, (_, _, _, options) = read(named(name))
    assert matched(options["content"]) == name.lower().encode()


def test_ids_are_stable_in_their_range_and_each_its_own() -> None:
    many = [Fake(f"10.0.{n // 250}.{n % 250}", (f"192.0.{n // 250}.{n % 250}",), count=7) for n in range(900)]
    case = case_of(*many)
    sids = {rule[1]: int(rule[3]["sid"]) for rule in read(case)}
    turned = {rule[1]: int(rule[3]["sid"]) for rule in read(Case(case.view, list(case.rows)[::-1]))}
    assert len(set(sids.values())) == len(sids) == 900
    assert sids == turned
    assert all(1_500_000 <= sid < 2_000_000 for sid in sids.values())
