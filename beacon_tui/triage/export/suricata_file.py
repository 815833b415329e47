"""Suricata rules for what candidates call: addresses with their port, and names as their protocol carries them."""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

from beacon_tui.render.text import clean
from beacon_tui.triage.export.case import Case
from beacon_tui.triage.export.targets import Target, targets

SIDS: Final = range(1_500_000, 2_000_000)
"""Signature ids that are drawn: the upper half of the range that is reserved for local rules."""

_UNSAFE: Final = re.compile(rb"[^A-Za-z0-9._-]+")
_UNSAFE_WORDS: Final = re.compile(r'[^ -~]|["\\;|$`]')
_ONCE_AN_HOUR: Final = "threshold:type limit, track by_src, seconds 3600, count 1"

_NAMES: Final = {
    "ssl": ("tls", "tls.sni", "; nocase"),
    "quic": ("quic", "quic.sni", "; nocase"),
    "http": ("http", "http.host", ""),
}
"""How the name of a service is matched: the protocol, the buffer, and whether case must be told not to matter."""
_ASKED: Final = ("dns", "dns.query", "; nocase")
"""Where no such service was recognised, the question for the name is matched."""


def export(case: Case) -> str:
    """A rule a line; none for a candidate whose destination is not known."""
    return suricata_text(targets(case))


def suricata_text(some: Iterable[Target]) -> str:
    """Write one rule for each thing to match; equal input gives equal ids."""
    rules = dict.fromkeys(match for target in some for match in _matches(target))
    firsts: dict[str, str] = {}
    for match, words in rules:
        firsts.setdefault(match, words)
    sids = _sids(firsts)
    return "".join(match.format(msg=words, sid=sids[match]) + "\n" for match, words in firsts.items())


def _matches(target: Target) -> Iterator[tuple[str, str]]:
    """The rules of a target, without their message and id, and the message of each."""
    if target.addresses:
        where = target.addresses[0] if len(target.addresses) == 1 else f"[{','.join(target.addresses)}]"
        proto = target.proto if target.proto in ("tcp", "udp", "icmp") else "ip"
        to = "any" if target.port is None else target.port
        flow = "flow:to_server; " if proto in ("tcp", "udp") else ""
        yield _rule(f"{proto} any any -> {where} {to}", flow), message(target, target.addresses[0])
    if target.name:
        service = next((service for service in target.services if service in _NAMES), "")
        proto, buffer, nocase = _NAMES.get(service, _ASKED)
        match = f'{buffer}; content:"{content(target.name)}"{nocase}; startswith; endswith; '
        yield _rule(f"{proto} any any -> any any", match), message(target, target.name)


def _rule(head: str, match: str) -> str:
    """A rule with room for its message and id."""
    return f'alert {head} (msg:"{{msg}}"; {match}{_ONCE_AN_HOUR}; classtype:trojan-activity; sid:{{sid}}; rev:1;)'


def content(name: str) -> str:
    """A name between the quotes of `content`, in lower case: every byte that is unusual in a name in hexadecimal."""
    raw = name.lower().encode("utf-8", "replace")
    return _UNSAFE.sub(lambda found: b"|%s|" % found[0].hex(" ").encode(), raw).decode("ascii")


def message(target: Target, who: str) -> str:
    """A message of characters that have no meaning in a rule; every other one becomes a point."""
    return _UNSAFE_WORDS.sub(".", f"beacon_tui {clean(who)[:80]} {target.words}")


def _sids(rules: Iterable[str]) -> dict[str, int]:
    """An id of `SIDS` for each rule, drawn from its text; where two draw the same, the later by text moves on."""
    given: dict[str, int] = {}
    taken: set[int] = set()
    for rule in sorted(rules):
        place = int.from_bytes(sha256(rule.encode()).digest()[:8])
        while (sid := SIDS[place % len(SIDS)]) in taken:
            place += 1
        taken.add(sid)
        given[rule] = sid
    return given
