"""Records: every public name in its order, plain values, unknown is None."""

import math
from dataclasses import replace

import pytest

from beacon_tui.triage.export.records import FIELDS, Record, records
from beacon_tui.triage.rules import Rule
from beacon_tui.triage.view import View
from tests.fakes import EXAMPLES, HOSTILE, SESSIONS, fake_accounts, fake_reasons, fake_results

NAMES = (
    "kind src dst dst_count domain port proto service connections events first_seen last_seen interval_mean "
    "interval_std cv interval_median period periods jitter missed false_alarm orig_bytes_median resp_bytes_median "
    "size_cv duration_max duration_total coverage prevalence timing_score size_score persistence_score score "
    "accounts flags reasons allowlisted allow_rule verdict note"
)
"""The public names, as the design has them."""


@pytest.fixture
def made() -> list[Record]:
    """The records of all examples, one of them allowlisted."""
    view = View.of(fake_results(), [Rule(port=53), Rule(port=123)])
    return list(records(view, range(8), fake_reasons))


def test_every_public_name_stands_in_its_order(made: list[Record]) -> None:
    assert " ".join(FIELDS) == NAMES
    assert all(tuple(record) == FIELDS for record in made)


def test_the_accounts_that_were_confirmed_on_the_source_are_listed() -> None:
    seen = [("10.0.3.7", "svc", "CORP", "ntlm", 2), ("10.0.3.7", "SVC", "corp", "kerberos", 1)]
    seen += [("10.0.3.7", "claimed", "", "http", 0), ("10.0.3.9", "a", "", "ntlm", 1)]
    view = View.of(replace(fake_results(), accounts=fake_accounts(seen)))
    listed = {record["src"]: record["accounts"] for record in records(view, range(8), fake_reasons)}
    assert {src: names for src, names in listed.items() if names} == {"10.0.3.7": ["svc@CORP"], "10.0.3.9": ["a"]}


def test_values_are_plain_and_never_nan(made: list[Record]) -> None:
    for record in made:
        for value in record.values():
            assert value is None or type(value) in (str, int, float, bool, list)
            assert not isinstance(value, float) or math.isfinite(value)


def test_unknown_is_none(made: list[Record]) -> None:
    rotating = next(record for record in made if record["kind"] == "name")
    unknown = next(record for record in made if record["src"] == "10.0.3.67")
    assert rotating["dst"] is None
    assert rotating["dst_count"] == 4
    assert [unknown[name] for name in ("port", "proto", "period", "resp_bytes_median", "domain")] == [None] * 5


def test_times_are_iso_with_microseconds(made: list[Record]) -> None:
    assert all(len(record["first_seen"]) == len("2024-04-19T00:00:00.000000Z") for record in made)
    assert made[0]["first_seen"].startswith("2024-04-19T00:0")


def test_decisions_and_reasons_are_part_of_it(made: list[Record]) -> None:
    hidden = [record for record in made if record["allowlisted"]]
    assert [(record["service"], record["allow_rule"]) for record in hidden] == [("ntp", "any → any :123")]
    assert made[3]["reasons"] == fake_reasons(3)
    assert next(record for record in made if record["kind"] == "name")["flags"] == ["rotates"]
    assert all(record["verdict"] is record["note"] is None for record in made)


def test_log_borne_text_is_kept_as_it_is(made: list[Record]) -> None:
    assert HOSTILE in {record["domain"] for record in made}


def test_only_the_rows_asked_for_in_the_order_asked_for() -> None:
    view = View.of(fake_results())
    assert [record["src"] for record in records(view, [5, 1], fake_reasons)] == ["10.0.3.12", "64.225.56.201"]


def test_periods_are_records_of_their_own_where_there_is_a_score() -> None:
    made = list(records(View.of(fake_results((EXAMPLES[0], SESSIONS[0]))), range(2), fake_reasons))
    ((period,), none) = (record["periods"] for record in made)
    assert none is None
    assert tuple(period) == ("period", "jitter", "share", "first_seen", "last_seen")
    assert (period["period"], period["jitter"], period["share"]) == (272.0, 0.26, 1.0)
    assert (period["first_seen"], period["last_seen"]) == (made[0]["first_seen"], made[0]["last_seen"])
