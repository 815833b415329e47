"""Every Zeek: whatever its versions, scripts and shippers make of a conn.log must be read as the same connection."""

import json
from collections.abc import Callable
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

from beacon_tui.zeek.columns import CONN_FIELDS
from beacon_tui.zeek.find import find_logs
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.read import read_logs
from tests.zeek.logs import (
    CONN,
    OTHER,
    SUFFIXES,
    array,
    header,
    line,
    ndjson,
    nested,
    read,
    sentences,
    tsv,
    underscored,
    write,
)
from tests.zeek.test_read import as_read, conns, rows

BRO2 = (
    *("ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "service", "duration", "orig_bytes"),
    *("resp_bytes", "conn_state", "local_orig", "missed_bytes", "history", "orig_pkts", "orig_ip_bytes", "resp_pkts"),
    *("resp_ip_bytes", "tunnel_parents"),
)
"""The columns of Bro 2."""

NEW = {"vlan": "12", "inner_vlan": "-", "orig_l2_addr": "00:16:3e:00:00:01", "community_id": "1:x/y=", "ip_proto": "6"}
"""Columns that scripts and newer versions add."""

LABELLED = "tunnel_parents   label   detailed-label"
"""How one well-known data set joins its labels to the last column."""

LABELS = {LABELLED: "(empty)   Malicious   PartOfAHorizontalPortScan"}


FIRST, SECOND = "2023-11-14T22:13:20.123456Z", "2023-11-14T22:14:20.500000Z"
"""The times of `CONN` and `OTHER` in ISO 8601."""


def spread(text: str, indent: int = 4) -> str:
    """The objects of a JSON log over several lines each."""
    return "\n".join(json.dumps(json.loads(line), indent=indent) for line in text.splitlines())


def timed(*times: object) -> str:
    """Two connections with their times in another form."""
    records = [json.loads(text) for text in ndjson(CONN, OTHER).splitlines()]
    return "".join(json.dumps(record | {"ts": ts}) + "\n" for record, ts in zip(records, times, strict=True))


SAME: dict[str, str | bytes] = {
    "Zeek": tsv(CONN, OTHER),
    "Bro 2": tsv(CONN, OTHER, fields=BRO2).replace("set[string]", "table[string]"),
    "a current Zeek with scripts": tsv(CONN | NEW, OTHER | NEW, fields=(*BRO2, "local_resp", *NEW)),
    "JSON with scripts": ndjson(CONN | NEW, OTHER | NEW),
    "labels": tsv(CONN, OTHER, fields=(*BRO2, "label", "detailedlabel")),
    "labels joined by blanks": tsv(CONN | LABELS, OTHER | LABELS, fields=(*BRO2[:-1], LABELLED)),
    "a cluster's node name": tsv(CONN, OTHER, fields=("_node_name", *BRO2)),
    "no types": "".join(text for text in tsv(CONN, OTHER).splitlines(True) if not text.startswith("#types")),
    "no marks": "".join(text for text in tsv(CONN, OTHER).splitlines(True) if text.startswith(("#f", "1"))),
    "marks after the fields": header().replace("#unset_field\t-\n", "")
    + "#unset_field\t?\n"
    + (line(CONN) + line(OTHER)).replace("\t-", "\t?"),
    "marks of its own": tsv(CONN, OTHER).replace("\t-", "\tNULL").replace("#empty_field\t(empty)", "#empty_field\t~"),
    "an indented header": tsv(CONN, OTHER).replace("#", "    #"),
    "Windows": tsv(CONN, OTHER).replace("\n", "\r\n"),
    "a byte order mark": b"\xef\xbb\xbf" + tsv(CONN, OTHER).encode(),
    "times as text": tsv(CONN | {"ts": FIRST}, OTHER | {"ts": SECOND}),
    "headers one after the other": tsv(CONN) + tsv(OTHER, fields=tuple(reversed(BRO2))),
    "JSON": ndjson(CONN, OTHER),
    "JSON with a stream's keys": ndjson(CONN, OTHER, _path="conn", _write_ts="2023-11-14T22:14:21Z", _system_name="s"),
    "JSON under another name": ndjson(CONN, OTHER, _path="conn_filtered"),
    "JSON with nested ends": nested(CONN, OTHER),
    "JSON with underscores": underscored(CONN, OTHER),
    "JSON that changes its spelling": ndjson(CONN) + nested(OTHER),
    "JSON that changes its spelling back": underscored(CONN) + ndjson(OTHER),
    "JSON with ISO times": timed(FIRST, SECOND),
    "JSON with times of two forms": timed(1700000000.123456, "2023-11-14T23:14:20.5+01:00"),
    "JSON for Windows": ndjson(CONN, OTHER).replace("\n", "\r\n"),
    "JSON with a byte order mark": b"\xef\xbb\xbf" + ndjson(CONN, OTHER).encode(),
    "a JSON array": array(CONN, OTHER),
    "a JSON array on one line": "[" + ndjson(CONN, OTHER).strip().replace("\n", ",") + "]",
    "a JSON array with nested ends": "[" + nested(CONN, OTHER).strip().replace("\n", ",\r\n") + "]\r\n",
    "JSON over several lines": spread(ndjson(CONN, OTHER)),
    "a stream of several logs": '{"_path":"dns","ts":"2023-11-14T22:13:19Z","uid":"C1","query":"q"}\n'
    + ndjson(CONN, _path="conn")
    + '{"_path":"ssl","ts":1,"uid":"C1"}\n'
    + ndjson(OTHER, _path="conn"),
}


@pytest.mark.parametrize("suffix", ["", ".zst"])
@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_the_same_two_connections(tmp_path: Path, text: str | bytes, suffix: str) -> None:
    loaded = conns(write(tmp_path / f"evidence{suffix}", text))
    assert rows(loaded.frame) == [as_read(CONN), as_read(OTHER)]
    assert not loaded.skipped


def test_milliseconds(tmp_path: Path) -> None:
    log = write(tmp_path / "conn.log", timed(1700000000123, 1700000060500))
    assert conns(log).frame["ts"].tolist() == [1700000000.123, 1700000060.5]


@pytest.mark.parametrize("form", [tsv, ndjson, nested, array])
@pytest.mark.parametrize(
    "change",
    [
        {"id.orig_h": "fe80::1%eth0", "id.resp_h": "ff02::fb%2"},
        {"id.orig_h": "2001:db8::1", "id.resp_h": "::ffff:192.0.2.7"},
        {"proto": "icmp", "id.orig_p": "8", "id.resp_p": "0", "service": "-"},
        {"proto": "unknown_transport", "id.orig_p": "0", "id.resp_p": "0"},
        {"service": "ssl,http,-ftp"},
    ],
)
def test_addresses_with_zones_icmp_and_lists_of_services(
    tmp_path: Path, form: Callable[..., str], change: dict[str, str]
) -> None:
    loaded = conns(write(tmp_path / "conn.log", form(CONN | change)))
    assert rows(loaded.frame) == [as_read(CONN | change)]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_damaged_gives_what_there_is(tmp_path: Path, suffix: str) -> None:
    log = write(tmp_path / f"conn.log{suffix}", tsv(*[CONN | {"uid": f"C{number * 7919}"} for number in range(50_000)]))
    whole = log.read_bytes()
    log.write_bytes(whole[: len(whole) * 3 // 4])
    loaded = conns(log)
    assert 1000 < len(loaded.frame) < 50_000
    assert sentences(loaded)[-1].endswith(f"what follows row {len(loaded.frame)}: the compressed data breaks off")


def test_what_is_wrong_in_an_array_is_told_by_its_record(tmp_path: Path) -> None:
    log = write(tmp_path / "conn.json", array(CONN, OTHER | {"id.resp_p": "70000"}, CONN)[:-1] + ",\n17]")
    loaded = conns(log)
    assert len(loaded.frame) == 2
    assert sentences(loaded) == [
        "conn.json: 1 row skipped: id.resp_p is not a port: '70000.0', first in record 2",
        "conn.json: not read: what follows row 2: the JSON is broken there, or breaks off",
    ]


def test_a_rotated_stream_names_what_it_carries(tmp_path: Path) -> None:
    text = ndjson(CONN, _path="conn") + '{"_path":"http","ts":1,"uid":"Cabc","host":"c2.example"}\n'
    for number in range(3):
        write(tmp_path / f"zeek.{number}.ndjson", text.replace("Cabc", f"C{number}"))
    loaded = read(tmp_path)
    assert loaded.frame["domain"].tolist() == ["c2.example"] * 3


def tree(folder: Path, texts: Callable[[int], str | bytes], number: int, suffix: str = ".gz") -> Path:
    """A tree of dated folders with an hour in each file."""
    for hour in range(number):
        write(folder / f"day-{hour // 24:03d}" / f"conn.{hour % 24:02d}.log{suffix}", texts(hour))
    return folder


def at(hour: int) -> dict[str, str]:
    """A connection of some hour."""
    return CONN | {"ts": f"{1.7e9 + 3600 * hour:.6f}", "uid": f"C{hour}"}


@pytest.mark.parametrize("form", [tsv, ndjson])
def test_a_tree_of_two_thousand_files(tmp_path: Path, form: Callable[..., str]) -> None:
    top = tree(tmp_path, lambda hour: form(at(hour), OTHER | {"uid": f"D{hour}"}), 2000)
    monitor = Monitor()
    loaded = conns(top, monitor=monitor)
    assert (len(loaded.frame), loaded.files, loaded.skipped) == (4000, 2000, ())
    assert loaded.frame["uid"].tolist() == list(chain.from_iterable((f"C{hour}", f"D{hour}") for hour in range(2000)))
    assert monitor.rows == 4000
    assert monitor.bytes_done == sum(path.stat().st_size for path in top.rglob("*.gz"))


def odd(hour: int) -> str | bytes:
    """Files of which some are wrong, each in another way."""
    good = tsv(at(hour), at(hour) | {"uid": "-"})
    oddities: dict[int, Any] = {
        3: good.replace("\tSF\n", "\tSF\textra\n", 1),
        5: tsv(at(hour) | {"orig_bytes": "x"}, at(hour)),
        8: tsv(at(hour), fields=BRO2) + tsv(at(hour)),
        11: tsv(),
        13: good.replace("#unset_field\t-", "#unset_field\t?"),
        14: ndjson(at(hour), at(hour)),
        17: tsv(at(hour)) + tsv(at(hour), path="dns"),
        19: good.replace("192.0.2.7", "198.51.100.200"),
    }
    return str(oddities.get(hour, good))


def test_files_read_in_one_go_give_what_each_gives_alone(tmp_path: Path) -> None:
    top = tree(tmp_path, odd, 24, suffix="")
    together = conns(top)
    alone = [conns(path) for path in sorted(top.rglob("*.log"))]
    assert rows(together.frame) == list(chain.from_iterable(rows(loaded.frame) for loaded in alone))
    assert together.skipped == tuple(chain.from_iterable(loaded.skipped for loaded in alone))
    assert len(together.skipped) == 3
    assert together.files == 24


def test_one_file_that_vanishes_or_is_cut_does_not_take_others_with_it(tmp_path: Path) -> None:
    logs = find_logs([tree(tmp_path, lambda hour: tsv(at(hour)), 8)]).logs
    logs[2].path.unlink()
    logs[5].path.write_bytes(logs[5].path.read_bytes()[:-9])
    monitor = Monitor()
    loaded = read_logs(logs, "conn", "reading", monitor)
    assert loaded.frame["uid"].tolist() == [f"C{hour}" for hour in (0, 1, 3, 4, 5, 6, 7)]
    assert sentences(loaded) == [
        "conn.02.log.gz: not read: no such file or directory",
        "conn.05.log.gz: not read: what follows row 1: the compressed data breaks off",
    ]
    assert (loaded.files, monitor.rows) == (7, 7)


def test_files_without_rows_are_files_all_the_same(tmp_path: Path) -> None:
    def empty(hour: int) -> str:
        return tsv().replace("2024-01-01", f"2024-01-{hour + 1:02d}")

    loaded = conns(tree(tmp_path, lambda hour: empty(hour) if hour < 5 else tsv(at(hour)), 6))
    assert (len(loaded.frame), loaded.files, loaded.skipped) == (1, 6, ())
    loaded = conns(tree(tmp_path, empty, 6))
    assert (len(loaded.frame), loaded.files, loaded.skipped) == (0, 6, ())


def test_files_of_one_go_are_reported_each(tmp_path: Path) -> None:
    monitor = Monitor()
    conns(tree(tmp_path, lambda hour: tsv(at(hour)), 5), monitor=monitor)
    assert monitor.file_number == 5


def test_columns_that_repeat_and_columns_of_no_use(tmp_path: Path) -> None:
    fields = (*CONN_FIELDS, *repeat("label", 3))
    assert rows(conns(write(tmp_path / "conn.log", tsv(CONN, fields=fields))).frame) == [as_read(CONN)]
