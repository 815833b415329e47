"""The Python interface: what `beacon-tui scan` finds, as a pandas DataFrame."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from os import PathLike
from pathlib import Path

from beacon_tui.analysis.model import MIN_CHECK_INS, Results
from beacon_tui.analysis.pipeline import run
from beacon_tui.config import FEWEST_CHECK_INS
from beacon_tui.zeek.selection import Selection, network, when

Time = str | float | datetime | timedelta
"""A time as the command line takes it, or as Python has it."""


def scan(
    *paths: str | PathLike[str],
    since: Time | None = None,
    until: Time | None = None,
    src: str | Iterable[str] = (),
    dst: str | Iterable[str] = (),
    sensor: str | Iterable[str] = (),
    min_check_ins: int = MIN_CHECK_INS,
) -> Results:
    """Judge every pair and name in Zeek logs: files, folders, trees of folders; nothing is printed or written.

    `since` and `until` are when connections must have started: from the first on, and before the second. A text is read
    as on the command line (`"2026-01-15T08:00"`, `"24h"`), a number is seconds since 1970, a time without a zone is
    UTC, and a text such as `"24h"` or a timedelta is taken back from the newest connection of the logs. `src` and
    `dst` are addresses or networks (CIDR), `sensor` names as in `_node_name`; one of several is enough.

    The results have

    - `candidates`: a DataFrame, one row a candidate, best score first, those without a score last. Its columns are the
      public names; unknown is NaN, NaT or NA, times are UTC, `periods`, `accounts`, `flags` and `reasons` are lists.
    - `connections(row)`: the connections of a candidate, by its label in `candidates`: Zeek's fields, `ts` in seconds
      since 1970, and `domain`.
    - `window`: `start` and `stop` in seconds since 1970, `holes`, `losses`, `strays`, `hours`, `slowest_period`.
    - `counts`: `files`, `rows`, `pairs`, `judged`, `too_few`, what was `skipped` and why, and what was `selected`.

    No configuration is read and no allowlist applied. Raises `NothingReadable` when there is not one connection to
    read, its kind `NothingSelected` when none was asked for, and `SelectionError`, a ValueError, for a time or an
    address that is none: all of them are in `beacon_tui.errors`.
    """
    if not paths:
        raise TypeError("scan() needs the path of a log or of a folder of logs")
    if min_check_ins < FEWEST_CHECK_INS:
        raise ValueError(f"min_check_ins must be {FEWEST_CHECK_INS} or more, not {min_check_ins}")
    selection = Selection(
        None if since is None else when(since),
        None if until is None else when(until),
        tuple(map(network, _several(src))),
        tuple(map(network, _several(dst))),
        tuple(_several(sensor)),
    )
    return run([Path(path) for path in paths], fewest=min_check_ins, selection=selection)


def _several(texts: str | Iterable[str]) -> Iterable[str]:
    """Some texts, of which there may be but one."""
    return (texts,) if isinstance(texts, str) else texts
