"""Pipes: read once, kept where nobody else can see it, never waited for without an end."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from beacon_tui.errors import Cancelled
from beacon_tui.zeek import spool
from beacon_tui.zeek.find import find_logs
from beacon_tui.zeek.progress import Monitor, Progress
from beacon_tui.zeek.sniff import Unreadable
from beacon_tui.zeek.spool import STDIN, is_pipe, spooled
from tests.zeek.logs import CONN, OTHER, read, sentences, tsv, write


@contextmanager
def standard_input(monkeypatch: pytest.MonkeyPatch, text: bytes) -> Iterator[None]:
    """Let some bytes come in on standard input."""
    out, into = os.pipe()
    monkeypatch.setattr(spool, "_stdin", [out])

    def send() -> None:
        os.write(into, text)
        os.close(into)

    writer = Thread(target=send)
    writer.start()
    yield
    writer.join()
    os.close(out)


def test_a_log_on_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with standard_input(monkeypatch, tsv(CONN, OTHER | {"ts": "soon"}).encode()):
        loaded = read(STDIN)
    assert loaded.frame["uid"].tolist() == [CONN["uid"]]
    assert [str(skip) for skip in loaded.skipped] == [
        "standard input: 1 row skipped: ts is not a time: 'soon', first at line 9"
    ]


def test_several_logs_on_standard_input_and_a_copy_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = '{"_path":"ssl","ts":1,"uid":"C1","server_name":"c2.example"}\n' + (
        '{"_path":"conn","ts":1,"uid":"C1","id.orig_h":"a","id.resp_h":"b","id.resp_p":1}\n'
    )
    copy = write(tmp_path / "all.ndjson.gz", text)
    with standard_input(monkeypatch, copy.read_bytes()):
        loaded = read(STDIN, STDIN, copy)
    assert loaded.frame["domain"].tolist() == ["c2.example"]
    assert sentences(loaded) == [f"standard input: not read: it is the same log as {copy}"]


def test_nothing_on_standard_input_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with standard_input(monkeypatch, b""):
        assert sentences(read(STDIN)) == ["standard input: not read: nothing came through it"]


def test_a_terminal_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    master, terminal = os.openpty()
    monkeypatch.setattr(spool, "_stdin", [terminal])
    (words,) = sentences(read(STDIN))
    assert words.startswith("standard input: not read: it is a terminal; send a log into it")
    os.close(master)
    os.close(terminal)


def test_a_closed_standard_input_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_stdin", [9999])
    assert sentences(read(STDIN)) == ["standard input: not read: bad file descriptor"]


def test_a_named_pipe_is_read_when_it_is_named_itself(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "conn.log")
    writer = Thread(target=lambda: pipe.write_bytes(tsv(CONN).encode()))
    writer.start()
    reports: list[Progress] = []
    loaded = find_logs([pipe], Monitor(reports.append))
    writer.join()
    assert [(log.name, log.log) for log in loaded.logs] == [(pipe, "conn")]
    assert reports[0].stage == "receiving"
    assert "it is neither a file nor a folder" in [skip.reason for skip in find_logs([tmp_path]).skipped]


def test_waiting_for_a_pipe_can_be_stopped(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "conn.log")
    asked = iter([False, False, True])
    monitor = Monitor(cancelled=lambda: next(asked))
    with pytest.raises(Cancelled):
        spooled(pipe, monitor)


def test_what_came_is_private_has_no_name_and_can_be_read_twice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with standard_input(monkeypatch, b"abc"):
        kept = spooled(STDIN, Monitor())
    assert (kept.status.st_mode & 0o777, kept.status.st_nlink, kept.status.st_size) == (0o600, 0, 3)
    assert not list(tmp_path.iterdir())
    assert [kept.path.read_bytes() for _ in range(2)] == [b"abc"] * 2
    path = kept.path
    del kept
    assert not path.exists()


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _data: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "TemporaryFile", Full)
    with standard_input(monkeypatch, b"abc"):
        assert sentences(read(STDIN)) == ["standard input: not read: no space left on device"]


def test_files_are_no_pipes(tmp_path: Path) -> None:
    assert not is_pipe(write(tmp_path / "x", "x"))
    assert not is_pipe(tmp_path)
    assert not is_pipe(tmp_path / "gone")


def test_the_keyboard_takes_the_place_of_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    done: list[object] = []
    monkeypatch.setattr(os, "isatty", lambda _fd: False)
    monkeypatch.setattr(os, "open", lambda path, _how: 50 if path == "/dev/tty" else -1)
    monkeypatch.setattr(os, "dup", lambda fd: 60 + fd)
    monkeypatch.setattr(os, "dup2", lambda one, two: done.append((one, two)))
    monkeypatch.setattr(os, "close", done.append)
    monkeypatch.setattr(spool, "_stdin", [0])
    spool.free_keyboard()
    assert (done, spool._stdin) == ([(50, 0), 50], [60])


def test_nothing_that_came_raises_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    with standard_input(monkeypatch, b""), pytest.raises(Unreadable):
        spooled(STDIN, Monitor())
