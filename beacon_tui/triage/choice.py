"""The choice of what to call benign: the scopes with what each would hide, and a rule edited by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from beacon_tui.errors import AllowlistError
from beacon_tui.render.table import Look, TableColumn, TextRows
from beacon_tui.render.text import SignOf
from beacon_tui.triage.desk import Desk
from beacon_tui.triage.effect import Effect
from beacon_tui.triage.grouping import At, Key
from beacon_tui.triage.ranks import Rows
from beacon_tui.triage.rule_line import line_of, rule_of
from beacon_tui.triage.rules import RuleError
from beacon_tui.triage.scopes import MOST as MOST_RULES
from beacon_tui.triage.scopes import Scope, scopes, shared_scope
from beacon_tui.triage.seen import known_of
from beacon_tui.units import count, many

COLUMNS: Final = (
    TableColumn("number", "", 1),
    TableColumn("words", "BENIGN IS", 20, "left"),
    TableColumn("rule", "RULE", 10, "left", flexible=True),
    TableColumn("hides", "HIDES", 5),
    TableColumn("strong", "STRONG", 6),
    TableColumn("marked", "MARKED", 6),
)

EDITED: Final = "a rule of your own"

MOST: Final = 300
"""Members of a group up to which a rule for each of them is offered beside the one for all."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A scope and what it would do."""

    scope: Scope
    effect: Effect


class Choice:
    """What may be meant by calling some candidates benign, and what is chosen of it.

    At first that is the narrowest. Of a group, unless candidates are marked, it is the one rule for what its members
    share; of several marked ones the rule for their one destination or name, where it hides nothing else. `alone` means
    what is at hand, whatever is marked.
    """

    def __init__(self, desk: Desk, at: At, alone: bool = False) -> None:
        self._desk = desk
        here = desk.groups.rows(at)
        shown, others = ([], []) if alone else desk.marked
        meant = [*shown, *others] or here
        whole = shared_scope(desk.results, here[0], at.column) if isinstance(at, Key) else None
        leads = whole is not None and bool(whole.rules) and meant == here
        found = [] if leads and len(meant) > MOST else scopes(desk.results, meant)
        if whole is not None and leads:
            found = [whole, *(scope for scope in found if not _same(scope, whole))]
        self._meant = np.array(meant, np.int64)
        self._offers = _plainest_first([self._offer(scope, self._meant) for scope in found])
        if meant != here:
            only, words = (
                (whole, "only this group")
                if whole is not None
                else (scopes(desk.results, here)[0], "only the one at hand")
            )
            self._offers.append(self._offer(Scope(words, only.rules, only.problem), here))
        self.title = _title(len(meant), bool(shown or others), len(others))
        """Which candidates are benign."""
        self._own = self._offer(Scope(EDITED, ()), self._meant)
        self._typed: str | None = None
        self.chosen = 0
        """The number of the chosen scope, from 0; the last is the rule edited by hand."""

    def __len__(self) -> int:
        """How many scopes there are, the rule edited by hand too."""
        return len(self._offers) + 1

    @property
    def _offer_chosen(self) -> Offer:
        """The scope that is chosen."""
        return (*self._offers, self._own)[self.chosen]

    @property
    def line(self) -> str:
        """The rule of the chosen scope as a line to edit."""
        if self.chosen == len(self._offers) and self._typed is not None:
            return self._typed
        rules = self._offer_chosen.scope.rules
        return line_of(rules[0]) if len(rules) == 1 else ""

    @property
    def heed(self) -> str:
        """What is to be heeded of the chosen scope before it is written; empty when nothing is."""
        offer = self._offer_chosen
        named = [rule.account for rule in offer.scope.rules if rule.account]
        accounts = [f"{name} was {known_of(self._desk.results.accounts, name)}." for name in named]
        return " ".join(
            filter(None, (offer.scope.problem, *accounts, offer.effect.warning if offer.scope.rules else ""))
        )

    @property
    def rows(self) -> TextRows:
        """The scopes as a table."""
        return TextRows(COLUMNS, len(self), self._row)

    def _row(self, place: int) -> tuple[Sequence[str], Look]:
        """One scope: its rule, and how many candidates it would hide."""
        offer = (*self._offers, self._own)[place]
        scope, effect = offer.scope, offer.effect
        rule = scope.rules[0].text() if len(scope.rules) == 1 else many(len(scope.rules), "rule")
        nothing = (
            "in the line below" if offer is self._own else f"over {MOST_RULES:,} rules" if scope.too_many else "none"
        )
        numbers = [effect.hides, effect.strong, effect.marked]
        texts = [rule, *map(count, numbers)] if scope.rules else [nothing, "", "", ""]
        return [str(place + 1), scope.words, *texts], "middling" if effect.warning else ""

    def choose(self, place: int) -> None:
        """Choose a scope; the rule edited by hand begins as the one chosen before it."""
        line = self.line
        self.chosen = place
        if place == len(self._offers) and self._typed is None:
            self.type(line)

    def type(self, line: str) -> None:
        """Choose a rule edited by hand, as far as it is typed."""
        self._typed = line
        self.chosen = len(self._offers)
        try:
            scope = Scope(EDITED, (rule_of(line),))
        except RuleError as error:
            scope = Scope(EDITED, (), error.sentence)
        self._own = self._offer(scope, self._meant)

    def write(self, reason: str, sign: SignOf) -> str:
        """Write the rules of the chosen scope; return what was done, as a sentence; raises AllowlistError."""
        scope = self._offer_chosen.scope
        if not scope.rules:
            raise AllowlistError(scope.problem or "There is no rule yet: write one, such as dst:192.0.2.0/24 port:443.")
        if not self._desk.allow(scope.rules, reason):
            return f"The allowlist has {'this rule' if len(scope.rules) == 1 else 'these rules'} already"
        rule = f"rule: {scope.rules[0].text()}" if len(scope.rules) == 1 else many(len(scope.rules), "rule")
        return f"Hidden by {rule} – {sign('undo')} takes it back"

    def _offer(self, scope: Scope, meant: Sequence[int] | Rows) -> Offer:
        """A scope with what it would do."""
        return Offer(scope, self._desk.effect(scope.rules, meant))


def _plainest_first(offers: list[Offer]) -> list[Offer]:
    """Offers, before the others the one of one rule for a destination or a name that does what several rules would."""
    narrowest = offers[0].scope
    if len(narrowest.rules) < 2 and not narrowest.too_many:
        return offers
    whole = [offer for offer in offers if offer.scope.shared and not offer.effect.others][:1]
    return whole + [offer for offer in offers if offer not in whole]


def _title(meant: int, marked: bool, not_shown: int) -> str:
    """The question of the screen, where so many candidates are meant, of the marked ones some that are not shown."""
    if meant == 1 and not not_shown:
        return "Benign: what shall be hidden from now on?"
    who = many(meant, "marked candidate") if marked else f"{meant:,} candidates of this group"
    return f"Benign: what shall be hidden for the {who}{f' ({not_shown:,} not shown)' if not_shown else ''}?"


def _same(one: Scope, other: Scope) -> bool:
    """Whether two scopes have rules that cover the same."""
    return [rule.covers for rule in one.rules] == [rule.covers for rule in other.rules]
