"""NDJSON: an object a line, whatever stands in it."""

import json

from beacon_tui.triage.export import ndjson_file
from beacon_tui.triage.export.records import FIELDS
from tests.triage.export.cases import NAMES, case_of


def test_every_line_is_one_candidate_and_values_survive() -> None:
    case = case_of()
    lines = ndjson_file.export(case).splitlines()
    read = [json.loads(line) for line in lines]
    assert read == list(case.records())
    assert [tuple(candidate) for candidate in read] == [FIELDS] * len(case.rows)
    assert {candidate["domain"] for candidate in read} >= set(NAMES)
