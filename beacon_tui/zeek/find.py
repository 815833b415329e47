"""Which files are to be read: the Zeek logs under the given paths, each once."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.kinds import WANTED, claimed, looks_like_log
from beacon_tui.zeek.sniff import Sniffed, Unreadable, in_words, read_head, sniff


@dataclass(frozen=True, slots=True)
class LogFile:
    """One log to read."""

    path: Path
    """Where it is."""
    log: str
    """Which log is read from it: a key of `WANTED`."""
    size: int
    """Bytes on disk."""
    sniffed: Sniffed
    """What the file is."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is under the given paths."""

    logs: tuple[LogFile, ...]
    """The logs to read, by path."""
    skipped: tuple[Skipped, ...]
    """What cannot be read or was asked for in vain."""


@dataclass(frozen=True, slots=True)
class _File:
    """A regular file that may be a log."""

    path: Path
    """Where it is."""
    size: int
    """Bytes on disk."""
    inode: tuple[int, int]
    """Device and number: the same under every name of the file."""
    given: bool
    """Whether the user named this very file."""


def find_logs(paths: Sequence[Path]) -> Found:
    """The logs under files, folders and trees of folders; the order of the paths makes no difference."""
    skipped: list[Skipped] = []
    under = {path: _under(path, skipped) for path in sorted(set(paths), key=str)}
    logs: list[LogFile] = []
    seen: dict[tuple[int, bytes], Path] = {}
    spoken_of = set()
    for file in _once(chain.from_iterable(under.values())):
        found, reason = _logs_in(file, seen)
        logs += found
        skipped += (Skipped(shown(file.path), why) for why in reason)
        if found or reason:
            spoken_of.add(file.inode)
    skipped += (
        Skipped(shown(path), f"there is no {', '.join(WANTED)} log in this folder")
        for path, files in under.items()
        if os.path.isdir(path) and spoken_of.isdisjoint(file.inode for file in files)
    )
    return Found(tuple(logs), tuple(sorted(skipped, key=lambda skip: skip.file)))


def shown(path: Path) -> str:
    """A path as text that can be printed and saved, whatever bytes are in it."""
    return str(path).encode("utf-8", "replace").decode()


def _under(path: Path, skipped: list[Skipped]) -> list[_File]:
    """The candidates under one path that the user gave."""
    if os.path.isdir(path):  # unlike Path.is_dir, it never raises
        return list(_walk(path, skipped))
    file = _file(path, skipped, given=True)
    return [file] if file else []


def _file(path: Path, skipped: list[Skipped], given: bool) -> _File | None:
    """The candidate at a path; None, and said why, when there is none: a pipe or a device could block for ever."""
    try:
        status = path.stat()
    except OSError as error:
        skipped.append(Skipped(shown(path), _why(path, error)))
        return None
    if stat.S_ISREG(status.st_mode):
        return _File(path, status.st_size, (status.st_dev, status.st_ino), given)
    skipped.append(Skipped(shown(path), "it is neither a file nor a folder"))
    return None


def _walk(top: Path, skipped: list[Skipped]) -> Iterator[_File]:
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
        likely = (child for child in children if child not in below and _may_be_wanted(child.name))
        yield from filter(None, (_file(child, skipped, given=False) for child in likely))


def _may_be_wanted(name: str) -> bool:
    """Tell whether a file in a folder must be opened to know what it is."""
    return looks_like_log(name) and claimed(name) in (*WANTED, None)


def _loops(path: Path) -> bool:
    """Tell whether a folder is a link to one that it is in."""
    return path.is_symlink() and path.parent.resolve().is_relative_to(path.resolve())


def _once(files: Iterable[_File]) -> list[_File]:
    """Each file once, by path; one that the user named and that is in a folder too counts as named."""
    first: dict[tuple[int, int], _File] = {}
    for file in sorted(files, key=lambda file: (not file.given, str(file.path))):
        first.setdefault(file.inode, file)
    return sorted(first.values(), key=lambda file: str(file.path))


def _logs_in(file: _File, seen: dict[tuple[int, bytes], Path]) -> tuple[list[LogFile], list[str]]:
    """The logs in one file, or why there is none; a file that nobody took for a log needs no reason."""
    try:
        sniffed = sniff(file.path)
        logs = [log for log in WANTED if sniffed.mixed or log == sniffed.log]
        if not logs:
            return [], [_not_wanted(sniffed.log)] if file.given else []
        first = seen.setdefault(_fingerprint(file, sniffed.compressed), file.path)
    except Unreadable as error:
        return [], [str(error)] if file.given or claimed(file.path.name) else []
    except OSError as error:
        return [], [_why(file.path, error)]
    if first != file.path:
        return [], [f"it is the same log as {shown(first)}"]
    return [LogFile(file.path, log, file.size, sniffed) for log in logs], []


def _not_wanted(log: str | None) -> str:
    """Why a log that the user named is not read."""
    if log is None:
        return "nothing in it tells which log it is; give the conn.log"
    if log.startswith("open_"):
        return f"{log[:40]} lists sessions still open; give the {log[5:45]}.log"
    return f"it is a {log[:40]} log; give the conn.log"


def _fingerprint(file: _File, compressed: bool) -> tuple[int, bytes]:
    """What copies of a log share, compressed or not: the size of the text and a digest of its beginning."""
    size = file.size
    with file.path.open("rb") as stream:
        if compressed:
            stream.seek(-4, os.SEEK_END)
            size = int.from_bytes(stream.read(4), "little")
    return size % (1 << 32), hashlib.sha256(read_head(file.path)[0]).digest()


def _why(path: Path, error: OSError) -> str:
    """Why a path leads to nothing, as a clause."""
    if path.is_symlink() and not path.exists():
        return "it is a link that leads nowhere"
    return in_words(error)
