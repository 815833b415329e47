"""STIX: the library reads the bundle back strictly; ids follow from what is said; names stay in their quotes."""

import re
from typing import Any

import pytest
import stix2

from beacon_tui.triage.export import stix_file
from beacon_tui.triage.export.case import Case
from tests.fakes import Fake
from tests.triage.export.cases import NAMES, case_of, named


def read(case: Case) -> list[Any]:
    """Read a bundle back; every object and every pattern is checked."""
    bundle = stix2.parse(stix_file.export(case), allow_custom=False, version="2.1")
    assert bundle.type == "bundle"
    return list(bundle.get("objects", []))


def of(objects: list[Any], kind: str) -> list[Any]:
    """The objects of a type."""
    return [one for one in objects if one.type == kind]


def test_the_library_parses_every_kind_of_candidate() -> None:
    objects = read(case_of())
    case = case_of()
    assert len(of(objects, "indicator")) == len(case.rows)
    assert len(of(objects, "observed-data")) == len(of(objects, "relationship")) == len(case.rows)
    ids = {one.id for one in objects}
    assert len(ids) == len(objects)
    for observed in of(objects, "observed-data"):
        assert set(observed.object_refs) <= ids


def test_what_an_indicator_says() -> None:
    objects = read(case_of(Fake("10.0.0.1", ("192.0.2.10",), 900, 0.01, 90, 0.88, service="ssl", domain="c2.example")))
    (indicator,) = of(objects, "indicator")
    (observed,) = of(objects, "observed-data")
    (link,) = of(objects, "relationship")
    (traffic,) = of(objects, "network-traffic")
    assert indicator.pattern == (
        "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '192.0.2.10' "
        "AND network-traffic:dst_port = 443] OR [domain-name:value = 'c2.example']"
    )
    assert (indicator.confidence, indicator.indicator_types) == (88, ["anomalous-activity"])
    assert (observed.number_observed, traffic.protocols, traffic.dst_port) == (90, ["tcp", "ssl"], 443)
    assert (link.relationship_type, link.source_ref, link.target_ref) == ("based-on", indicator.id, observed.id)
    assert str(indicator.created).startswith("2024-04-20")


def test_a_candidate_without_a_score_has_no_confidence() -> None:
    (indicator,) = of(read(case_of(Fake("10.0.0.1", ("192.0.2.1",), count=1, score=float("nan")))), "indicator")
    assert "confidence" not in indicator


def test_a_name_that_is_none_of_a_host_is_asked_for_and_that_is_all() -> None:
    objects = read(case_of(Fake("10.0.0.1", ("192.0.2.1", "192.0.2.2"), domain="a_b.example'")))
    assert [one.type for one in objects] == ["indicator"]


def test_no_source_is_told() -> None:
    assert "10.9.9.9" not in stix_file.export(case_of())


def test_ids_change_with_what_is_said_and_with_nothing_else() -> None:
    one, other = (Fake("10.0.0.1", ("192.0.2.1",), domain=name) for name in ("a.example", "b.example"))
    assert stix_file.export(case_of(one)) == stix_file.export(case_of(one))
    first, second = ({each.id for each in of(read(case_of(fake)), "indicator")} for fake in (one, other))
    assert not first & second


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_stays_one_literal(name: str) -> None:
    objects = read(named(name))
    (indicator,) = of(objects, "indicator")
    hosts = [one.value for one in of(objects, "domain-name")]
    assert hosts == [], "STIX has domain-name objects for names of hosts alone"
    literal = indicator.pattern.partition("domain-name:value = ")[2].removesuffix("]")
    assert re.fullmatch(r"'([^'\\]|\\['\\])*'", literal)
    assert re.sub(r"\\(.)", r"\1", literal[1:-1]) == name
