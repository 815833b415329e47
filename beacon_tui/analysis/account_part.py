"""The accounts that were seen on the source of a candidate, as a part of its context."""

from collections.abc import Callable, Sequence
from typing import Final

from beacon_tui.analysis.accounts import Account, Accounts
from beacon_tui.analysis.facts import MOST, Fact, Part, Remark, Value
from beacon_tui.units import many, moment
from beacon_tui.zeek.accounts import MOST as KEPT

LOGS: Final = {"kerberos": "Kerberos", "ntlm": "NTLM", "http": "HTTP user"}
"""The logs that name accounts, and how what they say is called."""


def account_part(accounts: Accounts, src: str, has: Callable[[str], bool]) -> Part:
    """The accounts seen on a source, those of each log by themselves; `has` says which logs there are."""
    found = accounts.on(src)
    by_log = {log: [one for one in found if one.log == log] for log in LOGS}
    there = [log for log, some in by_log.items() if some or has(log)]
    missing = [f"no {log}.log here" for log in LOGS if log not in there]
    read = ", ".join(f"{log}.log" for log in there)
    told = f"{many(len(found), 'account')} of {read}" if found else f"nothing in {read}" if read else ""
    claimed = Remark("a request of HTTP can name any user: only Kerberos and NTLM confirm one")
    capped = Remark(f"no more than {KEPT:,} of a source are kept, the confirmed ones first", unusual=True)
    return Part(
        "Accounts",
        "; ".join(filter(None, (told, *missing))),
        tuple(_fact(accounts, log, some) for log, some in by_log.items() if some),
        (*([capped] if len(found) >= KEPT else []), *([claimed] if by_log["http"] else [])),
    )


def _fact(accounts: Accounts, log: str, found: Sequence[Account]) -> Fact:
    """The accounts of one log, the most frequent first."""
    order = sorted(found, key=lambda one: (-one.rows, one.text))[:MOST]
    values = tuple(Value(one.text, one.rows, tuple(_remarks(accounts, one))) for one in order)
    return Fact(LOGS[log], values, len(found) - len(values))


def _remarks(accounts: Accounts, one: Account) -> list[Remark]:
    """When an account was seen, on how many other sources, and whether a server ever said yes."""
    others = accounts.sources(one) - 1
    where = f"on {many(others, 'other source')}" if others else "on no other source"
    when = moment(one.first) + (f" → {moment(one.last, '%m-%d %H:%M')}" if one.rows > 1 else "")
    refused = (
        [Remark("refused or unanswered each time", unusual=True)] if not (one.confirmed or one.log == "http") else []
    )
    return [Remark(f"{where}; {when}"), *refused]
