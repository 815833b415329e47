"""The context of one candidate: what the logs beside conn.log say of its connections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from beacon_tui.analysis.account_part import account_part
from beacon_tui.analysis.certificates import certificate_facts, leaves, shown
from beacon_tui.analysis.facts import Part, Remark, fact, facts
from beacon_tui.analysis.lookups import lookup_parts
from beacon_tui.analysis.model import Results
from beacon_tui.units import many
from beacon_tui.zeek.beside import Beside, Caller
from beacon_tui.zeek.columns import STILL_OPEN, Skipped
from beacon_tui.zeek.progress import Monitor

STATES: Final = {
    "S0": "no answer",
    "S1": "established, not ended",
    "SF": "established and ended",
    "REJ": "refused",
    "S2": "the source ended it, no answer to that",
    "S3": "the destination ended it, no answer to that",
    "RSTO": "the source broke it off",
    "RSTR": "the destination broke it off",
    "RSTOS0": "the source broke it off unanswered",
    "RSTRH": "the destination broke it off, no SYN was seen",
    "SH": "only the source was seen",
    "SHR": "only the destination was seen",
    "OTH": "its beginning was not seen",
    STILL_OPEN: "still open",
}
"""What each `conn_state` means."""

CONN: Final = {"history": "history"}
"""Fields of conn.log that are read when they are asked for, and how they are called."""

TLS: Final = {
    "server_name": "SNI",
    "version": "version",
    "next_protocol": "ALPN",
    "ja3": "JA3",
    "ja3s": "JA3S",
    "ja4": "JA4",
    "ja4s": "JA4S",
    "validation_status": "validation",
}
"""Fields of ssl.log, and how they are called."""

HTTP: Final = {"host": "host", "method": "method", "uri": "URI", "user_agent": "user agent", "status_code": "status"}
"""Fields of http.log, and how they are called."""

TELLING: Final = {"ssl": ("ja3", "ja4"), "http": ("user_agent",)}
"""Fields that tell programs apart: it is counted how many sources have the same."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known up to now."""

    parts: tuple[Part, ...]
    """What each log says."""
    skipped: tuple[Skipped, ...] = ()
    """What was left out of those logs."""
    done: bool = False
    """Whether all is read."""

    def with_parts(self, *parts: Part) -> "Context":
        """The same and more."""
        return replace(self, parts=self.parts + parts)

    def with_history(self, rows: pd.DataFrame) -> "Context":
        """The same with the histories in rows of conn.log beside the states, which are the first part."""
        states, *others = self.parts
        return replace(self, parts=(replace(states, facts=(*states.facts, *facts(rows, CONN))), *others))


def caller_of(results: Results, row: int) -> Caller:
    """Who is looked for in the logs when candidate `row` is looked at."""
    rows = results.rows(row)
    frame = results.frame
    uids = pa.array(frame["uid"].array[rows], pa.large_string())
    starts = frame["ts"].to_numpy()[rows]
    ends = starts + np.nan_to_num(frame["duration"].to_numpy()[rows])
    dsts = frozenset(map(str, frame["id.resp_h"].array[rows].unique()))
    return Caller(str(results.columns["src"][row]), dsts, pc.drop_null(uids), float(starts.min()), float(ends.max()))


def read_context(results: Results, row: int, paths: Sequence[Path], monitor: Monitor) -> Iterator[Context]:
    """What the logs under the paths say of candidate `row`, each time that more is known; raises `Cancelled`."""
    known = Context((_states(results, row),))
    yield known
    caller = caller_of(results, row)
    beside = Beside(paths, caller, monitor)
    known = known.with_parts(account_part(results.accounts, caller.src, beside.has))
    yield known
    for more in (_tls, _http, _dns):
        known = known.with_parts(*more(beside, caller))
        yield known
    known = known.with_history(beside.own("conn"))
    yield known
    for kind, fields in TELLING.items():
        for field in fields:
            known = replace(known, parts=tuple(_shared(part, kind, field, beside) for part in known.parts))
    yield replace(known, skipped=tuple(beside.skipped), done=True)


def _states(results: Results, row: int) -> Part:
    """How the connections went."""
    column = pd.Series(results.frame["conn_state"].array[results.rows(row)])
    words = {state: f"{state}: {meaning}" for state, meaning in STATES.items()}
    told = column.cat.rename_categories(lambda state: words.get(state, state))
    return Part("States", f"{many(len(column), 'connection')} of conn.log", (fact("conn_state", told),))


def _nothing(title: str, kind: str, beside: Beside, caller: Caller) -> Part:
    """Why there is nothing in a log."""
    if not beside.has(kind):
        return Part(title, f"no {kind}.log here")
    if not len(caller.uids):
        return Part(title, f"the connections have no uid, by which those of {kind}.log are told")
    return Part(title, f"nothing in {kind}.log")


def _tls(beside: Beside, caller: Caller) -> Iterator[Part]:
    """The handshakes and the certificates."""
    rows = beside.own("ssl")
    if rows.empty:
        yield _nothing("TLS", "ssl", beside, caller)
        return
    remarks = [
        (_said_no(rows["established"]), "not established"),
        (_said_no(rows["sni_matches_cert"]), "with a certificate for another name"),
    ]
    words = tuple(Remark(f"{many(number, 'handshake')} {what}", unusual=True) for number, what in remarks if number)
    yield Part("TLS", f"{many(len(rows), 'row')} of ssl.log", tuple(facts(rows, TLS, ("server_name",))), words)
    yield from _certificates(rows, beside)


def _said_no(column: "pd.Series[str]") -> int:
    """How many rows have false in a column."""
    return int(column.isin(["F", "false"]).sum())


def _certificates(tls: pd.DataFrame, beside: Beside) -> Iterator[Part]:
    """The certificates that the servers showed."""
    keys = set(leaves(tls).dropna())
    seen = shown(tls, beside.certificates(keys))
    missing = "" if beside.has("x509") else "no x509.log here"
    if seen.empty:
        hidden = "no certificate was seen: TLS 1.3 encrypts it, and a resumed session has none"
        yield Part("Certificate", (missing or "nothing in x509.log") if keys else hidden)
        return
    status = tls["validation_status"].dropna().astype("str")
    said = int(status.str.contains("self.signed", case=False, regex=True).sum())
    remarks = [Remark(missing)] if missing else []
    if said:
        remarks.append(Remark(f"Zeek calls it self-signed in {many(said, 'handshake')}", unusual=True))
    source = f"{many(len(seen), 'handshake')} with a certificate"
    yield Part("Certificate", source, tuple(certificate_facts(seen)), tuple(remarks))


def _http(beside: Beside, caller: Caller) -> Iterator[Part]:
    """The requests."""
    rows = beside.own("http")
    if rows.empty:
        yield _nothing("HTTP", "http", beside, caller)
        return
    yield Part("HTTP", f"{many(len(rows), 'row')} of http.log", tuple(facts(rows, HTTP, ("host", "user_agent"))))


def _dns(beside: Beside, caller: Caller) -> Iterator[Part]:
    """The names behind the addresses, and the questions of a candidate that asks them."""
    if not beside.has("dns"):
        yield Part("DNS", "no dns.log here")
        return
    yield from lookup_parts(beside.lookups(), caller)


def _shared(part: Part, kind: str, field: str, beside: Beside) -> Part:
    """A part with how many sources have the same in a field, where it tells of that field."""
    name = (TLS if kind == "ssl" else HTTP)[field]
    texts = [value.text for fact in part.facts if fact.name == name for value in fact.values]
    if not texts or part.title != ("TLS" if kind == "ssl" else "HTTP"):
        return part
    counts, everyone = beside.sources(kind, field, texts)
    if everyone < 2:
        return part
    return part.remarked(name, {text: _of_sources(int(counts.get(text, 0)), everyone) for text in texts})


def _of_sources(number: int, everyone: int) -> Remark:
    """How many sources have the same."""
    if number < 2:
        return Remark(f"no other of {everyone:,} sources has it", unusual=True)
    return Remark(f"{number:,} of {everyone:,} sources")
