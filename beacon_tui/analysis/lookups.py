"""The names behind an address, as dns.log tells them, and what was asked in connections that are lookups themselves."""

import re
from collections.abc import Iterator

import pandas as pd

from beacon_tui.analysis.facts import Part, Remark, fact, facts
from beacon_tui.units import duration, many
from beacon_tui.zeek.beside import Caller

TITLE = "DNS"


def lookup_parts(rows: pd.DataFrame, caller: Caller) -> Iterator[Part]:
    """What the rows of dns.log say that `Beside.lookups` gives."""
    own = caller.owns(rows)
    answered = rows[caller.answers(rows)]
    by_source = answered[answered["id.orig_h"] == caller.src]
    what = "the address" if len(caller.dsts) == 1 else "one of the addresses"
    if len(answered):
        yield _answers(by_source if len(by_source) else answered, caller, bool(len(by_source)), what)
    elif not own.any():
        words = f"no answer in dns.log was {what}: it was called by number, or looked up where the sensor does not see"
        yield Part(TITLE, words)
    if own.any():
        names = {"query": "query", "qtype_name": "type", "rcode_name": "answer"}
        asked = rows[own]
        distinct = asked["query"].nunique()
        remarks = (Remark(f"{many(int(distinct), 'distinct name')} in {many(len(asked), 'question')}"),)
        yield Part(
            "Questions",
            f"{many(len(asked), 'row')} of dns.log, asked in these connections",
            tuple(facts(asked, names)),
            remarks,
        )


def _answers(rows: pd.DataFrame, caller: Caller, by_source: bool, what: str) -> Part:
    """The names that were answered with an address."""
    lives = [
        life
        for answers, lives in zip(rows["answers"], rows["TTLs"], strict=True)
        for life in _lives(answers, lives, caller)
    ]
    remarks = [] if by_source else [Remark("only other sources asked, as far as the sensor sees")]
    before = rows["ts"][rows["ts"] <= caller.start]
    if by_source and len(before):
        remarks.append(Remark(f"last asked {duration(caller.start - before.max())} before the first connection"))
    if lives:
        low, high = duration(min(lives)), duration(max(lives))
        remarks.append(Remark(f"TTL {low}" if low == high else f"TTL {low} to {high}"))
    source = f"{many(len(rows), 'answer')} in dns.log with {what}"
    return Part(TITLE, source, (fact("query", rows["query"]),), tuple(remarks))


def _lives(answers: object, lives: object, caller: Caller) -> Iterator[float]:
    """For how many seconds each answer that is a destination may be kept, where that is told."""
    seconds = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", str(lives))] if isinstance(lives, str) else []
    texts = re.split("[,;]", str(answers))
    if len(texts) == len(seconds):
        yield from (life for text, life in zip(texts, seconds, strict=True) if text in caller.dsts)
