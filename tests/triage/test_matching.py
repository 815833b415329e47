"""Matching: the fast one agrees with the obvious one, and never hides more than the rule says."""

from ipaddress import ip_address, ip_network
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.triage.matching import NO_RULE, first_match, matches
from beacon_tui.triage.ranks import TableRanks
from beacon_tui.triage.rules import Rule
from tests.fakes import fake_results

ADDRESSES = ["10.0.0.1", "10.0.0.2", "10.0.1.1", "192.0.2.9", "2001:db8::1", "2001:db8:1::1", "no address"]
EVERYONE = ["255.255.255.255", "10.0.0.255", "172.31.9.255", "192.168.2.255", "169.254.255.255"]
NOT_EVERYONE = [
    "255.255.255.254",
    "11.0.0.255",
    "172.32.9.255",
    "192.0.2.255",
    "10.0.255.0",
    "2001:db8::ff",
    "broadcast",
]
NETWORKS = [
    *ADDRESSES[:-1],
    *EVERYONE[:2],
    "10.0.0.0/24",
    "10.0.0.0/8",
    "0.0.0.0/0",
    "2001:db8::/48",
    "::/0",
    "192.0.2.9/32",
]
DOMAINS = [
    "x.example",
    "a.x.example",
    "b.a.x.example",
    "ax.example",
    "/x.example",
    "-x.example",
    ".x.example",
    "X.Example",
]
NAMES = [*DOMAINS, "*.x.example", "*.example", "*.a.x.example", "*.X.example"]

rules = st.fixed_dictionaries(
    {
        "src": st.none() | st.sampled_from(NETWORKS),
        "dst": st.none() | st.sampled_from([*NETWORKS, "broadcast"]),
        "name": st.none() | st.sampled_from(NAMES),
        "port": st.none() | st.sampled_from([53, 443]),
        "proto": st.none() | st.sampled_from(["tcp", "udp"]),
        "service": st.none() | st.sampled_from(["ssl", "dns"]),
    }
).filter(lambda table: any(value is not None for value in table.values()))

rows = st.fixed_dictionaries(
    {
        "src": st.sampled_from(ADDRESSES),
        "dst": st.none() | st.sampled_from([*ADDRESSES, *EVERYONE, *NOT_EVERYONE]),
        "domain": st.none() | st.sampled_from(DOMAINS),
        "port": st.sampled_from([-1, 53, 443]),
        "proto": st.none() | st.sampled_from(["tcp", "udp"]),
        "service": st.none() | st.sampled_from(["ssl", "SSL", "dns"]),
    }
)


def table_of(rows: list[dict[str, Any]]) -> TableRanks:
    """Make a candidate table of rows."""
    columns: dict[str, Any] = {}
    for name in ("src", "dst", "domain", "port", "proto", "service"):
        columns[name] = np.empty(len(rows), np.int64 if name == "port" else object)
        columns[name][:] = [row[name] for row in rows]
    return TableRanks(columns)


def naive_inside(text: str | None, network: str) -> bool:
    """Say whether an address is inside a network or, for `broadcast`, means everyone, the plain way."""
    if network == "broadcast":
        return text in EVERYONE
    try:
        return text is not None and ip_address(text) in ip_network(network)
    except ValueError:
        return False


def naive_name(domain: str | None, name: str) -> bool:
    """Say whether a name is covered, label by label."""
    if domain is None:
        return False
    have, want = domain.lower().split("."), name.lower().split(".")
    if want[0] != "*":
        return have == want
    return have[-len(want) + 1 :] == want[1:]


def naive_match(rule: Rule, row: dict[str, Any]) -> bool:
    """Say whether a rule covers a row, field by field."""
    return (
        (rule.src is None or naive_inside(row["src"], rule.src))
        and (rule.dst is None or naive_inside(row["dst"], rule.dst))
        and (rule.name is None or naive_name(row["domain"], rule.name))
        and (rule.port is None or row["port"] == rule.port)
        and (rule.proto is None or row["proto"] == rule.proto)
        and (rule.service is None or (row["service"] or "").lower() == rule.service)
    )


@given(st.lists(rows, max_size=20), rules)
def test_matching_agrees_with_the_plain_way(rows: list[dict[str, Any]], table: dict[str, Any]) -> None:
    rule = Rule(**table)
    assert matches(rule, table_of(rows)).tolist() == [naive_match(rule, row) for row in rows]


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("x.example", ["x.example", "X.Example"]),
        ("*.x.example", ["x.example", "a.x.example", "b.a.x.example", ".x.example", "X.Example"]),
        ("*.X.EXAMPLE", ["x.example", "a.x.example", "b.a.x.example", ".x.example", "X.Example"]),
        ("*.a.x.example", ["a.x.example", "b.a.x.example"]),
        ("*.example", DOMAINS),
        ("*.other", []),
    ],
)
def test_a_name_covers_itself_and_with_a_star_what_is_below(name: str, covered: list[str]) -> None:
    common = {"src": "10.0.0.1", "dst": None, "port": 443, "proto": None, "service": None}
    ranks = table_of([{**common, "domain": domain} for domain in DOMAINS])
    found = [domain for domain, yes in zip(DOMAINS, matches(Rule(name=name), ranks), strict=True) if yes]
    assert found == covered


def test_broadcast_covers_what_means_everyone_and_no_host() -> None:
    common = {"src": "10.0.0.1", "domain": None, "port": 137, "proto": "udp", "service": None}
    dsts = [*ADDRESSES, *EVERYONE, *NOT_EVERYONE, None]
    covered = matches(Rule(dst="broadcast"), table_of([{**common, "dst": dst} for dst in dsts]))
    assert [dst for dst, yes in zip(dsts, covered, strict=True) if yes] == EVERYONE


@given(st.lists(rows, max_size=20), st.lists(rules, max_size=4))
def test_the_first_rule_counts(rows: list[dict[str, Any]], tables: list[dict[str, Any]]) -> None:
    made = [Rule(**table) for table in tables]
    naive = [next((i for i, rule in enumerate(made) if naive_match(rule, row)), NO_RULE) for row in rows]
    assert first_match(made, table_of(rows)).tolist() == naive


def test_a_destination_rule_leaves_a_candidate_with_several_destinations_alone() -> None:
    results = fake_results()
    covered = matches(Rule(dst="0.0.0.0/0"), TableRanks(results.columns))
    assert covered.any()
    assert not covered[results.columns["kind"] == "name"].any()
