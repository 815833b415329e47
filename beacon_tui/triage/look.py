"""How a data set is shown, written down for the next time and shown again."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from beacon_tui.errors import QueryError
from beacon_tui.render.candidates import EVERY
from beacon_tui.triage.folds import BYS, folds_of, key_of, plain_folds, plain_key
from beacon_tui.triage.grouping import At, Key
from beacon_tui.triage.query.fields import SORTABLE
from beacon_tui.triage.query.parse import EVERYTHING, Query, parse
from beacon_tui.triage.same import name_of, rows_of
from beacon_tui.triage.view import Spec
from beacon_tui.units import many, moment

if TYPE_CHECKING:
    from beacon_tui.triage.remembering import Remembering


def look_of(desk: "Remembering", at: At | None) -> str:
    """Filter, order, columns, groups, and the candidate or the group under the cursor, as a text."""
    spec = desk.spec
    order = [(spec.sort, spec.descending), *([spec.then] if spec.then else [])]
    return json.dumps(
        {
            "where": spec.where.text,
            "order": order,
            "show_hidden": spec.show_hidden,
            "long_only": spec.long_only,
            "columns": desk.columns,
            "by": desk.groups.by,
            "folds": plain_folds(desk.groups.folds),
            "at": plain_key(at) if isinstance(at, Key) else None if at is None else name_of(desk.results, at),
        }
    )


def resume(desk: "Remembering", saved: Mapping[str, str]) -> None:
    """Show a data set as it was left; what cannot be understood any more is left out; `saved` are filters by name."""
    default = desk.spec, desk.columns
    marks = rows_of(desk.results, desk.view.ranks, desk.journal.marks)
    text, made = desk.journal.left or ("{}", 0.0)
    look = _read(text)
    by = look.get("by")
    desk.groups.by, desk.groups.folds = by if by in BYS else None, folds_of(look.get("folds"))
    desk.show_again(set(marks.values()), _spec(look, saved), _columns(look, desk.columns))
    at = look.get("at")
    desk.at = rows_of(desk.results, desk.view.ranks, [at]).get(at) if isinstance(at, str) else key_of(at)
    spec = desk.spec
    parts = [
        many(len(desk.marks), "mark") if desk.marks else "",
        "filter" if spec.where else "",
        "order" if _order(spec) != _order(default[0]) or spec.long_only or spec.show_hidden else "",
        "columns" if desk.columns != default[1] else "",
        "groups" if desk.groups.by else "",
    ]
    if what := _listed([part for part in parts if part]):
        when = f" on {moment(made, '%m-%d %H:%M')}" if made else ""
        desk.resumed = f"{what} as you left them{when}"


def _read(text: str) -> dict[str, Any]:
    """What was written down; nothing where that is no longer what it was."""
    try:
        look = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return look if isinstance(look, dict) else {}


def _spec(look: Mapping[str, Any], saved: Mapping[str, str]) -> Spec:
    """What was asked for, as far as it can be understood."""
    where: Query = EVERYTHING
    if text := str(look.get("where") or ""):
        with suppress(QueryError):  # a saved filter that is gone
            where = parse(text, saved)
    spec = Spec(where=where, show_hidden=look.get("show_hidden") is True, long_only=look.get("long_only") is True)
    try:
        order = [(name, down is True) for name, down in look["order"] if name in SORTABLE]
    except (KeyError, TypeError, ValueError):
        order = []
    if not order:
        return spec
    (sort, descending), *rest = order
    return replace(spec, sort=sort, descending=descending, then=rest[0] if rest else None)


def _columns(look: Mapping[str, Any], otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that showed, each once."""
    names = look.get("columns")
    return tuple(dict.fromkeys(name for name in names if str(name) in EVERY)) if isinstance(names, list) else otherwise


def _order(spec: Spec) -> tuple[object, ...]:
    """What the rows are sorted by."""
    return spec.sort, spec.descending, spec.then


def _listed(parts: list[str]) -> str:
    """Things in a list that begins a sentence."""
    words = " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
    return words[:1].upper() + words[1:]
