"""A filter cut into its pieces, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from beacon_tui.errors import QueryError

_TOKEN: Final = re.compile(r'(?P<sign>[()!])|(?P<term>(?:"[^"]*"|[^\s()"])+)|(?P<quote>")')
_FIELD: Final = re.compile(r"([A-Za-z_]\w*):", re.A)
_VALUE: Final = re.compile(r'(?:"[^"]*"|[^,"])*')
_WORDS: Final = {"or": "or", "and": "and", "not": "!"}
"""The words that stand between terms, or before one, and their kinds."""
_ADDRESSES: Final = re.compile(r"[0-9a-f:.,*/]+", re.I)
"""What may be IPv6 addresses, parts of them, or networks: its first group is no field then."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or a sign between words."""

    kind: str
    """What it is: `term`, or else the word or sign itself: `or`, `and`, `(`, `)`, `!`; `not` is `!`."""
    text: str
    """As it was written."""
    place: int
    """Where it begins, counted from 0."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A field or one of its values."""

    text: str
    """Without quotation marks."""
    place: int
    """Where it begins, counted from 0."""
    quoted: bool = False
    """Whether it stands for itself, every sign in it too."""


def tokens(text: str) -> Iterator[Token]:
    """Cut a filter into words and signs; raises QueryError."""
    for found in _TOKEN.finditer(text):
        word, place = found[0], found.start()
        if found["quote"]:
            raise QueryError("this quotation mark has no second one", place)
        if found["sign"]:
            yield Token(word, word, place)
        else:
            yield Token(_WORDS.get(word.lower(), "term"), word, place)


def pieces(token: Token, fields: frozenset[str]) -> tuple[Piece | None, list[Piece]]:
    """The field of a term, None where it is a plain word, and the values between its commas.

    What could be an IPv6 address is one, unless it begins with one of the known `fields`.
    """
    found = _FIELD.match(token.text)
    if found and _ADDRESSES.fullmatch(token.text) and found[1].lower() not in fields:
        found = None
    start = found.end() if found else 0
    field = Piece(found[1], token.place) if found else None
    return field, list(_values(token.text, start, token.place))


def _values(text: str, start: int, base: int) -> Iterator[Piece]:
    """The values between the commas of a term, from `start` on."""
    while start <= len(text):
        found = _VALUE.match(text, start)
        word = found[0] if found else ""
        yield Piece(word.replace('"', ""), base + start, '"' in word)
        start += len(word) + 1
