"""Connections to groups: rows of the frame sorted by pair, or by source and name, and by time."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from beacon_tui.analysis.identity import distinct
from beacon_tui.analysis.segments import Bools, Floats, Ints, keep, lengths, offsets_of, owners
from beacon_tui.zeek.columns import STILL_OPEN


@dataclass(frozen=True, eq=False)
class Groups:
    """Connections in groups."""

    order: Ints
    """Row numbers of the frame, group after group, each by time; shape (rows,)."""
    offsets: Ints
    """Group `i` owns `order[offsets[i]:offsets[i + 1]]`; shape (groups + 1,)."""

    def __len__(self) -> int:
        """Count the groups."""
        return self.offsets.size - 1

    @property
    def first(self) -> Ints:
        """The row of each group's first connection, shape (groups,)."""
        return self.order[self.offsets[:-1]]

    def where(self, chosen: Bools) -> "Groups":
        """The chosen groups alone; `chosen` has shape (groups,)."""
        rows, offsets = keep(self.offsets, chosen)
        return Groups(self.order[rows], offsets)

    def counted(self, left_out: Bools) -> "Groups":
        """The groups without some of their rows; a group that has no others keeps the first of them.

        `left_out` has shape (rows of the frame,).
        """
        kept = ~left_out[self.order]
        owner = owners(self.offsets)
        alone = np.bincount(owner[kept], minlength=len(self)) == 0
        kept[self.offsets[:-1][alone]] = True
        return Groups(self.order[kept], offsets_of(np.bincount(owner[kept], minlength=len(self))))

    def take(self, wanted: Ints) -> "Groups":
        """The groups in another order, shape (groups,)."""
        sizes = lengths(self.offsets)[wanted]
        offsets = offsets_of(sizes)
        rows = np.arange(self.order.size) + np.repeat(self.offsets[:-1][wanted] - offsets[:-1], sizes)
        return Groups(self.order[rows], offsets)


def codes(column: pd.Series) -> Ints:
    """Integer codes of a category column, -1 where unknown, shape (rows,)."""
    return np.asarray(column.cat.codes, dtype=np.int64)


def still_open(frame: pd.DataFrame) -> Bools:
    """Which rows are sessions that were open when the logs ended, shape (rows,)."""
    return np.asarray(frame["conn_state"] == STILL_OPEN)


def join(keys: Ints, more: Ints) -> Ints:
    """One key out of two; an unknown first key (negative) stays unknown, an unknown second one is a value."""
    return np.where(keys < 0, -1, keys * (int(more.max(initial=0)) + 2) + more + 1)


def group(keys: Ints, ts: Floats) -> Groups:
    """Group rows by key, each group by time and then by row; rows with a negative key are left out."""
    by_time = np.flatnonzero(keys >= 0)
    by_time = by_time[np.argsort(ts[by_time], kind="stable")]
    number = pd.factorize(keys[by_time])[0].astype(np.uint64)
    key = np.sort(number << np.uint64(32) | np.arange(by_time.size, dtype=np.uint64))
    number, place = key >> np.uint64(32), (key & np.uint64(0xFFFFFFFF)).astype(np.int64)
    starts = np.flatnonzero(np.diff(number.astype(np.int64), prepend=-1))
    return Groups(by_time[place], np.append(starts, number.size).astype(np.int64))


def by_pair(frame: pd.DataFrame) -> Groups:
    """Group connections by (src, dst, port, proto)."""
    keys = join(codes(frame["id.orig_h"]), codes(frame["id.resp_h"]))
    keys = join(keys, frame["id.resp_p"].fillna(-1).to_numpy(np.int64))
    keys = join(keys, codes(frame["proto"]))
    return group(keys, frame["ts"].to_numpy())


def by_name(frame: pd.DataFrame) -> Groups:
    """Group connections that ended by (src, domain), only where the name was reached over several addresses."""
    keys = np.where(still_open(frame), -1, join(codes(frame["domain"]), codes(frame["id.orig_h"])))
    groups = group(keys, frame["ts"].to_numpy())
    return groups.where(distinct(codes(frame["id.resp_h"])[groups.order], groups.offsets) > 1)
