"""Where exports go: a name to propose, and a write that takes nothing away unasked."""

import os
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import Literal

from beacon_tui.errors import ExportError
from beacon_tui.triage.atomic import replace_file


def propose(kind: Literal["csv", "json", "txt"], now: datetime) -> str:
    """Propose a file name such as `beacons-20260115T101500Z.csv`; nothing in it comes from a log."""
    return f"beacons-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.{kind}"


def write(path: Path, text: str, overwrite: bool = False) -> None:
    """Write an export that only its owner may read; raise ExportError when that cannot be done.

    What is there already stays, unless `overwrite` says otherwise and it is an ordinary file.
    """
    try:
        if not overwrite:
            _create(path, text)
        elif os.path.lexists(path) and not S_ISREG(path.lstat().st_mode):
            raise ExportError(f"{path} is no ordinary file, so it was not replaced.")
        else:
            replace_file(path, text)
    except FileExistsError as error:
        raise ExportError(f"{path} exists already; it was not replaced.") from error
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.") from error


def _create(path: Path, text: str) -> None:
    """Write a new file; raise FileExistsError if anything, even a link to nothing, has the name."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    try:
        replace_file(path, text)
    except BaseException:
        path.unlink()
        raise
