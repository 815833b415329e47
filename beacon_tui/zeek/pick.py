"""The rows of a frame that are selected."""

from dataclasses import replace
from ipaddress import IPv6Address, ip_address
from typing import Any, Final

import numpy as np
import pandas as pd

from beacon_tui.zeek.kinds import Wanted
from beacon_tui.zeek.rows import Floats, Mask, codes_of, some_rows
from beacon_tui.zeek.selection import Network, Selection

SENSOR: Final = "_node_name"
"""The field in which a log says which sensor saw a connection."""


def also_wanted(wanted: Wanted, selection: Selection) -> Wanted:
    """What must be read of a kind of log so that rows can be selected from it."""
    return replace(wanted, fields=(*wanted.fields, SENSOR)) if selection.sensor else wanted


def pick(frame: pd.DataFrame, selection: Selection) -> tuple[pd.DataFrame, Floats]:
    """The selected rows, and when the others started that are left out for their addresses alone.

    Those others still tell when the sensor could see: `frame` has the columns that `also_wanted` says, and what is
    picked those of `Wanted`.
    """
    if not selection:
        return frame, np.empty(0)
    times = frame["ts"].to_numpy(np.float64)
    there = (times >= selection.start) & (times < selection.stop)
    if selection.sensor:
        there &= frame[SENSOR].isin(selection.sensor).to_numpy()
    chosen = there & _inside(frame["id.orig_h"], selection.src) & _inside(frame["id.resp_h"], selection.dst)
    picked = some_rows(frame[[name for name in frame if name != SENSOR]], chosen)
    return picked, times[there & ~chosen]


def _inside(column: "pd.Series[Any]", networks: tuple[Network, ...]) -> Mask:
    """Which rows have an address in one of the networks; all of them where there is no network."""
    if not networks:
        return np.ones(len(column), bool)
    inside = [_is_in(text, networks) for text in column.cat.categories]
    return np.asarray(np.array([*inside, False], bool)[codes_of(column)])


def _is_in(text: str, networks: tuple[Network, ...]) -> bool:
    """Tell whether a text is an address in one of the networks; IPv4 written as IPv6 counts as both."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return any(address in network or (inner is not None and inner in network) for network in networks)
