"""The distinct texts of a column in the order of their keys, kept from one look at growing logs to the next."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key", str, bytes)


@dataclass(frozen=True, eq=False)
class Lexicon(Generic[Key]):
    """Texts by number, in the order in which they were first seen; several may have one key."""

    texts: Sequence[str]
    """Each text once."""
    keys: Sequence[Key]
    """The distinct keys, rising."""
    places: NDArray[np.int64]
    """For each text the place of its key in `keys`, shape (texts,)."""
    numbers: dict[str | None, int]
    """The number of each text, -1 for None."""

    @classmethod
    def of(cls, texts: Sequence[str], key_of: Callable[[str], Key]) -> "Lexicon[Key]":
        """The lexicon of distinct texts."""
        key_by_text = [key_of(text) for text in texts]
        keys = sorted(set(key_by_text))
        place_of = {key: place for place, key in enumerate(keys)}
        places = np.fromiter((place_of[key] for key in key_by_text), np.int64, len(texts))
        return cls(texts, keys, places, {None: -1, **dict(zip(texts, range(len(texts)), strict=True))})

    def more(self, texts: list[str], key_of: Callable[[str], Key]) -> "Lexicon[Key]":
        """The lexicon with more texts, all of them new and distinct."""
        keys, new = _merged(self.keys, map(key_of, texts))
        moved = self.places + np.searchsorted(new, self.places, "right")
        added = np.fromiter((bisect_left(keys, key_of(text)) for text in texts), np.int64, len(texts))
        whole = [*self.texts, *texts]
        numbers = self.numbers | dict(zip(texts, range(len(self.texts), len(whole)), strict=True))
        return Lexicon(whole, keys, np.concatenate([moved, added]), numbers)

    def ranked(
        self, values: NDArray[Any], key_of: Callable[[str], Key], unknown: int
    ) -> "tuple[Lexicon[Key], NDArray[np.int64]]":
        """For each value of a column the place of its key, or `unknown` for None, shape (values,).

        In the lexicon that comes with them, which is the very same one where no text is new.
        """
        texts: list[str | None] = values.tolist()
        numbers = [*map(self.numbers.get, texts)]
        if None in numbers:
            new = {text for text, number in zip(texts, numbers, strict=True) if number is None and text is not None}
            return self.more(sorted(new), key_of).ranked(values, key_of, unknown)
        return self, np.append(self.places, unknown)[np.array(numbers, np.int64)]

    def moved(self, former: "Lexicon[Key]") -> NDArray[np.int64]:
        """For each place in the keys of the lexicon that this one was made of, the place here, shape (its keys,)."""
        places = np.empty(len(former.keys), np.int64)
        places[former.places] = self.places[: former.places.size]
        return places


def _merged(keys: Sequence[Key], more: Iterable[Key]) -> tuple[list[Key], NDArray[np.int64]]:
    """Rising keys and more of them, each once, rising; and the place before which each new one stood among the former.

    Where most are in order already, to sort them takes little.
    """
    new = sorted(set(more).difference(keys))
    return sorted(chain(keys, new)), np.array([bisect_left(keys, key) for key in new], np.int64)
