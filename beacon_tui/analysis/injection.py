"""A copy of the user's logs with a synthetic beacon in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beacon_tui.analysis.beacons import Beacon, Plan, draw
from beacon_tui.errors import InjectError
from beacon_tui.zeek.columns import CONN_FIELDS
from beacon_tui.zeek.forms import Row
from beacon_tui.zeek.load import load_some
from beacon_tui.zeek.mirror import check_target, copy_with
from beacon_tui.zeek.progress import Monitor


@dataclass(frozen=True, eq=False)
class Injected:
    """A copy of logs with a synthetic beacon in it."""

    beacon: Beacon
    """The beacon."""
    notes: tuple[str, ...]
    """What was not read or not copied, in sentences."""


def inject(paths: Sequence[Path], folder: Path, plan: Plan, monitor: Monitor) -> Injected:
    """Write a copy of the logs with a synthetic beacon into a folder that is new or empty.

    Raises `InjectError`, and leaves nothing behind, when that cannot be done; else as `load_some` does.
    """
    check_target(paths, folder)
    loaded = load_some(paths, monitor)
    (beacon,) = draw(loaded.frame, [plan])
    if beacon.frame.empty:
        raise InjectError(f"No check-in of {plan.label} falls into the time of these logs; nothing was written.")
    unread = tuple(map(str, loaded.skipped))
    return Injected(beacon, unread + copy_with(paths, folder, _rows(beacon)))


def _rows(beacon: Beacon) -> list[Row]:
    """The connections of a beacon as plain values, a mapping each."""
    counts = dict.fromkeys(("id.orig_p", "id.resp_p", "orig_bytes", "resp_bytes"), "int64")
    rows: list[Any] = beacon.frame[list(CONN_FIELDS)].astype(counts).to_dict("records")
    return rows
