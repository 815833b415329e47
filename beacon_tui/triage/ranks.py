"""Texts and addresses of the candidate table as whole numbers, so that sorting and matching are fast."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from socket import AF_INET, AF_INET6, inet_pton
from typing import TYPE_CHECKING, Any, Final, Generic

import numpy as np
from numpy.typing import NDArray

from beacon_tui.analysis.model import BY_NAME, Columns
from beacon_tui.triage.lexicon import Key, Lexicon

if TYPE_CHECKING:
    from beacon_tui.analysis.accounts import Accounts
    from beacon_tui.triage.seen import Seen

Flags = NDArray[np.bool_]
"""One yes or no a candidate, shape (candidates,)."""

Rows = NDArray[np.int64]
"""Row numbers of the candidate table, or one number a candidate."""

Span = tuple[int, int]
"""Ranks from the first up to, and without, the second."""

UNKNOWN_RANK: Final = -1
"""The rank of a value that is not known."""

FEW_SPANS: Final = 8
"""Spans up to which it is faster to look at one after the other."""

NO_ADDRESS: Final = b"\xff"
"""What the key of a text begins with that is no address."""

EVERYONE: Final = b"\x04\xff\xff\xff\xff"
"""The key of 255.255.255.255."""


@dataclass(frozen=True, eq=False)
class Ranks(Generic[Key]):
    """One column, each value replaced by its place among the distinct ones."""

    lexicon: Lexicon[Key]
    """The distinct values."""
    rank: NDArray[np.int64]
    """For each candidate the place of its key in `keys`, or UNKNOWN_RANK; shape (candidates,)."""

    def grown(self, values: NDArray[Any], key_of: Callable[[str], Key], former: Rows | None) -> "Ranks[Key]":
        """The ranks of the column of a later table; `former` has for each value the row of it here, or -1."""
        if former is None:
            return Ranks(*self.lexicon.ranked(values, key_of, UNKNOWN_RANK))
        again = former < 0
        lexicon, ranks = self.lexicon.ranked(values[again], key_of, UNKNOWN_RANK)
        whole = np.append(lexicon.moved(self.lexicon), UNKNOWN_RANK)[np.append(self.rank, UNKNOWN_RANK)[former]]
        whole[again] = ranks
        return Ranks(lexicon, whole)

    @property
    def keys(self) -> Sequence[Key]:
        """The distinct keys, rising; of logs that are followed also those that no candidate has any longer."""
        return self.lexicon.keys

    def equal(self, key: Key) -> Span:
        """Where a key stands."""
        return bisect_left(self.keys, key), bisect_right(self.keys, key)

    def between(self, first: Key, stop: Key) -> Span:
        """Where the keys of at least `first` and less than `stop` stand."""
        start = bisect_left(self.keys, first)
        return start, max(start, bisect_left(self.keys, stop))

    def within(self, spans: Sequence[Span], rows: Rows | slice = slice(None)) -> Flags:
        """Say which candidates, all or those of some rows, have a key in one of the spans, which do not overlap."""
        ranks = self.rank[rows]
        found = np.zeros(ranks.shape, np.bool_)
        if len(spans) > FEW_SPANS:
            edges = np.array(sorted(spans)).ravel()
            return np.asarray(np.searchsorted(edges, ranks, "right") % 2 == 1)
        for first, stop in spans:
            found |= (ranks >= first) & (ranks < stop)
        return found

    def rows(self, spans: Sequence[Span]) -> Rows:
        """Return the rows of the candidates that have a key in one of the spans, which do not overlap."""
        order, starts = self._by_rank
        parts = [order[starts[first] : starts[stop]] for first, stop in spans]
        return np.concatenate(parts) if parts else order[:0]

    def count(self, spans: Sequence[Span]) -> int:
        """Count the candidates that have a key in one of the spans, which do not overlap."""
        _, starts = self._by_rank
        return sum(int(starts[stop] - starts[first]) for first, stop in spans)

    @cached_property
    def _by_rank(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows by rank, the unknown first; and where those of each rank start there, the end last."""
        order = np.argsort(self.rank, kind="stable")
        return order, np.searchsorted(self.rank[order], np.arange(len(self.keys) + 1))


def rank(values: NDArray[Any], key_of: Callable[[str], Key]) -> Ranks[Key]:
    """Rank a column of texts by a key of each; None is unknown."""
    from pandas import factorize

    codes, texts = factorize(values)
    lexicon = Lexicon.of(texts.tolist(), key_of)
    return Ranks(lexicon, np.append(lexicon.places, UNKNOWN_RANK)[codes])


def address_key(text: str) -> bytes:
    """Make a key by which addresses sort as numbers: first IPv4, then IPv6, last what is no address."""
    try:
        if ":" in text:
            return b"\x06" + inet_pton(AF_INET6, text)
        return b"\x04" + inet_pton(AF_INET, text)
    except (OSError, ValueError):  # ValueError covers a null character and what cannot be encoded
        return NO_ADDRESS + text.encode("utf-8", "surrogatepass")


def network_keys(network: IPv4Network | IPv6Network) -> tuple[bytes, bytes]:
    """Return the key of the first address of a network, and the least key behind its last one."""
    family = b"\x04" if network.version == 4 else b"\x06"
    return family + network.network_address.packed, family + network.broadcast_address.packed + b"\0"


def is_address(text: str) -> bool:
    """Say whether a text is an address."""
    return not address_key(text).startswith(NO_ADDRESS)


PRIVATE: Final = tuple(
    network_keys(ip_network(text)) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
)
"""For each private (RFC 1918) and the link-local network of IPv4 the keys between which its addresses are."""


def is_broadcast(key: bytes) -> bool:
    """Say by the key of an address whether it means everyone: 255.255.255.255, or a private one that ends in 255.

    A public address that ends in 255 is a host like any other, and routers pass no broadcast on to its network.
    """
    if not key.endswith(b"\xff"):
        return False
    return key == EVERYONE or any(first <= key < stop for first, stop in PRIVATE)


def name_key(text: str) -> str:
    """Turn a name around, so that all names below a domain stand together: `a.Example` gives `elpmaxe.a`."""
    return text.lower()[::-1]


class TableRanks:
    """The ranks of the columns of one candidate table, each made when first asked for.

    Those of a `former` table of the same logs, before they had grown, save most of the work, the more where it is known
    which row of it a candidate had (`rows`, as `Results.former` says).
    """

    def __init__(
        self,
        columns: Columns,
        accounts: "Accounts | None" = None,
        former: "TableRanks | None" = None,
        rows: Rows | None = None,
    ) -> None:
        self.columns = columns
        self._accounts = accounts
        self._made: dict[tuple[str, object], Ranks[Any]] = {}
        """By the column and what makes the key of a text."""
        self._former: dict[tuple[str, object], tuple[Ranks[Any], Rows | None]] = {}
        """Earlier ranks, and the rows of the candidates in their table; None where that is older than the last one."""
        if former is not None:
            self._former.update({kind: (ranks, None) for kind, (ranks, _) in former._former.items()})
            self._former.update({kind: (ranks, rows) for kind, ranks in former._made.items()})

    def text(self, name: str) -> Ranks[str]:
        """Rank a text column without regard to case."""
        return self._ranked(name, str.lower)

    def address(self, name: str) -> Ranks[bytes]:
        """Rank an address column by number."""
        return self._ranked(name, address_key)

    @property
    def names(self) -> Ranks[str]:
        """Rank the server names by `name_key`."""
        return self._ranked("domain", name_key)

    def _ranked(self, name: str, key_of: Callable[[str], Key]) -> Ranks[Key]:
        """Rank a column by a key of each text."""
        kind = name, key_of
        if kind not in self._made:
            values = self.columns[name]
            ranks, rows = self._former.pop(kind, (None, None))
            self._made[kind] = ranks.grown(values, key_of, rows) if ranks else rank(values, key_of)
        return self._made[kind]

    @cached_property
    def broadcast(self) -> Flags:
        """Say which candidates have a destination that means everyone, as `is_broadcast` does."""
        ranks = self.address("dst")
        return np.array([*map(is_broadcast, ranks.keys), False], np.bool_)[ranks.rank]  # the last is UNKNOWN_RANK's

    @cached_property
    def seen(self) -> "Seen":
        """The accounts on the sources of the candidates."""
        from beacon_tui.analysis.accounts import NO_ACCOUNTS
        from beacon_tui.triage.seen import Seen

        return Seen(self._accounts or NO_ACCOUNTS, self.address("src"))

    def get_ready(self) -> None:
        """Rank now what rules ask for, so that the first of them is answered as fast as all others."""
        self.names.count([])
        for ends in ("src", "dst"):
            self.address(ends).count([])
        for name in ("proto", "service"):
            self.text(name).count([])
        self.seen.confirmed("")

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return a column as numbers to sort by, NaN where unknown; raise KeyError for a column of lists."""
        kind = BY_NAME[name].kind
        if kind not in ("text", "address", "int"):
            return np.asarray(self.columns[name], np.float64)
        ranks = self.columns[name]
        if kind != "int":
            ranks = self.text(name).rank if kind == "text" else self.address(name).rank
        return np.where(ranks < 0, np.nan, ranks.astype(np.float64))

    @cached_property
    def standing(self) -> Rows:
        """Rows by score, best first, then by source, destination, port and name: the order of ties."""
        keys = [self.numbers(name) for name in ("domain", "port", "dst", "src")]
        return np.lexsort((*keys, -self.numbers("score")))
