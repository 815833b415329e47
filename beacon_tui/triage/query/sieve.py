"""The candidates of one load, made ready to be filtered at every key."""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Final, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beacon_tui.analysis.model import DECIDED, FLAGS, Results
from beacon_tui.render.known import NOTHING, WORST_FIRST, Known
from beacon_tui.triage.query.parse import EVERYTHING, Query
from beacon_tui.triage.query.terms import ACCOUNT, BITS, WORDS
from beacon_tui.triage.ranks import Flags, Ranks, TableRanks, rank
from beacon_tui.zeek.columns import STATES

MOST_KEPT: Final = 24
"""Answers that are kept for the next key, which seldom changes more than one word of a filter."""


MOST_ORDERS: Final = 8
"""Orders that are kept: of one column and a second one, both ways, and of those before."""

Orders = tuple[tuple[str, bool], ...]
"""Columns to sort by, the first one first, and whether the largest comes first in each."""

KEYS: Final[dict[str, Callable[[str], str]]] = {
    "verdict": lambda text: str(WORST_FIRST.index(text)),
    "note": str.lower,
}
"""By what each column of `DECIDED` is sorted."""


Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def _keep(answers: dict[Asked, Answer], asked: Asked, answer: Answer, most: int) -> None:
    """Keep an answer among `most`, of which the oldest goes."""
    if len(answers) >= most:
        del answers[next(iter(answers))]
    answers[asked] = answer


class Sieve:
    """Says which candidates pass a filter; what it worked out once it keeps."""

    def __init__(self, results: Results, ranks: TableRanks, known: Known = NOTHING) -> None:
        self.results, self.ranks, self.known = results, ranks, known
        self._texts: dict[str, tuple[pa.Array, NDArray[np.int64]]] = {}
        self._found: dict[tuple[str, bytes], Flags] = {}
        self._orders: dict[Orders, NDArray[np.int64]] = {}
        self._last: tuple[Query, Flags] = EVERYTHING, np.ones(len(results), np.bool_)

    def prepare(self) -> None:
        """Make ready what a plain word looks at, so that the first key waits no longer than the others."""
        for column in WORDS:
            self._text(column)

    def knowing(self, known: Known) -> "Sieve":
        """The same with something else remembered of the candidates; what does not ask for that is not made again."""
        other, asks = copy(self), {column.name for column in DECIDED}
        other.known = known
        other._texts = {column: text for column, text in self._texts.items() if column not in asks}
        other._found = {key: found for key, found in self._found.items() if key[0] not in asks}
        other._orders = {key: order for key, order in self._orders.items() if not asks & dict(key).keys()}
        other._last = EVERYTHING, np.ones(len(self.results), np.bool_)
        return other

    def passing(self, query: Query) -> Flags:
        """Which candidates pass, shape (candidates,)."""
        if query is not self._last[0]:
            self._last = query, query.holds(self)
        return self._last[1]

    def found(self, column: str, pattern: bytes) -> Flags:
        """In which candidates a regular expression (RE2) is found in a text column, in lower case; unknown has none."""
        key = column, pattern
        if key not in self._found:
            found = self.ranks.seen.found(pattern) if column == ACCOUNT else self._matched(column, pattern)
            _keep(self._found, key, found, MOST_KEPT)
        return self._found[key]

    def _matched(self, column: str, pattern: bytes) -> Flags:
        """In which candidates a regular expression is found in a text column."""
        texts, places = self._text(column)
        hits = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
        matched: Flags = np.append(hits, np.False_)[places]  # the last is that of UNKNOWN_RANK
        return matched

    def _text(self, column: str) -> tuple[pa.Array, NDArray[np.int64]]:
        """The distinct texts of a column in lower case, as bytes (a log may hold what is no UTF-8), and whose each is.

        The latter is the rank of each candidate among them.
        """
        if column not in self._texts:
            ranked = self._ranked(column)
            texts = [text.encode("utf-8", "surrogatepass") for text in ranked.keys]
            self._texts[column] = pa.array(texts, pa.binary()), ranked.rank
        return self._texts[column]

    def _ranked(self, column: str) -> Ranks[str]:
        """A text column in lower case."""
        known = column in self.results.columns
        return self.ranks.text(column) if known else rank(self._values(column), str.lower)

    def ordered(self, orders: Orders) -> NDArray[np.int64]:
        """All candidates by some columns, those of unknown value last; what is equal in all stands as in `standing`."""
        if not orders:
            return self.ranks.standing
        if orders not in self._orders:
            (name, descending), *then = orders
            rows = self.ordered(tuple(then))
            keys = self.number(name)[rows]
            _keep(self._orders, orders, rows[np.argsort(-keys if descending else keys, kind="stable")], MOST_ORDERS)
        return self._orders[orders]

    def _values(self, column: str) -> NDArray[np.object_]:
        """A text column."""
        columns = self.results.columns
        return columns[column] if column in columns else self.known.texts(column, len(self.results))

    def number(self, column: str) -> NDArray[np.float64]:
        """A column as numbers, NaN where unknown; `bytes` is what both sides send in the median."""
        if column in KEYS:
            ranks = rank(self._values(column), KEYS[column]).rank.astype(np.float64)
            return np.where(ranks < 0, np.nan, ranks)
        if column == "bytes":
            return self.number("orig_bytes_median") + self.number("resp_bytes_median")
        return self.ranks.numbers(column)

    def unknown(self, column: str) -> Flags:
        """Which candidates have no value in a column; no flag, conn_state or account, for those."""
        if column in BITS:
            return np.asarray(self.bits(column) == 0)
        if column == ACCOUNT:
            return ~self.ranks.seen.any
        return np.isnan(self.number(column))

    def bits(self, column: str) -> NDArray[np.int64]:
        """The bit sets of a column of `BITS`, shape (candidates,)."""
        return self._flags if column == "flags" else self._states

    @property
    def _flags(self) -> NDArray[np.int64]:
        """The flags of the candidates, whether they are new as well."""
        flags = self.results.flags.copy()
        flags[list(self.known.new)] |= 1 << len(FLAGS)
        return flags

    @cached_property
    def _states(self) -> NDArray[np.int64]:
        """Which of `STATES` the connections of each candidate have; others than Zeek documents do not count."""
        results = self.results
        if not len(results):
            return np.empty(0, np.int64)
        column = results.frame["conn_state"].array
        known = [1 << STATES.index(name) if name in STATES else 0 for name in column.categories]
        bits = np.array([*known, 0], np.int64)[column.codes]  # the last is that of the unknown, whose code is -1
        return np.bitwise_or.reduceat(bits[results.order], results.offsets[:-1])
