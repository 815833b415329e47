"""The accounts that are seen on sources."""

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from beacon_tui.analysis.accounts import Account, Accounts
from beacon_tui.zeek.accounts import FIELDS, LONGEST, MOST, united_accounts
from beacon_tui.zeek.cache import Cache
from beacon_tui.zeek.follow import Following
from beacon_tui.zeek.load import load
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.selection import Selection, network
from tests.zeek.logs import CONN, HTTP, OTHER, ndjson, read, sentences, table, tsv, write

ONE, TWO = CONN["id.orig_h"], OTHER["id.orig_h"]
ENDS = {field: CONN[field] for field in ("ts", "uid", "id.orig_h", "id.orig_p")} | {"id.resp_h": "10.0.0.88"}
TICKET = ENDS | {"request_type": "AS", "client": "svc/CORP.EXAMPLE", "service": "krbtgt/CORP.EXAMPLE", "success": "T"}
"""A ticket that the source was given."""
LOGIN = ENDS | {"username": "Kim", "hostname": "PC7", "domainname": "CORP", "success": "T"}
"""A login with NTLM that went well."""


def seen(folder: Path, src: str = ONE) -> list[str]:
    """The accounts on a source: the log, the account, how many rows of them confirmed."""
    return said(Accounts(read(folder).accounts), src)


def said(accounts: Accounts, src: str = ONE) -> list[str]:
    """The accounts of a source in words."""
    return [f"{one.log} {one.text} {one.confirmed}/{one.rows}" for one in accounts.on(src)]


def tickets(folder: Path, *rows: Mapping[str, str], name: str = "kerberos.log") -> None:
    """Write a connection and a kerberos.log."""
    write(folder / "conn.log", tsv(CONN, OTHER))
    write(folder / name, table("kerberos", *rows))


def test_each_kind_of_log_names_accounts(tmp_path: Path) -> None:
    tickets(tmp_path, TICKET, TICKET | {"ts": "1700000500.0", "success": "F"})
    write(tmp_path / "ntlm.log", table("ntlm", LOGIN | {"ts": "1700000900.0"}))
    write(tmp_path / "http.log", table("http", HTTP | {"username": "web", "password": "-", "ts": "1700000100.0"}))
    accounts = Accounts(read(tmp_path).accounts)
    assert said(accounts) == ["kerberos svc@CORP.EXAMPLE 1/2", "http web 0/1", "ntlm Kim@CORP 1/1"]
    first = Account("svc", "CORP.EXAMPLE", "kerberos", 1700000000.123456, 1700000500.0, 2, 1)
    assert accounts.on(ONE)[0] == first
    assert accounts.on(TWO) == []


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("svc/CORP.EXAMPLE", "svc@CORP.EXAMPLE"),
        ("host/pc7.corp.example/CORP.EXAMPLE", "host/pc7.corp.example@CORP.EXAMPLE"),
        ("PC7$/CORP.EXAMPLE", "PC7$@CORP.EXAMPLE"),
        ("alone", "alone"),
        ("kim@corp.example/CORP.EXAMPLE", "kim@corp.example@CORP.EXAMPLE"),
        ("/CORP.EXAMPLE", None),
        ("x" * (LONGEST + 1) + "/R", None),
    ],
)
def test_a_client_of_kerberos_has_its_realm_behind_a_slash(tmp_path: Path, client: str, expected: str | None) -> None:
    tickets(tmp_path, TICKET | {"client": client})
    assert seen(tmp_path) == ([f"kerberos {expected} 1/1"] if expected else [])


def test_an_account_that_is_unset_is_none(tmp_path: Path) -> None:
    tickets(tmp_path, TICKET | {"client": "-"}, TICKET | {"id.orig_h": TWO})
    write(tmp_path / "ntlm.log", table("ntlm", LOGIN | {"username": "-"}, LOGIN | {"domainname": "-", "success": "-"}))
    write(tmp_path / "http.log", table("http", HTTP))
    assert seen(tmp_path) == ["ntlm Kim 0/1"]
    assert seen(tmp_path, TWO) == ["kerberos svc@CORP.EXAMPLE 1/1"]


def test_json_says_the_same(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", ndjson(CONN))
    write(tmp_path / "kerberos.log", ndjson(TICKET, success=True) + ndjson(TICKET, success=False, client="b/R"))
    record = json.loads(ndjson(LOGIN, success=True))
    del record["domainname"]
    write(tmp_path / "ntlm.log", json.dumps({"ts": 1, "id.orig_h": TWO}) + "\n" + json.dumps(record) + "\n")
    loaded = read(tmp_path)
    assert said(Accounts(loaded.accounts)) == ["ntlm Kim 1/1", "kerberos b@R 0/1", "kerberos svc@CORP.EXAMPLE 1/1"]
    assert loaded.skipped == ()


def test_a_stream_of_several_logs_holds_accounts_as_well(tmp_path: Path) -> None:
    lines = ndjson(CONN, _path="conn") + "{broken\n" + ndjson(TICKET, _path="kerberos", success=True)
    write(tmp_path / "all.ndjson", lines + ndjson(LOGIN, _path="ntlm", success=True) + ndjson(CONN, _path="weird"))
    loaded = read(tmp_path)
    assert said(Accounts(loaded.accounts)) == ["ntlm Kim@CORP 1/1", "kerberos svc@CORP.EXAMPLE 1/1"]
    assert sentences(loaded) == ["all.ndjson: 1 row skipped: it is not a JSON object, first at line 2"]


def test_a_log_without_a_name_is_known_by_its_columns(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", ndjson(CONN))
    write(tmp_path / "a.json", ndjson(TICKET, success=True))
    write(tmp_path / "b.json", ndjson(LOGIN, success=True))
    assert len(seen(tmp_path)) == 2


def test_what_cannot_be_used_is_named_with_file_and_row(tmp_path: Path) -> None:
    tickets(tmp_path, TICKET, TICKET | {"ts": "never"}, TICKET | {"id.orig_h": "-"})
    assert sentences(read(tmp_path)) == [
        "kerberos.log: 1 row skipped: ts is not a time: 'never', first at line 9",
        "kerberos.log: 1 row skipped: id.orig_h is unset, first at line 10",
    ]
    assert seen(tmp_path) == ["kerberos svc@CORP.EXAMPLE 1/1"]


def test_http_rows_without_a_source_still_tell_names(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN))
    fields = {field: HTTP[field] for field in ("ts", "uid", "host")}
    write(tmp_path / "http.log", table("http", fields))
    loaded = read(tmp_path)
    assert loaded.frame["domain"].tolist() == ["a.example"]
    assert (len(loaded.accounts), loaded.skipped) == (0, ())


def test_accounts_are_those_of_all_sources_whatever_is_selected(tmp_path: Path) -> None:
    tickets(tmp_path, TICKET, TICKET | {"id.orig_h": TWO})
    accounts = Accounts(load([tmp_path], Monitor(), Selection(src=(network(TWO),))).accounts)
    assert accounts.sources(accounts.on(TWO)[0]) == 2


def test_the_second_start_has_them_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beacon_tui.zeek.read.WORTH_IT", 1)
    cache = Cache(tmp_path / "cache")
    logs = tmp_path / "logs"
    tickets(logs, TICKET)
    write(logs / "http.log", table("http", HTTP | {"username": "web"}))
    first, second = (load([logs], Monitor(), cache=cache).accounts for _ in range(2))
    assert len(first) == 2
    pd.testing.assert_frame_equal(first, second)


def test_logs_are_followed_for_accounts(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN))
    following = Following([tmp_path])
    assert len(following.news(Monitor()).accounts) == 0
    write(tmp_path / "kerberos.log", table("kerberos", TICKET))
    news = following.news(Monitor())
    assert news
    assert said(Accounts(united_accounts([])).with_more(news.accounts)) == ["kerberos svc@CORP.EXAMPLE 1/1"]
    assert not following.news(Monitor())
    following.close()


def account(name: str, **values: object) -> dict[str, object]:
    """A row of a frame of accounts."""
    usual = {"src": ONE, "name": name, "domain": "", "log": "ntlm", "first": 5.0, "last": 6.0, "rows": 1}
    return usual | {"confirmed": 0} | values


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    """A frame of accounts."""
    return pd.DataFrame(rows).astype(FIELDS)


def test_what_is_seen_again_is_one_account() -> None:
    whole = united_accounts([frame(account("a", confirmed=1)), frame(account("a", first=2.0, last=9.0, rows=4))])
    assert whole.to_dict("records") == [account("a", first=2.0, last=9.0, rows=5, confirmed=1)]


def test_a_guesser_of_names_does_not_hide_the_account_that_works() -> None:
    guesses = [account(f"guess{number}", first=float(number)) for number in range(MOST + 5)]
    whole = united_accounts([frame(*guesses, account("real", first=1e6, confirmed=1))])
    assert len(whole) == MOST
    assert whole["name"].tolist()[-2:] == [f"guess{MOST - 2}", "real"]


def test_an_account_is_counted_on_its_sources_whatever_its_case_and_log() -> None:
    accounts = Accounts(
        united_accounts(
            [
                frame(account("Kim", domain="corp"), account("kim", domain="CORP", log="kerberos")),
                frame(account("kim", domain="CORP", src=TWO), account("kim", src="10.0.0.9")),
            ]
        )
    )
    assert [accounts.sources(one) for one in accounts.on(ONE)] == [2, 2]
    assert accounts.sources(accounts.on("10.0.0.9")[0]) == 1
