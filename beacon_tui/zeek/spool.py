"""What comes through a pipe, kept where it can be read more than once: in a file that has no name."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from tempfile import TemporaryFile
from typing import Final
from weakref import finalize

from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.sniff import Unreadable

STDIN: Final = Path("-")
"""The path that stands for standard input."""

PATIENCE: Final = 0.1
"""Seconds between two looks whether the user has asked to stop, while nothing comes."""

PIECE: Final = 1 << 20
"""Bytes that are taken at a time."""

_stdin = [0]
"""The file descriptor of standard input, until the keyboard takes its place."""


def is_pipe(path: Path) -> bool:
    """Tell whether a path that the user gave is standard input or the name of a pipe."""
    if path == STDIN:
        return True
    try:
        return stat.S_ISFIFO(path.stat().st_mode)
    except OSError:
        return False


class Spool:
    """What came through a pipe: a private file without a name, which is gone when nobody holds this any more."""

    def __init__(self) -> None:
        self.file = TemporaryFile()  # noqa: SIM115  closed by the finalizer, and so without a warning
        finalize(self, self.file.close)

    @property
    def path(self) -> Path:
        """Where it can be opened, as often as wanted."""
        return Path(f"/dev/fd/{self.file.fileno()}")

    @property
    def status(self) -> os.stat_result:
        """Its size and number."""
        return os.fstat(self.file.fileno())


def spooled(path: Path, monitor: Monitor) -> Spool:
    """All that comes through a pipe; raises `Unreadable`, OSError, and `Cancelled` while it waits."""
    spool = Spool()
    with _opened(path) as pipe:
        while piece := _next(pipe, monitor):
            spool.file.write(piece)
            monitor.advance(len(piece))
    spool.file.flush()
    if not spool.status.st_size:
        raise Unreadable("nothing came through it")
    return spool


def free_keyboard() -> None:
    """Put the terminal in the place of standard input, which is still read as `STDIN`; raises OSError without one."""
    if os.isatty(0):
        return
    terminal = os.open("/dev/tty", os.O_RDWR)
    _stdin[0] = os.dup(0)
    os.dup2(terminal, 0)
    os.close(terminal)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The descriptor of a pipe; opened without waiting for somebody to write into it."""
    pipe = os.dup(_stdin[0]) if path == STDIN else os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        if os.isatty(pipe):
            raise Unreadable("it is a terminal; send a log into it, as in: zcat conn.log.gz | beacon-tui scan -")
        yield pipe
    finally:
        os.close(pipe)


def _next(pipe: int, monitor: Monitor) -> bytes:
    """The next bytes of a pipe, none at its end; raises `Cancelled` while it waits for them."""
    while not select([pipe], [], [], PATIENCE)[0]:
        monitor.advance()
    return os.read(pipe, PIECE)
