"""Connections of the sample day, as Zeek would see them."""

from dataclasses import dataclass

from numpy.random import Generator

RESOLVER = "10.20.0.2"
"""The name server of the sample network."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a connection."""

    src: str
    """Address that opens it."""
    src_port: int
    """Port that opens it."""
    dst: str
    """Address that is called."""
    port: int
    """Port that is called."""


@dataclass(frozen=True, slots=True)
class Connection:
    """One row of conn.log, with what the row of ssl, http or dns that belongs to it needs."""

    ts: float
    """Seconds from midnight to the first packet."""
    ends: Ends
    """Who talks to whom."""
    proto: str
    """tcp or udp."""
    service: str | None
    """The protocol that Zeek recognises: ssl, http and dns have a log of their own."""
    duration: float | None
    """Seconds from the first packet to the last; None for a single packet."""
    orig_bytes: int | None
    """Payload bytes from the source; None for a single packet."""
    resp_bytes: int | None
    """Payload bytes from the destination; None for a single packet."""
    state: str
    """Zeek's conn_state."""
    history: str
    """Zeek's history of the packets."""
    orig_pkts: int
    """Packets from the source."""
    resp_pkts: int
    """Packets from the destination."""
    name: str | None = None
    """TLS server name, HTTP Host or DNS query."""
    answer: str | None = None
    """The address that a DNS query got."""

    @property
    def written(self) -> float:
        """Seconds from midnight at which Zeek writes the row: it waits to see whether more comes."""
        return self.ts + (self.duration or 0.0) + (5.0 if self.proto == "tcp" else 60.0)


def dial(src: str, dst: str, port: int, rng: Generator) -> Ends:
    """Call from a passing port."""
    return Ends(src, int(rng.integers(49152, 65536)), dst, port)


def session(
    ts: float,
    ends: Ends,
    service: str | None,
    sent: int,
    received: int,
    seconds: float,
    *,
    name: str | None = None,
    close: str = "SF",
) -> Connection:
    """Make a TCP session that was closed by both ends (SF) or by a reset of the source (RSTO)."""
    history = {"SF": "ShADadFf", "RSTO": "ShADadR"}[close]
    sent_pkts = 4 + sent // 1400 + received // 2800
    received_pkts = 3 + received // 1400 + sent // 2800
    seconds = round(seconds, 6)
    return Connection(ts, ends, "tcp", service, seconds, sent, received, close, history, sent_pkts, received_pkts, name)


def unanswered(ts: float, ends: Ends) -> Connection:
    """Make a SYN that nobody answered."""
    return Connection(ts, ends, "tcp", None, None, None, None, "S0", "S", 1, 0)


def refused(ts: float, ends: Ends, seconds: float) -> Connection:
    """Make a SYN that was answered by a reset after so many seconds."""
    return Connection(ts, ends, "tcp", None, round(seconds, 6), 0, 0, "REJ", "Sr", 1, 1)


def exchange(
    ts: float,
    ends: Ends,
    service: str,
    sent: int,
    received: int,
    seconds: float,
    *,
    name: str | None = None,
    answer: str | None = None,
) -> Connection:
    """Make one UDP packet and its answer."""
    seconds = round(seconds, 6)
    return Connection(ts, ends, "udp", service, seconds, sent, received, "SF", "Dd", 1, 1, name, answer)


def announcement(
    ts: float,
    ends: Ends,
    service: str | None,
    sent: int,
    packets: int,
    seconds: float,
    name: str | None = None,
) -> Connection:
    """Make UDP packets to a group, which nobody answers."""
    return Connection(ts, ends, "udp", service, round(seconds, 6), sent, 0, "S0", "D", packets, 0, name)


def lookup(ts: float, src: str, name: str, answer: str, rng: Generator) -> Connection:
    """Ask for a name just before `ts` and get its address."""
    ends = dial(src, RESOLVER, 53, rng)
    asked, took, sent = ts - rng.uniform(0.03, 0.09), rng.uniform(0.001, 0.03), 29 + len(name)
    return exchange(asked, ends, "dns", sent, sent + 16, took, name=name, answer=answer)
