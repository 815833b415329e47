"""Copies of logs with more connections in them: the new ones can be read again, everything else stays as it was."""

import gzip
import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beacon_tui.errors import InjectError
from beacon_tui.zeek.codec import PLAIN, codec_of
from beacon_tui.zeek.columns import CONN_FIELDS, REQUIRED
from beacon_tui.zeek.mirror import copy_with
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
    tsv,
    underscored,
    unpacked,
    write,
)

NEW: dict[str, Any] = {
    "ts": 1700000030.654321,
    "id.orig_h": "10.0.0.9",
    "id.resp_h": "203.0.113.1",
    "id.resp_p": 443,
    "uid": "Cnew",
    "id.orig_p": 50001,
    "proto": "tcp",
    "service": "ssl",
    "duration": 0.25,
    "orig_bytes": 850,
    "resp_bytes": 3333,
    "conn_state": "SF",
}
"""A connection between `CONN` and `OTHER`."""

LATE = NEW | {"ts": 1700000090.000001, "uid": "Clate"}
"""One after both."""


def lines(*paths: Path) -> Counter[bytes]:
    """All lines of some files."""
    return Counter(line for path in paths for line in unpacked(path).splitlines())


def new_rows(*paths: Path) -> list[dict[str, Any]]:
    """The new connections as they are read again, by time; what is unknown is left out."""
    frame = read(*paths).frame
    new = frame[frame["id.resp_h"] == NEW["id.resp_h"]].sort_values("ts")
    return [{name: value for name, value in row.items() if value == value} for row in new.to_dict("records")]


def separated(separator: str, *rows: dict[str, str]) -> str:
    """A log with another separator."""
    return header(separator=separator) + "".join(line(row, separator=separator) for row in rows)


def iso(*rows: dict[str, str], **more: object) -> str:
    """A JSON log with times as text."""
    times = {CONN["ts"]: "2023-11-14T22:13:20.123456Z", OTHER["ts"]: "2023-11-14T22:14:20.500000Z"}
    records = [json.loads(ndjson(row)) | {"ts": times[row["ts"]]} | more for row in rows]
    return "".join(json.dumps(record) + "\n" for record in records)


STREAM = '{"_path":"dns","ts":1700000000.5,"uid":"Cxyz","query":"a.example"}\n'
WIDER = (*CONN_FIELDS, "tunnel_parents")
LABELLED = ("_node_name", *reversed(CONN_FIELDS), "label")

LOGS: dict[str, str | bytes] = {
    "tsv": tsv(CONN, OTHER),
    "tsv in another order, with more columns": tsv(CONN, OTHER, fields=LABELLED),
    "tsv without a last newline": (header() + line(CONN) + line(OTHER)).rstrip("\n"),
    "tsv with Windows line ends": tsv(CONN, OTHER).replace("\n", "\r\n"),
    "tsv with a byte order mark": b"\xef\xbb\xbf" + tsv(CONN, OTHER).encode(),
    "tsv with commas": separated(",", CONN, OTHER),
    "tsv with bars": separated("|", CONN, OTHER),
    "tsv with another mark for unset": tsv(CONN, OTHER).replace("\t-", "\t(none)"),
    "tsv with a second header": tsv(CONN) + tsv(OTHER, fields=WIDER),
    "tsv twice, with marks and other separators": f"\ufeff{tsv(CONN)}\ufeff{separated(',', OTHER)}",
    "tsv with broken rows": header() + line(CONN) + "12\tonly\n\n" + line(OTHER) + "1700000055.0\t\0\n",
    "json": ndjson(CONN, OTHER),
    "json with a path": ndjson(CONN, OTHER, _path="conn"),
    "json with times as text": iso(CONN, OTHER),
    "json with broken lines": ndjson(CONN) + "{oops\n[]\n\n" + ndjson(OTHER) + '{"ts":null}\n',
    "json with nested ends": nested(CONN, OTHER),
    "json with underscores": underscored(CONN, OTHER, _path="conn"),
    "tsv with labels joined by blanks": tsv(CONN, OTHER, fields=(*CONN_FIELDS, "tunnel_parents   label   detailed")),
    "json of several logs": STREAM + iso(CONN, OTHER, _path="conn"),
}


@pytest.mark.parametrize("suffix", ["", *SUFFIXES])
@pytest.mark.parametrize("log", LOGS.values(), ids=LOGS.keys())
def test_new_rows_are_read_as_given_and_every_other_line_stays(tmp_path: Path, log: str | bytes, suffix: str) -> None:
    old = write(tmp_path / "in" / f"conn.log{suffix}", log)
    before = read(old).frame
    assert copy_with([tmp_path / "in"], tmp_path / "out", [LATE, NEW]) == ()
    copy = tmp_path / "out" / old.name
    assert new_rows(copy) == [NEW, LATE]
    assert len(read(copy).frame) == len(before) + 2
    assert lines(old) <= lines(copy)
    assert sum((lines(copy) - lines(old)).values()) == 2
    assert codec_of(copy.read_bytes()) is SUFFIXES.get(suffix, PLAIN)


@pytest.mark.parametrize("log", LOGS.values(), ids=LOGS.keys())
def test_a_new_row_stands_where_zeek_would_have_written_it(tmp_path: Path, log: str | bytes) -> None:
    old = write(tmp_path / "in" / "conn.log", log)
    copy_with([tmp_path / "in"], tmp_path / "out", [NEW, LATE])
    written = unpacked(tmp_path / "out" / "conn.log")
    places = [written.index(uid) for uid in (b"Cabc", b"Cnew", b"Cdef", b"Clate")]
    assert places == sorted(places)
    last = unpacked(old).splitlines()[-1]
    if last.startswith(b"#close"):
        assert written.splitlines()[-1] == last


def test_a_log_without_the_optional_columns_gets_none(tmp_path: Path) -> None:
    write(tmp_path / "in" / "conn.log", tsv(CONN, fields=REQUIRED))
    copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    assert new_rows(tmp_path / "out") == [{field: NEW[field] for field in REQUIRED}]


def test_what_is_not_known_is_unset_as_the_log_has_it(tmp_path: Path) -> None:
    log = tsv(CONN, fields=LABELLED).replace("#unset_field\t-", "#unset_field\t(none)")
    write(tmp_path / "in" / "conn.log", log)
    copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    (new,) = (line.split(b"\t") for line in lines(tmp_path / "out" / "conn.log") if b"Cnew" in line)
    assert (new[0], new[-1], len(new)) == (b"(none)", b"(none)", len(LABELLED))


def test_line_ends_stay_those_of_windows(tmp_path: Path) -> None:
    write(tmp_path / "in" / "conn.log", tsv(CONN, OTHER).replace("\n", "\r\n"))
    copy_with([tmp_path / "in"], tmp_path / "out", [NEW, LATE])
    written = unpacked(tmp_path / "out" / "conn.log")
    assert written.count(b"\n") == written.count(b"\r\n")


def test_new_rows_are_spelled_as_the_others(tmp_path: Path) -> None:
    for name, form in (("nested", nested), ("underscored", underscored)):
        write(tmp_path / name / "conn.log", form(CONN, OTHER))
        copy_with([tmp_path / name], tmp_path / "out" / name, [LATE])
        first, *_, last = map(json.loads, (tmp_path / "out" / name / "conn.log").read_text().splitlines())
        assert (set(first), set(first.get("id", ()))) == (set(last), set(last.get("id", ())))


def test_labels_that_are_joined_by_blanks_are_all_unset(tmp_path: Path) -> None:
    fields = (*CONN_FIELDS, "tunnel_parents   label   detailed-label")
    write(tmp_path / "in" / "conn.log", tsv(CONN | {fields[-1]: "(empty)   Malicious   C&C"}, fields=fields))
    copy_with([tmp_path / "in"], tmp_path / "out", [LATE])
    assert (tmp_path / "out" / "conn.log").read_text().splitlines()[-2].endswith("\tSF\t-   -   -")


def test_no_rows_go_into_an_array_and_that_is_said(tmp_path: Path) -> None:
    old = write(tmp_path / "in" / "conn.json", array(CONN, OTHER))
    with pytest.raises(InjectError, match="None of the files"):
        copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    write(tmp_path / "in" / "conn.log", tsv(CONN))
    notes = copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    assert notes == ("conn.json: copied as it is: no rows go into a JSON array",)
    assert (tmp_path / "out" / "conn.json").read_bytes() == old.read_bytes()


def test_a_pipe_cannot_be_copied(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "conn.log")
    for path in (tmp_path / "conn.log", Path("-")):
        with pytest.raises(InjectError, match="is a pipe and cannot be copied"):
            copy_with([path], tmp_path / "out", [NEW])


def test_times_as_text_stay_so(tmp_path: Path) -> None:
    write(tmp_path / "in" / "conn.log", iso(CONN, OTHER))
    copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    (record,) = (json.loads(line) for line in lines(tmp_path / "out" / "conn.log") if b"Cnew" in line)
    assert record["ts"] == "2023-11-14T22:13:50.654321Z"


def test_times_in_milliseconds_stay_so(tmp_path: Path) -> None:
    old = json.loads(ndjson(CONN)) | {"ts": 1700000000123}
    write(tmp_path / "in" / "conn.log", json.dumps(old) + "\n")
    copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    (record,) = (json.loads(line) for line in lines(tmp_path / "out" / "conn.log") if b"Cnew" in line)
    assert record["ts"] == 1700000030654
    assert new_rows(tmp_path / "out")[0]["ts"] == 1700000030.654


def test_each_row_goes_to_the_rotated_log_of_its_time_and_between_two_to_the_nearest(tmp_path: Path) -> None:
    hours = {"conn.00.log": 0, "conn.01.log.gz": 3600, "conn.02.log": 7200}
    for number, (name, start) in enumerate(hours.items()):
        rows = [CONN | {"ts": str(start + at), "duration": "-"} for at in (10, 3000)]
        write(tmp_path / "in" / "day" / name, (tsv, ndjson, tsv)[number](*rows))
    moments = (5.0, 500.0, 3200.0, 3500.0, 5000.0, 7300.0, 99999.0)
    copy_with([tmp_path / "in"], tmp_path / "out", [NEW | {"ts": ts} for ts in moments])
    got = {name: [row["ts"] for row in new_rows(tmp_path / "out" / "day" / name)] for name in hours}
    assert got == {
        "conn.00.log": [5.0, 500.0, 3200.0],
        "conn.01.log.gz": [3500.0, 5000.0],
        "conn.02.log": [7300.0, 99999.0],
    }


def test_a_row_belongs_to_the_time_in_which_it_ends(tmp_path: Path) -> None:
    write(tmp_path / "in" / "conn.00.log", tsv(CONN | {"ts": "10.0"}, CONN | {"ts": "3000.0"}))
    write(tmp_path / "in" / "conn.01.log", tsv(CONN | {"ts": "2000.0", "duration": "2000.0"}, CONN | {"ts": "7000.0"}))
    late, early = NEW | {"ts": 2500.0, "duration": 2000.0}, NEW | {"ts": 3300.0, "duration": 100.0}
    copy_with([tmp_path / "in"], tmp_path / "out", [late, early])
    assert new_rows(tmp_path / "out" / "conn.00.log") == [early]
    assert new_rows(tmp_path / "out" / "conn.01.log") == [late]


def test_everything_else_in_the_folder_is_copied_byte_for_byte(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "conn.log": tsv(CONN),
        "open_conn.log": tsv(CONN, OTHER),
        "ssl.log.gz": tsv({"ts": "1", "uid": "Cabc"}, fields=("ts", "uid"), path="ssl"),
        "notes.txt": b"\x00\xff prose",
        "sub/.hidden": "x",
        ".conn.log.new": "mine",
        "sub/conn.prose.log": "Dear diary,\n",
        "sub/empty.log": "",
    }
    for name, content in files.items():
        write(tmp_path / "in" / name, content)
    copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    copied = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert copied == set(files)
    for name in set(files) - {"conn.log"}:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "in" / name).read_bytes()
    assert (tmp_path / "in" / "conn.log").read_text() == files["conn.log"]


def test_equal_rows_make_equal_bytes(tmp_path: Path) -> None:
    write(tmp_path / "in" / "conn.log.gz", tsv(CONN, OTHER))
    for name in ("one", "two"):
        copy_with([tmp_path / "in"], tmp_path / name, [NEW, LATE])
    one, two = (tmp_path / name / "conn.log.gz" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes()[4:8] == bytes(4), "no time of writing in the gzip header"


# Where it may write


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "in" / "conn.log", tsv(CONN))
    write(tmp_path / "out" / "mine", "precious")
    before = sorted(tmp_path.rglob("*"))
    for target in (tmp_path / "out", tmp_path / "out" / "mine"):
        with pytest.raises(InjectError, match="not an empty folder"):
            copy_with([tmp_path / "in"], target, [NEW])
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "out" / "mine").read_text() == "precious"


def test_an_empty_folder_is_filled_and_a_deep_one_is_made(tmp_path: Path) -> None:
    write(tmp_path / "in" / "conn.log", tsv(CONN))
    (tmp_path / "empty").mkdir()
    for target in (tmp_path / "empty", tmp_path / "a" / "b" / "c"):
        copy_with([tmp_path / "in"], target, [NEW])
        assert new_rows(target)
        assert target.stat().st_mode & 0o777 == 0o700


def test_a_copy_inside_of_what_is_copied_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN))
    for target in (tmp_path, tmp_path / "out", tmp_path / "x" / ".." / "out"):
        with pytest.raises(InjectError):
            copy_with([tmp_path], target, [NEW])
    assert [path.name for path in tmp_path.iterdir()] == ["conn.log"]


def test_an_error_leaves_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in" / "conn.log", tsv(CONN))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "out" / "conn.log"))

    monkeypatch.setattr("beacon_tui.zeek.mirror.copy_log", full)
    with pytest.raises(InjectError, match="nothing is left of it: no space left on device"):
        copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_without_a_conn_log_nothing_is_written(tmp_path: Path) -> None:
    write(tmp_path / "in" / "conn.log", header())
    with pytest.raises(InjectError, match="nothing was written"):
        copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name", ["..\\..\\up.log", "conn.\x1b[2J.log", "conn.\n.log", "-rf.conn.log", "conn.\udcff.log"]
)
def test_names_that_an_attacker_might_choose_stay_inside(tmp_path: Path, name: str) -> None:
    write(tmp_path / "in" / "conn.log", tsv(CONN))
    write(tmp_path / "in" / name, tsv(OTHER))
    before = set(tmp_path.rglob("*"))
    notes = copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    assert (tmp_path / "out" / name).read_bytes()
    assert all(path.is_relative_to(tmp_path / "out") for path in set(tmp_path.rglob("*")) - before)
    assert notes == ()


def test_links_are_neither_followed_nor_copied(tmp_path: Path) -> None:
    secret = write(tmp_path / "elsewhere" / "conn.log", tsv(OTHER))
    write(tmp_path / "in" / "conn.log", tsv(CONN))
    (tmp_path / "in" / "conn.link.log").symlink_to(secret)
    (tmp_path / "in" / "current").symlink_to(secret.parent)
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    os.mkfifo(tmp_path / "in" / "conn.pipe.log")
    notes = copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["conn.log"]
    assert len(notes) == 4
    assert sum("it is a link" in note for note in notes) == 3
    assert secret.read_text() == tsv(OTHER)


def test_a_link_as_target_leads_to_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "in" / "conn.log", tsv(CONN))
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    assert (tmp_path / "out").is_symlink()
    assert new_rows(tmp_path / "real")


# Several paths, copies, damage


def test_several_paths_are_copied_under_their_own_names(tmp_path: Path) -> None:
    one = write(tmp_path / "a" / "conn.log", tsv(CONN))
    two = write(tmp_path / "b" / "conn.log", tsv(OTHER))
    notes = write(tmp_path / "a" / "notes.txt", "mine")
    copy_with([tmp_path / "a", tmp_path / "b", one, notes], tmp_path / "out", [NEW])
    copied = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*"))
    assert copied == ["a/conn.log", "a/notes.txt", "b/conn.log"]
    assert len(new_rows(tmp_path / "out")) == 1
    copy_with([tmp_path / "a", tmp_path / "a"], tmp_path / "same", [NEW])
    assert new_rows(tmp_path / "same" / "conn.log")
    copy_with([one], tmp_path / "single", [NEW])
    assert new_rows(tmp_path / "single" / "conn.log")
    with pytest.raises(InjectError, match="Two of the paths"):
        copy_with([one, two], tmp_path / "clash", [NEW])


def copied(path: Path) -> None:
    """Keep a second, compressed copy of a log."""
    write(path.with_name("conn.log.gz"), path.read_bytes())


def linked(path: Path) -> None:
    """Give a log a second name."""
    path.with_name("conn.other.log").hardlink_to(path)


@pytest.mark.parametrize("again", [copied, linked])
def test_a_log_that_is_there_twice_still_counts_once(tmp_path: Path, again: Callable[[Path], None]) -> None:
    again(write(tmp_path / "in" / "conn.log", tsv(CONN, OTHER)))
    notes = copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    assert len(read(tmp_path / "in").frame) == 2
    assert len(read(tmp_path / "out").frame) == 3
    assert len(notes) == 1
    assert "the same log" in notes[0]


def test_a_damaged_log_is_copied_as_it_is_and_the_others_take_the_rows(tmp_path: Path) -> None:
    broken = gzip.compress(tsv(*[CONN | {"uid": f"C{n}"} for n in range(2000)]).encode())[:-4000]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "conn.00.log.gz").write_bytes(broken)
    write(tmp_path / "in" / "conn.01.log", tsv(OTHER))
    notes = copy_with([tmp_path / "in"], tmp_path / "out", [NEW])
    assert (tmp_path / "out" / "conn.00.log.gz").read_bytes() == broken
    assert new_rows(tmp_path / "out" / "conn.01.log") == [NEW]
    assert notes == ("conn.00.log.gz: copied as it is: it cannot be read to its end",)


FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
PIECES = [*tsv(CONN, OTHER).encode().splitlines(True), *ndjson(CONN, OTHER).encode().splitlines(True), b"\n", b"\0"]


@FUZZ
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from([tsv(CONN).encode(), ndjson(OTHER).encode()]))
def test_whatever_follows_nothing_is_lost_and_the_new_rows_are_read(
    tmp_path_factory: pytest.TempPathFactory, pieces: Sequence[bytes], start: bytes
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    old = write(folder / "in" / "conn.log", start + b"".join(pieces))
    before = len(read(old).frame)
    copy_with([folder / "in"], folder / "out", [NEW, LATE])
    copy = folder / "out" / "conn.log"
    assert lines(old) <= lines(copy)
    assert sum((lines(copy) - lines(old)).values()) == 2
    assert len(read(copy).frame) == before + 2
    assert new_rows(copy) == [NEW, LATE]
