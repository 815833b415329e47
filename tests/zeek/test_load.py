"""Everything in one call, and whatever bytes a file may hold."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beacon_tui.errors import Cancelled
from beacon_tui.zeek.columns import CONN_FIELDS, LOSS_FIELDS, STILL_OPEN
from beacon_tui.zeek.load import load
from beacon_tui.zeek.progress import Monitor
from tests.zeek.logs import CONN, OTHER, ndjson, read, sentences, tsv, write

FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)


def promised(frame: pd.DataFrame) -> None:
    """Check what `columns.py` says of every frame that is handed on."""
    assert tuple(frame.columns) == (*CONN_FIELDS, "domain")
    assert frame.index.equals(pd.RangeIndex(len(frame)))
    assert frame[["ts", "id.orig_h", "id.resp_h"]].notna().all(axis=None)
    assert isinstance(frame["domain"].dtype, pd.CategoricalDtype)


def test_a_sensor_in_one_call(tmp_path: Path) -> None:
    write(tmp_path / "day" / "conn.01.log.gz", tsv(CONN))
    write(tmp_path / "day" / "conn.02.log", ndjson(OTHER))
    write(tmp_path / "day" / "open_conn.02.log", tsv(OTHER))
    names = {"ts": "1", "uid": CONN["uid"], "server_name": "c2.example"}
    write(tmp_path / "day" / "ssl.01.log.gz", tsv(names, fields=tuple(names), path="ssl"))
    monitor = Monitor()
    loaded = load([tmp_path], monitor)
    promised(loaded.frame)
    assert loaded.frame["domain"].isna().tolist() == [False, True]
    assert (len(loaded.frame), loaded.files, loaded.skipped) == (2, 2, ())
    assert monitor.bytes_done == monitor.bytes_total > 0
    assert (monitor.files, monitor.rows) == (4, 2)


LOSS = {
    "ts": "1700000900.5",
    "ts_delta": "900.000497",
    "peer": "w",
    "gaps": "14",
    "acks": "128",
    "percent_lost": "10.9375",
}
"""An interval of capture_loss.log, of which 10.9375 % was lost."""


def test_the_loss_of_the_capture_is_read_beside_the_connections(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN))
    write(tmp_path / "capture_loss.01.log.gz", tsv(LOSS, fields=tuple(LOSS), path="capture_loss"))
    numbers = {field: float(text) for field, text in LOSS.items() if field != "peer"}
    write(tmp_path / "capture_loss.02.log", json.dumps(numbers | {"_path": "capture_loss", "ts": 1700001800}) + "\n")
    loaded = read(tmp_path)
    assert loaded.losses.to_numpy().tolist() == [[1700000900.5, 900.000497, 10.9375], [1700001800, 900.000497, 10.9375]]
    assert (len(loaded.frame), loaded.files, loaded.skipped) == (1, 1, ())


def test_loss_that_cannot_be_used_is_counted_and_none_is_an_empty_frame(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN))
    assert tuple(read(tmp_path).losses) == LOSS_FIELDS
    rows = [LOSS | {"percent_lost": "much"}, LOSS | {"ts_delta": "-1"}, LOSS]
    log = write(tmp_path / "capture_loss.log", tsv(*rows, fields=tuple(LOSS), path="capture_loss"))
    assert len(read(tmp_path).losses) == 1
    assert sentences(read(tmp_path)) == [
        "capture_loss.log: 1 row skipped: ts_delta is not a duration: '-1', first at line 9",
        "capture_loss.log: 1 row skipped: percent_lost is not a share: 'much', first at line 8",
    ]
    write(log, tsv(LOSS, fields=("ts", "gaps"), path="capture_loss"))
    assert sentences(read(tmp_path)) == ["capture_loss.log: not read: it lacks the fields ts_delta, percent_lost"]


def test_nothing_readable_is_an_empty_frame_and_reasons(tmp_path: Path) -> None:
    loaded = read(tmp_path / "gone", write(tmp_path / "conn.log", "prose\n"))
    promised(loaded.frame)
    assert (len(loaded.frame), loaded.files) == (0, 0)
    assert sentences(loaded) == [
        "conn.log: not read: it is not a Zeek log",
        "gone: not read: no such file or directory",
    ]


def test_equal_input_gives_equal_output_in_any_order(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1" / "conn.log", tsv(CONN)), write(tmp_path / "2" / "conn.log", tsv(OTHER))
    pd.testing.assert_frame_equal(read(one, two).frame, read(two, one).frame)


def test_stopping_before_the_first_byte(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN))
    with pytest.raises(Cancelled):
        load([tmp_path], Monitor(cancelled=lambda: True))


@FUZZ
@given(st.binary(max_size=400), st.sampled_from([b"", b"#", b"{", b"#fields\t", b"\x1f\x8b\x08\0", b'{"ts":1}\n']))
def test_any_bytes_are_survived(tmp_path: Path, data: bytes, start: bytes) -> None:
    promised(read(write(tmp_path / "conn.log", start + data)).frame)


WHOLE = {"tsv": tsv(CONN, OTHER, CONN, OTHER).encode(), "json": ndjson(CONN, OTHER, CONN, OTHER).encode()}


@FUZZ
@given(
    st.sampled_from(["tsv", "json"]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), st.binary(max_size=5)), min_size=1, max_size=5),
)
def test_any_damage_is_survived(tmp_path: Path, form: str, cuts: list[tuple[float, int, bytes]]) -> None:
    data = WHOLE[form]
    for place, length, new in cuts:
        at = int(place * len(data))
        data = data[:at] + new + data[at + length :]
    loaded = read(write(tmp_path / "conn.log", data))
    promised(loaded.frame)
    assert all(str(skip).isprintable() for skip in loaded.skipped)


LINES = (*WHOLE["tsv"].split(b"\n"), b"#fields\tts", b"#separator x", b"#unset_field\tSF")


@FUZZ
@given(st.lists(st.sampled_from(LINES), max_size=20))
def test_any_order_of_lines_is_survived(tmp_path: Path, lines: list[bytes]) -> None:
    promised(read(write(tmp_path / "conn.log", b"\n".join(lines))).frame)


OPEN = CONN | {"uid": "Copen", "conn_state": "S1", "duration": "7200"}
"""A session that conn.log does not have."""


def still_open(folder: Path) -> list[tuple[str, float]]:
    """The sessions under a folder that are still open: uid and duration."""
    frame = read(folder).frame
    promised(frame)
    rows = frame[frame["conn_state"] == STILL_OPEN]
    return list(zip(rows["uid"], rows["duration"], strict=True))


@pytest.mark.parametrize("form", [tsv, ndjson])
def test_a_session_still_open_comes_once_as_it_was_when_it_had_lasted_longest(
    tmp_path: Path, form: Callable[..., str]
) -> None:
    write(tmp_path / "conn.log", form(CONN, OTHER))
    listed = [OPEN | {"duration": seconds} for seconds in ("-", "3600", "10800.5", "7200")]
    write(tmp_path / "open_conn.01.log", form(CONN | {"duration": "9"}, *listed))
    write(tmp_path / "open_conn.02.log.gz", form(OTHER, OPEN))
    assert still_open(tmp_path) == [("Copen", 10800.5)]
    assert len(read(tmp_path).frame) == 3


def test_a_session_still_open_has_its_name(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN))
    write(tmp_path / "open_conn.log", tsv(OPEN))
    names = {"ts": "1", "uid": "Copen", "server_name": "c2.example"}
    write(tmp_path / "ssl.log", tsv(names, fields=tuple(names), path="ssl"))
    assert read(tmp_path).frame["domain"].tolist()[1:] == ["c2.example"]


def test_sessions_still_open_alone_are_enough(tmp_path: Path) -> None:
    write(tmp_path / "open_conn.log", tsv(OPEN))
    assert still_open(tmp_path) == [("Copen", 7200)]


def test_connections_without_uids_cannot_be_told_from_open_ones(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN | {"uid": "-"}))
    write(tmp_path / "open_conn.log", tsv(OPEN, OPEN | {"uid": "-"}))
    assert still_open(tmp_path) == []
    write(tmp_path / "conn.log", tsv(CONN | {"uid": "-"}, CONN))
    assert still_open(tmp_path) == [("Copen", 7200)]


def test_what_is_wrong_with_an_open_log_is_said(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN))
    write(tmp_path / "open_conn.log", tsv(OPEN, OPEN | {"uid": "C2", "ts": "soon"}))
    loaded = read(tmp_path)
    assert len(loaded.frame) == 2
    (sentence,) = sentences(loaded)
    assert sentence.startswith("open_conn.log: 1 row skipped")
