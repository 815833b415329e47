"""The journal keeps what was decided, whoever else writes to it and whatever is wrong with its file."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from beacon_tui.errors import JournalError
from beacon_tui.render.known import Verdict
from beacon_tui.triage.journal.journal import Journal, data_set, journal_of
from beacon_tui.triage.journal.schema import MIGRATIONS, VERSION
from beacon_tui.triage.journal.store import Store

WATCH = Verdict("watch", "why", "kim", 1.5)

DECIDE = """
import sys
from pathlib import Path
from beacon_tui.render.known import Verdict
from beacon_tui.triage.journal.journal import Journal
path, name, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
journal = Journal(path, [Path("/logs")])
for one in range(number):
    journal.decide({f"{name} {one}": Verdict("watch", str(one), name, 1.0)})
    journal.mark(on=[f"{name} {one}"])
    print(one, flush=True)
while journal.waits:
    journal.decide({})
journal.close()
"""
"""A process that decides and marks as fast as it can, and says each decision once it is made."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal is to be."""
    return tmp_path / "state" / "journal.db"


def deciding(path: Path, name: str, number: int) -> "subprocess.Popen[str]":
    """Start a process that decides."""
    words = [sys.executable, "-c", DECIDE, str(path), name, str(number)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def query(path: Path, question: str) -> list[tuple[object, ...]]:
    """What the file says, asked without the program."""
    connection = sqlite3.connect(path)
    rows = connection.execute(question).fetchall()
    connection.close()
    return rows


def test_reading_makes_no_file_and_deciding_makes_one_for_its_owner_alone(path: Path) -> None:
    journal = Journal(path, [path.parent])
    assert (journal.verdicts, journal.marks, journal.left) == ({}, set(), None)
    assert not path.exists()
    journal.decide({"a": WATCH})
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert query(path, "PRAGMA journal_mode") == [("wal",)]


def test_all_comes_back_and_what_was_decided_before_stays_in_the_file(path: Path, tmp_path: Path) -> None:
    journal = Journal(path, [tmp_path])
    journal.decide({"a": WATCH, "b": WATCH})
    journal.decide({"a": Verdict("", "", "kim", 2.5)})
    journal.mark(on=["a", "b"])
    journal.mark(off=["a"])
    journal.leave("how")
    journal.close()
    again = Journal(path, [tmp_path])
    assert again.verdicts == {"a": Verdict("", "", "kim", 2.5), "b": WATCH}
    assert again.marks == {"b"}
    assert (again.left or "")[0] == "how"
    assert query(path, "SELECT who, verdict FROM decision ORDER BY number") == [
        ("a", "watch"),
        ("b", "watch"),
        ("a", ""),
    ]
    other = Journal(path, [tmp_path, path])
    assert (other.marks, other.left, len(other.verdicts)) == (set(), None, 2)


def test_what_a_log_brings_is_kept_as_it_is(path: Path) -> None:
    hostile = "'; DROP TABLE decision; --\x1b[31m\u202e\""
    journal = Journal(path, [path.parent])
    journal.decide({hostile: Verdict("watch", hostile, hostile, 0.0)})
    journal.mark(on=[hostile])
    again = Journal(path, [path.parent])
    assert again.verdicts[hostile].note == hostile
    assert again.marks == {hostile}


def test_a_data_set_is_its_paths_and_a_pipe_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    one, two = tmp_path / "one", tmp_path / "two"
    assert data_set([one, two]) == data_set([Path("two"), Path("x/../one"), one]) != data_set([one])
    assert data_set([Path("-")]) == data_set([]) == ""
    os.mkfifo(tmp_path / "pipe")
    assert data_set([one, tmp_path / "pipe"]) == ""


def test_only_what_no_earlier_run_met_is_new_and_nothing_is_at_first(path: Path) -> None:
    first = Journal(path)
    first.meet([b"a", b"b"])
    assert not first.is_new(b"a")
    assert first.first_met(b"a") is None
    first.close()
    second = Journal(path)
    second.meet([b"b", b"c"])
    second.meet([b"b", b"c", b"d"])
    assert [second.is_new(one) for one in (b"a", b"b", b"c", b"d")] == [False, False, True, True]
    assert (second.first_met(b"b") or 0) <= time.time()
    assert second.first_met(b"c") is None
    stranger = Journal(path)
    stranger.meet([b"x", b"y"])
    assert not stranger.is_new(b"x")


def test_a_file_of_version_1_keeps_its_rows(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    for statement in MIGRATIONS[0]:
        connection.execute(statement)
    connection.execute("INSERT INTO decision VALUES (7, 'a', 'watch', 'why', 'kim', 1.5)")
    connection.execute("INSERT INTO met VALUES (?, 2.5)", (b"a",))
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    looking = Journal(path, [path], writing=False)
    assert (looking.verdicts, looking.marks) == ({"a": WATCH}, set())
    assert query(path, "PRAGMA user_version") == [(1,)]
    journal = Journal(path, [path])
    journal.meet([b"a"])
    journal.mark(on=["a"])
    assert (journal.verdicts, journal.first_met(b"a"), journal.marks) == ({"a": WATCH}, 2.5, {"a"})
    assert query(path, "PRAGMA user_version") == [(VERSION,)]


def test_a_file_of_version_2_keeps_the_marks_of_every_data_set(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    for statement in (*MIGRATIONS[0], *MIGRATIONS[1]):
        connection.execute(statement)
    marks = [("one", "a"), ("one", "b"), ("two", "b"), ("three", "c")]
    for name, who in marks:
        connection.execute("INSERT INTO mark VALUES (?, ?)", (data_set([path / name]), who))
    connection.execute("INSERT INTO look VALUES (?, 'how', 1.5)", (data_set([path / "one"]),))
    connection.execute("PRAGMA user_version = 2")
    connection.commit()
    connection.close()
    looking = Journal(path, [path / "one"], writing=False)
    assert (looking.marks, looking.left) == ({"a", "b"}, ("how", 1.5))
    journal = Journal(path, [path / "two"])
    journal.mark(on=["d"], off=["b"])
    kept = {name: Journal(path, [path / name]).marks for name in ("one", "two", "three", "four")}
    assert kept == {"one": {"a", "b"}, "two": {"d"}, "three": {"c"}, "four": set()}


def test_a_file_of_a_newer_version_is_left_alone_and_said(path: Path) -> None:
    path.parent.mkdir()
    query(path, f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    journal = Journal(path, [path])
    assert journal.verdicts == {}
    assert f"is of version {VERSION + 1}, newer than {VERSION}" in journal.complaint()
    journal.decide({"a": WATCH})
    assert (journal.verdicts, journal.complaint()) == ({"a": WATCH}, "")
    journal.close()
    assert path.read_bytes() == before


def test_a_damaged_file_is_said_once_and_all_goes_on_in_memory(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 99)
    journal = Journal(path, [path])
    journal.decide({"a": WATCH})
    assert "journal.db is damaged; move it away" in journal.complaint()
    journal.decide({"b": WATCH})
    journal.meet([b"a"])
    assert (set(journal.verdicts), journal.complaint()) == ({"a", "b"}, "")
    assert path.read_bytes().startswith(b"no database")


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    journal = Journal(tmp_path / "state" / "journal.db", [tmp_path])
    journal.decide({"a": WATCH})
    assert "cannot be written: File exists" in journal.complaint()
    assert journal.verdicts == {"a": WATCH}


def test_what_a_lock_holds_up_is_written_later(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beacon_tui.triage.journal.store.PATIENCE", 0.01)
    journal = Journal(path)
    journal.decide({"a": WATCH})
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    journal.decide({"b": WATCH})
    assert "is locked by another program" in journal.complaint()
    assert set(journal.verdicts) == {"a", "b"}
    other.execute("ROLLBACK")
    journal.close()
    assert query(path, "SELECT who FROM decision") == [("a",), ("b",)]


def test_what_others_decide_is_seen(path: Path) -> None:
    mine, theirs = Journal(path), Journal(path)
    mine.decide({"a": WATCH})
    assert not mine.others_decided()
    theirs.decide({"b": WATCH})
    assert mine.others_decided()
    assert set(mine.verdicts) == {"a", "b"}
    theirs.mark(on=["b"])
    assert not mine.others_decided()


def test_a_file_that_breaks_meanwhile_takes_nothing_of_what_was_decided(path: Path) -> None:
    journal = Journal(path, [Path("/logs")])
    journal.decide({"a": WATCH})
    query(path, "DROP TABLE decision")
    assert not journal.others_decided()
    assert journal.verdicts == {"a": WATCH}
    assert "no such table" in journal.complaint()


@pytest.mark.parametrize("value", ["x'6162'", "'x'", "17", "1e999"])
@pytest.mark.parametrize("column", ["decision.note", "decision.author", "decision.made", "met.first", "look.made"])
def test_values_of_other_types_are_taken_for_texts_and_numbers(path: Path, column: str, value: str) -> None:
    journal = Journal(path, [Path("/logs")])
    journal.decide({"a": WATCH})
    journal.meet([b"1"])
    journal.leave("{}")
    journal.close()
    table, field = column.split(".")
    connection = sqlite3.connect(path)
    connection.execute(f"UPDATE {table} SET {field} = {value}")
    connection.commit()
    connection.close()
    again = Journal(path, [Path("/logs")])
    again.meet([b"1"])
    one = again.verdicts["a"]
    assert [type(value) for value in (one.note, one.author, one.made)] == [str, str, float]
    assert type(again.first_met(b"1")) is float
    assert again.left
    assert type(again.left[1]) is float


def test_reading_only_sees_all_and_touches_nothing(path: Path) -> None:
    assert Journal(path, [path], writing=False).verdicts == {}
    assert not path.parent.exists()
    journal = Journal(path, [path])
    journal.decide({"a": WATCH})
    for still_open in (True, False):
        if not still_open:
            journal.close()
        before = sorted(path.parent.iterdir()), path.read_bytes()
        reading = Journal(path, [path], writing=False)
        assert reading.verdicts == {"a": WATCH}
        reading.decide({"b": WATCH})
        reading.mark(on=["b"])
        reading.leave("how")
        reading.meet([b"b"])
        reading.close()
        assert (sorted(path.parent.iterdir()), path.read_bytes()) == before
    assert query(path, "SELECT who FROM decision") == [("a",)]


def test_a_store_that_is_only_read_refuses_to_write(path: Path) -> None:
    with pytest.raises(ValueError, match="only read"):
        Store(path, writing=False).write(lambda file: file.execute("DELETE FROM decision"))


def test_a_change_is_whole_or_not_at_all(path: Path) -> None:
    store = Store(path)

    def half(file: sqlite3.Connection) -> None:
        file.execute("INSERT INTO met VALUES (?, 1)", (b"a",))
        file.execute("INSERT INTO met VALUES (?, NULL)", (b"b",))

    with pytest.raises(JournalError, match="cannot be used"):
        store.write(half)
    assert store.read(lambda file: file.execute("SELECT count(*) FROM met").fetchone()) == (0,)


def test_two_processes_that_decide_at_once_lose_nothing(path: Path) -> None:
    number = 300
    processes = [deciding(path, name, number) for name in ("ann", "bob")]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    whole = {f"{name} {one}" for name in ("ann", "bob") for one in range(number)}
    journal = Journal(path, [Path("/logs")])
    assert set(journal.verdicts) == journal.marks == whole
    assert query(path, "SELECT count(*) FROM decision") == [(2 * number,)]


def test_a_process_that_is_killed_leaves_all_that_it_said_and_a_usable_file(path: Path) -> None:
    process = deciding(path, "ann", 1_000_000)
    assert process.stdout
    said = [process.stdout.readline() for _ in range(50)]
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    last = int([*said, *rest.split("\n")[:-1]][-1])
    journal = Journal(path)
    assert len(journal.verdicts) >= last + 1
    journal.decide({"b": WATCH})
    assert journal.complaint() == ""
    assert query(path, "PRAGMA integrity_check") == [("ok",)]


def test_the_journal_of_the_user_is_in_the_state_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    journal = journal_of([tmp_path])
    journal.decide({"a": WATCH})
    assert (tmp_path / "beacon_tui" / "journal.db").exists()
