"""What a candidate's context says of the accounts on its source."""

from dataclasses import replace
from pathlib import Path

import pytest

from beacon_tui.analysis.account_part import account_part
from beacon_tui.analysis.accounts import NO_ACCOUNTS
from beacon_tui.analysis.context import read_context
from beacon_tui.analysis.facts import MOST, Part
from beacon_tui.analysis.pipeline import run
from beacon_tui.render.context import context_lines
from beacon_tui.zeek.progress import Monitor
from tests.fakes import fake_accounts
from tests.triage.test_seen import SEEN
from tests.zeek.logs import CONN, HTTP, table, tsv, write
from tests.zeek.test_accounts import LOGIN, TICKET


def told(part: Part) -> list[tuple[str, str, int, list[str]]]:
    """Every account with its log, its rows and its remarks, what is unusual with a mark."""
    return [
        (fact.name, value.text, value.rows, [("! " if one.unusual else "") + one.words for one in value.remarks])
        for fact in part.facts
        for value in fact.values
    ]


def test_each_account_says_when_it_was_seen_and_on_how_many_other_sources() -> None:
    part = account_part(fake_accounts(SEEN), "10.0.0.2", lambda log: log != "http")
    assert part.source == "2 accounts of kerberos.log, ntlm.log; no http.log here"
    when = "1970-01-01 00:00 → 01-01 00:00"
    assert told(part) == [
        ("Kerberos", "kim@CORP.EXAMPLE", 5, [f"on no other source; {when}"]),
        ("NTLM", "SVC-Backup@corp.example", 5, [f"on 3 other sources; {when}"]),
    ]
    assert not part.remarks


def test_what_was_never_confirmed_is_said() -> None:
    (_, _, _, remarks) = told(account_part(fake_accounts(SEEN), "10.0.0.4", bool))[0]
    assert remarks[1] == "! refused or unanswered each time"
    web = account_part(fake_accounts(SEEN), "10.0.0.3", bool)
    assert told(web)[0][:3] == ("HTTP user", "svc-backup", 5)
    assert "only Kerberos and NTLM confirm one" in web.remarks[0].words


@pytest.mark.parametrize(("number", "told"), [(999, 0), (1000, 1), (1001, 1)])
def test_it_is_said_that_no_more_accounts_of_a_source_are_kept(number: int, told: int) -> None:
    guessed = fake_accounts([("10.0.0.9", f"user{n}", "", "ntlm", 0) for n in range(number)])
    remarks = [one.words for one in account_part(guessed, "10.0.0.9", bool).remarks]
    assert remarks == ["no more than 1,000 of a source are kept, the confirmed ones first"] * told


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ((), "no kerberos.log here; no ntlm.log here; no http.log here"),
        (("ntlm",), "nothing in ntlm.log; no kerberos.log here; no http.log here"),
        (("kerberos", "ntlm", "http"), "nothing in kerberos.log, ntlm.log, http.log"),
    ],
)
def test_where_nobody_was_seen_it_is_said_which_logs_there_are(there: tuple[str, ...], words: str) -> None:
    part = account_part(NO_ACCOUNTS, "10.0.0.9", there.__contains__)
    assert (part.source, part.facts) == (words, ())


def test_of_many_accounts_the_most_frequent_are_told() -> None:
    seen = fake_accounts([("10.0.0.1", f"user{number}", "", "ntlm", 1) for number in range(MOST + 3)])
    (fact,) = account_part(seen, "10.0.0.1", bool).facts
    assert (len(fact.values), fact.more) == (MOST, 3)


def test_it_stands_in_the_context_of_a_candidate(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN | {"duration": "4000"}))
    write(tmp_path / "kerberos.log", table("kerberos", TICKET | {"client": "evil\x1b[31m/R"}))
    write(tmp_path / "ntlm.log", table("ntlm", LOGIN | {"id.orig_h": "10.9.9.9"}))
    write(tmp_path / "http.log", table("http", HTTP))
    results = run([tmp_path])
    known = list(read_context(results, 0, [tmp_path], Monitor()))[-1]
    part = next(part for part in known.parts if part.title == "Accounts")
    assert part.source == "1 account of kerberos.log, ntlm.log, http.log"
    lines = [line.text for line in context_lines(replace(known, parts=(part,)), "", 60)]
    assert lines[1].split()[:3] == ["Kerberos", "1", r"evil\x1b[31m@R"]
    assert "\x1b" not in "".join(lines)
