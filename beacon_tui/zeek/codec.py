"""How files are compressed: told by their first bytes, read and written as plain text."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Final

DAMAGE: Final = (OSError, EOFError, zlib.error, lzma.LZMAError)
"""What is raised while compressed data is read: all of it can be put in words by `fault_of`."""


@dataclass(frozen=True, slots=True)
class Codec:
    """One way to compress a file."""

    name: str
    """What it is called."""
    magic: bytes
    """The first bytes of every file of it."""
    reader: Callable[[IO[bytes]], Any]
    """The text of an open file, as a binary stream with `read1`."""
    writer: Callable[[IO[bytes]], Any]
    """A binary stream whose text goes compressed into an open file, once it is closed; equal text, equal bytes."""


def _itself(file: IO[bytes]) -> IO[bytes]:
    """The file as it is."""
    return file


def _from_gzip(file: IO[bytes]) -> gzip.GzipFile:
    """The text of a gzip file."""
    return gzip.GzipFile(fileobj=file)


def _to_gzip(file: IO[bytes]) -> gzip.GzipFile:
    """A gzip file to write to, without a name or a time in it."""
    return gzip.GzipFile("", "wb", 6, file, mtime=0)


def _to_bz2(file: IO[bytes]) -> bz2.BZ2File:
    """A bzip2 file to write to."""
    return bz2.BZ2File(file, "wb")


def _to_xz(file: IO[bytes]) -> lzma.LZMAFile:
    """An xz file to write to."""
    return lzma.LZMAFile(file, "wb")


def _from_zstd(file: IO[bytes]) -> io.BufferedReader:
    """The text of a zstd file; pyarrow is imported for it alone, since it takes a moment."""
    import pyarrow as pa

    return io.BufferedReader(pa.CompressedInputStream(file, "zstd"), 1 << 17)


def _to_zstd(file: IO[bytes]) -> io.BufferedWriter:
    """A zstd file to write to."""
    import pyarrow as pa

    return io.BufferedWriter(pa.CompressedOutputStream(file, "zstd"), 1 << 17)


PLAIN: Final = Codec("plain", b"", _itself, _itself)
"""Not compressed."""

CODECS: Final = (
    Codec("gzip", b"\x1f\x8b", _from_gzip, _to_gzip),
    Codec("bzip2", b"BZh", bz2.BZ2File, _to_bz2),
    Codec("xz", b"\xfd7zXZ\0", lzma.LZMAFile, _to_xz),
    Codec("zstd", b"\x28\xb5\x2f\xfd", _from_zstd, _to_zstd),
)
"""The compressed files that can be read."""

LONGEST_MAGIC: Final = max(len(codec.magic) for codec in CODECS)
"""Bytes from which every codec can be told."""


def codec_of(start: bytes) -> Codec:
    """How a file that starts so is compressed."""
    return next((codec for codec in CODECS if start.startswith(codec.magic)), PLAIN)


def fault_of(error: Exception) -> str:
    """What is wrong with a file, as a clause, out of an error in `DAMAGE`."""
    if isinstance(error, OSError) and error.errno is not None:
        return in_words(error)
    breaks_off = isinstance(error, EOFError) or "truncated" in str(error).lower()
    return f"the compressed data {'breaks off' if breaks_off else 'is damaged'}"


def in_words(error: OSError) -> str:
    """The operating system's reason, as a clause."""
    return (error.strerror or str(error)).lower()
