"""Candidates as a STIX 2.1 bundle: an indicator each, and the traffic that it is based on, without the sources."""

import json
import re
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any, Final
from uuid import UUID, uuid5

from stix2.v21 import (
    Bundle,
    DomainName,
    Indicator,
    IPv4Address,
    IPv6Address,
    NetworkTraffic,
    ObservedData,
    Relationship,
)

from beacon_tui.render.text import clean
from beacon_tui.triage.export.case import Case
from beacon_tui.triage.export.records import time
from beacon_tui.triage.export.targets import Target, targets

NAMESPACE: Final = UUID("6c0f7c5e-2d0b-5f7e-9a53-5b1f0f6b7d21")
"""From it and what an object says its id is drawn, so that equal input gives equal ids."""

_HOST: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
"""What STIX takes for the value of a domain name; a pattern may ask for any text."""

_SEEN: Final = ("first_seen", "last_seen", "connections")
"""What tells one observation of the same destination from another."""

_TYPES: Final = {"malicious": "malicious-activity", "benign": "benign"}
"""What an indicator is of by the verdict on it; notes are no part of it, for they may say more than is handed on."""

MOST_OBSERVED: Final = 999_999_999
"""The largest `number_observed` that STIX allows."""


def export(case: Case) -> str:
    """The bundle as JSON in ASCII."""
    window = case.view.results.window
    made = window.stop if isfinite(window.stop) else 0.0
    return stix_text(targets(case), str(time(made)))


def stix_text(some: Iterable[Target], made: str) -> str:
    """Write the bundle of targets whose objects were `made` at a time; one with nothing to match is left out."""
    objects = {made_object.id: made_object for target in some for made_object in _objects(target, made)}
    bundle = Bundle(*objects.values(), id=_id("bundle", sorted(objects)))
    return f"{bundle.serialize(indent=2, ensure_ascii=True)}\n"


def _id(kind: str, *says: object) -> str:
    """The id of an object of a kind that is told from others by what it says."""
    return f"{kind}--{uuid5(NAMESPACE, json.dumps([kind, *says]))}"


def _objects(target: Target, made: str) -> Iterator[Any]:
    """The indicator of a target, and, where STIX has a word for it, what was observed and that it is based on that."""
    pattern = " OR ".join(_patterns(target))
    if not pattern:
        return
    record = target.record
    indicator = Indicator(
        id=_id("indicator", made, pattern, target.words, record["first_seen"], *filter(None, [record["verdict"]])),
        created=made,
        modified=made,
        name=clean(target.name or ", ".join(target.addresses)),
        description=target.words,
        indicator_types=[_TYPES.get(record["verdict"], "anomalous-activity")],
        pattern=pattern,
        pattern_type="stix",
        valid_from=record["first_seen"],
        **({} if record["score"] is None else {"confidence": round(100 * record["score"])}),
    )
    yield indicator
    seen = list(_observables(target))
    if not seen:
        return
    observed = ObservedData(
        id=_id("observed-data", made, [one.id for one in seen], *(record[name] for name in _SEEN)),
        created=made,
        modified=made,
        first_observed=record["first_seen"],
        last_observed=record["last_seen"],
        number_observed=min(record["connections"], MOST_OBSERVED),
        object_refs=[one.id for one in seen],
    )
    yield from (*seen, observed)
    yield Relationship(
        id=_id("relationship", indicator.id, observed.id),
        created=made,
        modified=made,
        relationship_type="based-on",
        source_ref=indicator.id,
        target_ref=observed.id,
    )


def _patterns(target: Target) -> Iterator[str]:
    """The observations that match a target: its addresses at its port, its name."""
    port = "" if target.port is None else f" AND network-traffic:dst_port = {target.port}"
    for address in target.addresses:
        kind = f"ipv{6 if ':' in address else 4}-addr"
        ref = f"network-traffic:dst_ref.type = '{kind}' AND network-traffic:dst_ref.value = {literal(address)}"
        yield f"[{ref}{port}]"
    if target.name:
        yield f"[domain-name:value = {literal(target.name)}]"


def literal(text: str) -> str:
    """A text between the quotes of a pattern."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _observables(target: Target) -> Iterator[Any]:
    """The addresses, the traffic to each, and the name if it is one of a host."""
    protocols = list(dict.fromkeys(filter(None, (target.proto, *target.services))))
    for address in target.addresses:
        host = (IPv6Address if ":" in address else IPv4Address)(value=address)
        yield host
        port = {} if target.port is None else {"dst_port": target.port}
        family = "ipv6" if ":" in address else "ipv4"
        yield NetworkTraffic(dst_ref=host.id, protocols=protocols or [family], **port)
    if target.name and _HOST.fullmatch(target.name):
        yield DomainName(value=target.name)
