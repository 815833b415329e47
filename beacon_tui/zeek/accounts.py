"""The accounts that were seen on a source: out of kerberos.log, ntlm.log and http.log."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from beacon_tui.zeek.cache import Cache
from beacon_tui.zeek.columns import Skipped
from beacon_tui.zeek.find import LogFile
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.read import read_logs

MOST: Final = 1000
"""Accounts of a source that are kept, the confirmed first: a guesser of passwords shows any number."""

LONGEST: Final = 256
"""Characters of a name or a domain; what is longer is no account."""

WHO: Final = {"src": "str", "name": "str", "domain": "str", "log": "str"}
"""Columns that say who was seen where: the source, the account, its domain (empty where unknown), the kind of log."""

FIELDS: Final = {**WHO, "first": "float64", "last": "float64", "rows": "int64", "confirmed": "int64"}
"""Columns of a frame of accounts, one row each on each source: who, the first and last time in seconds since 1970, how
many rows have it, and in how many of them a server said yes."""


def read_accounts(
    logs: Sequence[LogFile], http: pd.DataFrame, monitor: Monitor, cache: Cache | None = None
) -> tuple[pd.DataFrame, tuple[Skipped, ...]]:
    """The accounts on each source, as `FIELDS` says, and what was left out; `http` are the rows of http.log.

    They are those of all sources in the logs that are read, whatever connections are selected: somebody logs in once
    and calls for hours. A selection by time only leaves out whole logs. Raises `Cancelled`.
    """
    kerberos = read_logs(logs, "kerberos", "naming", monitor, cache)
    ntlm = read_logs(logs, "ntlm", "naming", monitor, cache)
    parts = [
        _realm_apart(_seen(kerberos.frame, "kerberos", "client")),
        _seen(ntlm.frame, "ntlm", "username", "domainname"),
        _seen(http, "http", "username"),
    ]
    return united_accounts(parts), kerberos.skipped + ntlm.skipped


def united_accounts(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All accounts of some frames, each once on a source, and no more than `MOST` there, by the time first seen."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return _nobody()
    every = pd.concat(filled, ignore_index=True)
    told = every.groupby(list(WHO), sort=False).agg(
        first=("first", "min"), last=("last", "max"), rows=("rows", "sum"), confirmed=("confirmed", "sum")
    )
    told = told.reset_index().astype(FIELDS).sort_values(["first", *WHO], kind="stable", ignore_index=True)
    order = told.iloc[np.argsort(told["confirmed"].to_numpy() == 0, kind="stable")]
    kept = order[(order.groupby("src", sort=False).cumcount() < MOST).to_numpy()]
    return kept.sort_index(ignore_index=True)


def _nobody() -> pd.DataFrame:
    """No account at all."""
    return pd.DataFrame({field: pd.Series([], dtype=kind) for field, kind in FIELDS.items()})


def _seen(frame: pd.DataFrame, log: str, name: str, domain: str | None = None) -> pd.DataFrame:
    """The accounts in the rows of one kind of log; only where it has a column `success` can any be confirmed."""
    there = frame[(frame[name].notna() & frame["id.orig_h"].notna()).to_numpy()]
    if there.empty:
        return _nobody()
    said = there["success"].isin(["T", "true"]).to_numpy() if "success" in there else np.zeros(len(there), bool)
    told = pd.DataFrame(
        {
            "src": there["id.orig_h"],
            "name": there[name],
            "domain": there[domain] if domain else "",
            "ts": there["ts"],
            "confirmed": said,
        }
    )
    seen = told.groupby(["src", "name", "domain"], observed=True, dropna=False, sort=False).agg(
        first=("ts", "min"), last=("ts", "max"), rows=("ts", "size"), confirmed=("confirmed", "sum")
    )
    return _short(seen.reset_index().assign(log=log))


def _short(seen: pd.DataFrame) -> pd.DataFrame:
    """The accounts with a name and a domain that can be ones, as `FIELDS` says."""
    texts = seen.assign(domain=seen["domain"].astype("str").fillna("")).astype(FIELDS)[list(FIELDS)]
    length = texts["name"].str.len()
    return texts[((length > 0) & (length <= LONGEST) & (texts["domain"].str.len() <= LONGEST)).to_numpy()]


def _realm_apart(seen: pd.DataFrame) -> pd.DataFrame:
    """The clients of Kerberos, `name/REALM`, as accounts of a domain; the name may have a `/` as well."""
    if seen.empty:
        return seen
    apart = seen["name"].str.extract(r"(?s)^(?P<name>.*)/(?P<realm>[^/]*)$")
    return _short(seen.assign(name=apart["name"].fillna(seen["name"]), domain=apart["realm"].fillna("")))
