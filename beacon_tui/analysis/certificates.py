"""The certificates that servers showed: who they are for, who signed them, and whether they were good at the time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd

from beacon_tui.analysis.facts import Fact, Remark, fact
from beacon_tui.units import moment

SELF_SIGNED: Final = Remark("self-signed", unusual=True)
EARLY: Final = Remark("not yet valid when shown", unusual=True)
LATE: Final = Remark("expired when shown", unusual=True)

_MILLIS: Final = 1e12
"""Times above it are milliseconds: year 9999 is a usual end of validity, and 2.5e11 seconds."""


def leaves(tls: pd.DataFrame) -> "pd.Series[str]":
    """The fingerprint, or else the file uid, of the server's own certificate in each row of ssl.log; else missing."""
    chains = tls["cert_chain_fps"].astype("str").fillna(tls["cert_chain_fuids"].astype("str"))
    return chains.str.extract("^([0-9A-Za-z]+)", expand=False)


def shown(tls: pd.DataFrame, x509: pd.DataFrame) -> pd.DataFrame:
    """The certificate in each row of ssl.log that has one: `ts`, `subject`, `issuer`, and when it is valid.

    The latter are `not_before` and `not_after`, seconds since 1970; NaN where x509.log does not have the certificate.
    """
    keyed = pd.concat([x509.assign(leaf=x509[key].astype("str")) for key in ("fingerprint", "id")])
    known = keyed.dropna(subset="leaf").drop_duplicates("leaf").set_index("leaf")
    leaf = leaves(tls)
    told: dict[str, pd.Series[Any]] = {
        name: leaf.map(known[f"certificate.{name}"].astype("str")).astype("str").fillna(tls[name].astype("str"))
        for name in ("subject", "issuer")
    }
    for end in ("before", "after"):
        told[f"not_{end}"] = leaf.map(known[f"certificate.not_valid_{end}"].astype("str").map(_epoch)).astype("float64")
    return pd.DataFrame({"ts": tls["ts"], **told}).dropna(subset="subject")


def certificate_facts(seen: pd.DataFrame) -> Iterator[Fact]:
    """The subjects, issuers and times of the certificates that were shown, with remarks on what is unusual."""
    own = seen["subject"][seen["subject"] == seen["issuer"]]
    yield fact("subject", seen["subject"], dict.fromkeys(own, SELF_SIGNED))
    yield fact("issuer", seen["issuer"])
    dated = seen.dropna(subset=["not_before", "not_after"])
    if len(dated):
        words = dated["not_before"].map(_day) + " to " + dated["not_after"].map(_day)
        early, late = (words[dated["ts"] < dated["not_before"]], words[dated["ts"] > dated["not_after"]])
        remarks = dict.fromkeys(early, EARLY) | dict.fromkeys(late, LATE)
        yield fact("valid", words, remarks)


def _day(seconds: float) -> str:
    """A day."""
    return moment(seconds, "%Y-%m-%d")


def _epoch(text: object) -> float:
    """A time of a certificate in seconds since 1970; NaN where it is none."""
    try:
        seconds = float(str(text))
        return seconds / 1000 if seconds > _MILLIS else seconds
    except ValueError:
        pass
    try:
        when = datetime.fromisoformat(str(text))
    except ValueError:
        return float("nan")
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
