"""What may come next in a filter that is being typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from beacon_tui.render.known import NONE, VERDICTS
from beacon_tui.triage.query.fields import COMMON, FIELDS, SHORT, SORTABLE, WAYS
from beacon_tui.triage.query.terms import ACCOUNT, BITS

if TYPE_CHECKING:
    from beacon_tui.triage.query.sieve import Sieve

_WORD: Final = re.compile(r"[^\s()!]*\Z")
_PLAIN: Final = re.compile(r"[\w.-]+", re.A)
"""What a value out of a log must be to be offered."""

LISTED: Final = ("proto", "service", "kind")
"""Columns of few values, which are offered."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A filter with more of it written."""

    text: str
    """The whole filter."""
    cursor: int
    """Where the cursor stands in it, counted from 0."""
    choices: tuple[str, ...]
    """Everything that could stand there, where it is not one thing alone."""


def complete(text: str, cursor: int, sieve: "Sieve", saved: Iterable[str] = ()) -> Completion:
    """Write as much of the word before the cursor as is certain; `saved` are the names of saved filters."""
    found = _WORD.search(text[:cursor])
    word = found[0] if found else ""
    if word.startswith("@"):
        stem, known = word, [f"@{name}" for name in saved]
    elif ":" not in word:
        stem, known = word, [f"{name}:" for name in (FIELDS if word else COMMON)]
    else:
        field, _, values = word.partition(":")
        stem = values.rpartition(",")[2]
        known = _ordered(stem) if field.lower() == "sort" and "-" in stem else _values(field.lower(), sieve)
    choices = tuple(one for one in dict.fromkeys(known) if one.lower().startswith(stem.lower()))
    written = _common(choices) if choices else stem
    start = cursor - len(stem)
    return Completion(text[:start] + written + text[cursor:], start + len(written), choices if len(choices) > 1 else ())


def _common(choices: tuple[str, ...]) -> str:
    """What all of them begin with."""
    least, most = min(choices), max(choices)
    same = next((place for place, (one, other) in enumerate(zip(least, most, strict=False)) if one != other), None)
    return least[:same]


def _ordered(stem: str) -> list[str]:
    """The two orders of the column that a text begins with."""
    return [f"{stem.partition('-')[0]}-{way}" for way in WAYS]


def _values(field: str, sieve: "Sieve") -> list[str]:
    """The values that a field is known to have, none where there are too many to name."""
    column = SHORT.get(field, field)
    if column == "sort":
        short = [name for name in FIELDS if SHORT.get(name, name) in SORTABLE]
        return [*short, *SORTABLE]
    if column in BITS:
        return list(BITS[column])
    if column == "verdict":
        return [*VERDICTS, NONE]
    if column == ACCOUNT:
        return [name for name in sieve.ranks.seen.names if _PLAIN.fullmatch(name)]
    if column not in LISTED:
        return []
    parts = {part for key in sieve.ranks.text(column).keys for part in key.split(",")}
    return sorted(part for part in parts if _PLAIN.fullmatch(part))
