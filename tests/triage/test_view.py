"""The view: the order agrees with the plain way, unknown values come last, and all that is hidden is counted."""

import math
from functools import cmp_to_key
from ipaddress import ip_address
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis.model import BY_NAME, COLUMNS, Results
from beacon_tui.triage.matching import NO_RULE
from beacon_tui.triage.query.parse import parse
from beacon_tui.triage.rules import Rule
from beacon_tui.triage.view import Hidden, Spec, View
from tests.fakes import EXAMPLES, SESSIONS, Fake, fake_results

SORTABLE = [column.name for column in COLUMNS if column.kind != "list"]

fakes = st.lists(
    st.builds(
        lambda src, score, port, cv, domain, flags: Fake(
            src, ("192.0.2.1",), count=3, score=score, port=port, domain=domain, flags=flags, columns={"cv": cv}
        ),
        st.sampled_from(["10.0.0.10", "10.0.0.9", "9.0.0.1", "2001:db8::1", "100.0.0.1"]),
        st.sampled_from([0.0, 0.25, 0.5, 1.0, math.nan]),
        st.sampled_from([-1, 53, 443]),
        st.sampled_from([0.1, 0.2, math.nan]),
        st.sampled_from([None, "b.example", "A.example"]),
        st.sampled_from([(), ("long",), ("unanswered", "long", "few"), ("few",)]),
    ),
    max_size=12,
)


def value_of(results: Results, name: str, row: int) -> Any:  # noqa: ANN401 - as the column
    """Return a value to compare by, None where unknown."""
    value, kind = results.columns[name][row], BY_NAME[name].kind
    if kind == "address" and value is not None:
        return ip_address(value).version, int(ip_address(value))
    if kind == "text" and value is not None:
        return value.lower()
    if kind == "int":
        return None if value < 0 else value
    return None if value is None or value != value else value


def naive_order(results: Results, spec: Spec) -> list[int]:
    """Order all rows by comparing them two by two."""

    def compare(one: int, two: int) -> int:
        ties = [("score", True), ("src", False), ("dst", False), ("port", False), ("domain", False)]
        for name, descending in [(spec.sort, spec.descending), *([spec.then] if spec.then else []), *ties]:
            first, second = value_of(results, name, one), value_of(results, name, two)
            if first is None or second is None:
                if (first is None) != (second is None):
                    return 1 if first is None else -1
            elif first != second:
                return -1 if (first > second) == descending else 1
        return one - two

    return sorted(range(len(results)), key=cmp_to_key(compare))


@given(fakes, st.sampled_from(["score", "src", "domain", "port", "cv", "events"]), st.booleans())
def test_the_order_agrees_with_the_plain_way(made: list[Fake], sort: str, descending: bool) -> None:
    results = fake_results(made)
    spec = Spec(sort, descending)
    assert View.of(results).rows(spec).tolist() == naive_order(results, spec)


orders = st.tuples(st.sampled_from(["score", "src", "domain", "port", "cv"]), st.booleans())


@given(fakes, st.lists(st.tuples(orders, st.none() | orders), min_size=9, max_size=12))
def test_one_view_sorts_again_and_again(made: list[Fake], asked: list[tuple[Any, Any]]) -> None:
    results = fake_results(made)
    view = View.of(results)
    for (sort, descending), then in asked:
        spec = Spec(sort, descending, then=then)
        assert view.rows(spec).tolist() == naive_order(results, spec)


@given(fakes, st.sampled_from([0.0, 0.3, 1.0]), st.booleans(), st.booleans(), st.booleans())
def test_what_is_left_out_agrees_with_the_plain_way(
    made: list[Fake], least: float, show_hidden: bool, long_only: bool, filtered: bool
) -> None:
    results = fake_results(made)
    where = parse("src:10.0.0.0/8" if filtered else "")
    spec = Spec("cv", False, show_hidden, least, long_only, where=where)
    columns = results.columns
    shown = [
        row
        for row in naive_order(results, spec)
        if (show_hidden or (columns["port"][row] != 53 and not columns["score"][row] < least))
        and ("long" in results.flags_of(row) or not long_only)
        and (columns["src"][row].startswith("10.") or not filtered)
    ]
    view = View.of(results, [Rule(port=53)])
    assert view.rows(spec).tolist() == shown
    assert view.hidden(spec).total == len(results) - len(shown)


@given(fakes, *[st.sampled_from(["score", "src", "domain", "port", "cv"])] * 2, st.booleans(), st.booleans())
def test_the_second_column_orders_what_is_equal_in_the_first(
    made: list[Fake], sort: str, then: str, down: bool, then_down: bool
) -> None:
    results = fake_results(made)
    spec = Spec(sort, down, then=(then, then_down))
    assert View.of(results).rows(spec).tolist() == naive_order(results, spec)


@pytest.mark.parametrize("name", SORTABLE)
@pytest.mark.parametrize("descending", [True, False])
def test_every_public_column_sorts(name: str, descending: bool) -> None:
    results = fake_results()
    assert View.of(results).rows(Spec(name, descending)).tolist() == naive_order(results, Spec(name, descending))


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("name", ["dst", "period", "port", "proto", "size_cv"])
def test_unknown_comes_last_in_both_directions(name: str, descending: bool) -> None:
    results = fake_results()
    last = int(View.of(results).rows(Spec(name, descending))[-1])
    assert value_of(results, name, last) is None


def test_sorting_by_reasons_is_refused() -> None:
    with pytest.raises(KeyError):
        View.of(fake_results()).rows(Spec("reasons"))


def test_rules_hide_and_low_scores_hide_and_both_are_counted_once() -> None:
    results = fake_results()
    view = View.of(results, [Rule(port=123), Rule(src="10.0.3.67")])
    spec = Spec(min_score=0.5)
    assert view.hidden(spec) == Hidden(allowlisted=2, below_score=1)
    assert len(view.rows(spec)) + view.hidden(spec).total == len(results)
    assert not {"64.225.56.201", "10.0.3.67", "10.0.3.66"} & set(results.columns["src"][view.rows(spec)])


def test_showing_the_hidden_shows_all_in_the_same_order() -> None:
    results = fake_results()
    view = View.of(results, [Rule(port=123)])
    spec = Spec(show_hidden=True, min_score=0.9)
    assert view.rows(spec).tolist() == list(range(len(results)))
    assert view.hidden(spec) == Hidden(0, 0)


def test_each_left_out_one_is_counted_for_one_reason() -> None:
    sessions = [*SESSIONS, Fake("10.0.0.1", ("192.0.2.1",), score=0.1, flags=("long",))]
    view = View.of(fake_results([*EXAMPLES, *sessions]), [Rule(port=22), Rule(port=123)])
    spec = Spec("duration_max", min_score=0.5, long_only=True)
    assert view.hidden(spec) == Hidden(allowlisted=1, below_score=1, not_long=len(EXAMPLES))
    assert view.results.columns["src"][view.rows(spec)].tolist() == ["10.0.3.22", "10.0.3.20", "10.0.3.23"]
    spec = Spec("duration_max", min_score=0.5, long_only=True, where=parse("!dur:>12h !port:123"))
    assert view.hidden(spec) == Hidden(allowlisted=1, below_score=1, not_long=len(EXAMPLES), filtered=1)
    assert view.long_sessions(spec) == 3
    assert (view.long_sessions(Spec()), view.long_sessions(Spec(show_hidden=True))) == (4, 5)


def test_an_unknown_score_is_never_hidden() -> None:
    unknown = Fake("10.0.0.1", ("192.0.2.1",), score=0.1, columns={"score": math.nan})
    view = View.of(fake_results([*EXAMPLES, unknown]))
    assert "10.0.0.1" in view.results.columns["src"][view.rows(Spec(min_score=1.0))]


def test_other_rules_give_another_view_and_leave_the_first_alone() -> None:
    first = View.of(fake_results())
    second = first.with_rules([Rule(port=443)])
    assert (first.hidden_by == NO_RULE).all()
    assert 0 < len(second.rows(Spec())) < len(first.rows(Spec()))
    assert second.with_rules(()).rows(Spec()).tolist() == first.rows(Spec()).tolist()


def test_a_row_knows_the_rule_that_hides_it() -> None:
    rule = Rule(port=123)
    view = View.of(fake_results(), [Rule(port=1), rule])
    ntp = view.results.columns["port"].tolist().index(123)
    assert view.rule_of(ntp) is rule
    assert view.rule_of((ntp + 1) % len(view.results)) is None


def test_a_filter_may_say_the_order_or_leave_it() -> None:
    orders = {
        text: (spec.sort, spec.descending, spec.then)
        for text in ("a", "sort:src,n-asc", "sort:period")
        for spec in [Spec("cv", then=("port", True)).under(parse(text))]
    }
    assert orders == {
        "a": ("cv", True, ("port", True)),
        "sort:src,n-asc": ("src", False, ("events", False)),
        "sort:period": ("period", True, None),
    }


def test_no_candidates_are_no_problem() -> None:
    view = View.of(fake_results([]), [Rule(port=123)])
    assert view.rows(Spec("src")).tolist() == []
    assert view.hidden(Spec()) == Hidden(0, 0)
    assert view.rows(Spec()).dtype == np.int64
