"""What one term of a filter means: a condition on every candidate at once."""

import re
from collections.abc import Callable, Iterable
from ipaddress import ip_network
from typing import TYPE_CHECKING, Final

import numpy as np

from beacon_tui.analysis.model import BY_NAME, FLAGS
from beacon_tui.errors import QueryError
from beacon_tui.render.known import NEW, NONE, VERDICTS
from beacon_tui.triage.query.fields import KNOWN, is_number
from beacon_tui.triage.query.ranges import range_of
from beacon_tui.triage.query.tokens import Piece
from beacon_tui.triage.ranks import Flags, Ranks, Span, address_key, is_address, network_keys
from beacon_tui.zeek.columns import STATES

if TYPE_CHECKING:
    from beacon_tui.triage.query.sieve import Sieve

Condition = Callable[["Sieve"], Flags]
"""Which candidates a part of a filter holds for."""

UNKNOWN: Final = "-"
"""The value that means: not known."""

WORDS: Final = ("src", "dst", "domain", "note")
"""The columns that a plain word looks at."""

ACCOUNT: Final = "account"
"""The field of what was seen on the source: no column, since there may be any number."""

BITS: Final = {"flags": (*FLAGS, NEW), "state": STATES}
"""The fields that are bit sets, and the name of every bit, lowest first."""

EXAMPLES: Final = {
    "address": "10.0.0.0/8",
    "int": "443, >=20 or 20..30",
    "number": "<0.3",
    "fraction": ">0.8 or >80%",
    "seconds": ">1h or 50s..70s",
    "bytes": "<2k",
    "time": "<2h or >2026-01-15T08:00",
}
"""What values look like, by the kind of a column."""

_COMPARED: Final = re.compile(r"(\w+)([<>=].*)", re.A | re.S)
"""A name and what it is compared with."""

_START: Final = re.compile(r"[0-9a-f.:*]+", re.I)
"""What an address, or the beginning of one, is made of."""


def any_of(conditions: Iterable[Condition]) -> Condition:
    """What holds where one of some conditions does."""
    parts = tuple(conditions)
    return parts[0] if len(parts) == 1 else lambda sieve: np.logical_or.reduce([part(sieve) for part in parts])


def all_of(conditions: Iterable[Condition]) -> Condition:
    """What holds where all of some conditions do; everywhere where there is none."""
    parts = tuple(conditions)
    if not parts:
        return lambda sieve: np.ones(len(sieve.results), np.bool_)
    return parts[0] if len(parts) == 1 else lambda sieve: np.logical_and.reduce([part(sieve) for part in parts])


def no(condition: Condition) -> Condition:
    """What holds where a condition does not."""
    return lambda sieve: ~condition(sieve)


def word(value: Piece) -> Condition:
    """What a plain word means: it is in an address, the name or the note; a network covers an address.

    What compares a field without its colon, such as score>0.8, raises QueryError: no address or name is like that.
    """
    if (found := _COMPARED.match(value.text)) and found[1].lower() in KNOWN and not value.quoted:
        meant = f"{found[1]}:{found[2].lstrip('=')}"
        raise QueryError(f"a colon is missing: write {meant}", value.place + found.end(1))
    if "/" in value.text and not value.quoted:
        return any_of(_address(field, value) for field in ("src", "dst"))
    return any_of(_found(column, _pattern(value)) for column in WORDS)


def term(field: str, value: Piece) -> Condition:
    """What one value of a field means; raises QueryError."""
    if not value.text:
        raise QueryError(f"a value is missing{_example(field)}", value.place)
    if value.text == UNKNOWN and not value.quoted:
        return lambda sieve: sieve.unknown(field)
    if is_number(field):
        numbers = range_of(field, value)
        return lambda sieve: numbers.holds(sieve.number(field), sieve.results.window.stop)
    return _TEXTS.get(field, _listed)(field, value)


def _example(field: str) -> str:
    """What a value of a field looks like, as the end of a sentence; empty where that is plain."""
    kind = "bytes" if field == "bytes" else BY_NAME[field].kind if field in BY_NAME else ""
    return f", such as {EXAMPLES[kind]}" if kind in EXAMPLES else ""


def _found(column: str, pattern: str) -> Condition:
    """What holds where a text has a pattern in it."""
    code = pattern.encode("utf-8", "surrogatepass")
    return lambda sieve: sieve.found(column, code)


def _pattern(value: Piece, start: str = "^", end: str = "$", gap: str = ".*") -> str:
    """The regular expression of a text: in any place, or from `start` to `end` where it has a star."""
    text = value.text.lower()
    if value.quoted or "*" not in text:
        return re.escape(text)
    return f"(?s){start}{_starred(text, gap)}{end}"


def _starred(text: str, gap: str) -> str:
    """A text whose stars stand for anything."""
    return gap.join(map(re.escape, text.split("*")))


def _address(field: str, value: Piece) -> Condition:
    """An address or network by number, or else the beginning of one, or a pattern with stars."""
    text = value.text
    if "/" in text:
        try:
            keys = network_keys(ip_network(text, strict=False))
        except ValueError as error:
            raise QueryError(f"{text} is no network such as 10.0.0.0/8", value.place) from error
        return lambda sieve: _within(sieve.ranks.address(field), lambda ranks: ranks.between(*keys))
    if is_address(text):
        key = address_key(text)
        return lambda sieve: _within(sieve.ranks.address(field), lambda ranks: ranks.equal(key))
    if not _START.fullmatch(text) and not value.quoted:
        raise QueryError(f"{text} is no address, network or beginning of one", value.place)
    return _found(field, _pattern(value) if "*" in text else f"^{re.escape(text.lower())}")


def _within(ranks: Ranks[bytes], span: Callable[[Ranks[bytes]], Span]) -> Flags:
    """Which candidates have an address in a span of them."""
    return ranks.within([span(ranks)])


def _name(field: str, value: Piece) -> Condition:
    """A part of a name; `*.x` covers x and all below it, as in the allowlist."""
    text = value.text.lower()
    if text.startswith("*.") and not value.quoted:
        return _found(field, rf"(?s)^(.*\.)?{_starred(text[2:], '.*')}$")
    return _found(field, _pattern(value))


def _listed(field: str, value: Piece) -> Condition:
    """A whole text, or one of those between its commas, as Zeek writes several services."""
    text = re.escape(value.text.lower()) if value.quoted else _starred(value.text.lower(), "[^,]*")
    return _found(field, f"(?s)(^|,){text}(,|$)")


def _bit(field: str, value: Piece) -> Condition:
    """A flag of the candidate, or a conn_state that one of its connections has."""
    names = BITS[field]
    starred = re.compile(_starred(value.text.lower(), ".*"))
    wanted = sum(1 << place for place, name in enumerate(names) if starred.fullmatch(name.lower()))
    if not wanted:
        raise QueryError(f"{value.text} is no {field.removesuffix('s')}: there are {', '.join(names)}", value.place)
    return lambda sieve: np.asarray(sieve.bits(field) & wanted > 0)


def _verdict(field: str, value: Piece) -> Condition:
    """One of the verdicts, or that there is none."""
    text = value.text.lower()
    if text == NONE:
        return lambda sieve: sieve.unknown(field)
    if text not in VERDICTS:
        raise QueryError(f"{value.text} is no verdict: there are {', '.join((*VERDICTS, NONE))}", value.place)
    return _found(field, f"^{text}$")


def _part(field: str, value: Piece) -> Condition:
    """A part of a note, or of any spelling of an account."""
    return _found(field, _pattern(value))


_TEXTS: Final[dict[str, Callable[[str, Piece], Condition]]] = {
    "src": _address,
    "dst": _address,
    "domain": _name,
    "flags": _bit,
    "state": _bit,
    "verdict": _verdict,
    "note": _part,
    ACCOUNT: _part,
}
