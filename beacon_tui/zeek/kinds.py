"""Which Zeek logs are read, which of their fields, and how a log's name tells what it is."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from beacon_tui.zeek.columns import CONN_FIELDS, LOSS_FIELDS, REQUIRED

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read of one kind of log."""

    log: str
    """Zeek's name of the log: its `#path`."""
    fields: tuple[str, ...]
    """The fields to read; one that a log lacks is unknown in every row."""
    needed: tuple[str, ...]
    """The fields without which the log is of no use."""
    keep: "Callable[[pd.DataFrame], pd.DataFrame] | None" = None
    """The rows that are kept of the complete rows that were read; None keeps all of them."""
    needle: bytes = b""
    """What stands in each line that matters; the others may be passed over unread."""
    rare: bool = False
    """Whether few lines are of this log where several logs are in one stream."""

    def kept(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        """The rows that are kept of complete ones."""
        return self.keep(frame) if self.keep else frame

    def needle_in(self, mixed: bool) -> bytes:
        """What stands in each line of JSON that matters, in a stream of several logs or in a log by itself."""
        return self.needle or (f'"{self.log}"'.encode() if self.rare and mixed else b"")


WANTED: Final = {
    wanted.log: wanted
    for wanted in (
        Wanted("conn", CONN_FIELDS, REQUIRED),
        Wanted("ssl", ("ts", "uid", "server_name"), ("ts", "uid")),
        Wanted("http", ("ts", "uid", "id.orig_h", "host", "username"), ("ts", "uid")),
        Wanted("open_conn", CONN_FIELDS, (*REQUIRED, "uid", "duration"), rare=True),
        Wanted("capture_loss", LOSS_FIELDS, LOSS_FIELDS, rare=True),
        Wanted("kerberos", ("ts", "id.orig_h", "client", "success"), ("ts", "id.orig_h"), rare=True),
        Wanted("ntlm", ("ts", "id.orig_h", "username", "domainname", "success"), ("ts", "id.orig_h"), rare=True),
    )
}
"""The logs that are read; every other log is passed over."""

BESIDE: Final = {
    wanted.log: wanted
    for wanted in (
        Wanted(
            "ssl",
            (
                *("ts", "uid", "id.orig_h", "server_name", "version", "next_protocol", "established"),
                *("validation_status", "sni_matches_cert", "ja3", "ja3s", "ja4", "ja4s"),
                *("subject", "issuer", "cert_chain_fuids", "cert_chain_fps"),
            ),
            ("ts", "uid"),
        ),
        Wanted(
            "x509",
            (
                *("ts", "id", "fingerprint", "certificate.subject", "certificate.issuer"),
                *("certificate.not_valid_before", "certificate.not_valid_after"),
            ),
            ("ts", "certificate.subject"),
        ),
        Wanted(
            "http",
            ("ts", "uid", "id.orig_h", "method", "host", "uri", "user_agent", "status_code"),
            ("ts", "uid"),
        ),
        Wanted(
            "dns",
            ("ts", "uid", "id.orig_h", "query", "qtype_name", "rcode_name", "answers", "TTLs"),
            ("ts", "id.orig_h", "query"),
        ),
        Wanted("conn", ("ts", "uid", "id.orig_h", "history"), ("ts", "uid")),
    )
}
"""What is read of the logs beside conn.log when one candidate is looked at."""

OF_ACCOUNTS: Final = ("kerberos", "ntlm")
"""The logs of logins: what they say is known from the start."""

TELLING: Final = (
    ("conn", ("id.orig_h", "conn_state")),
    ("conn", ("id.orig_h", "orig_bytes")),
    ("ssl", ("server_name", "cipher")),
    ("http", ("host", "method")),
    ("capture_loss", LOSS_FIELDS),
    ("kerberos", ("request_type", "client")),
    ("ntlm", ("username", "domainname")),
)
"""Fields by which a log that does not say what it is can be told."""

# fmt: off
OTHERS: Final = frozenset(
    (
        "analyzer", "bacnet", "broker", "cluster", "communication", "config",
        "conn-summary", "conn_long", "dce_rpc", "dhcp", "dnp3", "dns", "dpd", "email", "files", "ftp",
        "intel", "irc", "known_certs", "known_devices", "known_hosts", "known_modbus",
        "known_services", "ldap", "ldap_search", "loaded_scripts", "modbus", "mqtt_connect",
        "mqtt_publish", "mqtt_subscribe", "mysql", "netcontrol", "notice", "notice_alarm",
        "ntp", "ocsp", "openflow", "packet_filter", "pe", "postgresql", "print", "prof", "quic",
        "radius", "rdp", "redis", "reporter", "rfb", "signatures", "sip", "smb_cmd", "smb_files",
        "smb_mapping", "smtp", "snmp", "socks", "software", "ssh", "stats", "stderr", "stdout",
        "syslog", "telemetry", "traceroute", "tunnel", "unknown_protocols", "weird", "weird_stats",
        "websocket", "x509",
    )
)
# fmt: on
"""Names of logs that need not be opened to know that they are none of ours."""

_LOG_NAME = re.compile(r"\.(log|json|ndjson)([._-]|$)", re.IGNORECASE)


def looks_like_log(name: str) -> bool:
    """Tell whether a file in a folder has the name of a Zeek log, rotated, compressed and labelled ones too."""
    return bool(_LOG_NAME.search(name)) and not name.startswith(".")


def claimed(name: str) -> str | None:
    """Which log a file name or a `#path` claims to be: `conn`, `open_conn`, `dns`; None when it does not say."""
    parts = name.lower().split(".")
    still_open = next((found for part in parts if (found := re.match("open_[a-z0-9]+", part))), None)
    if still_open:
        return still_open.group()
    words = [word for part in parts for word in re.split("[_-]", part)]
    claims = (
        *(part for part in parts if part in WANTED),
        *(part for part in parts if part in OTHERS),
        *(word for word in words if word in WANTED),
        *(word for word in words[:1] if word in OTHERS),
    )
    return next(iter(claims), None)


def told_by(fields: Collection[str]) -> str | None:
    """Which log has these fields; None when they do not say."""
    return next((log for log, telling in TELLING if set(telling) <= set(fields)), None)
