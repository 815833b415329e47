"""What a file is, told from its beginning."""

import gzip
from pathlib import Path

import pytest

from beacon_tui.zeek.columns import CONN_FIELDS
from beacon_tui.zeek.sniff import HEAD, REACH, Unreadable, sniff
from tests.zeek.logs import CONN, OTHER, header, line, ndjson, tsv, write


def reason(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        sniff(path)
    return str(caught.value)


def test_a_plain_log(tmp_path: Path) -> None:
    found = sniff(write(tmp_path / "conn.log", tsv(CONN)))
    assert (found.format, found.log, found.codec.name, found.mixed) == ("tsv", "conn", "plain", False)
    assert found.header.fields == CONN_FIELDS
    assert (found.header.separator, found.header.unset, found.header.empty) == ("\t", "-", "(empty)")


def test_gzip_is_told_by_its_bytes_not_by_its_name(tmp_path: Path) -> None:
    assert sniff(write(tmp_path / "conn.log", gzip.compress(tsv(CONN).encode()))).codec.name == "gzip"
    plain = tmp_path / "plain.log.gz"
    plain.write_text(tsv(CONN))
    assert sniff(plain).codec.name == "plain"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "### a comment of another kind\n#!x\n" + text,
        lambda text: "\n \n" + text,
        lambda text: text.replace("#", "  #"),
        lambda text: text.replace("#separator \\x09", "#separator\t\\x09"),
        lambda text: text.split("#types")[0],
    ],
)
def test_headers_with_oddities(tmp_path: Path, change: object) -> None:
    assert callable(change)
    found = sniff(write(tmp_path / "conn.log", change(tsv(CONN))))
    assert (found.log, found.header.fields) == ("conn", CONN_FIELDS)


def test_the_path_line_wins_over_the_name(tmp_path: Path) -> None:
    assert sniff(write(tmp_path / "conn.log", tsv(path="dns", fields=("ts", "query")))).log == "dns"
    assert sniff(write(tmp_path / "what.txt", tsv(CONN))).log == "conn"


def test_open_conn_is_told_by_name_or_path(tmp_path: Path) -> None:
    assert sniff(write(tmp_path / "open_conn.01:00:00.log", tsv(CONN))).log == "open_conn"
    assert sniff(write(tmp_path / "x.log", tsv(CONN, path="open_conn"))).log == "open_conn"


def test_a_log_without_a_path_is_told_by_its_name_or_fields(tmp_path: Path) -> None:
    bare = "".join(part for part in tsv(CONN).splitlines(keepends=True) if not part.startswith("#path"))
    assert sniff(write(tmp_path / "ssl.log", bare)).log == "ssl"
    assert sniff(write(tmp_path / "x.log", bare)).log == "conn"
    assert sniff(write(tmp_path / "y.log", ndjson(CONN))).log == "conn"
    assert sniff(write(tmp_path / "z.log", ndjson({"ts": "1", "query": "x"}))).log is None
    for log, fields in (("ssl", ("uid", "server_name", "cipher")), ("http", ("uid", "host", "method"))):
        text = ndjson({"ts": "1"}, **dict.fromkeys(fields, "x"))
        assert sniff(write(tmp_path / "what.json", text)).log == log


def test_a_custom_path_with_the_fields_of_connections_is_a_conn_log(tmp_path: Path) -> None:
    assert sniff(write(tmp_path / "x.log", tsv(CONN, path="inside"))).log == "conn"


def test_json_says_its_log_in_path(tmp_path: Path) -> None:
    found = sniff(write(tmp_path / "x.log", ndjson(CONN, _path="conn")))
    assert (found.format, found.log, found.mixed) == ("json", "conn", False)
    assert dict(zip(found.header.fields, found.header.types, strict=True))["ts"] == "number"


def test_json_of_several_logs_is_mixed(tmp_path: Path) -> None:
    text = ndjson({"ts": "1"}, _path="stats") + ndjson(CONN, _path="conn")
    assert sniff(write(tmp_path / "all.ndjson", text)).mixed


def test_json_whose_first_line_is_broken_is_still_json(tmp_path: Path) -> None:
    assert sniff(write(tmp_path / "conn.log", '{"ts": 1, "id.or\n' + ndjson(CONN))).log == "conn"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "the file is empty"),
        (b"\n \n\n", "there is nothing but blanks in it"),
        (b"Lorem ipsum dolor sit amet, consectetur.\n" * 9, "it is not a Zeek log"),
        (b"ts,uid,host\n1,2,3\n", "it is not a Zeek log"),
        (b"\x7fELF\x02\x01\x01\0\0\0" * 99, "it is not a Zeek log"),
        (b"[1, 2, 3]", "it is not a Zeek log: there is no JSON object with a ts in it"),
        (b'{"timestamp": 1, "event": "x"}\n', "it is not a Zeek log: there is no JSON object with a ts in it"),
        (b"{" * HEAD * 2, "it is not a Zeek log: there is no JSON object with a ts in it"),
        (line(CONN).encode(), "there is no #fields line before the first row"),
        (b"#!/bin/sh\necho\n", "there is no #fields line before the first row"),
        (b"#path\tconn\n" + b"#" * HEAD, "there is no #fields line before the first row"),
        (b"#path\tconn\n#fields\tts\tuid\tid.orig_h\n", "it lacks the fields id.resp_h, id.resp_p"),
        (ndjson({"ts": "1", "id.orig_h": "a", "id.resp_h": "b"}).encode(), "it lacks the field id.resp_p"),
        (b"\x1f\x8b\x09garbage", "the compressed data is damaged"),
        (b"\x1f\x8b", "the compressed data breaks off"),
        (b"BZh9garbage", "the compressed data is damaged"),
        (b"\x28\xb5\x2f\xfd", "the compressed data breaks off"),
        (gzip.compress(b"", mtime=0), "the file is empty"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, text: bytes, words: str) -> None:
    assert reason(write(tmp_path / "conn.log", text)) == words


def test_a_header_longer_than_the_head_is_read_and_one_beyond_reach_refused(tmp_path: Path) -> None:
    text = header([*CONN_FIELDS, "x" * HEAD])
    assert sniff(write(tmp_path / "conn.log", text)).header.fields[:-1] == CONN_FIELDS
    text = header([*CONN_FIELDS, "x" * REACH])
    assert reason(write(tmp_path / "conn.log", text)) == "there is no #fields line before the first row"


def test_a_compressed_log_cut_inside_its_head_is_still_known(tmp_path: Path) -> None:
    whole = gzip.compress(tsv(*[CONN, OTHER] * 500).encode())
    assert sniff(write(tmp_path / "conn.log", whole[:-9])).log == "conn"


def test_what_is_not_there_says_so(tmp_path: Path) -> None:
    assert reason(tmp_path / "gone.log") == "no such file or directory"
    assert reason(tmp_path) == "is a directory"


ODD = {
    "null": b"null\n",
    "nulls": b"null\n" * 1000,
    "junk": b"junk\n",
    "bracket": b"[\n",
    "brace": b"{\n",
    "deep": b"[" * 100_000 + b"\n",
    "deep objects": b'{"ts":' * 100_000 + b"\n",
    "NULs": b"\0" * 100 + b"\n",
    "no UTF-8": b"\xff\xfe\n",
    "one letter again and again": b"x" * (REACH - HEAD) + b"\n",
    "no whole object": b'{"ts":1,"uri":"' + b"x" * (REACH - HEAD) + b"\n",
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("text", [ndjson(CONN, OTHER), tsv(CONN, OTHER)], ids=["json", "tsv"])
def test_odd_lines_before_the_first_sound_one(tmp_path: Path, odd: bytes, text: str) -> None:
    found = sniff(write(tmp_path / "what.log", odd + text.encode()))
    assert (found.log, found.split) == ("conn", False)
    assert "id.orig_h" in found.header.fields


def test_a_first_row_that_is_longer_than_the_head_is_a_row(tmp_path: Path) -> None:
    text = ndjson(CONN | {"history": "x" * HEAD * 20}, OTHER)
    assert sniff(write(tmp_path / "what.log", text.encode())).log == "conn"


def test_odd_lines_beyond_reach_are_not_read_past(tmp_path: Path) -> None:
    path = write(tmp_path / "conn.log", b"x" * REACH + b"\n" + ndjson(CONN).encode())
    assert reason(path) == "it is not a Zeek log"


def test_a_header_that_is_not_whole_yet_is_no_header(tmp_path: Path) -> None:
    text = b"junk\n" + header().split("\n#types")[0].encode()
    assert reason(write(tmp_path / "conn.log", text[:-3])) == "it is not a Zeek log"
