"""Whom a candidate calls, as indicators: addresses and a name, never the source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from beacon_tui.render.text import clean
from beacon_tui.triage.export.case import Case
from beacon_tui.triage.export.records import Record
from beacon_tui.triage.grouping import At, Key
from beacon_tui.units import duration, many, percent, port

_PROTO: Final = re.compile("[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Target:
    """The far end of a candidate."""

    addresses: tuple[str, ...]
    """Addresses without zones, sorted; none where the candidate is a name, which outlives its addresses."""
    name: str | None
    """The server name as the log has it: any text."""
    port: int | None
    """The destination port; None where the protocol has none."""
    proto: str | None
    """`tcp`, `udp` or whatever plain word the log has."""
    services: tuple[str, ...]
    """The protocols that Zeek recognised."""
    record: Record
    """All that is known of the candidate."""

    @property
    def words(self) -> str:
        """The rhythm and the score in plain ASCII; nothing of it is log-borne text."""
        record = self.record
        rhythm = "no rhythm" if record["period"] is None else f"every {duration(record['period'])}"
        jitter = "" if record["jitter"] is None else f" jitter {percent(record['jitter'])}"
        score = "no score" if record["score"] is None else f"score {100 * record['score']:.0f}"
        where = "" if self.port is None else f"port {port(self.port)} "
        seen = f"{many(record['connections'], 'connection')} from {record['first_seen'][:10]}"
        return f"beacon candidate: {where}{rhythm}{jitter}, {score}, {seen}"


def targets(case: Case) -> Iterator[Target]:
    """The target of each candidate."""
    for row, record in zip(case.rows, case.records(), strict=True):
        named = record["kind"] == "name"
        proto = record["proto"] or ""
        yield Target(
            addresses=() if named else addresses(case, row),
            name=record["domain"] or None,
            port=record["port"] if proto in ("tcp", "udp") else None,
            proto=proto if _PROTO.fullmatch(proto) else None,
            services=tuple(filter(_PROTO.fullmatch, (record["service"] or "").split(","))),
            record=record,
        )


def far_end(case: Case, at: At) -> str:
    """What a candidate calls, to be pasted: its address, else its name, else its addresses; on one line.

    Of a group, whose members the case has, it is what they share.
    """
    columns = case.view.results.columns
    if isinstance(at, Key):
        return clean(columns[at.column][case.rows[0]])
    row = at
    return clean(columns["dst"][row] or columns["domain"][row] or " ".join(addresses(case, row)))


def addresses(case: Case, row: int) -> tuple[str, ...]:
    """The destination addresses of a candidate, sorted, each once, without zones; what is no address is left out."""
    found = case.view.results.connections(row)["id.resp_h"].dropna().unique()
    return tuple(sorted(filter(None, {plain_address(str(text)) for text in found}), key=_by_number))


def plain_address(text: str) -> str | None:
    """An address as everyone writes it, without its zone; None where it is none."""
    try:
        return str(ip_address(text.partition("%")[0]))
    except ValueError:
        return None


def _by_number(text: str) -> tuple[int, int]:
    """IPv4 before IPv6, each from the lowest address on."""
    address = ip_address(text)
    return address.version, int(address)
