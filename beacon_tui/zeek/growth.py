"""Logs that grow: which parts of which files have come since the last look, whatever a rotation does to them.

A log is known by the beginning of its text, not by its name: renamed, copied or compressed it is still the same log,
and is read on from where it was left. A log that was written to lately is held open, so that nothing of it is lost
when it is renamed or removed between two looks.
"""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from beacon_tui.zeek.codec import PLAIN
from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.find import File, Found, LogFile, files_under, in_it, shown
from beacon_tui.zeek.kinds import claimed
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.sniff import Sniffed, Unreadable, read_head, sniff
from beacon_tui.zeek.source import BLOCK, WHOLE, Part, open_at_start

HEAD: Final = 1 << 14
"""Bytes of text by which a log is known again."""

LATELY: Final = 3600.0
"""Seconds since it was last written to for which a log is held open …"""

MOST_HELD: Final = 200
"""… if there are no more of them: a process has a thousand files at most, often."""

SETTLED: Final = 2.0
"""Seconds without a change after which a file that does not grow line by line is read: it may be half written."""

PARTED: Final = 60.0
"""Seconds for which a log is still held that grows no more and is no longer where its name says."""

FOREVER: Final = 1 << 62
"""More bytes than any text has."""


@dataclass(slots=True, eq=False)
class Text:
    """The text of a log, wherever it is."""

    name: Path
    """What the user calls it."""
    sniffed: Sniffed | None = None
    """What it is; None as long as that cannot be told."""
    head: bytes = b""
    """Its first bytes, `HEAD` at most."""
    read: int = 0
    """Bytes of it that were handed out."""
    file: BinaryIO | None = None
    """The file, where it is held open."""
    grew: float = 0.0
    """When it was last seen to grow, in seconds of the monotonic clock."""

    def begins(self, text: bytes) -> bool:
        """Whether another text is this one or goes on from it; two logs may well share their `#` lines."""
        *lines, last = self.head.split(b"\n")
        if last and len(self.head) == HEAD:
            lines.append(last)  # a line that is longer than what is looked at tells one log from another too
        return text.startswith(self.head) and any(not line.startswith(b"#") for line in lines)


class Growth:
    """The logs under some paths, as they grow."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._texts: list[Text] = []
        self._left: list[BinaryIO] = []
        self._seen: set[tuple[int, int, int, int]] = set()
        """Device, number, size and time of change of each file: while they stay, so does what is in it."""
        self._said: set[Skipped] = set()

    def news(self, monitor: Monitor) -> Found:
        """The parts of logs that have come, and what cannot be read; raises `Cancelled`.

        Nothing is handed out twice, and the last line of a log only when it is whole. The parts must be read before
        the next look.
        """
        self._close_files()
        parts = [part for text in list(self._texts) for part in self._held(text)]
        skipped, seen = list[Skipped](), set()
        for file in files_under(self._paths, skipped, monitor):
            monitor.check()
            state = (*file.inode, file.size, file.changed)
            if state not in self._seen:
                try:
                    parts += self._looked_at(file)
                except (Unreadable, OSError) as error:
                    if time.time() - file.changed / 1e9 < SETTLED:
                        continue  # it may be about to become a log
                    if file.size and (file.given or claimed(file.name.name)):
                        skipped.append(Skipped(shown(file.name), str(error)))
            seen.add(state)
        self._seen = seen
        news = tuple(skip for skip in skipped if skip not in self._said)
        self._said.update(news)
        return Found(tuple(parts), news)

    def close(self) -> None:
        """Let go of every file."""
        for text in self._texts:
            self._let_go(text)
        self._close_files()

    def _let_go(self, text: Text) -> None:
        """Hold a log no longer; its file may be read until the next look."""
        if text.file:
            self._left.append(text.file)
            text.file = None

    def _close_files(self) -> None:
        """Close the files of logs that are held no longer."""
        while self._left:
            self._left.pop().close()

    def _held(self, text: Text) -> Iterator[LogFile]:
        """What has come of a log that is held open; it is let go when nothing more can be expected."""
        if text.file is None:
            return
        status, number = os.fstat(text.file.fileno()), text.file.fileno()
        if status.st_size < text.read or os.pread(number, len(text.head), 0) != text.head:
            # The file was cut off, and another log begins in it.
            anew, text.file = Text(text.name, file=text.file, grew=time.monotonic()), None
            self._texts.append(anew)
            yield from self._held(anew)
            return
        path = Path(f"/dev/fd/{number}")
        text.head = os.pread(number, HEAD, 0)
        if text.sniffed is None and text.begins(text.head):
            with suppress(Unreadable):
                text.sniffed = sniff(path, text.name)
        quiet = time.monotonic() - text.grew
        ended = quiet > PARTED and not _leads_to(text.name, status)
        stop = status.st_size if ended else _last_line_ends(number, text.read, status.st_size)
        yield from _handed_out(text, path, stop)
        if (ended or quiet > LATELY) and text.read == stop:
            self._let_go(text)

    def _looked_at(self, file: File) -> Iterator[LogFile]:
        """The news in a file that was not there before, or not like this; raises `Unreadable` or OSError."""
        held = [os.fstat(text.file.fileno()) for text in self._texts if text.file]
        if file.inode in ((status.st_dev, status.st_ino) for status in held):
            return
        (head, codec), sniffed = read_head(file.path), sniff(file.path)
        if not in_it(sniffed):
            return
        age = time.time() - file.changed / 1e9
        grows = codec is PLAIN and not sniffed.split
        if not grows and age < SETTLED:
            raise Unreadable("it is still being written")
        text = next((text for text in self._texts if text.begins(head)), None)
        if text is None:
            text = Text(file.name, sniffed, head[:HEAD], grew=time.monotonic())
            if grows and not text.begins(head):
                return  # its first row is still to come, and perhaps a part of its header
            self._texts.append(text)
        if not grows:
            yield from _parts(text, sniffed, file.path, (text.read, None) if text.read else WHOLE)
            text.read = FOREVER
            self._let_go(text)
        elif age < LATELY and len(held) < MOST_HELD and text.file is None:
            text.name, text.file = file.name, open_at_start(file.path)
            yield from self._held(text)
        else:
            with open_at_start(file.path) as opened:
                last = _last_line_ends(opened.fileno(), text.read, file.size)
            yield from _handed_out(text, file.path, last if age < LATELY else file.size)


def _handed_out(text: Text, path: Path, stop: int) -> Iterator[LogFile]:
    """The part of a plain log from where it was left to a byte of it."""
    if text.sniffed and stop > text.read:
        yield from _parts(text, text.sniffed, path, (text.read, stop))
        text.sniffed = _further(text.sniffed, path, (text.read, stop))
        text.read, text.grew = stop, time.monotonic()


def _parts(text: Text, sniffed: Sniffed, path: Path, part: Part) -> list[LogFile]:
    """A part of a log, once for each kind of log that is in it and can be followed."""
    if part[0] == FOREVER:
        return []
    size = os.stat(path).st_size if part[1] is None else part[1] - part[0]
    return [LogFile(path, log, size, sniffed, text.name, None, part) for log in in_it(sniffed) if log != "open_conn"]


def _further(sniffed: Sniffed, path: Path, part: Part) -> Sniffed:
    """How the rows that follow a part of a log are read: another header may have begun in it."""
    if sniffed.format != "tsv":
        return sniffed
    header, line = sniffed.header, b"\n"
    with open_at_start(path) as file:
        left = (part[1] or 0) - file.seek(part[0])
        while left > 0 and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            if b"\n#" in (text := line + block):
                for told in text.split(b"\n")[1:-1]:
                    header = header.told(told) if told.startswith(b"#") else header
            line = text[text.rfind(b"\n") :]
    return replace(sniffed, header=header)


def _last_line_ends(number: int, start: int, stop: int) -> int:
    """Where the last whole line of a part of an open file ends; its start where there is none."""
    while stop > start:
        first = max(start, stop - BLOCK)
        end = os.pread(number, stop - first, first).rfind(b"\n")
        if end >= 0:
            return first + end + 1
        stop = first
    return start


def _leads_to(name: Path, status: os.stat_result) -> bool:
    """Whether a path leads to a file."""
    with suppress(OSError):
        there = os.stat(name)
        return (there.st_dev, there.st_ino) == (status.st_dev, status.st_ino)
    return False
