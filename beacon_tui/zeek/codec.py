"""How files are compressed: told by their first bytes, read and written as plain text."""

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from isal import isal_zlib

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

DAMAGE: Final = (OSError, EOFError, lzma.LZMAError)
"""What is raised while compressed data is read: all of it can be put in words by `fault_of`."""

_GZIP = 16 + 15
"""How zlib calls a member of a gzip file with the widest window."""

_PIECE = 1 << 16
"""Bytes that are gunzipped at a time: what is lost before a damaged place, at most."""


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


class _Gunzip(io.RawIOBase):
    """The text of a gzip file, to its last sound byte: ISA-L's own file gives nothing of what breaks off."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._member = isal_zlib.decompressobj(_GZIP)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Some bytes of text; 0 at the end; raises OSError where it is damaged, EOFError where it breaks off."""
        room = memoryview(buffer).cast("B")
        text = b""
        while not text:
            if self._member.eof:
                packed = self._member.unused_data.lstrip(b"\0")
                while not packed and (more := self._file.read(_PIECE)):
                    packed = more.lstrip(b"\0")
                if not packed:
                    return 0
                self._member = isal_zlib.decompressobj(_GZIP)
            else:
                packed = self._member.unconsumed_tail or self._file.read(_PIECE)
            if not packed:
                raise EOFError
            try:
                text = self._member.decompress(packed, len(room))
            except isal_zlib.error as error:  # type: ignore[misc]  # its stub takes the class for an instance
                raise OSError(str(error)) from error
        room[: len(text)] = text
        return len(text)


def _from_gzip(file: IO[bytes]) -> io.BufferedReader:
    """The text of a gzip file."""
    return io.BufferedReader(_Gunzip(file), _PIECE)


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
