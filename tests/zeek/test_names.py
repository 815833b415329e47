"""Names of connections."""

from pathlib import Path

import pandas as pd
import pytest

from beacon_tui.zeek.names import clean_names
from tests.zeek.logs import CONN, ndjson, read, sentences, tsv, write

SSL = ("ts", "uid", "server_name")
HTTP = ("ts", "uid", "host", "uri")


def conn_log(folder: Path, *uids: str) -> None:
    write(folder / "conn.log", tsv(*[CONN | {"uid": uid} for uid in uids]))


def ssl_log(folder: Path, *rows: tuple[str, str, str]) -> None:
    write(folder / "ssl.log", tsv(*[dict(zip(SSL, row, strict=True)) for row in rows], fields=SSL, path="ssl"))


def http_log(folder: Path, *rows: tuple[str, str, str]) -> None:
    text = tsv(*[dict(zip(HTTP, (*row, "/#x"), strict=True)) for row in rows], fields=HTTP, path="http")
    write(folder / "http.log", text)


def domains(folder: Path) -> list[str | None]:
    column = read(folder).frame["domain"]
    assert isinstance(column.dtype, pd.CategoricalDtype)
    return [None if pd.isna(name) else str(name) for name in column]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Example.COM", "example.com"),
        ("example.com.", "example.com"),
        ("example.com:8080", "example.com"),
        ("example.com.:443", "example.com"),
        ("example.com:", "example.com"),
        (" example.com ", "example.com"),
        ("localhost", "localhost"),
        ("a_b.example", "a_b.example"),
        ("1e100.net", "1e100.net"),
        ("10.0.0.1.nip.io", "10.0.0.1.nip.io"),
        ("10.0.0.1", None),
        ("10.0.0.1:80", None),
        ("2130706433", None),
        ("0x7f.1", None),
        ("[2001:db8::1]:80", None),
        ("[::1]", None),
        ("2001:db8::1", None),
        (":80", None),
        (".", None),
        ("", None),
        ("x" * 254, None),
        (None, None),
    ],
)
def test_a_host_as_a_name(host: str | None, name: str | None) -> None:
    found = clean_names(pd.Series([host, "other.example"], dtype="str"))
    assert [None if pd.isna(value) else value for value in found] == [name, "other.example"]


def test_names_are_joined_by_uid(tmp_path: Path) -> None:
    conn_log(tmp_path, "C1", "C2", "C3", "-", "C1")
    ssl_log(tmp_path, ("1", "C1", "A.example"), ("1", "C9", "z.example"), ("1", "-", "y.example"))
    http_log(tmp_path, ("1", "C2", "b.example:80"))
    assert domains(tmp_path) == ["a.example", "b.example", None, None, "a.example"]


def test_tls_wins_over_http(tmp_path: Path) -> None:
    conn_log(tmp_path, "C1", "C2")
    ssl_log(tmp_path, ("9", "C1", "tls.example"), ("9", "C2", "-"))
    http_log(tmp_path, ("1", "C1", "http.example"), ("1", "C2", "http.example"))
    assert domains(tmp_path) == ["tls.example", "http.example"]


def test_the_first_host_in_time_wins_then_the_first_in_the_file(tmp_path: Path) -> None:
    conn_log(tmp_path, "C1", "C2", "C3")
    http_log(
        tmp_path,
        ("5", "C1", "late.example"),
        ("2", "C1", "early.example"),
        ("3", "C2", "first.example"),
        ("3", "C2", "second.example"),
        ("1", "C3", "192.0.2.1"),
        ("2", "C3", "named.example"),
    )
    assert domains(tmp_path) == ["early.example", "first.example", "named.example"]


def test_json_logs_and_logs_of_other_folders_are_joined_too(tmp_path: Path) -> None:
    conn_log(tmp_path / "a", "C1", "C2")
    write(tmp_path / "b" / "ssl.log", ndjson({"ts": "1", "uid": "C1"}, server_name="json.example"))
    write(tmp_path / "b" / "http.log", ndjson({"ts": "1", "uid": "C2"}, host="host.example"))
    assert domains(tmp_path) == ["json.example", "host.example"]


def test_a_mixed_stream_has_its_own_names(tmp_path: Path) -> None:
    text = ndjson(CONN, _path="conn") + ndjson({"ts": "1", "uid": CONN["uid"]}, _path="ssl", server_name="s.example")
    write(tmp_path / "all.ndjson", text + "broken\n")
    assert domains(tmp_path) == ["s.example"]
    assert sentences(read(tmp_path)) == ["all.ndjson: 1 row skipped: it is not a JSON object, first at line 3"]


def test_without_names_every_domain_is_unknown(tmp_path: Path) -> None:
    conn_log(tmp_path, "C1", "C2")
    assert domains(tmp_path) == [None, None]
    ssl_log(tmp_path)
    assert domains(tmp_path) == [None, None]


def test_a_conn_log_without_uids_has_no_names(tmp_path: Path) -> None:
    fields = ("ts", "id.orig_h", "id.resp_h", "id.resp_p")
    write(tmp_path / "conn.log", tsv(CONN, fields=fields))
    ssl_log(tmp_path, ("1", "C1", "a.example"), ("1", "-", "b.example"))
    assert domains(tmp_path) == [None]


def test_bad_rows_of_names_are_counted(tmp_path: Path) -> None:
    conn_log(tmp_path, "C1")
    ssl_log(tmp_path, ("soon", "C1", "a.example"), ("1", "C1", "b.example"))
    loaded = read(tmp_path)
    assert loaded.frame["domain"].tolist() == ["b.example"]
    assert sentences(loaded) == ["ssl.log: 1 row skipped: ts is not a time: 'soon', first at line 8"]


def test_a_log_of_names_without_uid_is_said(tmp_path: Path) -> None:
    conn_log(tmp_path, "C1")
    write(tmp_path / "http.log", tsv(fields=("ts", "host"), path="http"))
    assert sentences(read(tmp_path)) == ["http.log: not read: it lacks the field uid"]
