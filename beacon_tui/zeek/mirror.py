"""A copy of a tree of logs with connections put into it: all of it or nothing, and nothing outside its folder."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp

import numpy as np

from beacon_tui.errors import InjectError
from beacon_tui.zeek.codec import DAMAGE, in_words
from beacon_tui.zeek.find import LogFile, find_logs, shown
from beacon_tui.zeek.forms import Row
from beacon_tui.zeek.insert import Survey, copy_log, end_of, survey
from beacon_tui.zeek.spool import is_pipe

Files = dict[Path, Path]
"""Where each file of a copy, by its place in the copy, comes from."""


def check_target(paths: Sequence[Path], target: Path) -> None:
    """Raise `InjectError` unless a copy of the paths may be made at `target`: a new or empty folder outside of them."""
    try:
        whole = target.resolve()
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise InjectError(f"{shown(target)} is not an empty folder; nothing was written.")
    except (OSError, RuntimeError) as error:
        raise _failed(target, error) from error
    for path in paths:
        if is_pipe(path):
            raise InjectError(f"{shown(path)} is a pipe and cannot be copied: save the log, and give the file.")
        if os.path.isdir(path) and whole.is_relative_to(path.resolve()):
            raise InjectError(f"{shown(target)} lies inside {shown(path)}, which is to be copied; nothing was written.")


def copy_with(paths: Sequence[Path], target: Path, rows: Sequence[Row]) -> tuple[str, ...]:
    """Copy logs and all that lies beside them, with `rows` in the conn logs; returns what was left out, in sentences.

    One folder is copied as `target`, several paths each under its own name. Links in a folder are not followed.
    """
    check_target(paths, target)
    notes: list[str] = []
    try:
        files = _files(paths, notes)
        with _made(target) as folder:
            for place, source in files.items():
                (folder / place).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, folder / place)
            alone = len(set(paths)) == 1 and os.path.isdir(paths[0])
            tops = [folder] if alone else [folder / name for name in dict.fromkeys(place.parts[0] for place in files)]
            _insert(tops, folder, rows, notes)
    except DAMAGE as error:
        raise _failed(target, error) from error
    return tuple(notes)


def _failed(target: Path, error: Exception) -> InjectError:
    """The sentence for a copy that could not be made."""
    why = in_words(error) if isinstance(error, OSError) else str(error)
    where = f": {shown(Path(os.fsdecode(error.filename)))}" if isinstance(error, OSError) and error.filename else ""
    return InjectError(f"{shown(target)} was not written, and nothing is left of it: {why}{where}")


def _files(paths: Sequence[Path], notes: list[str]) -> Files:
    """The files to copy, each once; raises `InjectError` when two would have one place."""
    files: Files = {}
    sources: set[Path] = set()
    for path in sorted(set(paths), key=str):
        top = Path() if len(set(paths)) == 1 else Path(path.resolve().name)
        found = _walk(path, notes) if os.path.isdir(path) else [path] if path.is_file() else []
        for source in found:
            place = top / source.relative_to(path) if source != path else Path(path.name)
            if source.resolve() in sources:
                continue
            if place in files:
                raise InjectError(f"Two of the paths are called {shown(place)}: copy them one after the other.")
            files[place] = source
            sources.add(source.resolve())
    return files


def _walk(top: Path, notes: list[str]) -> Iterator[Path]:
    """The regular files in a tree of folders, without those behind links."""

    def give_up(error: OSError) -> None:
        """Fail where a folder cannot be read: the copy would not be whole."""
        raise error

    for folder, below, names in os.walk(top, onerror=give_up):
        below.sort()
        for child in sorted(Path(folder, name) for name in (*below, *names)):
            if child.is_symlink():
                notes.append(f"{shown(child)}: not copied: it is a link")
            elif child.is_file():
                yield child
            elif not child.is_dir():
                notes.append(f"{shown(child)}: not copied: it is neither a file nor a folder")


def _insert(tops: Sequence[Path], folder: Path, rows: Sequence[Row], notes: list[str]) -> None:
    """Put rows into the conn logs of a copy; a copy of such a log is taken out, for it would no longer pass for one."""
    conns = _conns(tops)
    for log, found, share in _shares(conns, folder, rows, notes):
        with_rows = log.path.with_name(f".{token_hex(8)}")  # no name that may be there already
        copy_log(log, found, share, with_rows)
        with_rows.replace(log.path)
    for twin in {log.path for log in _conns(tops)} - {log.path for log in conns}:
        twin.unlink()
        notes.append(f"{shown(twin.relative_to(folder))}: not copied: it is the same log as another one")


def _conns(tops: Sequence[Path]) -> list[LogFile]:
    """The conn logs under some paths."""
    return [log for log in find_logs(tops).logs if log.log == "conn"]


def _shares(
    conns: Sequence[LogFile], folder: Path, rows: Sequence[Row], notes: list[str]
) -> Iterator[tuple[LogFile, Survey, list[Row]]]:
    """The rows that go into each log: into that in whose time they ended, else into the nearest."""
    surveys: list[tuple[LogFile, Survey]] = []
    for log in conns:
        if log.sniffed.split:
            notes.append(f"{shown(log.path.relative_to(folder))}: copied as it is: no rows go into a JSON array")
            continue
        try:
            surveys.append((log, survey(log)))
        except DAMAGE:
            notes.append(f"{shown(log.path.relative_to(folder))}: copied as it is: it cannot be read to its end")
    surveys = [(log, found) for log, found in surveys if found.last_row >= 0]
    if not surveys:
        raise InjectError("None of the files is a conn.log that can take more rows; nothing was written.")
    ends = np.array([end_of(row) for row in rows])
    nearest, owner = np.full(ends.size, np.inf), np.zeros(ends.size, np.int64)
    for number, (_, found) in enumerate(surveys):
        away = np.maximum(np.maximum(found.first - ends, ends - found.last), 0.0)
        owner[away < nearest] = number
        nearest = np.minimum(nearest, away)
    for number in np.unique(owner).tolist():
        yield *surveys[number], [rows[row] for row in np.flatnonzero(owner == number).tolist()]


@contextmanager
def _made(target: Path) -> Iterator[Path]:
    """A private folder that takes its name `target` when all is written, and is gone when something failed."""
    whole = target.resolve()
    whole.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(dir=whole.parent, prefix=f".{whole.name[:100]}."))
    try:
        yield folder
        folder.rename(whole)  # takes the place of an empty folder, never of a full one
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
