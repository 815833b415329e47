"""Which groups are open, also as plain values to be written down for the next time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from beacon_tui.triage.grouping import By, Key, Shared


@dataclass
class Folds:
    """Which groups of one grouping are open, whether or not they are there just now."""

    all: bool = False
    """Whether all are but the `others`, or none is but those."""
    others: set[Key] = field(default_factory=set)


Plain = list[str]
"""A key as a column and a value: an address as the hex digits of its bytes."""

BYS: Final[tuple[By, ...]] = get_args(By)


def plain_key(key: Key) -> Plain:
    """A key as it is written down."""
    return [key.column, key.value if isinstance(key.value, str) else key.value.hex()]


def key_of(plain: object) -> Key | None:
    """What was written down as a key; None where it is none."""
    if not isinstance(plain, list) or len(plain) != 2 or not all(isinstance(part, str) for part in plain):
        return None
    column, value = plain
    if column not in get_args(Shared):
        return None
    try:
        return Key(column, value if column == "domain" else bytes.fromhex(value))
    except ValueError:
        return None


def plain_folds(folds: Mapping[By, Folds]) -> dict[str, dict[str, object]]:
    """Which groups are open, as it is written down; nothing of a grouping of which none is."""
    return {
        by: {"all": one.all, "others": sorted(map(plain_key, one.others))}
        for by, one in folds.items()
        if one.all or one.others
    }


def folds_of(plain: object) -> dict[By, Folds]:
    """What was written down of which groups are open, as far as it can be understood."""
    found: Mapping[Any, Any] = plain if isinstance(plain, dict) else {}
    return {by: _folds(found[by]) for by in BYS if isinstance(found.get(by), dict)}


def _folds(plain: Mapping[Any, Any]) -> Folds:
    """Which groups of one grouping are open."""
    others = plain.get("others")
    keys = map(key_of, others) if isinstance(others, list) else ()
    return Folds(plain.get("all") is True, {key for key in keys if key})
