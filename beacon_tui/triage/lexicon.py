"""The distinct texts of a column in the order of their keys, kept from one look at growing logs to the next."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
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

    @classmethod
    def of(cls, texts: Sequence[str], key_of: Callable[[str], Key]) -> "Lexicon[Key]":
        """The lexicon of distinct texts."""
        key_by_text = [key_of(text) for text in texts]
        keys = sorted(set(key_by_text))
        place_of = {key: place for place, key in enumerate(keys)}
        return cls(texts, keys, np.fromiter((place_of[key] for key in key_by_text), np.int64, len(texts)))

    def more(self, texts: list[str], key_of: Callable[[str], Key]) -> "Lexicon[Key]":
        """The lexicon with more texts, all of them new and distinct."""
        keys = _merged(self.keys, map(key_of, texts))
        place_of = {key: place for place, key in enumerate(keys)}
        moved = np.fromiter(map(place_of.__getitem__, self.keys), np.int64, len(self.keys))[self.places]
        added = np.fromiter((place_of[key_of(text)] for text in texts), np.int64, len(texts))
        return replace(self, texts=[*self.texts, *texts], keys=keys, places=np.concatenate([moved, added]))

    def with_all(self, values: NDArray[Any], key_of: Callable[[str], Key]) -> "Lexicon[Key]":
        """The lexicon with whatever texts are in a column beside None; the very same one where none is new."""
        new = set(values.tolist()).difference(self.numbers)
        return self.more(sorted(new), key_of) if new else self

    def ranks(self, values: NDArray[Any], unknown: int) -> NDArray[np.int64]:
        """For each value of a column the place of its key, or `unknown` for None; shape (values,)."""
        numbers = np.fromiter(map(self.numbers.__getitem__, values.tolist()), np.int64, len(values))
        return np.append(self.places, unknown)[numbers]

    @cached_property
    def numbers(self) -> dict[str | None, int]:
        """The number of each text, -1 for None."""
        return {None: -1, **{text: number for number, text in enumerate(self.texts)}}


def _merged(keys: Sequence[Key], more: Iterable[Key]) -> list[Key]:
    """Rising keys and more of them, each once, rising; the former ones need not be sorted again."""
    return sorted(chain(keys, set(more).difference(keys)))
