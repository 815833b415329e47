"""The one road: paths and settings to `Results`."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from beacon_tui.analysis.accounts import Accounts
from beacon_tui.analysis.candidates import judge_groups
from beacon_tui.analysis.judged import Judged, stack, told_apart
from beacon_tui.analysis.kept import read_back, table_of
from beacon_tui.analysis.model import CUTS, MIN_CHECK_INS, Counts, Results, Window
from beacon_tui.analysis.pairs import Groups, by_name, by_pair, still_open
from beacon_tui.analysis.reach import Reach
from beacon_tui.analysis.rotation import by_size
from beacon_tui.analysis.timing import evidence_at
from beacon_tui.analysis.window import window_in
from beacon_tui.zeek.cache import Cache, key_of
from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.load import load_some
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.selection import EVERYTHING, WHOLE, Selected, Selection

WORTH_IT: Final = 50_000
"""Connections from which the results are kept: fewer are judged in a moment."""


def run(
    paths: Sequence[Path],
    monitor: Monitor | None = None,
    fewest: int = MIN_CHECK_INS,
    selection: Selection = EVERYTHING,
    cache: Cache | None = None,
) -> Results:
    """Load what is selected of Zeek logs and judge every pair and name in it, unless the cache tells what came of it.

    Raises `NothingReadable` with the reasons when not one connection could be read, `NothingSelected` when none of
    them is selected, `Cancelled` when the monitor was asked to stop.
    """
    monitor = monitor or Monitor()
    loaded = load_some(paths, monitor, selection, cache)
    monitor.enter("scoring")
    key = None
    if cache and loaded.key and len(loaded.frame) >= WORTH_IT:
        key = key_of("results", loaded.key, fewest, loaded.selected.selection)
    if cache and key and (table := cache.get(key)):
        with suppress(ValueError):
            known = read_back(table, loaded.frame, loaded.skipped, loaded.selected)
            return replace(known, accounts=Accounts(loaded.accounts))
    window = window_in(loaded.frame, loaded.losses, loaded.beside)
    results = analyse(loaded.frame, loaded.files, loaded.skipped, fewest, window, loaded.selected, monitor)
    if cache and key:
        cache.put(key, table_of(results), monitor.check)
    return replace(results, accounts=Accounts(loaded.accounts))


def analyse(
    frame: pd.DataFrame,
    files: int,
    skipped: tuple[Skipped, ...] = (),
    fewest: int = MIN_CHECK_INS,
    window: Window | None = None,
    selected: Selected = WHOLE,
    monitor: Monitor | None = None,
) -> Results:
    """Judge every pair and name of a frame as described in `zeek/columns.py`, which has one row or more.

    `window` is that of the frame unless more is known of it. Raises `Cancelled` when the monitor is told to stop.
    """
    window = window or window_in(frame)
    table, pairs = judge_all(frame, window, fewest, (monitor or Monitor()).judge)
    counts = Counts(files, int((~still_open(frame)).sum()), skipped, len(pairs), selected=selected)
    return results_of(frame, window, table, Reach.of(frame), counts)


def judge_all(frame: pd.DataFrame, window: Window, fewest: int, step: Callable[[int], None]) -> tuple[Judged, Groups]:
    """Every candidate of a frame, best first, and all of its pairs; `step` is told how many rows are judged."""
    all_pairs = by_pair(frame)
    pairs = judge_groups(frame, all_pairs, "pair", window, fewest, step)
    names = judge_groups(frame, by_name(frame), "name", window, fewest, step)
    loose = told_apart(judge_groups(frame, by_size(frame, all_pairs), "group", window, fewest, step), pairs)
    return stack(pairs, names, loose), all_pairs


def results_of(frame: pd.DataFrame, window: Window, table: Judged, reach: Reach, counts: Counts) -> Results:
    """What came of it all; in `counts` only what does not follow from the candidates is told yet."""
    judged_pairs = int(((table.columns["kind"] == "pair") & ~np.isnan(table.columns["score"])).sum())
    by_address = counts.selected.selection.by_address  # how many others talk to a destination is not in the frame then
    unknown = np.full(table.flags.size, np.nan)
    return Results(
        window,
        replace(
            counts,
            judged=table.scored,
            too_few=counts.pairs - judged_pairs,
            by_chance=table.by_chance(evidence_at(CUTS)),
        ),
        {**table.columns, "prevalence": unknown if by_address else reach.prevalence(frame, table)},
        table.flags,
        table.join_gaps,
        frame,
        table.groups.order,
        table.groups.offsets,
    )
