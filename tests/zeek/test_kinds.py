"""File names: which are logs, and of what."""

import pytest

from beacon_tui.zeek.kinds import claimed, looks_like_log


@pytest.mark.parametrize(
    "name",
    [
        "conn.log",
        "conn.00:00:00-01:00:00.log.gz",
        "conn_20260101_120000.log",
        "conn.log.labeled",
        "json.conn.log",
        "conn.20260101.log.gz",
        "brim-sample.ndjson",
        "zeek.JSON",
        "conn.log-20260101.gz",
        "conn.log.1",
    ],
)
def test_names_of_logs(name: str) -> None:
    assert looks_like_log(name)


@pytest.mark.parametrize("name", ["notes.txt", "conn.logic", "log", "catalog.csv", ".conn.log.swp", "conn.jsonx", ""])
def test_names_of_other_files(name: str) -> None:
    assert not looks_like_log(name)


@pytest.mark.parametrize(
    ("name", "log"),
    [
        ("conn.log", "conn"),
        ("CONN.LOG", "conn"),
        ("conn_20260101_120000.log", "conn"),
        ("json.conn.log", "conn"),
        ("broctl-conn.log", "conn"),
        ("ftp-ipv6.conn.log", "conn"),
        ("ssl.00:00:00-01:00:00.log.gz", "ssl"),
        ("http.log.labeled", "http"),
        ("open_conn.00:00:00-01:00:00.log.gz", "open_conn"),
        ("open_conn_20260101.log", "open_conn"),
        ("json.open_ssl.log", "open_ssl"),
        ("conn-summary.00:00:00-01:00:00.log.gz", "conn-summary"),
        ("conn_long.log", "conn_long"),
        ("dns.log", "dns"),
        ("dns_20260101.log", "dns"),
        ("capture_loss.log.gz", "capture_loss"),
        ("zeek-cluster-all.json", None),
        ("brim-sample.ndjson", None),
        ("connection.log", None),
    ],
)
def test_what_a_name_claims(name: str, log: str | None) -> None:
    assert claimed(name) == log
