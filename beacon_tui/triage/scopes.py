"""The rules that may be meant when a candidate is called benign: its pair alone, or more."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any, Final

from beacon_tui.analysis.model import Results
from beacon_tui.errors import AllowlistError
from beacon_tui.triage.author import author
from beacon_tui.triage.grouping import Shared
from beacon_tui.triage.ranks import is_address
from beacon_tui.triage.rules import Rule, RuleError, today
from beacon_tui.units import many

if TYPE_CHECKING:
    from beacon_tui.analysis.accounts import Accounts

Candidate = Mapping[str, Any]
"""The values of one row of the candidate table."""

NEIGHBOURHOOD: Final = {4: 24, 6: 64}
"""Bits of the network around a destination, by the version of its address."""

MOST_ACCOUNTS: Final = 3
"""Accounts that are offered, at most."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One way to call candidates benign."""

    words: str
    """What it takes in."""
    rules: tuple[Rule, ...]
    """The rules for it, one each that differs; none where none can be made."""
    problem: str = ""
    """Why no rule could be made, or not for every candidate."""


def scopes(results: Results, rows: Sequence[int]) -> list[Scope]:
    """The scopes that fit some candidates (at least one), the narrowest first, which is always there."""
    candidates = [_candidate(results, row) for row in rows]
    found = [_scope(words[len(rows) > 1], make, candidates) for words, make in _MAKERS]
    sources = {str(candidate["src"]) for candidate in candidates}
    pairs, *wider = (*found[:-1], *_accounts(results.accounts, sources), found[-1])
    return [pairs, *(scope for scope in wider if scope.rules)]


def shared_scope(results: Results, row: int, column: Shared) -> Scope:
    """The scope of all candidates that have the same in a column as one of them: one rule."""
    words, make = _SHARED[column]
    return _scope(words, make, [_candidate(results, row)])


def rule_for(results: Results, row: int) -> Rule:
    """Make the plainest rule that covers candidate `row`: its pair, or its source and name.

    Raises AllowlistError when no such rule can be written.
    """
    (scope, *_) = scopes(results, [row])
    if not scope.rules:
        raise AllowlistError(scope.problem)
    return scope.rules[0]


def signed(rule: Rule, reason: str = "") -> Rule:
    """The rule as made by this user today, for a reason if one is given."""
    return replace(rule, author=author(), added=today().isoformat(), reason=reason.strip() or rule.reason)


def _candidate(results: Results, row: int) -> Candidate:
    """The values of a candidate."""
    return {name: values[row] for name, values in results.columns.items()}


def _scope(words: str, make: Callable[[Candidate], Rule], candidates: Sequence[Candidate]) -> Scope:
    """One scope of all candidates: the rules that can be made, and how many could not."""
    rules: dict[object, Rule] = {}
    problems = []
    for candidate in candidates:
        try:
            rule = make(candidate)
            rules.setdefault(rule.covers, rule)
        except RuleError as error:
            problems.append(f"No rule can be made for this candidate: {error.sentence}")
    problem = problems[0] if problems else ""
    if problem and len(candidates) > 1:
        problem = f"Not for {many(len(problems), 'candidate')} of {len(candidates):,}: {problem}"
    return Scope(words, tuple(rules.values()), problem)


def _pair(candidate: Candidate) -> Rule:
    """Its source and destination with port and protocol, or its source and name."""
    if candidate["kind"] == "name":
        return Rule(src=_address(candidate, "src"), name=_name(candidate))
    src, dst = _address(candidate, "src"), _address(candidate, "dst")
    return Rule(src=src, dst=dst, port=_port(candidate), proto=candidate["proto"])


def _destination(candidate: Candidate) -> Rule:
    """Whoever calls its destination."""
    return Rule(dst=_address(candidate, "dst"))


def _named(candidate: Candidate) -> Rule:
    """Whoever calls its name."""
    return Rule(name=_name(candidate))


def _source(candidate: Candidate) -> Rule:
    """Whatever its source calls."""
    return Rule(src=_address(candidate, "src"))


def _service(candidate: Candidate) -> Rule:
    """Its service on the network of its destination, at and below its name, or else from its source."""
    service = {"port": _port(candidate), "proto": candidate["proto"], "service": candidate["service"]}
    if candidate["dst"] is not None:
        address = _address(candidate, "dst")
        bits = NEIGHBOURHOOD[ip_network(address).version]
        return Rule(dst=str(ip_network(f"{address}/{bits}", strict=False)), **service)
    if candidate["domain"] is not None:
        return Rule(name=f"*.{_name(candidate)}", **service)
    return Rule(src=_address(candidate, "src"), **service)


def _accounts(accounts: "Accounts", sources: Collection[str]) -> Iterator[Scope]:
    """The accounts that were confirmed on every one of some sources, `MOST_ACCOUNTS` at most.

    Those of machines come last, and those on many sources, as service accounts are, first.
    """
    spread = accounts.confirmed_on_all(sources)
    for text in sorted(spread, key=lambda text: ("$@" in text, -spread[text], text))[:MOST_ACCOUNTS]:
        try:
            yield Scope(f"account, {many(spread[text], 'source')}", (Rule(account=text),))
        except RuleError:  # no name that a rule can have
            continue


def _address(candidate: Candidate, field: str) -> str:
    """An address of a candidate; raises RuleError where it has none."""
    value = candidate[field]
    if value is None:
        raise RuleError(field, "is unknown, so the rule would cover more than this")
    if not is_address(value):
        raise RuleError(field, f"{value!a} is no address")
    return str(value)


def _name(candidate: Candidate) -> str:
    """The name of a candidate; raises RuleError where it has none, or one that a rule would read as more."""
    value = candidate["domain"]
    if value is None:
        raise RuleError("domain", "is unknown, so the rule would cover more than this")
    if "*" in value:
        raise RuleError("domain", f"{value!a} would be read as a pattern")
    return str(value)


def _port(candidate: Candidate) -> int:
    """The port of a candidate; raises RuleError where it is unknown."""
    port = int(candidate["port"])
    if port < 0:
        raise RuleError("port", "is unknown, so the rule would cover more than this")
    return port


_MAKERS: Final[tuple[tuple[tuple[str, str], Callable[[Candidate], Rule]], ...]] = (
    (("this pair", "these pairs"), _pair),
    (("this destination", "their destinations"), _destination),
    (("this name", "their names"), _named),
    (("this source", "their sources"), _source),
    (("this service there", "their services there"), _service),
)
"""Every scope: how it is called for one candidate and for several, and how the rule of one candidate is made."""

_SHARED: Final[dict[Shared, tuple[str, Callable[[Candidate], Rule]]]] = {
    "dst": ("this destination", _destination),
    "domain": ("this name", _named),
    "src": ("this source", _source),
}
"""What covers all candidates of a group: how it is called, and how the rule of one of them is made."""
