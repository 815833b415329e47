"""Growing logs: whatever a sensor or a rotation does, every row comes once."""

import gzip
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beacon_tui.zeek.follow import Following
from beacon_tui.zeek.growth import LATELY, PARTED
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.selection import Selection, when
from tests.zeek.logs import CONN, OTHER, header, line, ndjson, tsv


def row(number: int) -> dict[str, str]:
    """A connection told by its uid."""
    return CONN | {"ts": f"{1.7e9 + number:.6f}", "uid": f"C{number:08}"}


def settle(path: Path) -> None:
    """Make a file look as if it had been left alone for a while."""
    os.utime(path, (time.time() - 10, time.time() - 10))


class Sensor:
    """A Zeek that writes one log, and what is done to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "conn.log"
        self.written = 0
        self.rotated = 0

    def write(self, rows: int = 1) -> None:
        """Write some rows, the header first in a new log."""
        with self.log.open("a") as file:
            if not file.tell():
                file.write(f"#open\t{self.rotated}\n" + header())
            for _ in range(rows):
                file.write(line(row(self.written)))
                self.written += 1

    def write_half(self) -> None:
        """Write a row in two goes."""
        self.write()
        text = self.log.read_bytes()
        self.log.write_bytes(text[:-9])
        self.rest = text[-9:]

    def write_rest(self) -> None:
        """Write what was left of it."""
        with self.log.open("ab") as file:
            file.write(self.rest)

    def rotate(self) -> Path:
        """Close the log and rename it."""
        if not self.log.exists():
            return self.log
        with self.log.open("a") as file:
            file.write("#close\t2024-01-01-00-00-00\n")
        self.rotated += 1
        return self.log.rename(self.folder / f"conn.{self.rotated:04}.log")

    def archive(self, path: Path) -> None:
        """Compress a rotated log into a dated folder, and remove it."""
        if path.exists():
            (self.folder / "2024-01-01").mkdir(exist_ok=True)
            packed = self.folder / "2024-01-01" / f"{path.name}.gz"
            packed.write_bytes(gzip.compress(path.read_bytes()))
            settle(packed)
            path.unlink()

    def restart(self) -> None:
        """Begin the same file anew, as a sensor does that comes back after a crash."""
        self.rotated += 1
        self.log.write_text("")
        self.write()

    def copy_and_cut(self) -> None:
        """Copy the log away and cut it off, as logrotate's copytruncate does."""
        if self.log.exists():
            self.rotated += 1
            shutil.copy(self.log, self.folder / f"conn.{self.rotated:04}.log")
            self.log.write_text("")


class Reader:
    """Someone who looks from time to time."""

    def __init__(self, *paths: Path, selection: Selection | None = None) -> None:
        self.following = Following(paths, selection) if selection else Following(paths)
        self.uids: list[str] = []
        self.said: list[str] = []

    def look(self) -> list[str]:
        """The uids that have come."""
        news = self.following.news(Monitor())
        self.said += map(str, news.skipped)
        came: list[str] = news.frame["uid"].tolist()
        self.uids += came
        return came


@pytest.fixture
def sensor(tmp_path: Path) -> Sensor:
    return Sensor(tmp_path)


@pytest.fixture
def reader(sensor: Sensor) -> Iterator[Reader]:
    reader = Reader(sensor.folder)
    yield reader
    reader.following.close()


def all_of(sensor: Sensor) -> list[str]:
    """The uids of everything that was written."""
    return [f"C{number:08}" for number in range(sensor.written)]


def test_rows_come_when_they_are_written_and_once(sensor: Sensor, reader: Reader) -> None:
    sensor.write(3)
    assert reader.look() == all_of(sensor)
    assert reader.look() == []
    sensor.write(2)
    assert reader.look() == all_of(sensor)[3:]


def test_a_log_that_does_not_exist_yet_is_waited_for(tmp_path: Path) -> None:
    reader, sensor = Reader(tmp_path / "logs" / "conn.log"), Sensor(tmp_path / "logs")
    assert reader.look() == []
    sensor.folder.mkdir()
    sensor.log.write_text("")
    assert reader.look() == []
    sensor.log.write_text(header()[:-40])
    assert reader.look() == []
    sensor.log.unlink()
    sensor.write(2)
    assert reader.look() == all_of(sensor)
    reader.following.close()


def test_half_a_row_waits_for_its_other_half(sensor: Sensor, reader: Reader) -> None:
    sensor.write()
    reader.look()
    sensor.write_half()
    assert reader.look() == []
    sensor.write_rest()
    assert reader.look() == all_of(sensor)[1:]
    assert reader.said == []


def test_what_was_written_between_the_last_look_and_a_rotation_is_read(sensor: Sensor, reader: Reader) -> None:
    sensor.write(2)
    reader.look()
    sensor.write()
    sensor.rotate()
    sensor.write()
    assert sorted(reader.look()) == all_of(sensor)[2:]


def test_a_rotated_log_that_is_compressed_and_removed_before_the_next_look(sensor: Sensor, reader: Reader) -> None:
    sensor.write(2)
    reader.look()
    sensor.write()
    sensor.archive(sensor.rotate())
    sensor.write()
    assert sorted(reader.look()) == all_of(sensor)[2:]
    assert reader.look() == []


def test_rows_that_only_the_archive_has_are_read_from_it(sensor: Sensor) -> None:
    reader = Reader(sensor.folder)
    sensor.write(2)
    reader.look()
    reader.following.close()  # as if the file had been too old to be held
    sensor.write(3)
    sensor.archive(sensor.rotate())
    assert sorted(reader.look()) == all_of(sensor)[2:]
    assert reader.look() == []


def test_a_log_of_its_own_is_followed_through_rotations(sensor: Sensor) -> None:
    reader = Reader(sensor.log)
    sensor.write(2)
    reader.look()
    sensor.write()
    sensor.archive(sensor.rotate())
    assert reader.look() == all_of(sensor)[2:]
    sensor.write()
    assert reader.look() == all_of(sensor)[3:]
    reader.following.close()


@pytest.mark.parametrize("rows_after", [1, 50])
def test_a_sensor_that_begins_the_same_file_anew(sensor: Sensor, reader: Reader, rows_after: int) -> None:
    sensor.write(20)
    reader.look()
    sensor.restart()
    sensor.write(rows_after)
    assert reader.look() == all_of(sensor)[20:]


def test_what_was_copied_before_the_file_was_cut_off(sensor: Sensor, reader: Reader) -> None:
    sensor.write(2)
    reader.look()
    sensor.write(2)
    sensor.copy_and_cut()
    sensor.write()
    assert sorted(reader.look()) == all_of(sensor)[2:]


def test_logs_with_equal_headers_are_two(tmp_path: Path) -> None:
    for name, number in (("a", 1), ("b", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "conn.log").write_text(header() + line(row(number)))
    reader = Reader(tmp_path)
    assert sorted(reader.look()) == ["C00000001", "C00000002"]
    reader.following.close()


def test_a_header_with_other_columns_holds_for_the_rows_that_follow(sensor: Sensor, reader: Reader) -> None:
    sensor.write()
    reader.look()
    fields = ("ts", "uid", "id.orig_h", "id.resp_h", "id.resp_p")
    with sensor.log.open("a") as file:
        file.write(header(fields) + line(row(1), fields))
    assert reader.look() == ["C00000001"]
    with sensor.log.open("a") as file:
        file.write(line(row(2), fields))
    assert reader.look() == ["C00000002"]


def test_a_broken_row_is_named_by_its_line_in_the_file(sensor: Sensor, reader: Reader) -> None:
    sensor.write(5)
    reader.look()
    lines = sensor.log.read_text().count("\n")
    with sensor.log.open("a") as file:
        file.write("broken\n")
    sensor.write()
    assert reader.look() == all_of(sensor)[5:]
    assert [one for one in reader.said if f"first at line {lines + 1}" in one]


def test_a_packed_log_is_read_when_it_is_whole(sensor: Sensor, reader: Reader) -> None:
    packed = sensor.folder / "conn.0.log.gz"
    whole = gzip.compress(tsv(row(0), row(1)).encode())
    packed.write_bytes(whole[:-20])
    assert reader.look() == []
    packed.write_bytes(whole)
    settle(packed)
    assert reader.look() == ["C00000000", "C00000001"]
    assert reader.said == []


def test_json_is_followed_too(sensor: Sensor, reader: Reader) -> None:
    with sensor.log.open("a") as file:
        file.write(ndjson(row(0), _path="conn"))
    assert reader.look() == ["C00000000"]
    with sensor.log.open("a") as file:
        file.write(ndjson(row(1), _path="conn") + '{"_path":"ssl","ts":1,"uid":"C1"}\n' + "{\n")
    assert reader.look() == ["C00000001"]


@pytest.mark.parametrize(
    "odd", ["null\n", "junk\n" * 5000, '{"ts":' + "x" * 100_000 + "\n"], ids=["null", "many", "long"]
)
@pytest.mark.parametrize("form", ["json", "tsv"])
def test_a_log_whose_first_lines_are_odd_is_followed(sensor: Sensor, reader: Reader, odd: str, form: str) -> None:
    rows = ndjson if form == "json" else lambda record: line(record)
    sensor.log.write_text(odd[:-1])
    assert reader.look() == []
    with sensor.log.open("a") as file:
        file.write("\n" + ("" if form == "json" else header()) + rows(row(0)))
    assert reader.look() == ["C00000000"]
    with sensor.log.open("a") as file:
        file.write(rows(row(1)))
    assert reader.look() == ["C00000001"]
    assert any("line 1" in said for said in reader.said)


def test_a_first_row_that_is_very_long_and_not_whole_yet_is_waited_for(sensor: Sensor, reader: Reader) -> None:
    first = ndjson(row(0) | {"history": "x" * 300_000})
    sensor.log.write_text(first[:200_000])
    assert reader.look() == []
    sensor.log.write_text(first)
    assert reader.look() == ["C00000000"]
    with sensor.log.open("a") as file:
        file.write(ndjson(row(1)))
    assert reader.look() == ["C00000001"]


def test_an_old_log_is_not_held_and_still_read_on(sensor: Sensor, reader: Reader) -> None:
    sensor.write(2)
    os.utime(sensor.log, (time.time() - 2 * LATELY, time.time() - 2 * LATELY))
    assert reader.look() == all_of(sensor)
    sensor.write()
    assert reader.look() == all_of(sensor)[2:]


def test_the_last_row_of_a_log_that_was_left_without_a_line_end(
    sensor: Sensor, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    sensor.write(2)
    sensor.log.write_text(sensor.log.read_text()[:-1])
    assert reader.look() == all_of(sensor)[:1]
    sensor.log.rename(sensor.folder / "moved.txt")
    now = time.monotonic()
    monkeypatch.setattr("beacon_tui.zeek.growth.time.monotonic", lambda: now + PARTED + 1)
    assert reader.look() == all_of(sensor)[1:]


def test_names_come_before_or_after_their_connections(tmp_path: Path) -> None:
    conn, ssl, fields = tmp_path / "conn.log", tmp_path / "ssl.log", ("ts", "uid", "server_name")
    ssl.write_text(header(fields, "ssl") + line({"ts": "1", "uid": "C00000000", "server_name": "a.example"}, fields))
    following = Following([tmp_path])
    following.news(Monitor())
    conn.write_text(header() + line(row(0)) + line(row(1)) + line(OTHER))
    assert following.news(Monitor()).frame["domain"].astype(object).fillna("").tolist() == ["a.example", "", ""]
    with ssl.open("a") as file:
        file.write(line({"ts": "2", "uid": "C00000001", "server_name": "b.example"}, fields))
    late = following.news(Monitor()).late
    assert late.to_dict() == {1: "b.example"}
    assert following.news(Monitor()).late.empty
    following.close()


def test_what_is_selected_stays_what_it_was_at_the_start(sensor: Sensor) -> None:
    reader = Reader(sensor.folder, selection=Selection(since=when("5s")))
    sensor.write(10)
    assert reader.look() == all_of(sensor)[4:]
    sensor.write(1)
    assert reader.look() == all_of(sensor)[10:]
    reader.following.close()


ACTIONS = st.lists(
    st.sampled_from(["write", "look", "rotate", "archive", "restart", "copy", "half"]), min_size=1, max_size=25
)


@settings(max_examples=60, deadline=None)
@given(ACTIONS)
def test_whatever_happens_every_row_comes_once(tmp_path_factory: pytest.TempPathFactory, actions: list[str]) -> None:
    sensor = Sensor(tmp_path_factory.mktemp("sensor"))
    reader = Reader(sensor.folder)
    rotated: list[Path] = []
    for action in actions:
        match action:
            case "write":
                sensor.write(2)
            case "look":
                reader.look()
            case "rotate":
                rotated.append(sensor.rotate())
            case "archive" if rotated:
                sensor.archive(rotated.pop())
            case "restart":
                reader.look()  # what a restart wipes out before anybody looked is lost to all
                sensor.restart()
            case "copy":
                reader.look()
                sensor.write()
                sensor.copy_and_cut()
            case "half":
                sensor.write_half()
                reader.look()
                sensor.write_rest()
    reader.look()
    reader.look()
    reader.following.close()
    assert sorted(reader.uids) == all_of(sensor)
    shutil.rmtree(sensor.folder)
