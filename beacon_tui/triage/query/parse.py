"""A filter as it is typed, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from beacon_tui.analysis.model import BY_NAME
from beacon_tui.errors import QueryError
from beacon_tui.triage.query.fields import KNOWN, WAYS, column_of, field_of
from beacon_tui.triage.query.terms import Condition, all_of, any_of, no, term, word
from beacon_tui.triage.query.tokens import Piece, Token, pieces, tokens

DEEPEST: Final = 20
"""Brackets in each other, at most."""

Order = tuple[tuple[str, bool], ...]
"""Columns to sort by, the first one first, and whether the largest comes first."""


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A filter that was understood."""

    text: str
    """As it was typed."""
    holds: Condition
    """Which candidates it keeps."""
    sort: Order = ()
    """What it sorts by; empty when it does not say."""
    fields: frozenset[str] = frozenset()
    """The fields that it asks about."""

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.text.strip())


EVERYTHING: Final = Query("", all_of(()))
"""The filter that keeps all."""


def parse(text: str, saved: Mapping[str, str] | None = None) -> Query:
    """Understand a filter; `saved` are filters by name, for `@name`; raises QueryError."""
    parser = _Parser(text, saved or {})
    condition = parser.whole()
    return Query(text, condition, parser.sort, frozenset(parser.fields))


class _Parser:
    """Reads one filter from left to right: terms stand in groups, `or` between groups, `!` before a term."""

    def __init__(self, text: str, saved: Mapping[str, str], within: tuple[str, ...] = ()) -> None:
        self.sort: Order = ()
        self._tokens = [token for token in tokens(text) if not self._sorts(token)]
        self._saved, self._within = saved, within
        self._next = 0
        self._depth = 0
        self._end = len(text)
        self.fields: set[str] = set()

    def whole(self) -> Condition:
        """All of the text."""
        if not self._tokens:
            return all_of(())
        condition = self._either()
        if token := self._peek():
            raise QueryError("this bracket closes nothing", token.place)
        return condition

    def _sorts(self, token: Token) -> bool:
        """Whether a token says how to sort, wherever it stands; what it says is kept."""
        if token.kind != "term" or not token.text.lower().startswith("sort:"):
            return False
        self.sort = _order(pieces(token, KNOWN)[1])
        return True

    def _peek(self) -> Token | None:
        """The token that comes next."""
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, kind: str) -> Token | None:
        """The next token if it is of a kind."""
        token = self._peek()
        if token is None or token.kind != kind:
            return None
        self._next += 1
        return token

    def _either(self) -> Condition:
        """Groups with `or` between them."""
        groups = [self._group()]
        while self._take("or"):
            groups.append(self._group())
        return any_of(groups)

    def _group(self) -> Condition:
        """Terms that must all hold, one at least; `and` may stand between them."""
        parts = [self._one()]
        while (token := self._peek()) and token.kind not in (")", "or"):
            self._take("and")
            parts.append(self._one())
        return all_of(parts)

    def _one(self) -> Condition:
        """A term, a bracket, or what is not to be."""
        self._depth += 1
        token = self._peek()
        if self._depth > DEEPEST and token:
            raise QueryError("there are too many brackets in each other", token.place)
        if self._take("!"):
            condition = no(self._one())
        elif opened := self._take("("):
            condition = self._either()
            if not self._take(")"):
                raise QueryError("this bracket is not closed", opened.place)
        elif found := self._take("term"):
            condition = self._term(found)
        else:
            raise QueryError("a term is missing", token.place if token else self._end)
        self._depth -= 1
        return condition

    def _term(self, token: Token) -> Condition:
        """A plain word, a field with its values, or a saved filter."""
        if token.text.startswith("@"):
            return self._use(token)
        name, values = pieces(token, KNOWN)
        if name is None:
            return any_of(map(word, values))
        field = field_of(name)
        self.fields.add(field)
        first = values[0]
        negated = first.text.startswith("!") and not first.quoted
        if negated:
            values[0] = Piece(first.text[1:], first.place + 1)
        condition = any_of(term(field, value) for value in values)
        return no(condition) if negated else condition

    def _use(self, token: Token) -> Condition:
        """What the saved filter of a name means."""
        name = token.text[1:]
        if name not in self._saved:
            known = ", ".join(f"@{one}" for one in self._saved) or "none"
            raise QueryError(f"{token.text} is no saved filter: there are {known}", token.place)
        if name in self._within:
            raise QueryError(f"{token.text} means itself", token.place)
        try:
            inner = _Parser(self._saved[name], self._saved, (*self._within, name))
            condition = inner.whole()
        except QueryError as error:
            raise QueryError(f"{token.text} cannot be used: {error.reason}", token.place) from error
        self.sort = self.sort or inner.sort
        self.fields |= inner.fields
        return condition


def _order(values: list[Piece]) -> Order:
    """The columns to sort by, two at most; raises QueryError."""
    if len(values) > 2:
        raise QueryError("two columns at most can be sorted by", values[2].place)
    return tuple(_key(value) for value in values)


def _key(value: Piece) -> tuple[str, bool]:
    """A column, and whether its largest comes first, as `-desc` and `-asc` say; without one as the screen sorts it."""
    name, _, way = value.text.partition("-")
    if way and way not in WAYS:
        raise QueryError(f"{way} is no order: there are {' and '.join(WAYS)}", value.place + len(name) + 1)
    column = column_of(Piece(name, value.place))
    return column, way == "desc" or (not way and downwards(column))


def downwards(column: str) -> bool:
    """Whether the largest of a column comes first unless something else is said: of numbers, not of texts."""
    return BY_NAME[column].kind not in ("text", "address")
