"""The context of a candidate as lines: under each heading the fields of a log, their values and how often they came."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from beacon_tui.render.text import clean, fit, folded
from beacon_tui.units import UNKNOWN, compact, many

if TYPE_CHECKING:
    from beacon_tui.analysis.context import Context
    from beacon_tui.analysis.facts import Fact, Part, Remark

MOST_LINES: Final = 4
"""Lines that one value takes at most."""

_NAME, _COUNT = 12, 6
"""Cells of the name of a field and of a count."""

Look = Literal["", "heading", "mark", "dim"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    text: str
    """Cleaned, and no wider than asked for."""
    look: Look = ""
    """What kind of line it is; that also stands in its words or its place."""


def context_lines(context: "Context", reading: str, width: int) -> list[Line]:
    """Everything that is known, in lines of `width` cells; `reading` says what is being read, empty when all is."""
    lines = [Line(fit(f"reading {clean(reading)} …", width).rstrip(), "dim")] if reading else []
    lines += [line for part in context.parts for line in (*_part(part, width), Line(""))]
    for skip in context.skipped:
        lines += _folded(f"! {clean(str(skip))}", width, 0, "mark")
    return lines


def _part(part: "Part", width: int) -> Iterator[Line]:
    """The heading of a part, what is unusual, and its facts."""
    yield from _folded(f"{part.title}: {part.source}", width, 0, "heading")
    for remark in part.remarks:
        yield from _remark(remark, width, 2)
    for fact in part.facts:
        yield from _fact(fact, width)


def _fact(fact: "Fact", width: int) -> Iterator[Line]:
    """The values of a field, the most frequent first."""
    indent = 2 + _NAME + 1 + _COUNT + 2
    names = iter([fit(fact.name, _NAME)])
    for value in fact.values:
        text = clean(value.text)
        first, *others = folded(text, max(width - indent, 1), MOST_LINES)
        yield _line(next(names, ""), compact(value.rows), first, width)
        yield from (_line("", "", other, width) for other in others)
        for remark in value.remarks:
            yield from _remark(remark, width, indent)
    if fact.absent:
        yield _line(next(names, ""), compact(fact.absent), f"{UNKNOWN} (none)", width)
    if fact.more:
        yield _line(next(names, ""), "", f"and {many(fact.more, 'more value')}", width, "dim")


def _remark(remark: "Remark", width: int, indent: int) -> Iterator[Line]:
    """A remark; what is unusual has a mark of its own."""
    sign = "!" if remark.unusual else "-"
    yield from _folded(f"{sign} {clean(remark.words)}", width, indent, "mark" if remark.unusual else "")


def _line(name: str, count: str, text: str, width: int, look: Look = "") -> Line:
    """One value, or a line of it."""
    return Line(fit(f"  {name:{_NAME}} {count:>{_COUNT}}  {text}", width).rstrip(), look)


def _folded(text: str, width: int, indent: int, look: Look) -> Iterator[Line]:
    """A text over as many lines as it takes."""
    indent = min(indent, width // 2)
    for line in folded(text, width - indent, MOST_LINES):
        yield Line(" " * indent + line, look)
