"""Compressed files: the same text in and out, and the words for what is wrong with them."""

import bz2
import gzip
import lzma
from pathlib import Path

import pytest

from beacon_tui.zeek.codec import CODECS, DAMAGE, PLAIN, Codec, codec_of, fault_of

TEXT = b"".join(b"%d\tabc\n" % (number * 7919 % 100_003) for number in range(100_000))

every = pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.name)


def packed(codec: Codec, path: Path, text: bytes = TEXT) -> bytes:
    with path.open("wb") as file, codec.writer(file) as stream:
        stream.write(text)
    return path.read_bytes()


def unpacked(path: Path, codec: Codec) -> tuple[bytes, str]:
    """The text of a file as far as it goes, and what is wrong there."""
    found = b""
    with path.open("rb") as file, codec.reader(file) as stream:
        try:
            while piece := stream.read1(1 << 16):
                found += piece
        except DAMAGE as error:
            return found, fault_of(error)
    return found, ""


@pytest.mark.parametrize("codec", [PLAIN, *CODECS], ids=lambda codec: codec.name)
def test_what_is_written_is_told_and_read(codec: Codec, tmp_path: Path) -> None:
    data = packed(codec, tmp_path / "x")
    assert codec_of(data) is codec
    assert unpacked(tmp_path / "x", codec) == (TEXT, "")
    assert packed(codec, tmp_path / "y") == data


def test_what_the_standard_library_writes_is_read(tmp_path: Path) -> None:
    for codec, data in zip(CODECS[:3], (gzip.compress(TEXT), bz2.compress(TEXT), lzma.compress(TEXT)), strict=True):
        (tmp_path / "x").write_bytes(data)
        assert unpacked(tmp_path / "x", codec_of(data)) == (TEXT, "")
        assert codec_of(data) is codec


@every
def test_files_put_together_are_read_to_the_end(codec: Codec, tmp_path: Path) -> None:
    data = packed(codec, tmp_path / "x", b"one\n")
    (tmp_path / "x").write_bytes(data + data)
    assert unpacked(tmp_path / "x", codec) == (b"one\none\n", "")


@every
def test_a_file_that_breaks_off_gives_what_there_is(codec: Codec, tmp_path: Path) -> None:
    data = packed(codec, tmp_path / "x")
    (tmp_path / "x").write_bytes(data[:-9])
    found, fault = unpacked(tmp_path / "x", codec)
    assert (TEXT.startswith(found), fault) == (True, "the compressed data breaks off")


@every
def test_damage_is_named(codec: Codec, tmp_path: Path) -> None:
    data = bytearray(packed(codec, tmp_path / "x"))
    data[len(codec.magic) : len(codec.magic) + 40] = b"\xff" * 40
    (tmp_path / "x").write_bytes(data)
    assert unpacked(tmp_path / "x", codec) == (b"", "the compressed data is damaged")


def test_the_systems_own_errors_keep_their_words() -> None:
    assert fault_of(OSError(5, "Input/output error")) == "input/output error"
