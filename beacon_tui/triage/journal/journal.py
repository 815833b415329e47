"""The journal of one data set: what was decided, met and left there, kept in a file as far as it can be."""

import json
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock
from time import time
from typing import TYPE_CHECKING, Final, TypeVar

from beacon_tui.errors import JournalError
from beacon_tui.paths import state_folder

if TYPE_CHECKING:
    from sqlite3 import Connection

    from beacon_tui.render.known import Verdict
    from beacon_tui.triage.journal.store import Store

Answer = TypeVar("Answer")
Act = Callable[["Connection"], object]

FILE: Final = "journal.db"

_LATEST: Final = """SELECT CAST(who AS TEXT), verdict, CAST(note AS TEXT), CAST(author AS TEXT), CAST(made AS REAL)
    FROM decision WHERE number IN (SELECT max(number) FROM decision GROUP BY who)"""
"""What was decided last; SQLite keeps values of any type in any column, and others may have written to the file."""


class Journal:
    """Knows all at once, and writes each change when it is made; where it cannot, it goes on in memory.

    A candidate is named by the text, or by the digest, that `triage/same.py` makes of who it is.
    """

    def __init__(self, path: Path | None = None, paths: Sequence[Path] = (), writing: bool = True) -> None:
        self._path, self._paths, self._writing = path, tuple(paths), writing
        self._opened: Store | None = None
        self._unwritten = deque[Act]()
        self._lock = RLock()
        """Held while something is written: what the loader meets and what is decided come from two threads."""
        self._complaint = ""
        self._verdicts: dict[str, Verdict] | None = None
        self._version = 0
        """The `data_version` of the file when the verdicts were read."""
        self._met = dict[bytes, float]()
        """When candidates that are there were met in an earlier run, for the first time."""
        self._fresh = set[bytes]()
        """Those met in this run for the first time."""
        self._before = False
        """Whether anything of what was met was met in an earlier run."""

    @cached_property
    def _data(self) -> str:
        """The name of the data set."""
        return data_set(self._paths)

    @property
    def only_read(self) -> bool:
        """Whether nothing may be written."""
        return not self._writing

    @property
    def verdicts(self) -> "Mapping[str, Verdict]":
        """What was decided last on each candidate."""
        if self._verdicts is None:
            self._verdicts = self._latest() or {}
            self._version = self._read(_data_version) or 0
        return self._verdicts

    def _latest(self) -> "dict[str, Verdict] | None":
        """What the file says was decided last; None where it cannot, or where there is none."""
        from beacon_tui.render.known import VERDICTS, Verdict

        found = self._read(lambda file: file.execute(_LATEST).fetchall())
        return (
            None
            if found is None
            else {who: Verdict(one if one in VERDICTS else "", *more) for who, one, *more in found}
        )

    def decide(self, verdicts: "Mapping[str, Verdict]") -> None:
        """Put a verdict on each of some candidates; what was decided before stays in the file."""
        self._verdicts = {**self.verdicts, **verdicts}
        rows = [(who, one.verdict, one.note, one.author, one.made) for who, one in verdicts.items()]
        insert = "INSERT INTO decision (who, verdict, note, author, made) VALUES (?, ?, ?, ?, ?)"
        self._write(lambda file: file.executemany(insert, rows))

    def others_decided(self) -> bool:
        """Whether someone else has written to the file since; the verdicts are read anew then."""
        version = self._read(_data_version)
        if version is None or version == self._version or self.waits:
            return False
        self._version, before, latest = version, self._verdicts, self._latest()
        self._verdicts = before if latest is None else latest
        return self._verdicts != before

    def meet(self, digests: Iterable[bytes]) -> None:
        """Take note of candidates that stand out; those not met before count as met now."""
        unknown = [digest for digest in digests if digest not in self._met and digest not in self._fresh]
        found = self._read(lambda file: _first_met(file, unknown)) or {}
        self._before |= bool(found) or self.left is not None
        self._met |= found
        now = time()
        fresh = [(digest, now) for digest in unknown if digest not in found]
        self._fresh.update(digest for digest, _ in fresh)
        if fresh:
            self._write(lambda file: file.executemany("INSERT OR IGNORE INTO met VALUES (?, ?)", fresh))

    def first_met(self, digest: bytes) -> float | None:
        """When a candidate stood out for the first time, in seconds since 1970; None where it did in no earlier run."""
        return self._met.get(digest)

    def is_new(self, digest: bytes) -> bool:
        """Whether a candidate stands out that did not in an earlier run, where there was one that knew any."""
        return self._before and digest in self._fresh

    @property
    def marks(self) -> set[str]:
        """The candidates that are marked in this data set."""
        ask = "SELECT CAST(who AS TEXT) FROM mark JOIN data_set ON data = number WHERE paths = ?"
        return {who for (who,) in self._read(lambda file: file.execute(ask, (self._data,)).fetchall()) or ()}

    def mark(self, on: Iterable[str] = (), off: Iterable[str] = ()) -> None:
        """Mark some candidates of this data set, and take the marks of others away."""
        added, gone = tuple(on), tuple(off)

        def act(file: "Connection") -> None:
            """Write both."""
            file.execute("INSERT OR IGNORE INTO data_set (paths) VALUES (?)", (self._data,))
            (data,) = file.execute("SELECT number FROM data_set WHERE paths = ?", (self._data,)).fetchone()
            file.executemany("INSERT OR IGNORE INTO mark VALUES (?, ?)", [(data, who) for who in added])
            file.executemany("DELETE FROM mark WHERE data = ? AND who = ?", [(data, who) for who in gone])

        if self._data:
            self._write(act)

    @property
    def left(self) -> tuple[str, float] | None:
        """How this data set was left, as `leave` was told, and when; None where it was not."""
        ask = "SELECT CAST(shown AS TEXT), CAST(made AS REAL) FROM look WHERE data = ?"
        found: tuple[str, float] | None
        found = self._read(lambda file: file.execute(ask, (self._data,)).fetchone())
        return found

    def leave(self, shown: str) -> None:
        """Remember how this data set is shown."""
        if self._data:
            row = self._data, shown, time()
            self._write(lambda file: file.execute("INSERT OR REPLACE INTO look VALUES (?, ?, ?)", row))

    @property
    def waits(self) -> bool:
        """Whether something could not be written yet."""
        return bool(self._unwritten)

    def complaint(self) -> str:
        """What went wrong since this was asked last, as a sentence; empty where nothing did."""
        said, self._complaint = self._complaint, ""
        return said

    @property
    def _store(self) -> "Store | None":
        """The file; None where there is none to be used."""
        if self._opened is None and self._path is not None:
            from beacon_tui.triage.journal.store import Store

            self._opened = Store(self._path, self._writing)
        return self._opened

    def _read(self, ask: "Callable[[Connection], Answer]") -> "Answer | None":
        """What the file answers; None where it cannot, or where there is none."""
        try:
            return self._store.read(ask) if self._store else None
        except JournalError as error:
            self._failed(error)
            return None

    def _write(self, act: Act) -> None:
        """Write something, and before it whatever could not be written yet."""
        if not self._writing or self._store is None:
            return
        with self._lock:
            self._unwritten.append(act)
            try:
                while self._unwritten:
                    self._store.write(self._unwritten[0])
                    self._unwritten.popleft()
            except JournalError as error:
                self._failed(error)

    def close(self) -> None:
        """Try once more what could not be written, and let go of the file."""
        if self.waits:
            self.decide({})
        if self._opened is not None:
            self._opened.close()

    def _failed(self, error: JournalError) -> None:
        """Say what went wrong, and go on without the file if that will not mend itself."""
        self._complaint = str(error)
        if not error.later:
            self._path = self._opened = None
            self._unwritten.clear()


def journal_of(paths: Sequence[Path], writing: bool = True) -> Journal:
    """The user's journal, for the data set that some paths are."""
    return Journal(state_folder() / FILE, paths, writing)


def data_set(paths: Sequence[Path]) -> str:
    """The name of what is loaded from some paths, whatever their order; empty where it comes through a pipe."""
    from beacon_tui.zeek.spool import is_pipe

    if not paths or any(map(is_pipe, paths)):
        return ""
    return json.dumps(sorted({str(path.resolve()) for path in paths}))


def _data_version(file: "Connection") -> int:
    """A number that changes when another connection has written to the file."""
    version: int
    (version,) = file.execute("PRAGMA data_version").fetchone()
    return version


def _first_met(file: "Connection", digests: Iterable[bytes]) -> dict[bytes, float]:
    """When candidates were met for the first time, those that were."""
    ask = "SELECT CAST(first AS REAL) FROM met WHERE who = ?"
    found = ((digest, file.execute(ask, (digest,)).fetchone()) for digest in digests)
    return {digest: row[0] for digest, row in found if row}
