"""Comparisons of a filter: `>0.8`, `50s..70s`, `443`, each as the range of values that it holds for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

from beacon_tui.analysis.model import BY_NAME
from beacon_tui.errors import QueryError, SelectionError
from beacon_tui.triage.query.tokens import Piece
from beacon_tui.triage.ranks import Flags
from beacon_tui.units import parse_amount, parse_seconds
from beacon_tui.zeek.selection import when

_COMPARED: Final = re.compile(r"(>=|<=|>|<|=)(.*)", re.S)


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers between two ends."""

    low: float = -inf
    """The least one."""
    high: float = inf
    """The largest one."""
    above: bool = False
    """Whether `low` itself is out."""
    below: bool = False
    """Whether `high` itself is out."""
    ago: bool = False
    """Whether the ends are seconds before the newest connection, not values."""

    def holds(self, values: NDArray[np.float64], newest: float) -> Flags:
        """Which values lie in it, shape as `values`; NaN never does. `newest` is in seconds since 1970."""
        values = newest - values if self.ago else values
        over = values > self.low if self.above else values >= self.low
        under = values < self.high if self.below else values <= self.high
        return np.asarray(over & under)


def range_of(field: str, value: Piece) -> Range:
    """The range that a value of a number field means; raises QueryError."""
    text, kind = value.text, _kind(field)
    if found := _COMPARED.fullmatch(text):
        sign, rest = found.groups()
        end, ago = _read(kind, Piece(rest, value.place + len(sign)))
        low = end if ">" in sign or sign == "=" else -inf
        high = end if "<" in sign or sign == "=" else inf
        return Range(low, high, above=sign == ">", below=sign == "<", ago=ago)
    if ".." in text:
        return _between(kind, value)
    end, ago = _read(kind, value)
    if kind != "int":
        raise QueryError(f"a comparison is needed, such as >{text} or <{text}", value.place)
    return Range(end, end, ago=ago)


def _between(kind: str, value: Piece) -> Range:
    """The range of `a..b`, both ends in it; one of them may be left out."""
    first, _, last = value.text.partition("..")
    places = value.place, value.place + len(first) + 2
    ends = [_read(kind, Piece(text, at)) for text, at in zip((first, last), places, strict=True) if text]
    if not ends or len({ago for _, ago in ends}) > 1:
        raise QueryError("two ends of one sort are needed, such as 50..70", value.place)
    low = ends[0][0] if first else -inf
    high = ends[-1][0] if last else inf
    if low > high:
        raise QueryError(f"{value.text} runs backwards", value.place)
    return Range(low, high, ago=ends[0][1])


def _kind(field: str) -> str:
    """What sort of number a field has."""
    return "bytes" if field == "bytes" else BY_NAME[field].kind


def _read(kind: str, value: Piece) -> tuple[float, bool]:
    """The number that a text means, and whether it is so long ago; raises QueryError."""
    try:
        if kind == "time":
            moment = when(value.text)
            return (moment.total_seconds(), True) if isinstance(moment, timedelta) else (moment, False)
        return _READERS.get(kind, parse_amount)(value.text), False
    except (ValueError, SelectionError) as error:
        raise QueryError(str(error).removesuffix("."), value.place) from error


def _fraction(text: str) -> float:
    """A fraction of 1 out of `0.8` or `80%`; raises ValueError."""
    if text.endswith("%"):
        return parse_amount(text.removesuffix("%")) / 100
    if (value := parse_amount(text)) > 1:
        raise ValueError(f"{text} is more than all: write {text}% or a number from 0 to 1")
    return value


_READERS: Final[dict[str, Callable[[str], float]]] = {"fraction": _fraction, "seconds": parse_seconds}
