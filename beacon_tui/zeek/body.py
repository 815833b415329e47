"""The rows of a tab-separated log: only whole ones of the right width get through, the others are counted."""

from collections.abc import Callable, Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from beacon_tui.zeek.header import Header
from beacon_tui.zeek.sniff import BOM
from beacon_tui.zeek.source import MAX_LINE
from beacon_tui.zeek.tally import Tally


class Body:
    """The rows of one log, segment after segment: a header with other columns begins a new segment.

    Where not `careful`, rows of a wrong width get through: the reader will refuse them all.
    """

    def __init__(
        self,
        blocks: Iterator[bytes],
        header: Header,
        tally: Tally,
        count_rows: Callable[[int], None],
        careful: bool = True,
    ) -> None:
        self._blocks = chain.from_iterable(map(_apart, blocks))
        self._tally = tally
        self._count_rows = count_rows
        self._careful = careful
        self._next_header = header
        self._line = 1
        self.header = header
        self.more = True

    def segment(self) -> Iterator[bytes]:
        """Blocks of rows up to the next header with other columns; `header` then says how to read them."""
        self.header, self.more = self._next_header, False
        self._first_line = self._line
        self._dropped: list[int] = []
        self._set_width()
        for block in self._blocks:
            count, rows = self._rows_in(block), block
            if count is None:
                count, rows = self._sift(block)
            else:
                self._line += count
            self._count_rows(count)
            if rows:
                yield rows
            if self.more:
                return

    def line_numbers(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The lines, from 1, of rows of the segment just read, counted from 0."""
        kept_before = np.array(self._dropped, np.int64) - self._first_line - np.arange(len(self._dropped))
        return self._first_line + rows + np.searchsorted(kept_before, rows, side="right")

    def _set_width(self) -> None:
        """Work out what the separators and line ends of one row look like."""
        self._separator = self.header.separator.encode()
        self._columns = len(self.header.fields)
        self._row_marks = self._separator * (self._columns - 1) + b"\n"
        self._no_marks = bytes(set(range(256)) - set(self._separator + b"\n"))

    def _rows_in(self, block: bytes) -> int | None:
        """How many rows are in a block, without looking at single lines; None when not every line is a row."""
        if block.startswith((b"#", BOM)) or b"\0" in block:
            return None
        if not self._careful:
            return block.count(b"\n")
        marks = block.translate(None, self._no_marks)
        rows, rest = divmod(len(marks), self._columns)
        return rows if not rest and marks == self._row_marks * rows else None

    def _sift(self, block: bytes) -> tuple[int, bytes]:
        """The rows of a block, counted, line by line; what follows a header with other columns is left for later."""
        rows = []
        lines = block.split(b"\n")[:-1]
        for at, line in enumerate(lines):
            text = line.removeprefix(BOM).strip(b" ")
            if text.startswith(b"#"):
                self._next_header = self._next_header.told(text)
                if text.startswith(b"#fields") and not self._next_header.same_rows(self.header):
                    self.more = True
                    self._blocks = chain([b"\n".join([b"", *lines[at + 1 :], b""])], self._blocks)
                    break
            if text and not text.startswith(b"#") and self._is_row(line):
                rows.append(line + b"\n")
            else:
                self._dropped.append(self._line)
            self._line += 1
        return len(rows), b"".join(rows)

    def _is_row(self, line: bytes) -> bool:
        """Tell whether a line is a row; counts it when it is none."""
        columns = line.count(self._separator) + 1
        if len(line) > MAX_LINE:
            self._tally.add("long", f"a line of more than {MAX_LINE} bytes", self._line)
        elif b"\0" in line:
            self._tally.add("binary", "a NUL byte in a line of text", self._line)
        elif columns != self._columns:
            self._tally.add("columns", f"{self._columns} columns expected, {columns} found", self._line)
        else:
            return True
        return False


def _apart(block: bytes) -> Iterator[bytes]:
    """The same lines, `#` lines and others apart."""
    start = 0
    while start < len(block):
        stop = start
        while block.startswith(b"#", stop):
            stop = block.find(b"\n", stop) + 1
        if stop == start:
            stop = block.find(b"\n#", start) + 1 or len(block)
        yield block[start:stop]
        start = stop
