"""Which files are to be read: the Zeek logs under the given paths, each once."""

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from beacon_tui.zeek.codec import in_words
from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.kinds import BESIDE, WANTED, claimed, looks_like_log
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.sniff import Sniffed, Unreadable, sniff
from beacon_tui.zeek.source import WHOLE, Part
from beacon_tui.zeek.spool import STDIN, Spool, is_pipe, spooled
from beacon_tui.zeek.twins import Twins


@dataclass(frozen=True, slots=True)
class LogFile:
    """One log to read."""

    path: Path
    """Where its bytes are."""
    log: str
    """Which log is read from it: a key of `WANTED` or of `BESIDE`."""
    size: int
    """Bytes on disk."""
    sniffed: Sniffed
    """What the file is."""
    name: Path
    """What the user calls it: its path, or that of the pipe through which it came."""
    spool: Spool | None
    """What came through a pipe: gone when it is not held here."""
    part: Part = WHOLE
    """The bytes of its text that are to be read."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is under the given paths."""

    logs: tuple[LogFile, ...]
    """The logs to read, by path."""
    skipped: tuple[Skipped, ...]
    """What cannot be read or was asked for in vain."""


@dataclass(frozen=True, slots=True)
class File:
    """A regular file that may be a log."""

    path: Path
    """Where its bytes are."""
    name: Path
    """What the user calls it."""
    size: int
    """Bytes on disk."""
    inode: tuple[int, int]
    """Device and number: the same under every name of the file."""
    changed: int
    """When it was last written to: nanoseconds since 1970."""
    given: bool
    """Whether the user named this very file."""
    spool: Spool | None = None
    """What came through a pipe."""


def find_logs(paths: Sequence[Path], monitor: Monitor | None = None, kinds: Collection[str] = WANTED) -> Found:
    """The logs of some kinds under files, folders and trees of folders; the order of the paths makes no difference.

    A pipe is read to its end. Raises `Cancelled` when the monitor is told to stop.
    """
    monitor = monitor or Monitor()
    skipped: list[Skipped] = []
    under = {path: _under(path, skipped, monitor, kinds) for path in sorted(set(paths), key=str)}
    logs: list[LogFile] = []
    twins = Twins(monitor)
    spoken_of = set()
    monitor.enter("finding")
    for file in _once(chain.from_iterable(under.values())):
        monitor.advance()
        found, reason = _logs_in(file, twins, kinds)
        logs += found
        skipped += (Skipped(shown(file.name), why) for why in reason)
        if found or reason:
            spoken_of.add(file.inode)
    skipped += (
        Skipped(shown(path), f"there is no {', '.join(kinds)} log in this folder")
        for path, files in under.items()
        if os.path.isdir(path) and spoken_of.isdisjoint(file.inode for file in files)
    )
    return Found(tuple(logs), tuple(sorted(skipped, key=lambda skip: skip.file)))


def files_under(paths: Iterable[Path], skipped: list[Skipped], monitor: Monitor) -> list[File]:
    """The files under paths that may be logs, each once; what leads to none is added to `skipped`."""
    return _once(chain.from_iterable(_under(path, skipped, monitor, WANTED) for path in paths))


def in_it(sniffed: Sniffed, kinds: Collection[str] = WANTED) -> list[str]:
    """The logs of some kinds that are read from a file."""
    return [log for log in kinds if sniffed.mixed or log == sniffed.log]


def shown(path: Path) -> str:
    """A path as one line of text that can be printed and saved, whatever bytes are in it."""
    return "\\n".join(str(path).encode("utf-8", "replace").decode().splitlines())


def _under(path: Path, skipped: list[Skipped], monitor: Monitor, kinds: Collection[str]) -> list[File]:
    """The candidates under one path that the user gave."""
    if is_pipe(path):
        return _received(path, skipped, monitor)
    if os.path.isdir(path):  # unlike Path.is_dir, it never raises
        return list(_walk(path, skipped, kinds))
    file = _file(path, skipped, given=True)
    return [file] if file else []


def _received(path: Path, skipped: list[Skipped], monitor: Monitor) -> list[File]:
    """What comes through a pipe that the user named, as a file; none, and said why, when nothing can be got."""
    name = Path("standard input") if path == STDIN else path
    monitor.enter("receiving", name.name)
    try:
        spool = spooled(path, monitor)
    except (Unreadable, OSError) as error:
        skipped.append(Skipped(shown(name), in_words(error) if isinstance(error, OSError) else str(error)))
        return []
    inode = spool.status.st_dev, spool.status.st_ino
    return [File(spool.path, name, spool.status.st_size, inode, spool.status.st_mtime_ns, True, spool)]


def _file(path: Path, skipped: list[Skipped], given: bool) -> File | None:
    """The candidate at a path; None, and said why, when there is none: a pipe or a device could block for ever."""
    try:
        status = path.stat()
    except OSError as error:
        skipped.append(Skipped(shown(path), _why(path, error)))
        return None
    if stat.S_ISREG(status.st_mode):
        return File(path, path, status.st_size, (status.st_dev, status.st_ino), status.st_mtime_ns, given)
    skipped.append(Skipped(shown(path), "it is neither a file nor a folder"))
    return None


def _walk(top: Path, skipped: list[Skipped], kinds: Collection[str]) -> Iterator[File]:
    """The candidates in a tree of folders; each folder is entered once, however many links lead to it."""
    folders, entered = [top], set[tuple[int, int]]()
    while folders:
        folder = folders.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in entered:
                continue
            entered.add((status.st_dev, status.st_ino))
            children = sorted(child for child in folder.iterdir() if not child.name.startswith("."))
        except OSError as error:
            skipped.append(Skipped(shown(folder), _why(folder, error)))
            continue
        below = [child for child in children if os.path.isdir(child)]
        skipped += (Skipped(shown(link), "it links to a folder above it") for link in below if _loops(link))
        folders += reversed(below)
        likely = (child for child in children if child not in below and _may_be_one(child.name, kinds))
        yield from filter(None, (_file(child, skipped, given=False) for child in likely))


def _may_be_one(name: str, kinds: Collection[str]) -> bool:
    """Tell whether a file in a folder must be opened to know whether it is a log of some kinds."""
    return looks_like_log(name) and claimed(name) in (*kinds, None)


def _loops(path: Path) -> bool:
    """Tell whether a folder is a link to one that it is in."""
    return path.is_symlink() and path.parent.resolve().is_relative_to(path.resolve())


def _once(files: Iterable[File]) -> list[File]:
    """Each file once, by name; one that the user named and that is in a folder too counts as named."""
    first: dict[tuple[int, int], File] = {}
    for file in sorted(files, key=lambda file: (not file.given, str(file.name))):
        first.setdefault(file.inode, file)
    return sorted(first.values(), key=lambda file: str(file.name))


def _logs_in(file: File, twins: Twins, kinds: Collection[str]) -> tuple[list[LogFile], list[str]]:
    """The logs in one file, or why there is none; a file that nobody took for a log needs no reason."""
    try:
        sniffed = sniff(file.path)
        logs = in_it(sniffed, kinds)
        if not logs:
            return [], [_not_wanted(sniffed.log)] if file.given and sniffed.log not in BESIDE else []
        first = twins.first(sniffed.beginning, file.path, sniffed.codec, file.name)
    except Unreadable as error:
        return [], [str(error)] if file.given or claimed(file.name.name) else []
    except OSError as error:
        return [], [_why(file.name, error)]
    if first != file.name:
        return [], [f"it is the same log as {shown(first)}"]
    return [LogFile(file.path, log, file.size, sniffed, file.name, file.spool) for log in logs], []


def _not_wanted(log: str | None) -> str:
    """Why a log that the user named is not read."""
    if log is None:
        return "nothing in it tells which log it is; give the conn.log"
    if log.startswith("open_"):
        return f"{log[:40]} lists sessions still open; give the {log[5:45]}.log"
    return f"it is a {log[:40]} log; give the conn.log"


def _why(path: Path, error: OSError) -> str:
    """Why a path leads to nothing, as a clause."""
    if path.is_symlink() and not path.exists():
        return "it is a link that leads nowhere"
    return in_words(error)
