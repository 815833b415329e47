"""Which accounts were seen on which sources: what rules and filters ask, and what is to be known of a rule."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beacon_tui.triage.ranks import UNKNOWN_RANK, Flags, Ranks, Span, address_key
from beacon_tui.units import many

if TYPE_CHECKING:
    from beacon_tui.analysis.accounts import Accounts


class Seen:
    """The accounts on the sources of a candidate table."""

    def __init__(self, accounts: "Accounts", sources: Ranks[bytes]) -> None:
        self._accounts, self._sources = accounts, sources

    def confirmed(self, text: str) -> list[Span]:
        r"""The ranks of the sources on which a server confirmed an account: `name`, `name@domain` or `domain\name`.

        A name in a request of HTTP, and one that was refused, anybody could have sent.
        """
        texts, places, starts = self._confirmed
        (code,) = texts.get_indexer(pd.Index([text.lower()]))
        ranks = np.unique(self._ranks[places[starts[code] : starts[code + 1]]]) if code >= 0 else places[:0]
        ranks = ranks[ranks != UNKNOWN_RANK]
        breaks = np.flatnonzero(np.diff(ranks) > 1) + 1
        return [(int(run[0]), int(run[-1]) + 1) for run in np.split(ranks, breaks) if run.size]

    def found(self, pattern: bytes) -> Flags:
        """Which candidates have a source with an account, confirmed or not, in which a regular expression is found.

        It may be found in any spelling, in lower case; shape (candidates,).
        """
        hits = np.zeros(len(self._accounts), np.bool_)
        for texts in self._bytes:
            hits |= np.asarray(pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False))
        return self._on(hits)

    @property
    def any(self) -> Flags:
        """Which candidates have a source with any account, shape (candidates,)."""
        return self._on(np.ones(len(self._accounts), np.bool_))

    @property
    def names(self) -> list[str]:
        """The names of all accounts, without their domains."""
        return sorted(set(self._accounts.frame["name"]))

    def _on(self, hits: Flags) -> Flags:
        """Which candidates have a source with one of some accounts, shape (candidates,)."""
        there = np.zeros(len(self._sources.keys) + 1, np.bool_)
        there[self._ranks[hits]] = True
        there[UNKNOWN_RANK] = False
        return there[self._sources.rank]

    @cached_property
    def _ranks(self) -> NDArray[np.int64]:
        """The rank of the source of each account, `UNKNOWN_RANK` where it has no candidate."""
        places = {key: place for place, key in enumerate(self._sources.keys)}
        sources = self._accounts.frame["src"].tolist()
        return np.fromiter((places.get(address_key(src), UNKNOWN_RANK) for src in sources), np.int64, len(sources))

    @cached_property
    def _confirmed(self) -> "tuple[pd.Index[str], NDArray[np.int64], NDArray[np.int64]]":
        """The spellings of the confirmed accounts, where all of them stand, and at which of those each begins."""
        at = np.flatnonzero(self._accounts.frame["confirmed"].to_numpy() > 0)
        spellings = self._accounts.spellings
        codes, texts = pd.factorize(np.concatenate([spelling.to_numpy(object)[at] for spelling in spellings]))
        places = np.tile(at, len(spellings))[np.argsort(codes, kind="stable")]
        return pd.Index(texts), places, np.append(0, np.cumsum(np.bincount(codes)))

    @cached_property
    def _bytes(self) -> list[pa.Array]:
        """Every spelling of every account."""
        return [pa.array(texts.to_numpy(object), pa.string()).cast(pa.binary()) for texts in self._accounts.spellings]


def known_of(accounts: "Accounts", text: str) -> str:
    """What is to be known of the account of a rule, as a clause."""
    same = np.logical_or.reduce([spelling.eq(text.lower()).to_numpy(bool) for spelling in accounts.spellings])
    frame, codes = accounts.frame, accounts.source_codes
    confirmed = frame["confirmed"].to_numpy() > 0
    if not same.any():
        return "not seen in these logs, so it hides nothing"
    if not (same & confirmed).any():
        return f"seen on {_sources(np.unique(codes[same]).size)}, but no server confirmed it, so it hides nothing"
    there = np.unique(codes[same & confirmed])
    people = confirmed & ~frame["name"].str.endswith("$").to_numpy(bool) & ~same
    others, number = int(np.isin(there, codes[people]).sum()), there.size
    words = f"seen on {_sources(number)}: all that {'they do' if number > 1 else 'it does'} is covered"
    where = "there" if others == number else f"on {others:,} of them"
    return f"{words}, also what other accounts do {where}" if others else words


def _sources(number: int) -> str:
    """So many sources."""
    return many(number, "source")
