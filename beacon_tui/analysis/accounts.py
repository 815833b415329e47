"""The accounts that were seen on the sources, as the logs tell them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from beacon_tui.zeek.accounts import united_accounts


def account_text(name: str, domain: str) -> str:
    """An account as people write it: `name@domain`, or the name alone."""
    return f"{name}@{domain}" if domain else name


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a source, as one kind of log has it; its texts are not cleaned."""

    name: str
    """The name of the user, the machine or the service."""
    domain: str
    """The realm of Kerberos or the domain of NTLM; empty where it is not known."""
    log: str
    """Which log has it: `kerberos`, `ntlm` or `http`."""
    first: float
    """When it was first seen there, in seconds since 1970 …"""
    last: float
    """… and when last."""
    rows: int
    """How many rows of that log have it."""
    confirmed: int
    """In how many of them a server said yes; the name in a request of HTTP is never confirmed."""

    @property
    def text(self) -> str:
        """The account as people write it."""
        return account_text(self.name, self.domain)


@dataclass(frozen=True, eq=False)
class Accounts:
    """The accounts of a load."""

    frame: pd.DataFrame
    """One row each on each source, as `zeek.accounts.FIELDS` says, by the time first seen."""

    def __len__(self) -> int:
        """Count the accounts, each on each source."""
        return len(self.frame)

    def with_more(self, more: pd.DataFrame) -> "Accounts":
        """The same and those that have come."""
        return Accounts(united_accounts([self.frame, more])) if len(more) else self

    def on(self, src: str) -> list[Account]:
        """The accounts seen on a source, in the order in which they were first seen."""
        rows = self.frame.take(self._places.get(src, []))
        return [Account(*values) for values in rows.drop(columns="src").itertuples(index=False)]

    def confirmed_on(self, src: str) -> list[str]:
        """The accounts that a server confirmed on a source, as text, each once, in the order first seen."""
        return self._confirmed.get(src, [])

    def sources(self, account: Account) -> int:
        """On how many sources an account of that name and domain was seen, in any log, whatever its case."""
        return int(self._sources.get(account.text.lower(), 0))

    def confirmed_on_all(self, sources: Collection[str]) -> dict[str, int]:
        """The accounts that servers confirmed on every one of some sources, as text, and on how many sources each is.

        Two that differ in case alone are one.
        """
        first, *others = ({text.lower(): text for text in self.confirmed_on(src)} for src in sorted(set(sources)))
        shared = set(first).intersection(*others)
        return {text: self._spread[lower] for lower, text in first.items() if lower in shared}

    @cached_property
    def source_codes(self) -> NDArray[np.int64]:
        """A number of the source of each account, in the order of `frame`."""
        return pd.factorize(self.frame["src"])[0]

    @cached_property
    def spellings(self) -> "tuple[pd.Series[str], pd.Series[str], pd.Series[str]]":
        r"""Every account as `name`, `name@domain` and `domain\name`, in lower case, in the order of `frame`.

        Where the domain is not known, all are the name.
        """
        name, domain = self.frame["name"].str.lower(), self.frame["domain"].str.lower()
        alone = domain == ""
        return name, name.where(alone, name + "@" + domain), name.where(alone, domain + "\\" + name)

    @cached_property
    def _places(self) -> "dict[str, list[int]]":
        """Where the accounts of each source stand."""
        return {str(src): list(rows) for src, rows in self.frame.groupby("src", sort=False).indices.items()}

    @cached_property
    def _confirmed(self) -> dict[str, list[str]]:
        """What `confirmed_on` says, by source."""
        found: dict[str, dict[str, str]] = {}
        there = self.frame[(self.frame["confirmed"] > 0).to_numpy()]
        for src, name, domain in there[["src", "name", "domain"]].itertuples(index=False):
            text = account_text(name, domain)
            found.setdefault(src, {}).setdefault(text.lower(), text)
        return {src: list(texts.values()) for src, texts in found.items()}

    @cached_property
    def _spread(self) -> Counter[str]:
        """On how many sources a server confirmed each account, by its text in lower case."""
        return Counter(text.lower() for texts in self._confirmed.values() for text in texts)

    @cached_property
    def _sources(self) -> "pd.Series[int]":
        """On how many sources each account was seen, by its text in lower case."""
        return self.frame["src"].groupby(self.spellings[1], sort=False).nunique()


NO_ACCOUNTS: Final = Accounts(united_accounts([]))
"""Logs in which no account was seen."""
