"""JSON objects in every spelling, and those that are not one a line."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.zeek.codec import PLAIN
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.records import Spelling, objects_in, one_a_line, plain, spelled, spelling_of
from beacon_tui.zeek.source import MAX_LINE, Source
from tests.zeek.logs import write

RECORD = {"ts": 1.5, "id.orig_h": "10.0.0.1", "id.resp_h": "b", "uid": "C"}
WRITTEN: dict[Spelling, dict[str, object]] = {
    "dotted": RECORD,
    "nested": {"ts": 1.5, "id": {"orig_h": "10.0.0.1", "resp_h": "b"}, "uid": "C"},
    "underscored": {"ts": 1.5, "id_orig_h": "10.0.0.1", "id_resp_h": "b", "uid": "C"},
}

VALUES = st.recursive(st.none() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3))
OBJECTS = st.dictionaries(st.text(max_size=5), VALUES | st.dictionaries(st.text(max_size=5), VALUES, max_size=3))


def lines_of(path: Path, size: int = 1 << 22) -> tuple[list[bytes], str]:
    with Source(path, PLAIN, Monitor()) as source:
        return b"".join(one_a_line(source, size)).split(b"\n")[:-1], source.fault


@pytest.mark.parametrize("spelling", WRITTEN)
def test_every_spelling_is_told_understood_and_written(spelling: Spelling) -> None:
    record = WRITTEN[spelling]
    assert spelling_of(record) == spelling
    assert plain(record) == RECORD
    assert list(spelled(RECORD, spelling).items()) == list(record.items())


def test_an_id_that_is_no_object_stays() -> None:
    assert plain({"id": "x"}) == {"id": "x"}


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1}, {"a": 2}]',
        '[\n  {\n    "a": 1\n  },\n  {\n    "a": 2\n  }\n]\n',
        '\ufeff [{"a":1}\r\n,{"a":2}]',
        '{"a":\n1}\n{"a":\n2}\n',
        '[{"a": 1}]\n[{"a": 2}]\n',
    ],
)
def test_members_of_arrays_and_objects_over_several_lines(tmp_path: Path, text: str) -> None:
    lines, fault = lines_of(write(tmp_path / "x", text))
    assert ([json.loads(line) for line in lines], fault) == ([{"a": 1}, {"a": 2}], "")


@given(st.lists(OBJECTS, max_size=5), st.sampled_from([None, 1]))
def test_objects_of_any_content_come_back(records: list[dict[str, object]], indent: int | None) -> None:
    found, rest = objects_in(json.dumps(records, indent=indent, ensure_ascii=False).encode())
    assert [json.loads(line) for line in found] == records
    assert not rest.strip(b" \n[]")


@pytest.mark.parametrize("end", ['{"a": ', '{"a": "', "x", '{"a": 2},', "", "17, "])
def test_an_array_that_breaks_off_gives_what_there_is(tmp_path: Path, end: str) -> None:
    lines, fault = lines_of(write(tmp_path / "x", '[{"a": 1},\n' + end))
    assert (lines[0], fault) == (b'{"a": 1}', "the JSON is broken there, or breaks off")


def test_an_object_without_an_end_is_not_kept_in_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "x", b'[{"a": 1}, {"a": "' + b"x" * 9 * MAX_LINE)
    with Source(path, PLAIN, Monitor()) as source:
        assert list(one_a_line(source, 1 << 16)) == [b'{"a": 1}\n']
        assert source.fault
        assert source.bytes_read < 3 * MAX_LINE


@pytest.mark.parametrize("text", ['{"x', "{", '{"', '[{"a":{', "[[", '{"a":{"b":"'])
def test_nothing_takes_long(text: str) -> None:
    assert objects_in(text.encode() * 100_000)[0] == []


def test_blocks_are_bounded(tmp_path: Path) -> None:
    path = write(tmp_path / "x", "[" + ",".join(['{"a": 1}'] * 200_000) + "]")
    with Source(path, PLAIN, Monitor()) as source:
        blocks = list(one_a_line(source, 1 << 16))
    assert sum(block.count(b"\n") for block in blocks) == 200_000
    assert max(map(len, blocks)) < 3 << 20
