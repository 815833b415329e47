"""What rows of logs say, counted: distinct values, most frequent first, and remarks on what is unusual."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

MOST: Final = 8
"""Values of a field that are told."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be known."""

    words: str
    """A clause."""
    unusual: bool = False
    """Whether it is seldom so in benign traffic."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a field."""

    text: str
    """As it stands in the log; not cleaned."""
    rows: int
    """How many rows have it."""
    remarks: tuple[Remark, ...] = ()
    """What is to be known of it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the rows have in one field."""

    name: str
    """What the field is called."""
    values: tuple[Value, ...]
    """The most frequent values, those that are as frequent by text."""
    more: int = 0
    """How many distinct values there are beyond."""
    absent: int = 0
    """Rows that have none, where that is worth saying."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one kind of log says."""

    title: str
    """What it is about."""
    source: str
    """What was read for it, such as `3 rows of ssl.log`, or why there is nothing."""
    facts: tuple[Fact, ...] = ()
    """What stands in the rows."""
    remarks: tuple[Remark, ...] = ()
    """What is to be known of all of it."""

    def remarked(self, name: str, remarks: Mapping[str, Remark]) -> "Part":
        """The same with a further remark on each value of one fact, by its text."""
        return replace(self, facts=tuple(_remarked(one, remarks) if one.name == name else one for one in self.facts))


def fact(
    name: str, column: "pd.Series[Any]", remarks: Mapping[str, Remark] | None = None, absent: bool = False
) -> Fact:
    """The values of a column, with remarks on some; with `absent` it is told how many rows have none."""
    there = column.dropna()
    texts = there.astype("int64").astype("str") if there.dtype == "float64" else there.astype("str")
    counts = texts.value_counts()
    order = sorted(counts.items(), key=lambda one: (-one[1], str(one[0]))) if len(counts) else []
    known = remarks or {}
    values = tuple(
        Value(str(text), int(rows), (known[str(text)],) if str(text) in known else ()) for text, rows in order[:MOST]
    )
    return Fact(name, values, len(order) - len(values), len(column) - len(there) if absent else 0)


def facts(frame: pd.DataFrame, names: Mapping[str, str], absent: tuple[str, ...] = ()) -> Iterator[Fact]:
    """The facts of some fields of rows, by the names that they are to have; a field that no row has is passed over."""
    for field, name in names.items():
        found = fact(name, frame[field], absent=field in absent)
        if found.values or (found.absent and field in absent):
            yield found


def _remarked(fact: Fact, remarks: Mapping[str, Remark]) -> Fact:
    """A fact with a further remark on each of its values."""
    values = (replace(value, remarks=(*value.remarks, remarks[value.text])) for value in fact.values)
    return replace(fact, values=tuple(values))
