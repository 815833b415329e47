"""Filters: they keep what the plain way keeps, every mistake has its place, and nothing else is ever raised."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.errors import QueryError
from beacon_tui.triage.query.fields import FIELDS, KNOWN
from beacon_tui.triage.query.parse import DEEPEST, EVERYTHING, parse
from beacon_tui.triage.view import Spec, View
from tests.fakes import EXAMPLES, SESSIONS, Fake, fake_results
from tests.triage.query.twin import Wanted, filters, row_of, tables

VIEW = View.of(fake_results([*EXAMPLES, *SESSIONS]))


def kept(text: str, view: View = VIEW, **saved: str) -> list[str]:
    """The sources of the candidates that a filter keeps, in order."""
    rows = view.rows(Spec().under(parse(text, saved)))
    return [str(source) for source in view.results.columns["src"][rows]]


@given(tables, filters)
def test_a_filter_keeps_what_the_plain_way_keeps(made: list[Fake], wanted: Wanted) -> None:
    results = fake_results(made)
    passing = View.of(results).sieve.passing(parse(wanted.text))
    assert passing.tolist() == [wanted.holds(row_of(results, row)) for row in range(len(results))]


@given(
    st.lists(
        st.sampled_from([*'()!":,.*<>=-@/ \udc80\x1b', "..", *KNOWN, "or", "and", "5m", "80%", "10.0.0.0/8", "::1"])
        | st.text(max_size=3),
        max_size=12,
    ).map("".join)
)
def test_any_text_is_a_filter_or_a_mistake_with_its_place(text: str) -> None:
    try:
        query = parse(text, {"a": "src:1 sort:cv", "b": "@b"})
    except QueryError as error:
        said, place = str(error), error.place
        assert 0 <= place <= len(text)
        assert said.startswith(f"Character {place + 1}: ")
        return
    assert VIEW.sieve.passing(query).shape == (len(VIEW.results),)
    VIEW.rows(Spec().under(query))


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("scor:>1", 1, "scor is no field: perhaps score is meant"),
        ("n:>1 zzz:3", 6, "zzz is no field"),
        ("score:", 7, "a value is missing, such as >0.8"),
        ("src:10.0.0.1,", 14, "a value is missing, such as 10.0.0.0/8"),
        ("score:0.8", 7, "a comparison is needed, such as >0.8 or <0.8"),
        ("score:>80", 8, "80 is more than all: write 80% or a number from 0 to 1"),
        ("period:>5x", 9, "'5x' is no length of time"),
        ("n:>many", 4, "'many' is no number"),
        ("n:>1_0", 4, "is no number"),
        ("n:nan", 3, "is no number"),
        ("n:>1e999", 4, "is no number"),
        ("period:70s..50s", 8, "70s..50s runs backwards"),
        ("period:..", 8, "two ends of one sort"),
        ("seen:1h..2026-01-15", 6, "two ends of one sort"),
        ("first_seen:>today", 13, "'today' is no time"),
        ("dst:10.0.0.0/99", 5, "is no network"),
        ("10.0.0.0/99", 1, "is no network"),
        ("src:server", 5, "server is no address, network or beginning of one"),
        ("flag:lon", 6, "lon is no flag: there are rotates, member, long, unanswered, few"),
        ("state:S9", 7, "S9 is no state: there are S0, S1, SF, REJ"),
        ("verdict:evil", 9, "evil is no verdict: there are benign, suspicious, malicious, watch, none"),
        ("reasons:x", 1, "reasons is no field"),
        ('name:"a', 6, "quotation mark has no second one"),
        ("(a", 1, "this bracket is not closed"),
        ("a)", 2, "this bracket closes nothing"),
        ("()", 2, "a term is missing"),
        ("a or", 5, "a term is missing"),
        ("!", 2, "a term is missing"),
        ("!sort:n", 8, "a term is missing"),
        ("sort:scroe", 6, "scroe is no column to sort by: perhaps score is meant"),
        ("sort:score-up", 12, "up is no order: there are asc and desc"),
        ("sort:n,cv,score", 11, "two columns at most"),
        ("sort:flags", 6, "flags is no column to sort by"),
        ("n:>1 @fleets", 6, "@fleets is no saved filter: there are @fleet, @loop"),
        ("a @loop", 3, "@loop cannot be used: @loop means itself"),
        ("score>0.8", 6, "a colon is missing: write score:>0.8"),
        ("a !Port=443", 8, "a colon is missing: write Port:443"),
        ("not", 4, "a term is missing"),
        ("(" * (DEEPEST + 1), DEEPEST + 1, "too many brackets"),
        ("!" * 100_000 + "a", DEEPEST + 1, "too many brackets"),
    ],
)
def test_a_mistake_is_said_with_its_place(text: str, place: int, words: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text, {"fleet": "a", "loop": "b @loop"})
    assert words in raised.value.reason
    assert raised.value.place == place - 1


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("UPDATES.vendor", ["10.0.3.7"]),
        ("10.0.3.6", ["10.0.3.66", "10.0.3.67"]),
        ("src:10.0.3.6", []),
        ("src:10.0.3.66,10.0.3.67", ["10.0.3.66", "10.0.3.67"]),
        ("src:10.0.3.6*", ["10.0.3.66", "10.0.3.67"]),
        ("src:2001:DB8:0:0::7", ["2001:db8::7"]),
        ("2001:db8::/32", ["2001:db8::7"]),
        ("name:*.vendor.example", ["10.0.3.7"]),
        ("name:*.updates.vendor.example", ["10.0.3.7"]),
        ('name:"[bold"', ["10.0.3.66"]),
        ("proto:udp service:ntp", ["64.225.56.201"]),
        ("port:22,123", ["64.225.56.201", "10.0.3.21"]),
        ("port:!443 proto:tcp", ["73.54.23.243", "10.0.3.66", "10.0.3.21"]),
        ("period:2m..5m", ["73.54.23.243", "10.0.3.66"]),
        ("bytes:>1G", ["10.0.3.21"]),
        ("flag:long score:>0", ["10.0.3.23"]),
        ("flag:rot*", ["10.0.3.9"]),
        ("score:>0.9 OR dur:>9h sort:dur", ["10.0.3.22", "10.0.3.20", "73.54.23.243", "64.225.56.201"]),
        ("first_seen:<2024-04-19T00:01", ["2001:db8::7", "10.0.3.67"]),
        ("NOT port:443 and not proto:udp", ["73.54.23.243", "10.0.3.66", "10.0.3.67", "10.0.3.21"]),
        ('"not" OR "n>1"', []),
        ("size>1", []),
        ("@fleet", ["10.0.3.9"]),
        ("!@fleet cdn", []),
        ("score:>0.9 sort:score-asc", ["64.225.56.201", "73.54.23.243"]),
    ],
)
def test_what_each_part_of_the_grammar_keeps(text: str, sources: list[str]) -> None:
    assert kept(text, fleet="cdn or nothing") == sources


def test_a_state_is_one_that_some_connection_has_and_others_than_zeeks_do_not_count() -> None:
    results = fake_results(EXAMPLES[:3])
    own = results.order[results.offsets[1]]
    states = results.frame["conn_state"].astype(object)
    states.iloc[own], states.iloc[results.order[results.offsets[2]]] = "S0", "\x1b[2J"
    results.frame["conn_state"] = states.astype("category")
    view = View.of(results)
    assert view.sieve.passing(parse("state:s0")).tolist() == [False, True, False]
    assert view.sieve.passing(parse("state:SF state:!S*,OPEN")).tolist() == [False, False, False]


def test_without_a_connection_state_none_is_known() -> None:
    results = fake_results(EXAMPLES[:2])
    results.frame["conn_state"] = results.frame["conn_state"].cat.remove_categories(["SF"])
    assert View.of(results).sieve.passing(parse("state:-")).all()


def test_the_newest_filter_is_kept_whatever_was_asked_before() -> None:
    for number in range(60):
        assert len(kept(f"10.0.3.{number}")) == sum(f"10.0.3.{number}" in src for src in VIEW.results.columns["src"])


def test_nothing_typed_keeps_everything() -> None:
    for text in ("", "  "):
        assert not parse(text)
        assert VIEW.sieve.passing(parse(text)).all()
    assert VIEW.sieve.passing(EVERYTHING).all()
    assert np.asarray(View.of(fake_results([])).sieve.passing(parse("state:SF flag:long a cv:>1"))).tolist() == []


def test_it_says_which_fields_it_asks_about_and_how_it_sorts() -> None:
    query = parse("n:>2 (name:x or @low) sort:score-desc,period-asc", {"low": "score:<0.5 sort:cv"})
    assert query.fields == {"events", "domain", "score"}
    assert query.sort == (("score", True), ("period", False))
    assert parse("@low", {"low": "score:<0.5 sort:cv"}).sort == (("cv", True),)
    assert parse("sort:src,n").sort == (("src", False), ("events", True))


@pytest.mark.parametrize("field", [name for name in FIELDS if name != "sort"])
def test_every_field_that_is_offered_is_understood(field: str) -> None:
    assert VIEW.sieve.passing(parse(f"{field}:-")).dtype == np.bool_
