"""The bytes of a log on their way from disk to a reader: unpacked, counted, in whole lines."""

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from beacon_tui.zeek.codec import DAMAGE, PLAIN, Codec, fault_of
from beacon_tui.zeek.progress import Attempt, Monitor

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK: Final = 1 << 20
"""Bytes in a block of lines, about."""

MAX_LINE: Final = 1 << 20
"""Bytes of a line that are kept; a longer one is cut and ends in a NUL, so that no reader takes it for a row."""


Part = tuple[int, int | None]
"""Bytes of text: from the first number on, and before the second (None: to the end)."""

WHOLE: Final[Part] = 0, None


class Source:
    """The text of one log; tells the monitor what is read from disk, and keeps what breaks the reading off.

    With a `part` only the bytes of text from its first number on, and before its second, are read.
    """

    def __init__(self, path: Path, codec: Codec, monitor: Monitor | Attempt, part: Part = WHOLE) -> None:
        self._file = open_at_start(path)
        self._stream = codec.reader(self._file)
        self._monitor = monitor
        self._left = sys.maxsize if part[1] is None else part[1] - part[0]
        self.bytes_read = 0
        self.fault = ""
        if codec is PLAIN:
            self.bytes_read = self._file.seek(part[0])
        else:
            self._pass(part[0])

    def __enter__(self) -> Self:
        """Give the source itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._stream.close()
        self._file.close()

    def lines(self, size: int = BLOCK) -> Iterator[bytes]:
        """Blocks, about `size` bytes each, of whole lines that end in a bare newline, the last one too."""
        rest = b""
        while pieces := list(self.pieces(size)):
            if b"\n" not in pieces[-1]:
                pieces = [b"".join(pieces)]
            last = pieces.pop()
            end = last.rfind(b"\n") + 1
            if end:
                yield _unix(b"".join((rest, *pieces, memoryview(last)[:end])))
                rest = b""
            rest += last[end:]
            if len(rest) > MAX_LINE:
                rest = rest[:MAX_LINE] + b"\0"
        if rest:
            yield _unix(rest + b"\n")

    def pieces(self, size: int) -> Iterator[bytes]:
        """About `size` bytes of text, in the pieces in which they come."""
        while size > 0 and not self.fault and (piece := self._piece()):
            size -= len(piece)
            yield piece

    def _pass(self, size: int) -> None:
        """Read some bytes of text for nothing."""
        wanted, self._left = self._left, size
        while self._piece():
            pass
        self._left = wanted

    def _piece(self) -> bytes:
        """The next bytes of text; none at the end, or where the file is broken: then `fault` says why."""
        if not self._left:
            return b""
        try:
            piece: bytes = self._stream.read1(min(BLOCK, self._left))
        except DAMAGE as error:
            self.fault, piece = fault_of(error), b""
        self._left -= len(piece)
        done = self._file.tell()
        self._monitor.advance(done - self.bytes_read)
        self.bytes_read = done
        return piece


def open_at_start(path: Path) -> BinaryIO:
    """A file, to be read from its start: under `/dev/fd` some systems open it where it was left."""
    file = path.open("rb")
    file.seek(0)
    return file


def larger(blocks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same text in blocks of `size` bytes or a little more, but for the last one."""
    waiting, room = list[bytes](), size
    for block in blocks:
        waiting.append(block)
        room -= len(block)
        if room <= 0:
            yield b"".join(waiting)
            waiting, room = [], size
    if waiting:
        yield b"".join(waiting)


def _unix(block: bytes) -> bytes:
    """The same lines without the carriage returns that Windows ends them with."""
    return block.replace(b"\r\n", b"\n") if b"\r" in block else block


class Feed(io.RawIOBase):
    """A file made of blocks, for readers that want one."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._block = memoryview(b"")

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill the buffer as far as the present block goes; 0 at the end."""
        room = memoryview(buffer).cast("B")
        while not self._block:
            try:
                self._block = memoryview(next(self._blocks))
            except StopIteration:
                return 0
        size = min(len(room), len(self._block))
        room[:size] = self._block[:size]
        self._block = self._block[size:]
        return size
