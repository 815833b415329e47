"""JSON: the shape that is promised, strict JSON, nothing raw in it."""

import json
import math
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from beacon_tui.analysis.model import Window
from beacon_tui.triage.export.json_file import json_text
from beacon_tui.triage.export.records import FIELDS, records
from beacon_tui.triage.rules import Rule
from beacon_tui.triage.view import View
from tests.fakes import EXAMPLES, HOSTILE, START, Fake, fake_reasons, fake_results


def strict(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read JSON and refuse NaN and Infinity."""

    def refuse(name: str) -> None:
        raise ValueError(name)

    return json.loads(text, parse_constant=refuse)


def test_the_shape_is_the_promised_one() -> None:
    view = View.of(fake_results(), [Rule(port=123), Rule(src="10.0.3.67")])
    read = strict(json_text(view, records(view, [0, 2], fake_reasons)))
    assert list(read) == ["window", "counts", "candidates"]
    assert read["window"] == {
        "start": "2024-04-19T00:00:00.000000Z",
        "stop": "2024-04-20T00:00:00.000000Z",
        "hours": 24.0,
        "observed_hours": 23.0,
        "holes": [{"start": "2024-04-19T05:00:00.000000Z", "stop": "2024-04-19T06:00:00.000000Z"}],
        "losses": [],
        "strays": [],
        "slowest_period": 12960.0,
    }
    assert read["counts"] == {
        "files": 2,
        "rows": len(view.results.frame) + 3,
        "skipped": [{"file": "conn.log", "reason": "7 fields, 23 expected", "rows": 3, "line": 17}],
        "selection": None,
        "not_selected": {"files": 0, "rows": 0},
        "pairs": 41,
        "judged": len(EXAMPLES),
        "too_few": 7,
        "allowlisted": 2,
        "by_chance": [],
    }
    assert [tuple(candidate) for candidate in read["candidates"]] == [FIELDS, FIELDS]


def test_values_survive() -> None:
    view = View.of(fake_results())
    made = list(records(view, range(len(EXAMPLES)), fake_reasons))
    read = strict(json_text(view, made))["candidates"]
    assert read == made
    assert HOSTILE in {candidate["domain"] for candidate in read}


def test_one_candidate_stands_on_one_line() -> None:
    view = View.of(fake_results())
    text = json_text(view, records(view, range(len(EXAMPLES)), fake_reasons))
    assert len(text.splitlines()) == len(EXAMPLES) + 4


def test_no_candidates_give_an_empty_list() -> None:
    view = View.of(fake_results([]))
    assert strict(json_text(view, []))["candidates"] == []


def test_a_window_without_times_is_null() -> None:
    losses = ((START, 1e30, 0.25),)
    view = View.of(fake_results(window=Window(math.nan, math.nan, ((1e30, START),), losses, ((START, 1e30, 3),))))
    window = strict(json_text(view, []))["window"]
    assert window == {
        "start": None,
        "stop": None,
        "hours": None,
        "observed_hours": None,
        "holes": [{"start": None, "stop": "2024-04-19T00:00:00.000000Z"}],
        "losses": [{"start": "2024-04-19T00:00:00.000000Z", "stop": None, "fraction": 0.25}],
        "strays": [{"start": "2024-04-19T00:00:00.000000Z", "stop": None, "connections": 3}],
        "slowest_period": None,
    }


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example("a\x7fb\x1b\u202e")
def test_any_name_survives_and_nothing_raw_gets_through(domain: str) -> None:
    view = View.of(fake_results([Fake("10.0.0.1", ("192.0.2.1",), count=3, domain=domain)]))
    text = json_text(view, records(view, [0], fake_reasons))
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    assert strict(text)["candidates"][0]["domain"] == domain
