"""What was read before, kept in columns: Parquet files in the user's cache folder, one for each log."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Final
from zlib import crc32

import pyarrow as pa
import pyarrow.parquet as pq

from beacon_tui.config import Settings
from beacon_tui.paths import cache_folder

ROOM: Final = 4 << 30
"""Bytes that the cache may take; what was not used for longest goes first."""

SUFFIX, PART = ".parquet", ".part"
"""How the names of whole files end, and of those that are being written."""

ROWS: Final = 1 << 18
"""Rows that are written at a time."""

ABANDONED: Final = 3600.0
"""Seconds after which a file that is still being written belongs to a process that was killed."""


@dataclass(frozen=True, slots=True)
class Cache:
    """Tables by key; safe with several processes at once, and readable by its owner alone.

    Nothing here raises: what cannot be read is as if it were not there, what cannot be written is not kept.
    """

    folder: Path
    room: int = ROOM

    def get(self, key: str) -> pa.Table | None:
        """The table kept under a key; None where there is none, or one that is damaged."""
        for path in self._kept(key):
            try:
                if _name(key, path) != path.name:
                    continue
                table = pq.read_table(path, page_checksum_verification=True, partitioning=None)
                os.utime(path)
            except (OSError, ValueError, pa.ArrowException):
                continue
            return table
        return None

    def put(self, key: str, table: pa.Table, step: Callable[[], None]) -> None:
        """Keep a table: whole or not at all, whatever happens meanwhile; `step` is called often, and may raise."""
        with suppress(OSError, pa.ArrowException):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.folder, suffix=PART, delete=False) as file:
                try:
                    _write(table, file, step)
                    file.flush()
                    name = _name(key, Path(file.name))
                    Path(file.name).replace(self.folder / name)
                except BaseException:
                    Path(file.name).unlink()
                    raise
            for path in self._kept(key):
                if path.name != name:
                    path.unlink(missing_ok=True)
            self._make_room()

    def clear(self) -> int:
        """Remove all of it; the bytes that it took."""
        return sum(map(_remove, self._files()))

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return sum(status.st_size for _, status in self._files())

    def _kept(self, key: str) -> list[Path]:
        """What is kept under a key: one file, unless two processes made it at the same time."""
        return list(self.folder.glob(f"{key}-*{SUFFIX}"))

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        """Every file of the cache, half-written ones of processes that were killed too."""
        found = []
        with suppress(OSError):
            for path in self.folder.iterdir():
                with suppress(OSError):
                    if path.suffix in (SUFFIX, PART):
                        found.append((path, path.stat()))
        return found

    def _make_room(self) -> None:
        """Remove what was abandoned, and what was not used for longest until the rest fits."""
        for path, status in self._files():
            if path.suffix == PART and status.st_mtime < time.time() - ABANDONED:
                _remove((path, status))
        files = sorted(self._files(), key=lambda file: file[1].st_mtime)
        excess = sum(status.st_size for _, status in files) - self.room
        for file in files:
            if excess <= 0:
                return
            excess -= _remove(file)


def _write(table: pa.Table, file: IO[bytes], step: Callable[[], None]) -> None:
    """Write a table, portion by portion."""
    texts = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    with pq.ParquetWriter(
        file, table.schema, compression="lz4", use_dictionary=texts, write_page_checksum=True
    ) as writer:
        for first in range(0, max(table.num_rows, 1), ROWS):
            writer.write_table(table.slice(first, ROWS))
            step()


def _name(key: str, file: Path) -> str:
    """The name of a file: it tells the checksum of its footer, while pages carry their own."""
    with file.open("rb") as opened:
        opened.seek(-8, os.SEEK_END)
        length = int.from_bytes(opened.read(4), "little")
        opened.seek(-8 - length, os.SEEK_END)
        return f"{key}-{crc32(opened.read()):08x}{SUFFIX}"


def _remove(file: tuple[Path, os.stat_result]) -> int:
    """Remove a file; its bytes, 0 where another process was quicker."""
    with suppress(OSError):
        file[0].unlink()
        return file[1].st_size
    return 0


def cache_in(settings: Settings) -> Cache | None:
    """The user's cache; None where the settings do without, or nothing may be written."""
    return Cache(cache_folder()) if settings.cache and not settings.read_only else None


def key_of(*parts: object) -> str:
    """A key for what depends on these values and on the code that makes it."""
    return sha256("\0".join([code_digest(), *map(repr, parts)]).encode("utf-8", "replace")).hexdigest()


@cache
def code_digest() -> str:
    """A digest of all of this program that reads and judges: after a change nothing old is taken for new."""
    package = Path(__file__).parent.parent
    files = sorted(path for part in ("zeek", "analysis") for path in (package / part).iterdir() if path.is_file())
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
