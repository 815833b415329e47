"""Synthetic beacons tried out on the user's own traffic, all in memory."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from beacon_tui.analysis.beacons import Plan, Trial, draw
from beacon_tui.analysis.implants import JITTERLESS
from beacon_tui.analysis.model import MIN_CHECK_INS, Window
from beacon_tui.analysis.pipeline import analyse
from beacon_tui.analysis.window import window_in
from beacon_tui.zeek.columns import CONN_FIELDS, Skipped
from beacon_tui.zeek.load import load_some
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.rows import united
from beacon_tui.zeek.selection import EVERYTHING, WHOLE, Selected, Selection

PERIODS: Final = (10.0, 60.0, 300.0, 1800.0, 3600.0, 10800.0, 21600.0, 43200.0)
"""Periods in seconds that are tried unless the user says otherwise."""

JITTERS: Final = (0.0, 0.1, 0.3, 0.5, 0.9)
"""Jitters that are tried unless the user says otherwise."""


def grid(
    model: str = "cobalt",
    periods: Sequence[float] = PERIODS,
    jitters: Sequence[float] = JITTERS,
    missed: float = 0.0,
    hours: tuple[float, float] | None = None,
    seed: int = 7,
) -> list[Plan]:
    """Plans for every period with every jitter; models that ignore the jitter get one column."""
    columns = (0.0,) if model in JITTERLESS else dict.fromkeys(jitters)
    return [Plan(model, period, jitter, missed, hours, seed) for period in dict.fromkeys(periods) for jitter in columns]


def try_logs(
    paths: Sequence[Path],
    plans: Sequence[Plan],
    monitor: Monitor,
    fewest: int = MIN_CHECK_INS,
    selection: Selection = EVERYTHING,
) -> Trial:
    """Load what is selected of logs and try beacons on it; raises as `load_some` and `try_out` do."""
    loaded = load_some(paths, monitor, selection)
    monitor.enter("proving")
    window = window_in(loaded.frame, loaded.losses, loaded.beside)
    return try_out(loaded.frame, plans, fewest, window, loaded.files, loaded.skipped, loaded.selected)


def try_out(
    frame: pd.DataFrame,
    plans: Sequence[Plan],
    fewest: int,
    window: Window | None = None,
    files: int = 1,
    skipped: tuple[Skipped, ...] = (),
    selected: Selected = WHOLE,
) -> Trial:
    """Scan a frame with all beacons in it at once; candidates are judged each for itself, so none is in another's way.

    `window` is that of the frame unless more is known of it. Raises `InjectError` when there are more beacons than free
    destinations.
    """
    window = window or window_in(frame)
    beacons = draw(frame, plans, window)
    whole = united([frame.copy(deep=False), *(beacon.frame for beacon in beacons)], (*CONN_FIELDS, "domain"))
    return Trial(analyse(whole, files, skipped, fewest, window, selected), beacons)
