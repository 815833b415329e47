"""Who talks to whom: how many sources reach each destination and each name."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from beacon_tui.analysis.judged import Judged
from beacon_tui.analysis.pairs import still_open
from beacon_tui.analysis.segments import Bools, Floats, Ints, Rows
from beacon_tui.zeek.rows import codes_of

Codes = NDArray[np.integer[Any]]
"""Codes of a category column, -1 where unknown."""

_SOURCE = 32
"""Bits of a key that tell the source; those above tell the target."""


@dataclass(frozen=True, eq=False)
class Reach:
    """Each source and what it reaches, once: keys of target code and source code, rising."""

    dst: Ints
    name: Ints

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "Reach":
        """The reach of all connections of a frame that ended."""
        src, ended = codes_of(frame["id.orig_h"]), ~still_open(frame)
        return cls(*(_keys(codes_of(frame[field]), src, ended) for field in ("id.resp_h", "domain")))

    def more(self, other: "Reach") -> "Reach":
        """Both together; their codes must mean the same."""
        dst, name = _with(self.dst, other.dst), _with(self.name, other.name)
        return self if dst is self.dst and name is self.name else Reach(dst, name)

    @cached_property
    def sources(self) -> int:
        """How many sources there are."""
        return int(np.count_nonzero(np.bincount(self.dst & ((1 << _SOURCE) - 1))))

    def prevalence(self, frame: pd.DataFrame, table: Judged) -> Floats:
        """The share of all sources that talk to the destination, or to the name, of each candidate of a frame.

        NaN where none that ended does, or it is a group of several destinations without a name; shape (candidates,).
        """
        first, kind = table.groups.first, table.columns["kind"]
        callers = np.where(
            kind == "name", _callers(self.name, frame["domain"], first), _callers(self.dst, frame["id.resp_h"], first)
        )
        share = np.where(kind == "group", 0, callers) / max(1, self.sources)
        return np.where(share > 0, share, np.nan)


def _keys(target: Codes, source: Codes, ended: Bools) -> Ints:
    """The distinct keys of what each source reaches, rising; -1 is no target."""
    there = ended & (target >= 0)
    keys = target[there].astype(np.int64)
    keys <<= _SOURCE
    keys |= source[there]
    return np.sort(pd.unique(keys))


def _with(keys: Ints, more: Ints) -> Ints:
    """Rising keys and some more, each once: the very same array where there is nothing new."""
    place = np.searchsorted(keys, more)
    new = np.append(keys, -1)[place] != more
    return np.insert(keys, place[new], more[new]) if new.any() else keys


def _callers(keys: Ints, targets: "pd.Series[Any]", rows: Rows) -> Ints:
    """How many sources reach the target in each of some rows, 0 where it is unknown."""
    callers = np.bincount(keys >> _SOURCE, minlength=len(targets.cat.categories) + 1)  # -1, the unknown, is the last
    return np.asarray(callers[codes_of(targets)[rows]])
