"""What other logs say of a candidate: small logs in, counted values and remarks out."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis.context import STATES, Context, read_context
from beacon_tui.analysis.facts import MOST, Part, fact
from beacon_tui.analysis.model import Results
from beacon_tui.analysis.pipeline import run
from beacon_tui.errors import Cancelled
from beacon_tui.zeek.columns import STATES as ALL_STATES
from beacon_tui.zeek.progress import Monitor
from tests.zeek.logs import CONN, HTTP, LOOKUP, OTHER, SSL, X509, ndjson, table, tsv, write

LONG = CONN | {"duration": "4000"}
"""A connection long enough to be listed."""


def context(folder: Path, src: str = CONN["id.orig_h"]) -> Context:
    """All that is known of the first candidate of a source."""
    results = run([folder])
    return list(read_context(results, candidate(results, src), [folder], Monitor()))[-1]


def candidate(results: Results, src: str) -> int:
    return int(results.columns["src"].tolist().index(src))


def part(known: Context, title: str) -> Part:
    (found,) = (part for part in known.parts if part.title == title)
    return found


def values(known: Context, title: str, name: str) -> dict[str, int]:
    """The values of a fact; empty where there is none."""
    return {value.text: value.rows for one in part(known, title).facts if one.name == name for value in one.values}


def remarks(known: Context, title: str) -> list[str]:
    """Every remark of a part and of its values, unusual ones with a mark."""
    found = part(known, title)
    all_of_them = [*found.remarks, *(one for fact in found.facts for value in fact.values for one in value.remarks)]
    return [("! " if one.unusual else "") + one.words for one in all_of_them]


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """A folder with two connections."""
    write(tmp_path / "conn.log", tsv(LONG, OTHER))
    return tmp_path


def test_each_state_of_zeek_has_its_meaning() -> None:
    assert set(STATES) == set(ALL_STATES)


def test_without_other_logs_the_states_are_told_and_what_is_missing(logs: Path) -> None:
    known = context(logs)
    assert values(known, "States", "conn_state") == {"SF: established and ended": 1}
    said = {title: part(known, title).source for title in ("TLS", "HTTP", "DNS")}
    assert said == {"TLS": "no ssl.log here", "HTTP": "no http.log here", "DNS": "no dns.log here"}
    assert known.done
    assert not known.skipped


def test_the_histories_of_its_connections_stand_beside_the_states(logs: Path) -> None:
    write(logs / "conn.log", table("conn", LONG | {"history": "ShADadFf"}, OTHER | {"history": "S"}))
    assert values(context(logs), "States", "history") == {"ShADadFf": 1}
    write(logs / "conn.log", table("conn", {**LONG, "uid": "-", "history": "ShADadFf"}))
    assert values(context(logs), "States", "history") == {}


def test_only_the_rows_of_its_own_connections_count(logs: Path) -> None:
    other = {"uid": "Cother", "server_name": "other.example", "host": "other.example"}
    write(logs / "ssl.log", table("ssl", SSL, SSL | other))
    write(logs / "http.log", table("http", HTTP, HTTP | {"uri": "/y"}, HTTP | other))
    known = context(logs)
    assert values(known, "TLS", "SNI") == {"a.example": 1}
    assert values(known, "HTTP", "host") == {"a.example": 2}
    assert values(known, "HTTP", "URI") == {"/x": 1, "/y": 1}
    assert values(known, "HTTP", "status") == {"200": 2}


@pytest.mark.parametrize("name", ["ssl.log.gz", "ssl.json"])
def test_json_and_archives_say_the_same(logs: Path, name: str) -> None:
    row = SSL | {"ja3": "abc", "cert_chain_fps": "f00d,beef"}
    as_list = {"cert_chain_fps": ["f00d", "beef"], "established": False}
    text = ndjson(row, **as_list) if name.endswith("json") else table("ssl", row | {"established": "F"})
    write(logs / name, text)
    write(logs / "x509.log", table("x509", X509))
    known = context(logs)
    assert values(known, "TLS", "JA3") == {"abc": 1}
    assert values(known, "Certificate", "subject") == {"CN=a.example": 1}
    assert remarks(known, "TLS") == ["! 1 handshake not established"]


def test_json_answers_and_lives_are_lists(logs: Path) -> None:
    write(logs / "dns.json", ndjson(LOOKUP, answers=["b.example", "192.0.2.7"], TTLs=[300, 60.5]))
    known = context(logs)
    assert values(known, "DNS", "query") == {"a.example": 1}
    assert "TTL 1m00s" in remarks(known, "DNS")


def test_json_certificates_have_times_of_every_kind(logs: Path) -> None:
    write(logs / "ssl.log", table("ssl", SSL | {"cert_chain_fuids": "F1"}))
    record = {name: text for name, text in X509.items() if "." not in name or "valid" not in name}
    for start, stop in ((1690000000.0, 1710000000.0), ("2023-07-22T04:26:40Z", "2024-03-09T16:00:00Z")):
        ends = {"certificate.not_valid_before": start, "certificate.not_valid_after": stop}
        stamp = {"ts": float(X509["ts"]) if isinstance(start, float) else "2023-11-14T22:13:20Z"}
        write(logs / "x509.json", json.dumps({**record, **ends, **stamp, "_path": "x509"}) + "\n")
        assert values(context(logs), "Certificate", "valid") == {"2023-07-22 to 2024-03-09": 1}


@pytest.mark.parametrize(
    ("certificate", "said"),
    [
        ({}, []),
        ({"certificate.issuer": "CN=a.example"}, ["! self-signed"]),
        ({"certificate.not_valid_after": "1695000000"}, ["! expired when shown"]),
        ({"certificate.not_valid_before": "1705000000"}, ["! not yet valid when shown"]),
        ({"certificate.not_valid_after": "253402300799"}, []),
    ],
)
def test_what_is_wrong_with_a_certificate_is_said(logs: Path, certificate: dict[str, str], said: list[str]) -> None:
    write(logs / "ssl.log", table("ssl", SSL | {"cert_chain_fps": "f00d;beef"}))
    write(logs / "x509.log", table("x509", X509 | certificate, X509 | {"fingerprint": "beef", "id": "F2"}))
    known = context(logs)
    assert values(known, "Certificate", "subject") == {"CN=a.example": 1}
    assert remarks(known, "Certificate") == said


def test_subjects_in_ssl_log_do_where_there_is_no_x509_log(logs: Path) -> None:
    more = {"subject": "CN=x", "issuer": "CN=x", "validation_status": "self signed certificate"}
    write(logs / "ssl.log", table("ssl", SSL | more))
    known = context(logs)
    assert values(known, "Certificate", "issuer") == {"CN=x": 1}
    assert remarks(known, "Certificate") == [
        "no x509.log here",
        "! Zeek calls it self-signed in 1 handshake",
        "! self-signed",
    ]


def test_the_name_behind_an_address_is_told_with_its_life(logs: Path) -> None:
    write(logs / "dns.log", table("dns", LOOKUP, LOOKUP | {"query": "other.example", "answers": "192.0.2.70"}))
    known = context(logs)
    assert values(known, "DNS", "query") == {"a.example": 1}
    assert remarks(known, "DNS") == ["last asked 123ms before the first connection", "TTL 1m00s"]


def test_a_name_that_only_others_asked_for_is_told_as_that(logs: Path) -> None:
    write(logs / "dns.log", table("dns", LOOKUP | {"id.orig_h": "10.0.0.9"}))
    known = context(logs)
    assert values(known, "DNS", "query") == {"a.example": 1}
    assert remarks(known, "DNS")[0].startswith("only other sources asked")


def test_an_address_that_no_answer_has_is_said(logs: Path) -> None:
    write(logs / "dns.log", table("dns", LOOKUP | {"answers": "192.0.2.77"}))
    assert part(context(logs), "DNS").source.startswith("no answer in dns.log was the address")


def test_a_candidate_that_asks_tells_what_it_asked(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(LONG | {"uid": "Cdns", "id.resp_h": "10.0.0.53", "id.resp_p": "53"}))
    write(tmp_path / "dns.log", table("dns", LOOKUP, LOOKUP | {"query": "x.a.example"}))
    known = context(tmp_path)
    assert values(known, "Questions", "query") == {"a.example": 1, "x.a.example": 1}
    assert remarks(known, "Questions") == ["2 distinct names in 2 questions"]
    assert "DNS" not in [part.title for part in known.parts]


def test_how_many_sources_have_the_same_program(logs: Path) -> None:
    other = {"uid": "Cdef", "id.orig_h": "10.0.0.2"}
    write(logs / "http.log", table("http", HTTP, HTTP | other, HTTP | other | {"user_agent": "else"}))
    assert remarks(context(logs), "HTTP") == ["2 of 2 sources"]
    write(logs / "http.log", table("http", HTTP, HTTP | other | {"user_agent": "else"}))
    assert remarks(context(logs), "HTTP") == ["! no other of 2 sources has it"]


def test_rows_without_a_host_or_a_name_are_counted(logs: Path) -> None:
    write(logs / "http.log", table("http", HTTP | {"host": "-", "user_agent": "-"}))
    absent = {fact.name: fact.absent for fact in part(context(logs), "HTTP").facts}
    assert absent == {"host": 1, "method": 0, "URI": 0, "user agent": 1, "status": 0}


def test_a_bad_row_is_counted_and_the_others_are_read(logs: Path) -> None:
    write(logs / "http.log", table("http", HTTP).replace("#close", "10.0.0.1\tcut off\n#close"))
    known = context(logs)
    assert values(known, "HTTP", "method") == {"GET": 1}
    assert [skip.rows for skip in known.skipped] == [1]


def test_connections_without_uids_say_why_nothing_is_found(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(LONG | {"uid": "-"}))
    write(tmp_path / "ssl.log", table("ssl", SSL))
    assert "no uid" in part(context(tmp_path), "TLS").source


def test_logs_of_another_day_are_not_opened_for_it(logs: Path) -> None:
    write(logs / "2023-11-14" / "ssl.00:00:00-23:59:59.log", table("ssl", SSL))
    write(
        logs / "2023-12-24" / "ssl.00:00:00-01:00:00.log",
        table("ssl", SSL | {"ts": "1703379600.0", "uid": "Cx"}) + "torn",
    )
    known = context(logs)
    assert values(known, "TLS", "SNI") == {"a.example": 1}
    assert not known.skipped


def test_it_stops_when_told_to(logs: Path) -> None:
    write(logs / "ssl.log", table("ssl", SSL))
    results = run([logs])
    known = read_context(results, 0, [logs], Monitor(cancelled=lambda: True))
    assert next(known).parts[0].title == "States"
    with pytest.raises(Cancelled):
        next(known)


@given(st.lists(st.sampled_from([*"abcdefghijklmnop", None])))
def test_every_row_is_counted_once(texts: list[str | None]) -> None:
    found = fact("x", pd.Series(texts, dtype="category"), absent=True)
    shown = {value.text: value.rows for value in found.values}
    there = [text for text in texts if text is not None]
    assert all(there.count(text) == rows for text, rows in shown.items())
    assert found.absent == len(texts) - len(there)
    assert found.more == len(set(there)) - len(shown)
    assert len(shown) == min(MOST, len(set(there)))
    assert all(there.count(text) <= min(shown.values()) for text in set(there) - set(shown))
