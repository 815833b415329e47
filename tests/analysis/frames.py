"""Small frames of connections for tests, in the shape that the reader hands on."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from beacon_tui.analysis.model import Results
from beacon_tui.zeek.columns import CATEGORIES, NUMBERS
from beacon_tui.zeek.strays import YEAR

DEFAULTS: dict[str, Any] = {
    "ts": 0.0,
    "uid": None,
    "id.orig_h": "10.0.0.1",
    "id.resp_h": "192.0.2.1",
    "id.resp_p": 443,
    "id.orig_p": 50000,
    "proto": "tcp",
    "service": "ssl",
    "duration": 0.5,
    "orig_bytes": 500,
    "resp_bytes": 900,
    "conn_state": "SF",
    "domain": None,
}


def frame_of(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """One connection a mapping; what it does not say is as in `DEFAULTS`."""
    frame = pd.DataFrame([{**DEFAULTS, **row} for row in rows], columns=list(DEFAULTS))
    kinds = dict.fromkeys((*CATEGORIES, "domain"), "category") | dict.fromkeys(("ts", *NUMBERS), "float64")
    return frame.astype(kinds)


def calls(times: Iterable[float], **same: object) -> list[dict[str, Any]]:
    """Connections at the given times that agree in everything else; `resp_h` stands for `id.resp_h` and so on."""
    named = {f"id.{key}" if key in ("orig_h", "orig_p", "resp_h", "resp_p") else key: v for key, v in same.items()}
    return [{"ts": float(time), **named} for time in times]


def stray_times(*parts: tuple[float, int]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A connection a minute in each part: years after 1970, how many."""
    return np.concatenate([year * YEAR + 60.0 * np.arange(number) for year, number in parts])


def assert_alike(one: Results, other: Results) -> None:
    """Both tell the same of the same candidates.

    Numbers may differ in their last digit, since arrays of another length are worked on in other steps; so may the
    order of candidates that score the same.
    """
    first, second = (_by_identity(results) for results in (one, other))
    for name, values in other.columns.items():
        mine, others = one.columns[name][first], values[second]
        if values.dtype == np.float64:
            np.testing.assert_allclose(mine, others, 1e-9, 1e-12, err_msg=name)
        else:
            np.testing.assert_array_equal(mine, others, name)
    np.testing.assert_array_equal(one.flags[first], other.flags[second])
    for row, its in zip(first, second, strict=True):
        assert one.times(row).tolist() == other.times(its).tolist()


def _by_identity(results: Results) -> list[int]:
    """The rows of the candidates, by who they are."""
    names = ("kind", "src", "dst", "domain", "port", "proto", "first_seen")
    return sorted(range(len(results)), key=lambda row: [str(results.columns[name][row]) for name in names])
