"""Logs to frames: tab-separated and JSON must come out alike."""

import gzip
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beacon_tui.errors import Cancelled
from beacon_tui.zeek.columns import CONN_FIELDS, NUMBERS, OPTIONAL
from beacon_tui.zeek.find import find_logs
from beacon_tui.zeek.ndjson import SMALL
from beacon_tui.zeek.progress import Monitor, Progress
from beacon_tui.zeek.read import Loaded, read_logs
from tests.zeek.logs import CONN, OTHER, as_json, header, line, ndjson, read, sentences, slow_rows, tsv, write
from tests.zeek.test_rows import is_right

BAD = CONN | {"orig_bytes": "abc"}


def conns(*paths: Path, monitor: Monitor | None = None) -> Loaded:
    return read_logs(find_logs(paths).logs, "conn", "reading", monitor or Monitor())


def rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Every row as a dictionary, None where unknown."""
    return [
        {str(field): None if pd.isna(value) else value for field, value in row.items()}
        for row in frame.to_dict("records")
    ]


def as_read(row: dict[str, str]) -> dict[str, object]:
    """A row of a log as it should be in the frame."""
    return {field: as_json(row).get(field) for field in CONN_FIELDS}


@pytest.mark.parametrize("name", ["conn.log", "conn.log.gz"])
@pytest.mark.parametrize("form", [tsv, ndjson])
def test_a_log_is_read(tmp_path: Path, name: str, form: Callable[..., str]) -> None:
    loaded = conns(write(tmp_path / name, form(CONN, OTHER)))
    is_right(loaded.frame)
    assert rows(loaded.frame) == [as_read(CONN), as_read(OTHER)]
    assert (loaded.skipped, loaded.files) == ((), 1)


@pytest.mark.parametrize("form", [tsv, ndjson])
def test_several_files_become_one_frame(tmp_path: Path, form: Callable[..., str]) -> None:
    paths = [write(tmp_path / "a.log", form(CONN)), write(tmp_path / "b.log", form(OTHER, CONN))]
    loaded = conns(*paths)
    is_right(loaded.frame)
    assert (len(loaded.frame), loaded.files) == (3, 2)
    assert loaded.frame["id.orig_h"].tolist() == ["10.0.0.1", "10.0.0.2", "10.0.0.1"]


def test_nothing_to_read_is_an_empty_frame(tmp_path: Path) -> None:
    is_right(conns(tmp_path).frame)
    is_right(conns(write(tmp_path / "conn.log", tsv())).frame)
    assert conns(tmp_path).files == 1


@pytest.mark.parametrize(("form", "first"), [(tsv, 9), (ndjson, 2)])
def test_a_bad_number_costs_one_row(tmp_path: Path, form: Callable[..., str], first: int) -> None:
    text = form(CONN, CONN | {"orig_bytes": "77"}, OTHER)
    text = text.replace("\t77\t", "\tabc\t").replace(": 77.0", ': "abc"')
    loaded = conns(write(tmp_path / "conn.log", text))
    assert rows(loaded.frame) == [as_read(CONN), as_read(OTHER)]
    assert sentences(loaded) == [f"conn.log: 1 row skipped: orig_bytes is not a count: 'abc', first at line {first}"]
    is_right(loaded.frame)


@pytest.mark.parametrize("absent", OPTIONAL)
def test_optional_fields_may_be_absent(tmp_path: Path, absent: str) -> None:
    fields = [field for field in CONN_FIELDS if field != absent]
    loaded = conns(
        write(tmp_path / "conn.log", tsv(CONN, fields=fields)),
        write(tmp_path / "conn.json", ndjson({field: CONN[field] for field in fields})),
    )
    is_right(loaded.frame)
    assert rows(loaded.frame) == [as_read(CONN) | {absent: None}] * 2
    assert not loaded.skipped


def test_extra_labelled_reordered_and_repeated_columns(tmp_path: Path) -> None:
    fields = ["_node_name", *reversed(CONN_FIELDS), "label", "ts", "tunnel_parents"]
    row = CONN | {"_node_name": "worker", "label": "Benign", "tunnel_parents": "(empty)"}
    text = tsv(row, fields=fields).replace("\tstring\n", "\ttable[string]\n")
    assert rows(conns(write(tmp_path / "conn.log", text)).frame) == [as_read(CONN)]


@pytest.mark.parametrize("separator", [",", " ", "|", "\x01", "'", '"', "\\"])
def test_separators(tmp_path: Path, separator: str) -> None:
    text = header(separator=separator) + line(CONN, separator=separator) + line(OTHER, separator=separator)
    assert rows(conns(write(tmp_path / "conn.log", text)).frame) == [as_read(CONN), as_read(OTHER)]


def test_marks_for_unset_and_empty(tmp_path: Path) -> None:
    text = (
        tsv(CONN, OTHER)
        .replace("#unset_field\t-", "#unset_field\t?")
        .replace("#empty_field\t(empty)", "#empty_field\t!")
    )
    text = text.replace("\tssl\t1.5\t100\t", "\t!\t?\t\t").replace("\t-\t-\t", "\t(empty)\t?\t")
    one, two = rows(conns(write(tmp_path / "conn.log", text)).frame)
    assert (one["service"], one["duration"], one["orig_bytes"]) == (None, None, None)
    assert two["service"] == "(empty)"


@pytest.mark.parametrize(
    "text", ["NA", "null", "None", "nan", "N/A", "#x", '"', "'", '"open', "a\rb", "é", "\u2028", "TRUE"]
)
@pytest.mark.parametrize("form", [tsv, ndjson])
def test_words_that_readers_like_to_change_stay(tmp_path: Path, text: str, form: Callable[..., str]) -> None:
    row = CONN | {"service": text, "id.orig_h": text, "uid": text}
    assert rows(conns(write(tmp_path / "conn.log", form(row, OTHER))).frame)[0] == as_read(row)


def test_a_dash_in_json_is_a_dash(tmp_path: Path) -> None:
    text = json.dumps(as_json(CONN) | {"service": "-"})
    assert rows(conns(write(tmp_path / "conn.log", text)).frame)[0]["service"] == "-"


@pytest.mark.parametrize("form", [tsv, ndjson])
def test_bytes_that_are_no_text_are_replaced(tmp_path: Path, form: Callable[..., str]) -> None:
    data = form(CONN | {"service": "XYZ"}, OTHER).encode().replace(b"XYZ", b"a\xffb")
    frame = conns(write(tmp_path / "conn.log", data)).frame
    assert frame["service"].tolist()[0] == "a\ufffdb"


@pytest.mark.parametrize("careful", [False, True])
def test_json_escapes_are_decoded_and_broken_ones_replaced(tmp_path: Path, careful: bool) -> None:
    text = '{"ts":1,"id.orig_h":"a\\u001b","id.resp_h":"b","id.resp_p":1,"uid":"\\ud800"}\n' + "x\n" * careful
    frame = conns(write(tmp_path / "conn.log", text)).frame
    assert frame["id.orig_h"].tolist() == ["a\x1b"]
    assert frame["uid"].tolist() == ["?"]


def test_repeated_headers_and_other_layouts(tmp_path: Path) -> None:
    short = ["id.resp_p", "id.resp_h", "ts", "id.orig_h"]
    text = tsv(CONN) + tsv(OTHER) + tsv(CONN, OTHER, fields=short) + tsv(OTHER)
    loaded = conns(write(tmp_path / "conn.log", text))
    assert loaded.frame["ts"].tolist() == [float(row["ts"]) for row in (CONN, OTHER, CONN, OTHER, OTHER)]
    assert loaded.frame["uid"].isna().tolist() == [False, False, True, True, False]
    assert not loaded.skipped


def test_rows_under_a_header_of_no_use_are_counted(tmp_path: Path) -> None:
    text = tsv(CONN) + tsv(CONN, OTHER, path="dns") + tsv(CONN, fields=("ts", "uid")) + tsv(OTHER)
    loaded = conns(write(tmp_path / "conn.log", text))
    assert len(loaded.frame) == 2
    assert sentences(loaded) == [
        "conn.log: 3 rows skipped: the header above says that they are of the log 'dns', first at line 17"
    ]


def test_a_truncated_last_line(tmp_path: Path) -> None:
    whole = tsv(CONN, OTHER).split("#close")[0]
    loaded = conns(write(tmp_path / "conn.log", whole[:-30]))
    assert rows(loaded.frame) == [as_read(CONN)]
    assert sentences(loaded) == ["conn.log: 1 row skipped: 12 columns expected, 5 found, first at line 9"]
    loaded = conns(write(tmp_path / "conn.log", whole[:-1]))
    assert rows(loaded.frame) == [as_read(CONN), as_read(OTHER)]


def test_a_cut_compressed_log_gives_what_there_is(tmp_path: Path) -> None:
    text = tsv(*[CONN, OTHER] * 3000)
    data = gzip.compress(text.encode())
    loaded = conns(write(tmp_path / "conn.log", data[: len(data) // 2]))
    assert 100 < len(loaded.frame) < 6000
    assert (
        sentences(loaded)[-1]
        == f"conn.log: not read: what follows row {len(loaded.frame)}: the compressed data breaks off"
    )


def test_a_log_that_vanishes_is_said(tmp_path: Path) -> None:
    logs = find_logs([write(tmp_path / "conn.log", tsv(CONN))]).logs
    (tmp_path / "conn.log").unlink()
    loaded = read_logs(logs, "conn", "reading", Monitor())
    assert loaded.files == 0
    assert sentences(loaded) == ["conn.log: not read: no such file or directory"]


def test_json_lines_that_are_wrong_are_counted(tmp_path: Path) -> None:
    good = ndjson(CONN)
    lines = [
        "[1]",
        "{}",
        "",
        "7",
        '{"ts": 1',
        "[" * 100_000,
        json.dumps({"ts": 5}),
        json.dumps(as_json(CONN) | {"ts": "x"}),
    ]
    loaded = conns(write(tmp_path / "conn.log", good + "\n".join(lines) + "\n" + good[:-9]))
    assert rows(loaded.frame) == [as_read(CONN)]
    assert sentences(loaded) == [
        "conn.log: 6 rows skipped: it is not a JSON object, first at line 2",
        "conn.log: 1 row skipped: ts is not a time: 'x', first at line 9",
        "conn.log: 1 row skipped: id.orig_h is unset, first at line 8",
    ]


@pytest.mark.parametrize("null", ["null", " null", "\t null", "{}null", "{} \t null", "null null", "\ufeffnull"])
def test_json_null_instead_of_an_object_is_counted(tmp_path: Path, null: str) -> None:
    half = ndjson(CONN) * (2 * SMALL // len(ndjson(CONN)))  # what is read again then begins with the null
    loaded = conns(write(tmp_path / "conn.log", half + f"{null}\n" + half))
    number = half.count("\n")
    assert len(loaded.frame) == 2 * number
    assert sentences(loaded) == [f"conn.log: 1 row skipped: it is not a JSON object, first at line {number + 1}"]


def test_null_in_an_object_is_unset_however_it_is_spaced(tmp_path: Path) -> None:
    text = ndjson(CONN).replace('"service": "ssl"', '"service":  \t null') + ndjson(CONN | {"service": "a} null"})
    loaded = conns(write(tmp_path / "conn.log", text))
    assert rows(loaded.frame) == [as_read(CONN | {"service": "-"}), as_read(CONN | {"service": "a} null"})]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-1", "1e999", '"abc"', "true", "[1]", "1" * 5000])
def test_json_numbers_that_are_none(tmp_path: Path, number: str) -> None:
    text = ndjson(CONN) + ndjson(CONN).replace('"orig_bytes": 100.0', f'"orig_bytes": {number}')
    loaded = conns(write(tmp_path / "conn.log", text))
    assert len(loaded.frame) == 1
    assert [skip.rows for skip in loaded.skipped] == [1]


def test_json_times_in_every_style_of_zeek(tmp_path: Path) -> None:
    for style in (1700000000.123456, 1700000000123, "2023-11-14T22:13:20.123456Z"):
        log = write(tmp_path / "conn.log", json.dumps(as_json(CONN) | {"ts": style}))
        assert conns(log).frame["ts"].tolist() == [1700000000.123 if isinstance(style, int) else 1700000000.123456]


def test_json_lines_of_other_logs_do_not_count(tmp_path: Path) -> None:
    other = json.dumps({"_path": "dns", "ts": "2020-01-01T00:00:00Z", "duration": "long", "service": ["a"]}) + "\n"
    text = other + ndjson(CONN, _path="conn") + other + ndjson(CONN, _path="open_conn") + ndjson(OTHER, _path="conn")
    loaded = conns(write(tmp_path / "all.ndjson", text))
    assert rows(loaded.frame) == [as_read(CONN), as_read(OTHER)]
    assert not loaded.skipped


def test_json_lists_read_as_zeek_writes_sets(tmp_path: Path) -> None:
    text = json.dumps(as_json(CONN) | {"service": ["ssl", "http"]})
    assert conns(write(tmp_path / "conn.log", text)).frame["service"].tolist() == ["ssl,http"]


CELLS = st.sampled_from(
    ["-", "(empty)", "", "abc", "1", "80", "1.5", "-3", "70000", "1e3", "nan", "#", "\x1b[0m", "é", "'"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=8))
def test_as_a_slow_reader_would(tmp_path: Path, table: list[list[str]]) -> None:
    fields = ("ts", "id.orig_h", "id.resp_h", "id.resp_p", "orig_bytes")
    lines = ["\t".join(row) for row in table]
    loaded = conns(write(tmp_path / "conn.log", header(fields) + "".join(text + "\n" for text in lines)))
    good, bad = slow_rows(lines, fields)
    assert rows(loaded.frame[list(fields)]) == good
    assert sum(skip.rows for skip in loaded.skipped) == bad


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"ts": st.floats(0, 4e9).map(lambda ts: f"{ts:.6f}"), "id.orig_h": st.from_regex(r"\A[a-z0-9:.]+\Z")},
            optional={field: st.integers(0, 60_000).map(str) for field in NUMBERS},
        ),
        min_size=1,
        max_size=8,
    )
)
def test_both_forms_give_the_same(tmp_path: Path, table: list[dict[str, str]]) -> None:
    table = [{"id.resp_h": "b", "id.resp_p": "1"} | row for row in table]
    plain = conns(write(tmp_path / "1" / "conn.log", tsv(*table))).frame
    json_ = conns(write(tmp_path / "2" / "conn.log", ndjson(*table))).frame
    assert rows(plain) == rows(json_)
    assert (plain.dtypes.astype(str) == json_.dtypes.astype(str)).all()


@pytest.mark.parametrize("form", [tsv, ndjson])
@pytest.mark.parametrize("bad", [False, True])
def test_progress_ends_at_all_bytes_and_rows(tmp_path: Path, form: Callable[..., str], bad: bool) -> None:
    path = write(tmp_path / "conn.log.gz", form(*[CONN, OTHER] * 300) + ("x\n" if bad else ""))
    if bad and form is tsv:
        write(path, tsv(*[CONN, BAD] * 300))
    monitor = Monitor()
    loaded = conns(path, monitor=monitor)
    assert (monitor.bytes_done, monitor.rows) == (path.stat().st_size, len(loaded.frame))
    assert bool(loaded.skipped) == bad


@pytest.mark.parametrize("form", [tsv, ndjson])
def test_a_load_can_be_stopped_inside_a_file(tmp_path: Path, form: Callable[..., str]) -> None:
    path = write(tmp_path / "conn.log", form(*[CONN] * 60_000))
    monitor = Monitor(cancelled=lambda: monitor.bytes_done > 0)
    with pytest.raises(Cancelled):
        conns(path, monitor=monitor)
    assert 0 < monitor.bytes_done < path.stat().st_size


def test_stages_and_files_are_reported(tmp_path: Path) -> None:
    reports: list[Progress] = []
    conns(write(tmp_path / "a.log", tsv(CONN)), write(tmp_path / "b.log", tsv(OTHER)), monitor=Monitor(reports.append))
    assert [(report.stage, report.file, report.file_number) for report in reports[:2]] == [
        ("reading", "a.log", 1),
        ("reading", "b.log", 2),
    ]


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    read(write(tmp_path / "conn.log", tsv(CONN, BAD)), write(tmp_path / "x.log", "{"), tmp_path / "gone")
    assert capfd.readouterr() == ("", "")


def test_columns_are_compact(tmp_path: Path) -> None:
    path = write(tmp_path / "conn.log", tsv(*[CONN, OTHER] * 20_000))
    conns(path)
    tracemalloc.start()
    frame = conns(path).frame
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "object" not in frame.dtypes.astype(str).to_list()
    assert size / len(frame) < 150


def test_json_read_in_portions_is_the_same_and_names_the_same_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ndjson(*(CONN | {"ts": f"{1700000000 + n}.5", "id.resp_h": f"10.9.8.{n % 7}"} for n in range(3000)))
    wrong = {700: "{broken", 1500: "", 2500: '{"ts": 1}'}
    lines = "".join(wrong.get(n, line) + "\n" for n, line in enumerate(lines.splitlines(), 1))
    path = write(tmp_path / "conn.log", lines)
    whole = conns(path)
    for name, size in (("PORTION", 1), ("SMALL", 1 << 10)):
        monkeypatch.setattr(f"beacon_tui.zeek.ndjson.{name}", size)
    monkeypatch.setattr("beacon_tui.zeek.read.JSON_BLOCK", 1 << 14)
    loaded = conns(path)
    is_right(loaded.frame)
    assert rows(loaded.frame) == rows(whole.frame)
    assert len(whole.frame) == 2997
    assert [(skip.line, skip.rows) for skip in loaded.skipped] == [(700, 1), (2500, 1)]
    assert loaded.skipped == whole.skipped


def test_a_log_read_in_portions_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [CONN | {"ts": f"{1700000000 + n}.5", "id.resp_h": f"10.9.8.{n % 7}"} for n in range(3000)]
    path = write(tmp_path / "conn.log", tsv(*many))
    whole = conns(path).frame
    monkeypatch.setattr("beacon_tui.zeek.read.PORTION", 1)
    monkeypatch.setattr("beacon_tui.zeek.source.Source.lines.__defaults__", (1 << 10,))
    loaded = conns(path)
    is_right(loaded.frame)
    assert rows(loaded.frame) == rows(whole)
    assert len(whole) == 3000
