"""Where exports go: a name to propose, and a write that takes nothing away unasked."""

import os
from pathlib import Path
from stat import S_ISREG

from beacon_tui.errors import ExportError
from beacon_tui.triage.atomic import replace_file
from beacon_tui.triage.export.formats import Format
from beacon_tui.units import UNKNOWN, moment


def propose(form: Format, start: float) -> str:
    """Propose a file name that says the first day, such as `beacons-2026-01-15.csv`; nothing in it comes from a log."""
    day = moment(start, "%Y-%m-%d")
    return f"beacons{'' if day == UNKNOWN else f'-{day}'}{form.endings[0]}"


def write(path: Path, data: str | bytes, overwrite: bool = False) -> None:
    """Write an export that only its owner may read; raise ExportError when that cannot be done.

    What is there already stays, unless `overwrite` says otherwise and it is an ordinary file.
    """
    if not path.parent.is_dir():
        raise ExportError(f"{path} cannot be written: there is no folder {path.parent}.")
    try:
        if not overwrite:
            _create(path, data)
        elif os.path.lexists(path) and not S_ISREG(path.lstat().st_mode):
            raise ExportError(f"{path} is no ordinary file, so it was not replaced.")
        else:
            replace_file(path, data)
    except FileExistsError as error:
        raise ExportError(f"{path} exists already; it was not replaced.") from error
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.") from error


def _create(path: Path, data: str | bytes) -> None:
    """Write a new file; raise FileExistsError if anything, even a link to nothing, has the name."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    try:
        replace_file(path, data)
    except BaseException:
        path.unlink()
        raise
