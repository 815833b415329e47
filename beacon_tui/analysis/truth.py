"""What hides in the sample logs: who calls whom, how often, and whether it is hostile."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Truth:
    """One thing that really happens in the sample day."""

    name: str
    """What it is, in a few words."""
    src: tuple[str, ...]
    """The sources that do it, each for itself."""
    dst: tuple[str, ...]
    """The destinations called."""
    port: int
    """Destination port; 0 where there are several."""
    domain: str | None
    """Server name in ssl.log or http.log; None where there is none or more than one."""
    period: float | None
    """Mean seconds between check-ins of one source; None where there is no rhythm."""
    malicious: bool
    """Whether it is an attack."""
    words: str
    """What makes it hard or easy to find."""


@dataclass(frozen=True, slots=True)
class Site:
    """A web site that people visit."""

    name: str
    """Its server name."""
    address: str
    """Its address; several sites may share one."""
    port: int = 443
    """443, or 80 where it speaks plain HTTP."""


SITES: Final = (
    Site("www.example.com", "192.0.2.80"),
    Site("img.example.com", "192.0.2.81"),
    Site("cdn.example.com", "192.0.2.81"),
    Site("news.example.org", "198.51.100.10"),
    Site("video.example.org", "198.51.100.11"),
    Site("ads.example.net", "203.0.113.40"),
    Site("fonts.example.net", "203.0.113.40"),
    Site("shop.example", "203.0.113.41"),
    Site("pay.shop.example", "203.0.113.42"),
    Site("maps.example", "198.51.100.30"),
    Site("search.example", "198.51.100.31"),
    Site("forum.example", "192.0.2.90", 80),
    Site("weather.example", "192.0.2.91", 80),
    Site("wiki.test", "198.51.100.32"),
)
"""The web of the people in the sample day."""

JITTERED: Final = Truth(
    "jittered beacon",
    ("10.20.0.21",),
    ("203.0.113.10",),
    443,
    "assets.example.net",
    49.4,
    True,
    "Sleep 60 s, Cobalt-style jitter 37 %: gaps of 38 to 61 s, all day, nearly constant sizes with rare "
    "large tasking, on a workstation whose user browses.",
)
SLOW: Final = Truth(
    "slow beacon",
    ("10.20.0.22",),
    ("198.51.100.77",),
    443,
    None,
    9000.5,
    True,
    "Every 2 h 30 min ± 10 %, TLS without a server name: only nine or ten check-ins in the day.",
)
ROTATING: Final = Truth(
    "rotating beacon",
    ("10.20.0.23",),
    tuple(f"192.0.2.{host}" for host in range(11, 17)),
    443,
    "telemetry.example.org",
    300.5,
    True,
    "Every 5 min ± 20 % to one of six addresses drawn at random behind one name: each address alone looks irregular.",
)
DEAD: Final = Truth(
    "dead C2",
    ("10.20.0.24",),
    ("203.0.113.99",),
    8443,
    None,
    600.5,
    True,
    "Three tries about a second apart every 10 min ± 5 %, never answered (S0), so sizes are unknown.",
)
SCAN: Final = Truth(
    "port scan",
    ("10.20.0.29",),
    tuple(f"10.20.0.{host}" for host in range(1, 52) if host != 29),
    0,
    None,
    None,
    True,
    "Five ports of 50 addresses within two minutes at 03:20, refused (REJ) or unanswered (S0): no beacon.",
)
GUESSING: Final = Truth(
    "SSH password guessing",
    ("198.51.100.200",),
    ("10.20.0.5",),
    22,
    None,
    3.1,
    True,
    "Inbound, every 3 s, very regular in time and size, but over after three minutes (04:10).",
)
NTP: Final = Truth(
    "NTP clients",
    ("10.20.0.25", "10.20.0.26"),
    ("198.51.100.123",),
    123,
    None,
    1024.0,
    False,
    "The time service, every 1024 s.",
)
UPDATER: Final = Truth(
    "updater",
    ("10.20.0.26",),
    ("203.0.113.80",),
    80,
    "updates.example.com",
    900.0,
    False,
    "Asks for updates on the quarter hour, clock-locked, plain HTTP.",
)
MONITORING: Final = Truth(
    "monitoring agent",
    ("10.20.0.5",),
    ("10.20.0.4",),
    10050,
    None,
    300.5,
    False,
    "A server reports to the monitoring host every 300 s: internal, fixed sleep.",
)
MDNS: Final = Truth(
    "mDNS",
    ("10.20.0.40",),
    ("224.0.0.251",),
    5353,
    None,
    600.0,
    False,
    "A printer announces itself to a multicast group every 10 min.",
)
MDNS6: Final = Truth(
    "mDNS over IPv6",
    ("fe80::20:40",),
    ("ff02::fb",),
    5353,
    None,
    600.0,
    False,
    "The same printer over IPv6.",
)
SSDP: Final = Truth(
    "SSDP",
    ("10.20.0.50",),
    ("239.255.255.250",),
    1900,
    None,
    480.0,
    False,
    "A television looks for devices every 8 min, four packets to a multicast group.",
)
BROWSING: Final = Truth(
    "people browsing",
    ("10.20.0.21", "10.20.0.22", "10.20.0.25", "10.20.0.27", "10.20.0.28"),
    tuple(dict.fromkeys(site.address for site in SITES)),
    0,
    None,
    None,
    False,
    "Five people over the working day: bursts of connections to several names; some share an address.",
)
PUSH: Final = Truth(
    "push session",
    ("10.20.0.27",),
    ("192.0.2.200",),
    443,
    "push.example.com",
    None,
    False,
    "One connection of more than seven hours: any rhythm is inside it, where conn.log cannot see it.",
)
MAIL: Final = Truth(
    "mail client",
    ("10.20.0.25",),
    ("198.51.100.25",),
    993,
    "imap.example.org",
    600.0,
    False,
    "Looks for mail every 10 min, but only from 08:00 to 18:00.",
)
