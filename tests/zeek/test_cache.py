"""The cache: what was read comes back as it was, damage is noticed, room is kept, nothing half-written is left."""

import os
import stat
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from beacon_tui.errors import Cancelled
from beacon_tui.zeek.cache import ABANDONED, Cache, key_of
from beacon_tui.zeek.find import find_logs
from beacon_tui.zeek.kinds import WANTED
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.read import Loaded, read_logs
from tests.zeek.logs import CONN, OTHER, sentences, tsv, write

TABLE = pa.table({"a": [1, 2, 3], "b": pa.array(["x", None, "x"]).dictionary_encode()})


def go_on() -> None:
    """Let the cache write on."""


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache" / "inner")


@pytest.fixture(autouse=True)
def _every_log_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beacon_tui.zeek.read.WORTH_IT", 0)


def conns(path: Path, cache: Cache | None) -> Loaded:
    return read_logs(find_logs([path]).logs, "conn", "reading", Monitor(), cache)


def kept(cache: Cache) -> list[Path]:
    return sorted(cache.folder.iterdir())


def test_a_table_comes_back(cache: Cache) -> None:
    assert cache.get("k") is None
    cache.put("k", TABLE, go_on)
    assert cache.get("k") == TABLE
    assert cache.size == kept(cache)[0].stat().st_size
    assert cache.clear() > 0
    assert (cache.get("k"), cache.size, cache.clear()) == (None, 0, 0)


def test_only_the_owner_may_look(cache: Cache) -> None:
    cache.put("k", TABLE, go_on)
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept(cache)[0].stat().st_mode) == 0o600


@pytest.mark.parametrize("keep", [0, 3, 100, -1])
def test_half_a_file_is_as_none(cache: Cache, keep: int) -> None:
    cache.put("k", TABLE, go_on)
    path = kept(cache)[0]
    path.write_bytes(path.read_bytes()[:keep])
    assert cache.get("k") is None


def test_a_changed_byte_never_changes_a_value(cache: Cache) -> None:
    cache.put("k", TABLE, go_on)
    path = kept(cache)[0]
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        found = cache.get("k")
        assert found is None or found == TABLE


def test_what_is_stopped_leaves_nothing(cache: Cache) -> None:
    def stop() -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        cache.put("k", TABLE, stop)
    assert kept(cache) == []


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    cache = Cache(write(tmp_path / "file", "") / "cache")
    cache.put("k", TABLE, go_on)
    assert (cache.get("k"), cache.size, cache.clear()) == (None, 0, 0)


def test_the_longest_unused_goes_first(cache: Cache) -> None:
    cache.put("a", TABLE, go_on)
    room = int(2.5 * cache.size)
    cache.put("b", TABLE, go_on)
    for name, age in (("a", 50), ("b", 100)):
        path = next(cache.folder.glob(f"{name}-*"))
        os.utime(path, (time.time() - age,) * 2)
    assert cache.get("b")
    Cache(cache.folder, room).put("c", TABLE, go_on)
    assert [path.name[0] for path in kept(cache)] == ["b", "c"]


def test_what_a_killed_process_left_is_removed_in_time(cache: Cache) -> None:
    cache.put("a", TABLE, go_on)
    old, new = write(cache.folder / "x.part", "x"), write(cache.folder / "y.part", "y")
    os.utime(old, (time.time() - 2 * ABANDONED,) * 2)
    cache.put("b", TABLE, go_on)
    assert [path.name[0] for path in kept(cache)] == ["a", "b", "y"]
    assert new.exists()


def test_keys_differ_by_every_part() -> None:
    assert len({key_of(), key_of("a"), key_of("a", "b"), key_of("ab"), key_of("a", 1), key_of("a", "1")}) == 6


def test_a_log_is_read_once(tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "conn.log", tsv(CONN, OTHER) + "bad\n")
    first = conns(path, cache)
    monkeypatch.setattr("beacon_tui.zeek.read._read_alone", None)
    again = conns(path, cache)
    pd.testing.assert_frame_equal(again.frame, first.frame)
    assert (sentences(again), again.files) == (sentences(first), 1)
    assert again.skipped[0].rows == 1


def test_what_was_left_out_is_told_under_the_name_by_which_the_log_is_now_called(
    tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "conn.log", tsv(CONN) + "bad\n")
    conns(path, cache)
    monkeypatch.chdir(tmp_path)
    assert [skip.file for skip in conns(Path("conn.log"), cache).skipped] == ["conn.log"]
    assert len(list(cache.folder.iterdir())) == 1


def test_a_folder_with_an_equals_sign_adds_no_column(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "day=1")
    cache.put("k", TABLE, go_on)
    assert cache.get("k") == TABLE


def test_what_was_abandoned_takes_no_room_of_others(cache: Cache) -> None:
    cache.put("a", TABLE, go_on)
    room = int(2.5 * cache.size)
    old = write(cache.folder / "x.part", "x" * room)
    os.utime(old, (time.time() - 2 * ABANDONED,) * 2)
    Cache(cache.folder, room).put("b", TABLE, go_on)
    assert [path.name[0] for path in kept(cache)] == ["a", "b"]


def test_a_table_takes_the_place_of_the_former(cache: Cache) -> None:
    cache.put("k", TABLE, go_on)
    other = TABLE.slice(1)
    cache.put("k", other, go_on)
    found = cache.get("k")
    assert found is not None
    assert found.to_pydict() == other.to_pydict()
    assert len(kept(cache)) == 1


def test_a_log_that_changed_is_read_again(tmp_path: Path, cache: Cache) -> None:
    path = write(tmp_path / "conn.log", tsv(CONN))
    conns(path, cache)
    write(path, tsv(CONN, OTHER))
    assert len(conns(path, cache).frame) == 2


def test_a_table_of_something_else_is_not_taken_for_a_log(
    tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beacon_tui.zeek.read.log_key", lambda *_: "same")
    cache.put("same", TABLE, go_on)
    loaded = conns(write(tmp_path / "conn.log", tsv(CONN, OTHER)), cache)
    assert list(loaded.frame) == list(WANTED["conn"].fields)
    assert len(loaded.frame) == 2
