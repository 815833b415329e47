"""Scopes: the rules that fit a candidate, none of which covers more than it says."""

from dataclasses import replace

import numpy as np
import pytest

from beacon_tui.errors import AllowlistError
from beacon_tui.triage.matching import matches
from beacon_tui.triage.ranks import TableRanks
from beacon_tui.triage.rules import MATCHING, Rule, today
from beacon_tui.triage.scopes import rule_for, scopes, signed
from tests.fakes import EXAMPLES, HOSTILE, Fake, fake_results


@pytest.mark.parametrize("row", [row for row in range(8) if row not in (6, 7)])
def test_the_rule_for_a_candidate_covers_it_and_no_other(row: int) -> None:
    results = fake_results()
    rule = rule_for(results, row)
    assert np.flatnonzero(matches(rule, TableRanks(results.columns))).tolist() == [row]


def test_a_pair_gives_its_four_fields_and_a_name_its_two() -> None:
    results = fake_results()
    kinds = results.columns["kind"].tolist()
    pair, name = (rule_for(results, kinds.index(kind)) for kind in ("pair", "name"))
    assert {field for field in MATCHING if getattr(pair, field) is not None} == {"src", "dst", "port", "proto"}
    assert {field for field in MATCHING if getattr(name, field) is not None} == {"src", "name"}


def test_a_pair_with_a_hostile_name_still_gets_its_rule() -> None:
    results = fake_results()
    row = results.columns["domain"].tolist().index(HOSTILE)
    assert rule_for(results, row).text() == "10.0.3.66 → 203.0.113.5 :8443/tcp"


ROTATING = next(fake for fake in EXAMPLES if len(fake.dsts) > 1)


@pytest.mark.parametrize(
    ("fake", "words"),
    [
        (replace(ROTATING, domain="*.example"), "pattern"),
        (replace(ROTATING, domain=HOSTILE), "cannot be shown"),
        (replace(ROTATING, domain=None), "unknown"),
        (replace(EXAMPLES[0], port=-1), "port is unknown"),
        (Fake("not an address", ("192.0.2.1",)), "src 'not an address' is no address"),
        (Fake("10.0.0.1", ("broadcast",)), "dst 'broadcast' is no address"),
        (Fake("10.0.0.1", ("0.0.0.0/0",)), "dst '0.0.0.0/0' is no address"),
    ],
)
def test_no_rule_rather_than_one_that_covers_more(fake: Fake, words: str) -> None:
    with pytest.raises(AllowlistError, match=words) as caught:
        rule_for(fake_results([fake]), 0)
    assert str(caught.value).isprintable()


def words_of(fakes: "list[Fake]", rows: "list[int]") -> "dict[str, list[str]]":
    """The rules of each scope by its words, as texts."""
    return {scope.words: [rule.text() for rule in scope.rules] for scope in scopes(fake_results(fakes), rows)}


def test_a_pair_with_a_name_has_five_scopes() -> None:
    assert words_of([EXAMPLES[3]], [0]) == {
        "this pair": ["10.0.3.7 → 192.0.2.10 :443/tcp"],
        "this destination": ["any → 192.0.2.10"],
        "this name": ["any → updates.vendor.example"],
        "this source": ["10.0.3.7 → any"],
        "this service there": ["any → 192.0.2.0/24 :443/tcp ssl"],
    }


def test_a_name_over_several_addresses_has_no_destination() -> None:
    assert words_of([ROTATING], [0]) == {
        "this pair": ["10.0.3.9 → cdn.example"],
        "this name": ["any → cdn.example"],
        "this source": ["10.0.3.9 → any"],
        "this service there": ["any → *.cdn.example :443/tcp"],
    }


def test_a_group_without_a_name_has_its_source_and_the_service_from_there() -> None:
    group = replace(ROTATING, domain=None, columns={"kind": "group"})
    assert words_of([group], [0]) == {
        "this pair": [],
        "this source": ["10.0.3.9 → any"],
        "this service there": ["10.0.3.9 → any :443/tcp"],
    }


def test_a_destination_of_ipv6_lies_in_a_network_of_64_bits() -> None:
    assert words_of([EXAMPLES[5]], [0])["this service there"] == ["any → 2001:db8:aaaa:bbbb::/64 :443/tcp"]


def test_several_candidates_have_a_rule_each_and_equal_ones_once() -> None:
    fakes = [Fake("10.0.0.1", ("192.0.2.1",)), Fake("10.0.0.2", ("192.0.2.1",)), Fake("10.0.0.2", ("192.0.2.7",))]
    found = words_of(fakes, [0, 1, 2])
    assert [len(texts) for texts in found.values()] == [3, 2, 2, 1]
    assert list(found) == ["these pairs", "their destinations", "their sources", "this service there"]


def test_what_several_candidates_share_is_one_rule() -> None:
    fakes = [Fake(f"10.0.0.{n}", ("192.0.2.1",), domain="U.example" if n == 2 else "u.example") for n in (1, 2, 3)]
    found = words_of(fakes, [0, 1, 2])
    assert found["this destination"] == ["any → 192.0.2.1"]
    assert [text.lower() for text in found["this name"]] == ["any → u.example"]
    assert len(found["these pairs"]) == len(found["their sources"]) == 3


def test_what_takes_too_many_rules_has_none_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beacon_tui.triage.scopes.MOST", 2)
    fakes = [Fake(f"10.0.0.{n}", (f"192.0.2.{n % 2 + 1}",)) for n in range(1, 5)]
    found = scopes(fake_results(fakes), [0, 1, 2, 3])
    assert [(scope.words, len(scope.rules), scope.too_many) for scope in found] == [
        ("these pairs", 0, True),
        ("their destinations", 2, False),
        ("their sources", 0, True),
        ("this service there", 1, False),
    ]
    assert found[0].problem.startswith("That takes more than")


def test_of_several_candidates_those_without_a_rule_are_counted() -> None:
    fakes = [EXAMPLES[0], replace(EXAMPLES[1], port=-1)]
    pairs, *_ = scopes(fake_results(fakes), [0, 1])
    assert len(pairs.rules) == 1
    assert pairs.problem.startswith("Not for 1 candidate of 2: port is unknown")


@pytest.mark.parametrize("row", range(len(EXAMPLES)))
def test_every_scope_of_a_candidate_covers_it(row: int) -> None:
    results = fake_results()
    ranks = TableRanks(results.columns)
    for scope in scopes(results, [row]):
        for rule in scope.rules:
            assert matches(rule, ranks)[row], scope.words


def test_a_rule_is_signed_with_the_user_and_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "kim")
    rule = signed(Rule(port=1, reason="old"))
    assert (rule.author, rule.added, rule.reason) == ("kim", today().isoformat(), "old")
    assert signed(rule, " new ").reason == "new"
    monkeypatch.setenv("LOGNAME", "\x1b[2J")
    assert signed(rule).author == ""
