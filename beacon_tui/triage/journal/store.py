"""The file of the journal: opened when it is needed, written in short transactions, every failure one sentence."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar
from urllib.parse import quote

from beacon_tui.errors import JournalError
from beacon_tui.triage.journal.schema import VERSION, Newer, migrate, transaction

Answer = TypeVar("Answer")

PATIENCE: Final = 1.0
"""Seconds to wait for another program that writes."""

KEPT_HERE: Final = "What you decide counts until you quit, and is not remembered."

DAMAGED: Final = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
BUSY: Final = ("SQLITE_BUSY", "SQLITE_LOCKED")


class Store:
    """One SQLite file, made when something is first written to it; for several threads and processes at once."""

    def __init__(self, path: Path, writing: bool = True) -> None:
        self.path = path
        self._writing = writing
        """Whether it may be written to; else nothing near it is touched, and a copy in memory is read."""
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    def read(self, ask: Callable[[sqlite3.Connection], Answer]) -> Answer | None:
        """What the file answers; None where there is no file yet; raises JournalError."""
        if self._connection is None and not self.path.exists():
            return None
        return self._use(ask)

    def write(self, act: Callable[[sqlite3.Connection], object]) -> None:
        """Change the file, whole or not at all; raises JournalError, and ValueError where it is only read."""
        if not self._writing:
            raise ValueError("this journal is only read")

        def change(connection: sqlite3.Connection) -> None:
            """Change it in one transaction."""
            with transaction(connection):
                act(connection)

        self._use(change)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _use(self, work: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Do something with the file, one at a time."""
        try:
            with self._lock:
                if self._connection is None:
                    self._connection = self._opened() if self._writing else self._copied()
                return work(self._connection)
        except Newer as error:
            raise JournalError(
                f"The journal {self.path} is of version {error}, newer than {VERSION}, the one that this program "
                f"knows. {KEPT_HERE}"
            ) from error
        except sqlite3.Error as error:
            raise self._explained(error) from error
        except OSError as error:
            raise JournalError(f"The journal {self.path} cannot be written: {error.strerror}. {KEPT_HERE}") from error

    def _opened(self) -> sqlite3.Connection:
        """The file, for its owner alone, made if it is not there, of the newest version."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            migrate(connection)
            with suppress(sqlite3.OperationalError):  # whoever opens it at the same moment does this too
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            connection.close()
            raise
        return connection

    def _copied(self) -> sqlite3.Connection:
        """A copy of the file in memory, of the newest version."""
        beside = self.path.with_name(self.path.name + "-wal")
        way = "mode=ro" if beside.exists() else "immutable=1"  # where nobody writes, nothing is made beside it
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            uri = f"file:{quote(os.fsencode(self.path.absolute()))}?{way}"
            with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE)) as file:
                file.backup(connection)
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _explained(self, error: sqlite3.Error) -> JournalError:
        """What went wrong, as a sentence."""
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(BUSY):
            words = "is locked by another program: what you decide is written as soon as it can be."
            return JournalError(f"The journal {self.path} {words}", later=True)
        if name.startswith(DAMAGED):
            return JournalError(
                f"The journal {self.path} is damaged; move it away, and a new one is begun. {KEPT_HERE}"
            )
        return JournalError(f"The journal {self.path} cannot be used: {error}. {KEPT_HERE}")
