"""The counts of the first screen: what it shows, what it leaves out, and how to see that."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from beacon_tui.render.status import hidden_part, read_parts
from beacon_tui.render.text import SignOf, cells, clean, fit
from beacon_tui.units import count, many

if TYPE_CHECKING:
    from beacon_tui.analysis.model import Counts


@dataclass(frozen=True, slots=True)
class Shown:
    """How many candidates the screen shows, and how many it leaves out, each for one reason."""

    shown: int
    """Candidates in the table."""
    ruled: int = 0
    """Those of them that a rule covers, shown because hidden ones were asked for."""
    hidden: int = 0
    """Left out because a rule covers them."""
    starter: int = 0
    """Candidates that only the starter list covers."""
    others: int = 0
    """Left out because only long sessions are shown."""
    long: int = 0
    """Candidates with a long session that are shown, or would be in the view of long sessions."""
    marked: int = 0
    """Marked for export."""
    marked_out: int = 0
    """Those of them that are not in the table."""
    new: int = 0
    """Candidates in the table that were not met before."""
    filtered: int = 0
    """Left out because the filter does not keep them."""
    where: str = ""
    """The filter, as it was typed."""
    long_only: bool = False
    """Whether only long sessions are shown."""
    grouped: str | None = None
    """What those of one group share: a key of `GROUPED`; None where they are not grouped."""
    groups: int = 0
    """How many groups of several there are."""


GROUPED: Final = {"dst": "destination", "name": "name, else destination", "src": "source"}
"""By what candidates are grouped, in words."""


def screen_counts(counts: "Counts", shown: Shown, width: int, sign: SignOf) -> str:
    """What was read and judged, and what is shown and not, with the keys that tell more.

    A line of more than `width` cells is broken between two parts.
    """
    ruled = f" ({count(shown.ruled)} of them hidden by rules)" if shown.ruled else ""
    hidden = hidden_part(shown.hidden, 0 if shown.long_only else shown.starter)
    if shown.long_only:
        others = f"{many(shown.others, 'other')} left out" if shown.others else ""
        parts = [
            f"long sessions: {many(shown.shown, 'candidate')}{ruled}",
            _new(shown),
            others,
            hidden,
            _filtered(shown, width),
            _grouped(shown),
            _marked(shown),
            f"{sign('long')} goes back",
        ]
    else:
        long = f"{count(shown.long)} long ({sign('long')})" if shown.long else ""
        parts = [*read_parts(counts, sign("unread")), f"{count(shown.shown)} shown{ruled}", _new(shown), hidden]
        parts += [_filtered(shown, width), _grouped(shown), _marked(shown), long]
    return _broken([part for part in parts if part], width)


def _new(shown: Shown) -> str:
    """How many are new."""
    return f"{count(shown.new)} new" if shown.new else ""


def _marked(shown: Shown) -> str:
    """How many are marked, and how many of them cannot be seen."""
    out = f" ({count(shown.marked_out)} not shown)" if shown.marked_out else ""
    return f"{count(shown.marked)} marked{out}" if shown.marked else ""


def _grouped(shown: Shown) -> str:
    """By what the candidates are grouped, and how many groups that makes."""
    return f"grouped by {GROUPED[shown.grouped]}: {many(shown.groups, 'group')}" if shown.grouped else ""


def kept_words(shown: Shown) -> str:
    """How many candidates a filter keeps, and how many not, for the line in which it is typed."""
    return f"{count(shown.shown)} shown, {count(shown.filtered)} hidden by it"


def _filtered(shown: Shown, width: int) -> str:
    """How many the filter hides, and the filter, in at most `width` cells."""
    if not shown.where.strip():
        return ""
    line = f"filter hides {count(shown.filtered)}: {clean(shown.where.strip())}"
    return fit(line, min(cells(line), max(width, 0)))


def _broken(parts: list[str], width: int) -> str:
    """Parts on as few lines of at most `width` cells as they take, a part on a line of its own being any length."""
    text, *rest = parts
    for part in rest:
        wide = cells(f"{text} · {part}".rpartition("\n")[2]) > width
        text += f"\n{part}" if wide else f" · {part}"
    return text


def nothing_words(counts: "Counts", shown: Shown, sign: SignOf) -> str:
    """Why the table is empty, and which key shows more."""
    hidden = f"{count(shown.hidden)} hidden by rules ({sign('hidden')} shows them)" if shown.hidden else ""
    if shown.long_only:
        others = f"{many(shown.others, 'candidate')} without one ({sign('long')} goes back to them)"
        return f"No session of an hour or more to show: {_listed(_unwanted(shown, sign), hidden, others)}."
    switch = f"({sign('starter')} turns it off)"
    starter = f"{count(shown.starter)} of them by the starter list {switch}" if shown.hidden and shown.starter else ""
    few = f"{many(counts.too_few, 'pair')} with too few check-ins to be judged"
    return f"No candidate to show: {_listed(_unwanted(shown, sign), hidden, starter, few)}."


def _unwanted(shown: Shown, sign: SignOf) -> str:
    """How many the filter hides, the filter, and the key that clears it."""
    where = clean(shown.where.strip())
    return f"{count(shown.filtered)} hidden by the filter {where} ({sign('stop')} clears it)" if where else ""


def _listed(*parts: str) -> str:
    """What there is of the parts."""
    return ", ".join(filter(None, parts))
