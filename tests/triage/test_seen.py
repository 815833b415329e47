"""Accounts in rules and filters."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from beacon_tui.analysis.model import Results
from beacon_tui.triage.matching import rows_of
from beacon_tui.triage.query.complete import complete
from beacon_tui.triage.query.parse import parse
from beacon_tui.triage.rule_file import parse_rules, with_rules
from beacon_tui.triage.rule_line import line_of, rule_of
from beacon_tui.triage.rules import Rule, RuleError
from beacon_tui.triage.scopes import scopes
from beacon_tui.triage.seen import known_of
from beacon_tui.triage.view import View
from tests.fakes import Fake, Sighting, fake_accounts, fake_results

SEEN = (
    ("10.0.0.1", "svc-backup", "CORP.EXAMPLE", "kerberos", 4),
    ("10.0.0.1", "PC1$", "CORP.EXAMPLE", "kerberos", 9),
    ("10.0.0.2", "SVC-Backup", "corp.example", "ntlm", 1),
    ("10.0.0.2", "kim", "CORP.EXAMPLE", "kerberos", 2),
    ("10.0.0.3", "svc-backup", "", "http", 0),
    ("10.0.0.4", "svc-backup", "CORP.EXAMPLE", "kerberos", 0),
    ("10.0.0.77", "svc-backup", "CORP.EXAMPLE", "kerberos", 1),
)
"""Who was seen where, in which log, and how often it was confirmed; the last source has no candidate."""


def results(seen: Iterable[Sighting] = SEEN) -> Results:
    """Five sources, the first with two candidates; the later ones have lower scores."""
    ends = [("10.0.0.1", "192.0.2.1"), ("10.0.0.1", "192.0.2.2"), *((f"10.0.0.{n}", "192.0.2.1") for n in range(2, 6))]
    fakes = [Fake(src, (dst,), score=0.9 - place / 10) for place, (src, dst) in enumerate(ends)]
    return replace(fake_results(fakes), accounts=fake_accounts(seen))


def hidden(rule: Rule) -> list[int]:
    """Which candidates a rule covers."""
    return sorted(rows_of(rule, View.of(results()).ranks).tolist())


def kept(text: str) -> list[int]:
    """Which candidates a filter keeps."""
    return np.flatnonzero(View.of(results()).sieve.passing(parse(text))).tolist()


@pytest.mark.parametrize(
    "spelling", ["svc-backup", "SVC-BACKUP", "svc-backup@corp.example", r"CORP.EXAMPLE\svc-backup"]
)
def test_a_rule_covers_what_the_sources_of_a_confirmed_account_do(spelling: str) -> None:
    assert hidden(Rule(account=spelling)) == [0, 1, 2]


@pytest.mark.parametrize("spelling", ["svc", "svc-backup@other", r"OTHER\svc-backup", "nobody", "backup"])
def test_a_rule_covers_nothing_of_another_account(spelling: str) -> None:
    assert hidden(Rule(account=spelling)) == []


def test_an_account_that_no_server_confirmed_hides_nothing() -> None:
    only_claimed = [("10.0.0.3", "svc", "", "http", 0), ("10.0.0.4", "svc", "CORP", "ntlm", 0)]
    assert rows_of(Rule(account="svc"), View.of(results(only_claimed)).ranks).tolist() == []


def test_an_account_stands_beside_the_other_fields() -> None:
    assert hidden(Rule(account="svc-backup", dst="192.0.2.1")) == [0, 2]
    assert hidden(Rule(account="svc-backup", src="10.0.0.2")) == [2]
    assert hidden(Rule(account="svc-backup", port=80)) == []


def test_an_account_on_many_sources_covers_them_all() -> None:
    fakes = [Fake(f"10.0.{n // 200}.{n % 200}", ("192.0.2.1",), count=6) for n in range(400)]
    seen = fake_accounts([(fake.src, "svc", "", "ntlm", 1) for fake in fakes[::2]])
    view = View.of(replace(fake_results(fakes), accounts=seen))
    even = [int(src.rpartition(".")[2]) % 2 == 0 for src in view.results.columns["src"]]
    assert view.covered([Rule(account="svc", proto="tcp")]).tolist() == even
    assert view.covered([Rule(account="svc", src="10.0.0.4")]).sum() == 1


@pytest.mark.parametrize(("value", "words"), [("", "is empty"), ("svc-*", "must be one account"), ("a\x1b", "shown")])
def test_what_is_no_account_is_refused(value: str, words: str) -> None:
    with pytest.raises(RuleError, match=words):
        Rule(account=value)


@pytest.mark.parametrize("name", ["PC1$@CORP.EXAMPLE", r"CORP\svc", 'it\'s "quoted"', "a = 1 # ]", "å@b"])
def test_an_account_is_written_as_it_is(name: str) -> None:
    rule = Rule(account=name)
    assert parse_rules(with_rules("", [rule]), "f") == (rule,)
    assert rule_of(line_of(rule)) == rule


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("account:svc-backup", [0, 1, 2, 3, 4]),
        ("account:BACKUP", [0, 1, 2, 3, 4]),
        ("account:*@corp.example", [0, 1, 2, 4]),
        (r"account:corp.example\*", [0, 1, 2, 4]),
        ("account:kim,pc1$", [0, 1, 2]),
        ("account:svc", [0, 1, 2, 3, 4]),
        ("account:svc*p", [0, 1, 2, 3, 4]),
        ("account:vc*", []),
        ("account:-", [5]),
        ("!account:kim account:*", [0, 1, 3, 4]),
        ("account:!svc-backup", [5]),
        ('account:"*"', []),
        ("kim", []),
    ],
)
def test_a_filter_finds_accounts_confirmed_or_not(text: str, rows: list[int]) -> None:
    assert kept(text) == rows


def test_without_accounts_a_filter_finds_none() -> None:
    sieve = View.of(fake_results()).sieve
    assert not sieve.passing(parse("account:*")).any()
    assert sieve.passing(parse("account:-")).all()


def test_the_field_and_its_values_are_completed() -> None:
    sieve = View.of(results()).sieve
    assert complete("acc", 3, sieve).text == "account:"
    assert complete("account:k", 9, sieve).text == "account:kim"


def offered(*rows: int, seen: Iterable[Sighting] = SEEN) -> list[tuple[str, str | None]]:
    """The accounts that are offered for some candidates: the words, and the account of the rule."""
    found = scopes(results(seen), rows)
    return [(scope.words, scope.rules[0].account) for scope in found if scope.rules[0].account]


def test_the_accounts_of_the_source_are_offered_those_of_machines_last() -> None:
    assert offered(0) == [
        ("account, 3 sources", "svc-backup@CORP.EXAMPLE"),
        ("account, 1 source", "PC1$@CORP.EXAMPLE"),
    ]
    assert [scope.words for scope in scopes(results(), [0])][-1] == "this service there"


def test_for_several_candidates_the_accounts_that_all_their_sources_have() -> None:
    assert offered(0, 2) == [("account, 3 sources", "svc-backup@CORP.EXAMPLE")]
    assert offered(0, 1, 5) == []


def test_an_account_that_is_only_claimed_is_not_offered() -> None:
    assert offered(3) == offered(4) == offered(5) == []


def test_no_more_than_three_are_offered_and_none_that_no_rule_can_name() -> None:
    many = [("10.0.0.1", f"a{number}", "", "ntlm", 1) for number in range(5)]
    assert [account for _, account in offered(0, seen=many)] == ["a0", "a1", "a2"]
    assert offered(0, seen=[("10.0.0.1", "a*", "", "ntlm", 1), ("10.0.0.1", "b\u202e", "", "ntlm", 1)]) == []


def test_what_is_to_be_known_of_an_account() -> None:
    seen = fake_accounts(SEEN)
    words = "all that it does is covered, also what other accounts do there"
    assert known_of(seen, "pc1$@corp.example") == known_of(seen, "kim") == f"seen on 1 source: {words}"
    words = "all that they do is covered, also what other accounts do on 1 of them"
    assert known_of(seen, "svc-backup") == f"seen on 3 sources: {words}"
    alone = fake_accounts([SEEN[0], ("10.0.0.1", "PC1$", "", "ntlm", 1)])
    assert known_of(alone, "SVC-backup") == "seen on 1 source: all that it does is covered"
    assert known_of(seen, "x") == "not seen in these logs, so it hides nothing"
    claimed = fake_accounts([("10.0.0.3", "svc", "", "http", 0)])
    assert known_of(claimed, "svc") == "seen on 1 source, but no server confirmed it, so it hides nothing"
