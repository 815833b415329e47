"""What a filter can ask for: the public columns, their short names, and what no column holds."""

from difflib import get_close_matches
from typing import Final

from beacon_tui.analysis.model import BY_NAME, COLUMNS, DECIDED
from beacon_tui.errors import QueryError
from beacon_tui.triage.query.tokens import Piece

SHORT: Final = {
    "name": "domain",
    "n": "events",
    "dur": "duration_max",
    "seen": "last_seen",
    "sent": "orig_bytes_median",
    "received": "resp_bytes_median",
    "flag": "flags",
}
"""Other names of public columns."""

SORTABLE: Final = tuple(column.name for column in (*COLUMNS, *DECIDED) if column.kind != "list")
"""The columns that can be sorted by."""

WAYS: Final = ("asc", "desc")
"""The orders that a column can be sorted in, as they are written behind it."""

COMMON: Final = (
    *("src", "dst", "name", "port", "proto", "service", "state", "flag", "verdict", "account"),
    *("score", "period", "jitter", "n", "dur", "bytes", "seen", "prevalence", "sort"),
)
"""The fields that are offered first."""

FIELDS: Final = tuple(dict.fromkeys((*COMMON, "sent", "received", *SORTABLE)))
"""Every field by the names that are offered."""

KNOWN: Final = frozenset((*FIELDS, *SHORT, *SHORT.values()))
"""Every name that is understood."""


def field_of(name: Piece) -> str:
    """The field that a name means: a public column, or `bytes`, `state`, `sort`; raises QueryError."""
    lower = name.text.lower()
    if lower in KNOWN:
        return SHORT.get(lower, lower)
    raise QueryError(f"{name.text} is no field{_hint(lower, FIELDS)}", name.place)


def column_of(name: Piece) -> str:
    """The column to sort by that a name means; raises QueryError."""
    lower = SHORT.get(name.text.lower(), name.text.lower())
    if lower in SORTABLE:
        return lower
    raise QueryError(f"{name.text or 'nothing'} is no column to sort by{_hint(lower, SORTABLE)}", name.place)


def is_number(field: str) -> bool:
    """Whether a field is compared as a number."""
    return field == "bytes" or (field in BY_NAME and BY_NAME[field].kind not in ("text", "address", "list"))


def _hint(name: str, known: tuple[str, ...]) -> str:
    """What may have been meant."""
    near = get_close_matches(name, known, 1)
    return f": perhaps {near[0]} is meant" if near else ""
