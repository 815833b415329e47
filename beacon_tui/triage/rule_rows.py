"""Every rule as a line: the user's own, then those of the starter list, with what each hides now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from beacon_tui.render.table import Look, TableColumn, TextRows
from beacon_tui.render.text import SignOf
from beacon_tui.triage.desk import Desk
from beacon_tui.triage.rules import Rule, State
from beacon_tui.triage.seen import known_of
from beacon_tui.triage.starter import starter_rules
from beacon_tui.units import count, many

COLUMNS: Final = (
    TableColumn("number", "#", 3),
    TableColumn("state", "STATE", 8, "left"),
    TableColumn("hides", "HIDES", 6),
    TableColumn("rule", "RULE", 36, "left", flexible=True),
    TableColumn("reason", "REASON", 16, "left", flexible=True),
    TableColumn("expires", "EXPIRES", 10, "left"),
    TableColumn("author", "AUTHOR", 8, "left"),
    TableColumn("added", "ADDED", 10, "left"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """The rules of a desk in a list."""

    desk: Desk
    """The load, and the decisions on it."""
    rules: tuple[Rule, ...]
    """The user's own, then those of the starter list."""

    @classmethod
    def of(cls, desk: Desk) -> "Listed":
        """List the rules as they are now."""
        return cls(desk, desk.rulebook.own + starter_rules())

    @property
    def rows(self) -> TextRows:
        """The rules as a table."""
        return TextRows(COLUMNS, len(self.rules), self._row)

    def title(self, sign: SignOf) -> str:
        """How many rules there are, how many of them hide nothing, and where they are kept."""
        own = self.desk.rulebook.own
        states = [rule.state() for rule in own]
        idle = [f"{count(states.count(state))} {state}" for state in ("off", "expired") if state in states]
        starter = f"starter list {'on' if self.desk.starter else 'off'} ({sign('starter')})"
        return f"Allowlist: {', '.join([many(len(own), 'rule'), *idle, starter])}, kept in {self.desk.rulebook.path}"

    def words(self, place: int) -> str:
        """All that is to be known of a rule, and what it would hide while it is not in force."""
        rule = self.rules[place]
        parts = [replace(rule, origin="user").text(), rule.reason and f"“{rule.reason}”"]
        made = " ".join(filter(None, (rule.author and f"by {rule.author}", rule.added and f"on {rule.added}")))
        parts += [made, rule.expires and f"until {rule.expires}"]
        if self._state(rule) != "in force":
            parts.append(f"{self._state(rule)}: it would hide {many(self._covered(rule), 'candidate')}")
        parts.append(
            "" if rule.account is None else f"its account was {known_of(self.desk.results.accounts, rule.account)}"
        )
        return " · ".join(filter(None, parts))

    def _row(self, place: int) -> tuple[Sequence[str], Look]:
        """One rule; one that hides nothing is dim."""
        rule, state = self.rules[place], self._state(self.rules[place])
        number = str(place + 1) if rule.origin == "user" else ""
        hides = count(self._covered(rule)) if state == "in force" else "—"
        reason = rule.text() if rule.origin == "starter" else rule.reason
        text = replace(rule, origin="user").text()
        texts = [number, state, hides, text, reason, rule.expires, rule.author, rule.added[:10]]
        return texts, "" if state == "in force" else "dim"

    def _state(self, rule: Rule) -> State:
        """Whether a rule hides anything."""
        return "off" if rule.origin == "starter" and not self.desk.starter else rule.state()

    def _covered(self, rule: Rule) -> int:
        """How many candidates a rule covers, whether it is in force or not."""
        return int(self.desk.view.covered([replace(rule, enabled=True, expires="")]).sum())
