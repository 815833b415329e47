"""Bytes from disk in blocks of whole lines."""

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.errors import Cancelled
from beacon_tui.zeek.codec import CODECS, PLAIN, Codec
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.source import BLOCK, MAX_LINE, Feed, Source, larger
from tests.zeek.logs import write

GZIP = CODECS[0]


def blocks(path: Path, codec: Codec = PLAIN, size: int = BLOCK) -> tuple[list[bytes], Source]:
    with Source(path, codec, Monitor()) as source:
        return list(source.lines(size)), source


def test_blocks_hold_whole_lines_and_together_the_file(tmp_path: Path) -> None:
    text = b"".join(b"%d\tabc\n" % number for number in range(400_000))
    found, source = blocks(write(tmp_path / "x", text))
    assert b"".join(found) == text
    assert len(found) > 3
    assert all(block.endswith(b"\n") for block in found)
    assert (source.bytes_read, source.fault) == (len(text), "")


def test_a_compressed_file_of_several_members(tmp_path: Path) -> None:
    parts = [b"one\ntw", b"o\nthree"]
    path = write(tmp_path / "x", b"\0\0".join([*map(gzip.compress, parts), b"\0" * 70_000]))
    found, source = blocks(path, GZIP)
    assert b"".join(found) == b"one\ntwo\nthree\n"
    assert source.bytes_read == path.stat().st_size


def test_windows_line_ends_become_plain(tmp_path: Path) -> None:
    assert b"".join(blocks(write(tmp_path / "x", b"a\r\nb\rc\r\nd"))[0]) == b"a\nb\rc\nd\n"


@pytest.mark.parametrize("cut", [1, 9, 400])
def test_what_can_be_unpacked_comes_before_the_fault(tmp_path: Path, cut: int) -> None:
    text = b"".join(b"%d\n" % (number * 7919 % 100_003) for number in range(2000))
    found, source = blocks(write(tmp_path / "x", gzip.compress(text)[:-cut]), GZIP)
    assert source.fault == "the compressed data breaks off"
    assert text.startswith(b"".join(found).rstrip(b"\n"))
    assert len(b"".join(found)) > len(text) / 2


def test_damage_is_named(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(b"abc\n" * 9))
    data[-5] ^= 0xFF
    assert blocks(write(tmp_path / "x", bytes(data)), GZIP)[1].fault == "the compressed data is damaged"


def test_an_endless_line_is_cut_and_what_follows_is_kept(tmp_path: Path) -> None:
    text = b"before\n" + b"x" * (3 * MAX_LINE + 5) + b"\nafter\n"
    found = b"".join(blocks(write(tmp_path / "x", text))[0]).split(b"\n")
    assert (found[0], found[2], len(found)) == (b"before", b"after", 4)
    assert b"\0" in found[1]
    assert MAX_LINE < len(found[1]) < MAX_LINE + 2 * BLOCK


@given(st.lists(st.binary(max_size=9)), st.integers(1, 9))
def test_feed_gives_the_same_bytes_as_one_file(parts: list[bytes], size: int) -> None:
    feed = Feed(iter(parts))
    found = b""
    while piece := feed.read(size):
        assert len(piece) <= size
        found += piece
    assert found == b"".join(parts)
    assert io.BufferedReader(Feed(iter(parts))).read() == found


def test_every_block_can_be_the_last(tmp_path: Path) -> None:
    path = write(tmp_path / "x", b"a\n" * BLOCK * 2)
    asked = iter([False, False, True])
    with Source(path, PLAIN, Monitor(cancelled=lambda: next(asked))) as source, pytest.raises(Cancelled):
        list(source.lines())
    assert source.bytes_read < path.stat().st_size


def test_bytes_on_disk_are_counted_not_bytes_of_text(tmp_path: Path) -> None:
    path = write(tmp_path / "x", gzip.compress(b"a\n" * 10_000))
    monitor = Monitor()
    with Source(path, GZIP, monitor) as source:
        list(source.lines())
    assert monitor.bytes_done == path.stat().st_size


@given(st.lists(st.binary(max_size=9), max_size=20), st.integers(1, 20))
def test_larger_blocks_hold_the_same_text(parts: list[bytes], size: int) -> None:
    found = list(larger(iter(parts), size))
    assert b"".join(found) == b"".join(parts)
    assert all(size <= len(block) < size + 9 for block in found[:-1])
