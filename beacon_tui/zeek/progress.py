"""How far a load has come, and the way to stop it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from time import monotonic

from beacon_tui.errors import Cancelled

REPORT_EVERY = 0.1
"""Seconds between two reports: twice as often as a screen at four lines a second needs."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of a load."""

    stage: str
    """What is being done: `receiving`, `finding`, `dating`, `reading`, `naming`, `scoring`."""
    file: str = ""
    """The name of the file being read."""
    file_number: int = 0
    """Which file that is, counted from 1."""
    files: int = 0
    """How many files there are; 0 as long as they are not found."""
    bytes_done: int = 0
    """Bytes of the files on disk read so far (compressed bytes where a file is compressed), or received by a pipe."""
    bytes_total: int = 0
    """Bytes of all files on disk."""
    rows: int = 0
    """Connections read so far."""
    seconds: float = 0.0
    """Seconds since the load began."""
    judged: int = 0
    """Connections judged so far; one that belongs to a pair and to a name counts twice."""

    @property
    def share(self) -> float:
        """How much of the stage is done, 0 to 1."""
        done, whole = (self.judged, self.rows) if self.stage == "scoring" else (self.bytes_done, self.bytes_total)
        return min(done / whole, 1.0) if whole else 0.0


def _ignore(_progress: Progress) -> None:
    """Take a report and do nothing with it."""


def _never() -> bool:
    """Say that nobody asked to stop."""
    return False


class Monitor:
    """Passes reports on, at most one each `REPORT_EVERY` seconds, and raises `Cancelled` when asked to stop.

    Several threads may read at once: their reports come one after another.
    """

    def __init__(self, report: Callable[[Progress], None] = _ignore, cancelled: Callable[[], bool] = _never) -> None:
        self._report = report
        self._cancelled = cancelled
        self._lock = RLock()
        self._began = monotonic()
        self._last = 0.0
        self.files = 0
        self.bytes_total = 0
        self.bytes_done = 0
        self.rows = 0
        self._stage = ""
        self._file = ""
        self.file_number = 0
        self._judged = 0

    def expect(self, files: int, bytes_total: int) -> None:
        """Set how many files and bytes on disk the load will read; none of them is read yet."""
        self.files, self.bytes_total = files, bytes_total
        self.bytes_done = self.file_number = 0

    def enter(self, stage: str, file: str = "") -> None:
        """Begin a stage, or the next file of one, and report it."""
        with self._lock:
            self.file_number += bool(file)
            self._stage, self._file = stage, file
            self._tell()

    def advance(self, bytes_read: int = 0, rows: int = 0) -> None:
        """Count bytes on disk and rows as read; raise `Cancelled` when the user asked to stop."""
        self.check()
        with self._lock:
            self.bytes_done += bytes_read
            self.rows += rows
            if monotonic() - self._last >= REPORT_EVERY:
                self._tell()

    def judge(self, rows: int) -> None:
        """Count connections as judged; raise `Cancelled` when the user asked to stop."""
        with self._lock:
            self._judged += rows
        self.advance()

    @contextmanager
    def attempt(self) -> Iterator["Attempt"]:
        """What counts for a while; taken back when that fails: it will be read again, or not at all."""
        attempt = Attempt(self)
        try:
            yield attempt
        except (ValueError, OverflowError, OSError):
            with self._lock:
                self.file_number -= attempt.files
                self.advance(-attempt.bytes_done, -attempt.rows)
            raise

    def check(self) -> None:
        """Raise `Cancelled` when the user asked to stop."""
        if self._cancelled():
            raise Cancelled("The load was stopped.")

    def _tell(self) -> None:
        """Send a report now."""
        self._last = monotonic()
        self._report(
            Progress(
                self._stage,
                self._file,
                self.file_number,
                self.files,
                self.bytes_done,
                self.bytes_total,
                self.rows,
                self._last - self._began,
                self._judged,
            )
        )


class Attempt:
    """Counts like the monitor, and for itself, so that all of it can be taken back."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self.files = self.bytes_done = self.rows = 0

    def enter(self, stage: str, file: str) -> None:
        """Begin the next file of a stage."""
        self.files += 1
        self._monitor.enter(stage, file)

    def advance(self, bytes_read: int = 0, rows: int = 0) -> None:
        """Count bytes on disk and rows as read; raise `Cancelled` when the user asked to stop."""
        self.bytes_done += bytes_read
        self.rows += rows
        self._monitor.advance(bytes_read, rows)
