"""The file for Zeek's Intel framework: its documented columns, read back as Zeek reads them."""

import re

import pytest

from beacon_tui.triage.export import intel_file
from beacon_tui.triage.export.case import Case
from tests.fakes import Fake
from tests.triage.export.cases import NAMES, case_of, named

TYPES = {"Intel::ADDR", "Intel::DOMAIN"}


def read(case: Case) -> list[dict[str, str]]:
    """Read a file as Zeek's input framework does: lines that begin with # are no rows."""
    lines = intel_file.export(case).split("\n")
    head = lines[0].split("\t")
    assert head[0] == "#fields"
    assert lines[-1] == ""
    rows = [line.split("\t") for line in lines[1:-1] if not line.startswith("#")]
    assert len(rows) == len(lines) - 2
    return [dict(zip(head[1:], row, strict=True)) for row in rows]


def unescaped(value: str) -> str:
    """A value as Zeek has it after reading."""
    raw = re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), value.encode())
    return raw.decode()


def test_a_file_as_a_whole() -> None:
    case = case_of(Fake("10.0.3.7", ("192.0.2.10",), 900, 0.01, 90, 0.88, domain="updates.example"))
    words = "beacon_tui\tbeacon candidate: port 443 every 15m00s jitter 1%, score 88, 90 connections from 2024-04-19\t-"
    assert intel_file.export(case) == (
        "#fields\tindicator\tindicator_type\tmeta.source\tmeta.desc\tmeta.url\n"
        f"192.0.2.10\tIntel::ADDR\t{words}\n"
        f"updates.example\tIntel::DOMAIN\t{words}\n"
    )


def test_every_row_has_the_documented_columns() -> None:
    for row in read(case_of()):
        assert list(row) == ["indicator", "indicator_type", "meta.source", "meta.desc", "meta.url"]
        assert row["indicator_type"] in TYPES
        assert all(row.values())


def test_each_indicator_stands_once_and_no_source_among_them() -> None:
    same = [Fake(f"10.0.0.{n}", ("192.0.2.1",), domain="c2.example") for n in range(1, 4)]
    assert [row["indicator"] for row in read(case_of(*same))] == ["192.0.2.1", "c2.example"]
    case = case_of()
    indicators = {row["indicator"] for row in read(case)}
    targets = {str(record["dst"]) for record in case.records()}
    assert not indicators & ({record["src"] for record in case.records()} - targets)
    assert "10.9.9.9" not in intel_file.export(case)


def test_of_a_rotating_name_the_name_alone_and_of_addresses_without_one_all() -> None:
    rotating = Fake("10.0.3.9", ("192.0.2.2", "192.0.2.1"), domain="cdn.example")
    loose = Fake("10.0.3.9", ("192.0.2.10", "192.0.2.9"), columns={"kind": "group"})
    assert [row["indicator"] for row in read(case_of(rotating))] == ["cdn.example"]
    assert [row["indicator"] for row in read(case_of(loose))] == ["192.0.2.9", "192.0.2.10"]


def test_an_address_has_no_zone_and_what_is_no_address_is_left_out() -> None:
    zoned = Fake("fe80::1%eth0", ("fe80::2%eth0",))
    broken = Fake("10.0.0.1", ("not\tan address",))
    assert [row["indicator"] for row in read(case_of(zoned))] == ["fe80::2"]
    assert read(case_of(broken)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_one_value_and_zeek_reads_it_back(name: str) -> None:
    (row,) = [row for row in read(named(name)) if row["indicator_type"] == "Intel::DOMAIN"]
    assert re.fullmatch(r"[ -~]+", row["indicator"])
    assert row["indicator"] not in ("-", "(empty)")
    assert unescaped(row["indicator"]) == name
