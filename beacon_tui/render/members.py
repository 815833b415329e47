"""The members of a group in short, for the side panel."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from beacon_tui.render.candidates import MIDDLING, STRONG, score_sign
from beacon_tui.render.groups import best, once, shared_text
from beacon_tui.render.text import clean
from beacon_tui.units import UNKNOWN, count, decimal, duration, many, moment, port, size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from beacon_tui.analysis.model import Results

MOST: Final = 4
"""Values that are listed of each kind, the most frequent first."""

WIDTH: Final = 40
"""Cells that an address may take."""


def summary(
    results: "Results", rows: "NDArray[Any]", shared: str, covered: "NDArray[np.bool_]", marked: int
) -> list[str]:
    """What a group is: its members share the column `shared`, rules cover some of them, and so many are marked."""

    def value(column: str) -> "NDArray[Any]":
        """What the members have in a column."""
        return np.asarray(results.columns[column][rows])

    top = best(results, rows, covered)
    score = results.columns["score"][top]
    best_words = "no score" if np.isnan(score) else f"best score {decimal(100 * score, 0)}"
    lines: list[str | None] = [
        f"{shared_text(results, rows, shared, WIDTH)}  {many(len(rows), 'candidate')}",
        f"{best_words} {score_sign(results, top, hidden=False)}".rstrip(),
        "",
        _scores(value("score")),
        f"periods {_span(value('period'), duration)}",
        f"sent {_span(value('orig_bytes_median'), size)}",
        f"received {_span(value('resp_bytes_median'), size)}",
        f"{many(int(results.columns['events'][once(results, rows)].sum()), 'check-in')}",
        f"first {moment(value('first_seen').min())}  last {moment(value('last_seen').max())}",
        "",
    ]
    for noun, end in (("source", "src"), ("destination", "dst")):
        lines += [_listed(noun, _ends(results, once(results, rows), end))] if shared != end else []
    lines += [_listed("port", [one if one >= 0 else None for one in value("port").tolist()], port)]
    for noun, column in (("name", "domain"), ("service", "service")):
        lines += [_listed(noun, value(column).tolist())] if shared != column else []
    lines += [f"• {count(covered.sum())} hidden by rules"] if covered.any() else []
    lines += [f"• {count(marked)} marked"] if marked else []
    return [line for line in lines if line is not None]


def _ends(results: "Results", rows: "NDArray[Any]", end: str) -> list[str | None]:
    """Who is at an end of each candidate: its address, or else its name, as far as it is known."""
    addresses, names = (results.columns[column][rows].tolist() for column in (end, "domain"))
    return [address or name for address, name in zip(addresses, names, strict=True)]


def _scores(scores: "NDArray[Any]") -> str:
    """How many members are strong, middling, below that, and without a score."""
    strong, at_least = int((scores >= STRONG).sum()), int((scores >= MIDDLING).sum())
    none = int(np.isnan(scores).sum())
    parts = (
        (strong, "strong"),
        (at_least - strong, "middling"),
        (len(scores) - at_least - none, "lower"),
        (none, "without"),
    )
    return "scores: " + ", ".join(f"{count(number)} {what}" for number, what in parts if number)


def _span(values: "NDArray[Any]", show: Callable[[float], str]) -> str:
    """The least and the greatest known value, and the median; one alone where they are shown alike."""
    known = values[~np.isnan(values)]
    if not len(known):
        return UNKNOWN
    least, middle, most = (show(float(of(known))) for of in (np.min, np.median, np.max))
    return least if least == most else f"{least} to {most}, median {middle}"


def _listed(noun: str, values: Sequence[Any], show: Callable[[Any], str] = clean) -> str | None:
    """The most frequent values, with how many members have each where they differ; None where all are unknown."""
    found = Counter(values).most_common()
    known = sum(value is not None for value, _ in found)
    if not known:
        return None
    each = 1 < len(found) < len(values)
    words = [
        f"{(value is not None and show(value)) or 'none'}{f' ({count(number)})' if each else ''}"
        for value, number in found[:MOST]
    ]
    more = f" and {count(len(found) - MOST)} more" if len(found) > MOST else ""
    return f"• {many(known, noun)}: {', '.join(words)}{more}"
