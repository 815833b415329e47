"""The server names of connections, out of ssl.log and http.log, and the accounts of their sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from beacon_tui.zeek.accounts import read_accounts
from beacon_tui.zeek.cache import Cache
from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.find import LogFile
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.read import read_logs
from beacon_tui.zeek.rows import codes_of

MAX_NAME: Final = 253
"""Characters in the longest name that DNS allows."""

_ADDRESS = r"^\[|:.*:|(?:^|\.)(?:\d+|0x[0-9a-f]*)$"
"""IPv6 with its colons or brackets, and whatever ends in a number: browsers read that as IPv4."""


@dataclass(frozen=True, eq=False)
class Named:
    """Who is who in the connections."""

    names: pd.DataFrame
    """The name (`domain`) of each `uid` that has one: TLS's SNI, else the first HTTP Host."""
    accounts: pd.DataFrame
    """The accounts seen on each source, as `accounts.FIELDS` says."""
    skipped: tuple[Skipped, ...]
    """What was left out of their logs."""


def read_names(logs: Sequence[LogFile], monitor: Monitor, cache: Cache | None = None) -> Named:
    """The names and the accounts that the logs beside conn.log tell; raises `Cancelled`."""
    tls = read_logs(logs, "ssl", "naming", monitor, cache)
    http = read_logs(logs, "http", "naming", monitor, cache)
    accounts, unknown = read_accounts(logs, http.frame, monitor, cache)
    names = [_first_names(tls.frame, "server_name"), _first_names(http.frame, "host")]
    named = pd.concat(names, ignore_index=True).drop_duplicates("uid")
    return Named(named, accounts, tls.skipped + http.skipped + unknown)


def with_names(frame: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Connections with the column `domain`, out of the `names` that `read_names` gives."""
    domain = pd.Categorical(named["domain"])
    codes = np.full(len(frame), -1, np.int8)
    if len(named) and len(frame):  # else no uid need be looked at
        at = pc.index_in(pa.array(frame["uid"]), pa.array(named["uid"], pa.large_string()), skip_nulls=True)
        codes = np.append(domain.codes, -1)[at.fill_null(-1).to_numpy(zero_copy_only=False)]
    names = pd.Categorical.from_codes(codes, domain.categories.astype("str"))
    return frame.assign(domain=names)


def clean_names(hosts: "pd.Series[str]") -> "pd.Series[str]":
    """Host headers and SNIs as names: lower case, without port and final dot; missing where it is an address."""
    names = hosts.str.lower().str.strip().str.replace(r":\d*$", "", regex=True).str.rstrip(".")
    return names.mask(names.str.contains(_ADDRESS, regex=True) | (names.str.len() > MAX_NAME) | (names == ""))


def _first_names(frame: pd.DataFrame, field: str) -> pd.DataFrame:
    """The first name in time of each uid, from the rows of one kind of log."""
    hosts = pd.Series(frame[field].cat.categories, dtype="str")
    names = clean_names(hosts)
    domain = pd.Series(names.reindex(codes_of(frame[field])).array, dtype="str")
    named = pd.DataFrame({"ts": frame["ts"], "uid": frame["uid"], "domain": domain})
    return named.dropna().sort_values("ts", kind="stable").drop_duplicates("uid")[["uid", "domain"]]
