"""Connections to groups: rows of the frame sorted by pair, or by source and name, and by time."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from beacon_tui.analysis.identity import distinct
from beacon_tui.analysis.segments import Bools, Floats, Ints, Rows, keep, lengths, offsets_of, owners
from beacon_tui.zeek.columns import STILL_OPEN
from beacon_tui.zeek.rows import codes_of


@dataclass(frozen=True, eq=False)
class Groups:
    """Connections in groups."""

    order: Rows
    """Row numbers of the frame, group after group, each by time; shape (rows,)."""
    offsets: Ints
    """Group `i` owns `order[offsets[i]:offsets[i + 1]]`; shape (groups + 1,)."""

    def __len__(self) -> int:
        """Count the groups."""
        return self.offsets.size - 1

    @property
    def first(self) -> Rows:
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
        """These groups in this order, by number."""
        sizes = lengths(self.offsets)[wanted]
        offsets = offsets_of(sizes)
        rows = np.repeat(self.offsets[:-1][wanted] - offsets[:-1], sizes)
        rows += np.arange(rows.size, dtype=np.int32)
        return Groups(self.order[rows], offsets)


def codes(column: pd.Series) -> Ints:
    """Integer codes of a category column, -1 where unknown, shape (rows,); the array is the caller's own."""
    return codes_of(column).astype(np.int64)


def still_open(frame: pd.DataFrame) -> Bools:
    """Which rows are sessions that were open when the logs ended, shape (rows,)."""
    return np.asarray(frame["conn_state"] == STILL_OPEN)


def ports(column: pd.Series) -> NDArray[np.int32]:
    """Ports as whole numbers, -1 where unknown, shape (rows,)."""
    return np.asarray(np.nan_to_num(column.to_numpy(), nan=-1.0), np.int32)


def join(keys: Ints, more: NDArray[np.integer[Any]]) -> Ints:
    """One key out of two, none of the first negative; made in the place of the first."""
    keys *= int(more.max(initial=0)) + 2
    keys += more
    keys += 1
    return keys


def group(rows: Rows | None, keys: Ints, ts: Floats) -> Groups:
    """Group some rows of a frame (all of them: None) by a key each, each group by time and then by row.

    `ts` are the times of all rows. What is large is made in place or dropped at once: a sensor's day is long.
    """
    by_time = np.argsort(ts if rows is None else ts[rows], kind="stable")
    key = pd.factorize(keys[by_time])[0].view(np.uint64)
    key <<= np.uint64(32)
    key |= np.arange(key.size, dtype=np.uint32)
    key.sort()
    order = by_time.astype(np.int32)[(key & np.uint64(0xFFFFFFFF)).view(np.int64)]
    key >>= np.uint64(32)
    starts = np.flatnonzero(np.diff(key.view(np.int64), prepend=-1))
    return Groups(order if rows is None else rows[order], np.append(starts, key.size).astype(np.int64))


def by_pair(frame: pd.DataFrame, rows: Rows | None = None) -> Groups:
    """Group connections, all or those of some rows, by (src, dst, port, proto)."""
    some = frame if rows is None else frame[["id.orig_h", "id.resp_h", "id.resp_p", "proto"]].iloc[rows]
    keys = codes(some["id.orig_h"])
    for more in (
        codes_of(some["id.resp_h"]),
        ports(some["id.resp_p"]),
        codes_of(some["proto"]),
    ):
        keys = join(keys, more)
    return group(rows, keys, frame["ts"].to_numpy())


def by_name(frame: pd.DataFrame) -> Groups:
    """Group connections that ended by (src, domain), only where the name was reached over several addresses."""
    rows = np.flatnonzero((codes_of(frame["domain"]) >= 0) & ~still_open(frame)).astype(np.int32)
    keys = join(codes(frame["domain"].iloc[rows]), codes_of(frame["id.orig_h"])[rows])
    groups = group(rows, keys, frame["ts"].to_numpy())
    return groups.where(distinct(codes(frame["id.resp_h"].iloc[groups.order]), groups.offsets) > 1)
