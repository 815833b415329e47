"""Connections as Zeek writes them: the rows of four logs, as tab-separated values or as JSON lines."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from beacon_tui.analysis.traffic import Connection

MIDNIGHT: Final = 1768435200
"""The sample day begins at 2026-01-15 00:00:00 UTC, in seconds since 1970."""

Value = str | int | float | bool | list[str] | list[float] | None
Row = dict[str, Value]
"""One row of a log, by field; a field that is unset is missing or None."""


@dataclass(frozen=True, slots=True)
class Log:
    """One of Zeek's logs: its name, and the names and types of its fields."""

    path: str
    """The name in the header and in the file's name."""
    fields: tuple[str, ...]
    """Field names in order."""
    types: tuple[str, ...]
    """Zeek's type of each field."""


def _log(path: str, columns: str) -> Log:
    """Make a log from `field:type` words, with the fields that every log begins with."""
    head = "ts:time uid:string id.orig_h:addr id.orig_p:port id.resp_h:addr id.resp_p:port "
    pairs = [word.split(":") for word in (head + columns).split()]
    return Log(path, tuple(name for name, _ in pairs), tuple(kind for _, kind in pairs))


CONN: Final = _log(
    "conn",
    "proto:enum service:string duration:interval orig_bytes:count resp_bytes:count conn_state:string "
    "local_orig:bool local_resp:bool missed_bytes:count history:string orig_pkts:count orig_ip_bytes:count "
    "resp_pkts:count resp_ip_bytes:count tunnel_parents:set[string]",
)
SSL: Final = _log(
    "ssl",
    "version:string cipher:string curve:string server_name:string resumed:bool last_alert:string "
    "next_protocol:string established:bool ssl_history:string cert_chain_fps:vector[string] "
    "client_cert_chain_fps:vector[string] sni_matches_cert:bool",
)
HTTP: Final = _log(
    "http",
    "trans_depth:count method:string host:string uri:string referrer:string version:string user_agent:string "
    "origin:string request_body_len:count response_body_len:count status_code:count status_msg:string "
    "info_code:count info_msg:string tags:set[enum] username:string password:string proxied:set[string] "
    "orig_fuids:vector[string] orig_filenames:vector[string] orig_mime_types:vector[string] "
    "resp_fuids:vector[string] resp_filenames:vector[string] resp_mime_types:vector[string]",
)
DNS: Final = _log(
    "dns",
    "proto:enum trans_id:count rtt:interval query:string qclass:count qclass_name:string qtype:count "
    "qtype_name:string rcode:count rcode_name:string AA:bool TC:bool RD:bool RA:bool Z:count "
    "answers:vector[string] TTLs:vector[interval] rejected:bool",
)
LOGS: Final = (CONN, SSL, HTTP, DNS)
"""The logs of the sample day."""


def rows(call: Connection, uid: str) -> dict[str, Row]:
    """List the rows that one connection leaves, by log: one in conn, and one in the log of its service."""
    left = {"conn": _conn(call, uid)}
    if call.service == "ssl":
        left["ssl"] = _ssl(call, uid)
    elif call.service == "http":
        left["http"] = _http(call, uid)
    elif call.service == "dns":
        left["dns"] = _dns(call, uid)
    return left


def _head(ts: float, uid: str, call: Connection) -> Row:
    """Fill the fields that every log begins with."""
    return {
        "ts": round(MIDNIGHT + round(ts, 6), 6),
        "uid": uid,
        "id.orig_h": call.ends.src,
        "id.orig_p": call.ends.src_port,
        "id.resp_h": call.ends.dst,
        "id.resp_p": call.ends.port,
    }


def _is_local(address: str) -> bool:
    """Say whether Zeek counts an address as its own: the sample network, link-local and IPv4 groups."""
    return address.startswith(("10.20.0.", "224.", "239.", "fe80:"))


def _ip_bytes(call: Connection, packets: int, payload: int | None) -> int:
    """Add the headers to the payload: IP, then 8 bytes a packet for UDP or 20 for TCP."""
    ip = 40 if ":" in call.ends.dst else 20
    return packets * (ip + (8 if call.proto == "udp" else 20)) + (payload or 0)


def _conn(call: Connection, uid: str) -> Row:
    """Fill the row in conn.log."""
    return _head(call.ts, uid, call) | {
        "proto": call.proto,
        "service": call.service,
        "duration": call.duration,
        "orig_bytes": call.orig_bytes,
        "resp_bytes": call.resp_bytes,
        "conn_state": call.state,
        "local_orig": _is_local(call.ends.src),
        "local_resp": _is_local(call.ends.dst),
        "missed_bytes": 0,
        "history": call.history,
        "orig_pkts": call.orig_pkts,
        "orig_ip_bytes": _ip_bytes(call, call.orig_pkts, call.orig_bytes),
        "resp_pkts": call.resp_pkts,
        "resp_ip_bytes": _ip_bytes(call, call.resp_pkts, call.resp_bytes),
    }


def _ssl(call: Connection, uid: str) -> Row:
    """Fill the row in ssl.log: TLS 1.3, whose certificates are encrypted."""
    return _head(call.ts + 0.02, uid, call) | {
        "version": "TLSv13",
        "cipher": "TLS_AES_256_GCM_SHA384",
        "curve": "x25519",
        "server_name": call.name,
        "resumed": False,
        "established": True,
        "ssl_history": "CsiI",
    }


def _http(call: Connection, uid: str) -> Row:
    """Fill the row in http.log: a GET that was answered."""
    return _head(call.ts + 0.03, uid, call) | {
        "trans_depth": 1,
        "method": "GET",
        "host": call.name,
        "uri": "/",
        "version": "1.1",
        "user_agent": "sample/1.0",
        "request_body_len": 0,
        "response_body_len": max((call.resp_bytes or 0) - 240, 0),
        "status_code": 200,
        "status_msg": "OK",
        "tags": [],
    }


def _dns(call: Connection, uid: str) -> Row:
    """Fill the row in dns.log: a query for an address, or for a service by multicast, which has no answer."""
    query: Row = {"query": call.name, "qclass": 1, "qclass_name": "C_INTERNET"}
    flags: Row = {
        "AA": False,
        "TC": False,
        "RD": call.answer is not None,
        "RA": call.answer is not None,
        "Z": 0,
    }
    answered: Row = {"qtype": 12, "qtype_name": "PTR"}
    if call.answer is not None:
        answered = {"rtt": call.duration, "qtype": 1, "qtype_name": "A", "rcode": 0, "rcode_name": "NOERROR"}
        answered |= {"answers": [call.answer], "TTLs": [300.0]}
    number = 0 if call.answer is None else call.ends.src_port
    proto: Row = {"proto": call.proto, "trans_id": number, "rejected": False}
    return _head(call.ts, uid, call) | proto | query | answered | flags


def tsv(log: Log, lines: Iterable[Row], opened: str, closed: str) -> str:
    """Format a log as tab-separated values; `opened` and `closed` are such as 2026-01-15-00-00-00."""
    head = (
        "#separator \\x09",
        "#set_separator\t,",
        "#empty_field\t(empty)",
        "#unset_field\t-",
        f"#path\t{log.path}",
        f"#open\t{opened}",
        "\t".join(("#fields", *log.fields)),
        "\t".join(("#types", *log.types)),
    )
    body = ("\t".join(_cell(row.get(field)) for field in log.fields) for row in lines)
    return "\n".join((*head, *body, f"#close\t{closed}", ""))


def _cell(value: Value) -> str:
    """Format one value as Zeek prints it; times and intervals have six decimals."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "T" if value else "F"
    if isinstance(value, float):
        return f"{value:.6f}"
    if isinstance(value, list):
        return ",".join(map(_cell, value)) or "(empty)"
    return str(value)


def json_lines(log: Log, lines: Iterable[Row]) -> str:
    """Format a log as JSON lines: fields in order, unset ones left out."""
    set_fields = ({field: row[field] for field in log.fields if row.get(field) is not None} for row in lines)
    return "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in set_fields)
