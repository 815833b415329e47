"""The tables of the journal, and how a file of an older version becomes one of the newest."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection
from typing import Final

MIGRATIONS: Final = (
    (
        """CREATE TABLE decision (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            who TEXT NOT NULL,
            verdict TEXT NOT NULL,
            note TEXT NOT NULL,
            author TEXT NOT NULL,
            made REAL NOT NULL)""",
        "CREATE INDEX decision_by_who ON decision (who, number)",
        "CREATE TABLE met (who BLOB PRIMARY KEY, first REAL NOT NULL) WITHOUT ROWID",
    ),
    (
        "CREATE TABLE mark (data TEXT NOT NULL, who TEXT NOT NULL, PRIMARY KEY (data, who)) WITHOUT ROWID",
        "CREATE TABLE look (data TEXT PRIMARY KEY, shown TEXT NOT NULL, made REAL NOT NULL) WITHOUT ROWID",
    ),
    (
        "CREATE TABLE data_set (number INTEGER PRIMARY KEY, paths TEXT NOT NULL UNIQUE)",
        "INSERT INTO data_set (paths) SELECT DISTINCT data FROM mark",
        "ALTER TABLE mark RENAME TO old_mark",
        "CREATE TABLE mark (data INTEGER NOT NULL, who TEXT NOT NULL, PRIMARY KEY (data, who)) WITHOUT ROWID",
        "INSERT INTO mark SELECT number, who FROM old_mark JOIN data_set ON paths = data",
        "DROP TABLE old_mark",
    ),
)
"""What makes each version out of the one before it; versions that were released never change.

`decision` holds every verdict ever given on a candidate, of which the last counts. `met` says when a candidate stood
out for the first time; its key is a digest. `mark` and `look` belong to a data set, which is the list of its paths;
`data_set` has that list once for all its marks, of which there can be thousands.
"""

VERSION: Final = len(MIGRATIONS)
"""The newest version, kept as `user_version`."""


class Newer(Exception):
    """The file was written by a newer version of the program, whose number is the argument."""


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All that is done meanwhile, or nothing of it; waits for another writer; raises sqlite3.Error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def migrate(connection: Connection) -> None:
    """Bring a file to the newest version, whole or not at all; raises Newer, and sqlite3.Error."""
    if _version(connection) == VERSION:
        return
    with transaction(connection):
        for statements in MIGRATIONS[_version(connection) :]:  # asked again: another process may have been faster
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: Connection) -> int:
    """The version of a file, 0 where it is new; raises Newer where it is not known."""
    version: int
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise Newer(version)
    return version
