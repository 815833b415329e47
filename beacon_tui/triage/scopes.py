"""The rules that may be meant when a candidate is called benign: its pair alone, or more."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any, Final

from beacon_tui.analysis.model import Results
from beacon_tui.errors import AllowlistError
from beacon_tui.triage.author import author
from beacon_tui.triage.grouping import Shared
from beacon_tui.triage.ranks import is_address
from beacon_tui.triage.rules import MATCHING, Rule, RuleError, network, today
from beacon_tui.units import many

if TYPE_CHECKING:
    from beacon_tui.analysis.accounts import Accounts

Candidate = Mapping[str, Any]
"""Values of one row of the candidate table."""

MOST: Final = 1000
"""Rules that are written at once, at most: nobody reads an allowlist of more."""

TOO_MANY: Final = f"That takes more than {MOST:,} rules: choose what they share, or mark fewer."

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
    too_many: bool = False
    """Whether it would take more than `MOST` rules, so that none is made."""

    @property
    def shared(self) -> bool:
        """Whether it is one rule for the destination or the name that all candidates have."""
        if len(self.rules) != 1 or self.problem:
            return False
        said = {field for field in MATCHING if getattr(self.rules[0], field) is not None}
        return said in ({"dst"}, {"name"})


def scopes(results: Results, rows: Sequence[int]) -> list[Scope]:
    """The scopes that fit some candidates (at least one), the narrowest first, which is always there."""
    places = list(rows)  # numpy takes a tuple for something else
    found = [_scope(maker, results, places) for maker in _MAKERS]
    sources = set(results.columns["src"][places].tolist())
    pairs, *wider = (*found[:-1], *_accounts(results.accounts, sources), found[-1])
    return [pairs, *(scope for scope in wider if scope.rules or scope.too_many)]


def shared_scope(results: Results, row: int, column: Shared) -> Scope:
    """The scope of all candidates that have the same in a column as one of them: one rule."""
    return _scope(_SHARED[column], results, [row])


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


@dataclass(frozen=True, slots=True)
class Maker:
    """How the rules of a scope are made."""

    one: str
    """How the scope is called where it has one rule."""
    several: str
    """How it is called where it has several."""
    make: Callable[[Candidate], Rule]
    """Makes the rule of one candidate; raises RuleError."""
    columns: tuple[str, ...]
    """The columns that it looks at: where they are equal, so are the rules."""
    first: tuple[str, ...] = ()
    """Of these columns it looks at the first one that is known, and at none of those behind it."""

    def alike(self, results: Results, rows: list[int]) -> Iterator[tuple[Any, ...]]:
        """Of each candidate what it looks at, in the order of `first` and then of `columns`."""
        found, free = [], [True] * len(rows)
        for name in self.first:
            values = results.columns[name][rows].tolist()
            found.append([value if is_free else None for value, is_free in zip(values, free, strict=True)])
            free = [value is None and is_free for value, is_free in zip(values, free, strict=True)]
        return zip(*found, *(results.columns[name][rows].tolist() for name in self.columns), strict=True)


def _scope(maker: Maker, results: Results, rows: list[int]) -> Scope:
    """One scope of all candidates: the rules that can be made, and how many could not."""
    names = maker.first + maker.columns
    rules: dict[object, Rule] = {}
    problems, without = list[str](), 0
    for values, number in Counter(maker.alike(results, rows)).items():
        try:
            rule = maker.make(dict(zip(names, values, strict=True)))
            rules.setdefault(rule.covers, rule)
        except RuleError as error:
            problems.append(error.sentence)
            without += number
        if len(rules) > MOST:
            return Scope(maker.several, (), TOO_MANY, too_many=True)
    problem = problems[0] if problems else ""
    if problem and len(rows) == 1:
        problem = f"No rule can be made for this candidate: {problem}"
    elif problem:
        problem = f"Not for {many(without, 'candidate')} of {len(rows):,}: {problem}"
    words = maker.one if (len(rules) == 1 and not problem) or len(rows) == 1 else maker.several
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
        bits = NEIGHBOURHOOD[network("dst", address).version]
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


_WHO: Final = ("kind", "src", "dst", "domain", "port", "proto")
_DESTINATION: Final = Maker("this destination", "their destinations", _destination, ("dst",))
_NAME: Final = Maker("this name", "their names", _named, ("domain",))
_SOURCE: Final = Maker("this source", "their sources", _source, ("src",))

_MAKERS: Final = (
    Maker("this pair", "these pairs", _pair, _WHO),
    _DESTINATION,
    _NAME,
    _SOURCE,
    Maker(
        "this service there", "their services there", _service, ("port", "proto", "service"), ("dst", "domain", "src")
    ),
)
"""Every scope, the narrowest first."""

_SHARED: Final[dict[Shared, Maker]] = {"dst": _DESTINATION, "domain": _NAME, "src": _SOURCE}
"""What covers all candidates of a group."""
