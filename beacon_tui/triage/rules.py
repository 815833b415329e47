"""What a rule of the allowlist is: which candidates it covers, why, since when and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, Final, Literal

MATCHING: Final = ("src", "dst", "name", "port", "proto", "service", "account")
"""The fields that say what a rule covers; a candidate must agree with every one that is set."""

FIELDS: Final = (*MATCHING, "reason", "author", "added", "expires", "enabled")
"""The fields of a rule in a file."""

State = Literal["in force", "off", "expired"]
"""Whether a rule hides anything; if not, because it was disabled, or because its last day is over."""

BROADCAST: Final = "broadcast"
"""What `dst` says for 255.255.255.255 and for private addresses that end in 255; no network in CIDR holds those."""

Origin = Literal["user", "starter"]
"""Whose rule it is: the user's own, or one of the starter list."""


class RuleError(ValueError):
    """A rule that cannot be used: which field, and a clause that says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason

    @property
    def sentence(self) -> str:
        """It as a sentence."""
        subject = "the rule" if self.field == "rule" else self.field
        return f"{subject} {self.reason}{'' if self.reason.endswith('?') else '.'}"


@dataclass(frozen=True, slots=True)
class Rule:
    """Candidates that are known to be benign; raises RuleError when made of values that cannot be used."""

    src: str | None = None
    """Address or network (CIDR) of the source."""
    dst: str | None = None
    """Address or network of the destination, or `broadcast`; never covers a candidate with several destinations."""
    name: str | None = None
    """Server name; `*.example.com` covers example.com and everything below it."""
    port: int | None = None
    """Destination port."""
    proto: str | None = None
    """tcp, udp or icmp."""
    service: str | None = None
    """Protocol as Zeek recognised it."""
    account: str | None = None
    r"""Account that a server confirmed on the source: `name`, `name@domain` or `domain\name`."""
    reason: str = ""
    """Why it is benign, in the analyst's words."""
    author: str = ""
    """Who made the rule."""
    added: str = ""
    """When the rule was made, ISO 8601."""
    expires: str = ""
    """The last day (ISO 8601, UTC) on which it hides anything; empty for no end."""
    enabled: bool = True
    """Whether it may hide anything."""
    origin: Origin = "user"
    """Where it comes from; no field of a file."""

    def __post_init__(self) -> None:
        """Refuse what would cover nothing, everything or something else than it says."""
        if all(getattr(self, field) is None for field in MATCHING):
            raise RuleError("rule", f"needs at least one of {', '.join(MATCHING)}")
        for field in ("name", "proto", "service", "account", "reason", "author", "added", "expires"):
            _check_text(field, getattr(self, field))
        if self.src is not None:
            network("src", self.src)
        if self.dst is not None and self.dst != BROADCAST:
            network("dst", self.dst)
        if self.name is not None and "*" in self.name.removeprefix("*."):
            raise RuleError("name", "`*` may only stand at the start, as in `*.example.com`")
        if self.name in ("", "*."):
            raise RuleError("name", "is empty")
        if self.account is not None and "*" in self.account:
            raise RuleError("account", "must be one account, without `*`")
        if self.account == "":
            raise RuleError("account", "is empty")
        if self.port is not None and not 0 <= self.port <= 65535:
            raise RuleError("port", f"{self.port} is not between 0 and 65535")
        if self.expires and not _is_day(self.expires):
            raise RuleError("expires", f"{self.expires!a} is no day such as 2026-12-31")

    @classmethod
    def from_table(cls, table: Mapping[str, Any], origin: Origin = "user") -> "Rule":
        """Read a rule from a TOML table; a field that is unknown or of another type is a RuleError."""
        for field, value in table.items():
            if field not in FIELDS:
                near = get_close_matches(field, FIELDS, 1)
                raise RuleError(field, "is not a field of a rule" + (f"; did you mean {near[0]}?" if near else ""))
            wanted, words = _TYPES.get(field, (str, "a text in quotes"))
            if type(value) is not wanted and not (field in ("added", "expires") and isinstance(value, date)):
                raise RuleError(field, f"must be {words}")
        values: dict[str, Any] = {
            field: value.isoformat() if isinstance(value, date) else value for field, value in table.items()
        }
        return cls(**values, origin=origin)

    @property
    def covers(self) -> tuple[object, ...]:
        """What it covers, equal for two rules that cover the same, whatever their reasons and their spelling."""
        ends = [end if end is None or end == BROADCAST else _network(end) for end in (self.src, self.dst)]
        texts = (self.name, self.proto, self.service, self.account)
        return (*ends, *(text and text.lower() for text in texts), self.port)

    def says(self, other: "Rule") -> bool:
        """Say whether it has the same in every field that says what `other` covers."""
        return all(theirs in (None, mine) for mine, theirs in zip(self.covers, other.covers, strict=True))

    def state(self, day: date | None = None) -> State:
        """Say whether it hides anything on a day, today if none is given."""
        if not self.enabled:
            return "off"
        return "expired" if self.expires and self.expires < (day or today()).isoformat() else "in force"

    def text(self) -> str:
        """Name the rule in one line: `10.0.0.7 → *.example.com :443/tcp ssl`, or `starter: NTP`."""
        if self.origin == "starter":
            return f"{self.origin}: {self.reason}"
        target = [part for part in (self.dst, self.name) if part is not None]
        port = f":{self.port}" if self.port is not None else ""
        proto = f"/{self.proto}" if self.proto is not None else ""
        account = f"account {self.account}" if self.account is not None else ""
        words = [self.src or ("" if account else "any"), account, "→", *(target or ["any"]), port + proto, self.service]
        return " ".join(word for word in words if word)


def today() -> date:
    """Return the day it is, in UTC."""
    return datetime.now(UTC).date()


def network(field: str, text: str) -> IPv4Network | IPv6Network:
    """Read an address or CIDR of a rule's field; raise RuleError when it is neither."""
    try:
        return _network(text)
    except ValueError as error:
        try:
            meant = f"; did you mean {ip_network(text, strict=False)}?"
        except ValueError:
            meant = ""
        word = f" nor `{BROADCAST}`" if field == "dst" else ""
        raise RuleError(field, f"{text!a} is neither an address nor a network{word}{meant}") from error


@lru_cache(65_536)
def _network(text: str) -> IPv4Network | IPv6Network:
    """Read an address or CIDR; raise ValueError; of thousands of rules many have the same."""
    return ip_network(text)


def _check_text(field: str, text: str | None) -> None:
    """Refuse a text that an editor or a terminal would not show as it is."""
    if text is not None and not text.isprintable():
        raise RuleError(field, f"{text!a} holds characters that cannot be shown")


def _is_day(text: str) -> bool:
    """Say whether a text is a day as 2026-12-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_TYPES: Final[dict[str, tuple[type, str]]] = {"port": (int, "a whole number"), "enabled": (bool, "true or false")}
"""The fields that are no text, what they are, and how to say so."""
