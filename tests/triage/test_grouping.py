"""Groups: the lines agree with the plain way, and what the cursor stands on is found again whatever changes."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis.model import Results
from beacon_tui.triage.desk import Desk
from beacon_tui.triage.grouping import At, By, Codes, Key, Lines
from beacon_tui.triage.query.parse import parse
from beacon_tui.triage.ranks import TableRanks
from beacon_tui.triage.view import View
from tests.fakes import Fake, fake_results

fakes = st.lists(
    st.builds(
        lambda src, dsts, score, domain: Fake(src, dsts, count=3, score=score, domain=domain),
        st.sampled_from(["10.0.0.1", "10.0.0.2", "2001:db8::1"]),
        st.sampled_from([("192.0.2.1",), ("192.0.2.2",), ("2001:db8::2",), ("192.0.2.1", "192.0.2.2")]),
        st.sampled_from([0.0, 0.5, 0.9, math.nan]),
        st.sampled_from([None, "a.example", "A.example", "b.example", "192.0.2.1"]),
    ),
    max_size=12,
)

bys: st.SearchStrategy[By] = st.sampled_from(["dst", "name", "src"])


def whose(results: Results, by: By, row: int) -> tuple[str, object]:
    """Which group a candidate is in, the plain way."""
    src, dst, domain = (results.columns[name][row] for name in ("src", "dst", "domain"))
    name = domain and domain.lower()
    known = {"src": [("src", src)], "dst": [("dst", dst), ("domain", name)], "name": [("domain", name), ("dst", dst)]}
    return next(((what, value) for what, value in known[by] if value is not None), ("alone", row))


def plain_lines(results: Results, by: By, order: list[int], opened: set[tuple[str, object]]) -> list[object]:
    """The lines the plain way: a candidate, or the key of a group whose head it is."""
    lines: list[object] = []
    groups: dict[tuple[str, object], list[int]] = {}
    for row in order:
        groups.setdefault(whose(results, by, row), []).append(row)
    for key, members in groups.items():
        lines += [key] if len(members) > 1 else members
        lines += members if len(members) > 1 and key in opened else []
    return lines


@given(fakes, bys, st.randoms(use_true_random=False))
def test_the_lines_agree_with_the_plain_way(made: list[Fake], by: By, random: "np.random.Generator") -> None:
    results = fake_results(made)
    order = list(range(len(results)))
    random.shuffle(order)
    order = order[: len(order) * 3 // 4 + 1]
    codes = Codes(TableRanks(results.columns), by)
    folded = Lines.of(np.array(order, np.int64), codes)
    keys = [codes.key(int(code)) for code in folded.codes[::2]]
    shared = [whose(results, by, int(folded.members(group)[0])) for group in range(len(folded.codes))]
    for opened, wanted in (([], set()), (keys, {*shared[::2]})):
        lines = Lines.of(np.array(order, np.int64), codes, opened)
        found = [int(line) if line >= 0 else shared[-1 - line] for line in lines.lines]
        assert found == plain_lines(results, by, order, wanted)
        inside = [place for place, line in enumerate(lines.lines) if line >= 0 and whose(results, by, line) in shared]
        assert np.flatnonzero(lines.inside).tolist() == inside


@given(fakes, bys)
def test_a_key_and_its_number_name_the_same_group(made: list[Fake], by: By) -> None:
    results = fake_results(made)
    codes = Codes(TableRanks(results.columns), by)
    for row in range(len(results)):
        if whose(results, by, row)[0] != "alone":
            assert codes.code(codes.key(int(codes.of_row[row]))) == codes.of_row[row]
    assert codes.code(Key("dst", b"nobody")) is None


FLEET = [
    *(Fake(f"10.0.0.{n}", ("192.0.2.10",), 900, score=0.9 - n / 50, domain="updates.example") for n in range(1, 5)),
    Fake("10.0.0.1", ("198.51.100.1",), 60, score=0.7),
    Fake("10.0.0.2", ("198.51.100.1",), 60, score=0.6),
    Fake("10.0.0.9", ("203.0.113.9",), 60, score=0.5),
]
"""Four hosts that call one update server, two that call another one, and one that is alone."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The fleet, grouped by destination."""
    desk = Desk(fake_results(FLEET), tmp_path / "allowlist.toml")
    desk.groups.turn(None)
    return desk


def head(desk: Desk, place: int) -> Key:
    """The key of the head on a line."""
    at = desk.groups.at(place)
    assert isinstance(at, Key)
    return at


def test_turning_goes_through_all_and_back(desk: Desk) -> None:
    counts = [(desk.groups.by, desk.groups.count)]
    for _ in range(3):
        desk.groups.turn(None)
        counts.append((desk.groups.by, desk.groups.count))
    assert counts == [("dst", 2), ("name", 2), ("src", 2), (None, 0)]


def test_what_is_open_stays_open_whatever_is_shown_between(desk: Desk, tmp_path: Path) -> None:
    key = head(desk, 0)
    desk.groups.fold(key)
    lines = len(desk.groups.lines.lines)
    before = desk.spec
    desk.filter(parse("198.51"), before)
    assert desk.groups.rows(key) == []
    desk.filter(parse(""), before)
    desk.renew(View.of(fake_results(FLEET[::-1])), None)
    assert len(desk.groups.lines.lines) == lines
    desk.groups.fold(key)
    assert len(desk.groups.lines.lines) == 3


def test_all_are_opened_and_folded_at_once_and_one_may_differ(desk: Desk) -> None:
    key = head(desk, 0)
    desk.groups.fold(key)
    desk.groups.fold_all()  # one is folded yet
    assert len(desk.groups.lines.lines) == 9
    desk.groups.fold(key)
    assert len(desk.groups.lines.lines) == 5
    desk.filter(parse("!dst:203.0.113.9"), desk.spec)
    assert len(desk.groups.lines.lines) == 4
    desk.groups.fold_all()
    assert len(desk.groups.lines.lines) == 8
    desk.groups.fold_all()
    assert len(desk.groups.lines.lines) == 2


def test_each_grouping_has_its_own_open_groups(desk: Desk) -> None:
    desk.groups.fold_all()
    lines = []
    for _ in range(4):
        desk.groups.turn(None)
        lines.append(len(desk.groups.lines.lines))
    assert lines == [3, 5, 7, 9]


def test_nothing_is_open_where_nothing_is_grouped(tmp_path: Path) -> None:
    desk = Desk(fake_results(FLEET), tmp_path / "a.toml")
    desk.groups.fold_all()
    desk.groups.turn(None)
    assert len(desk.groups.lines.lines) == 3


def test_the_cursor_finds_its_group_its_candidate_or_the_head_that_folds_it(desk: Desk) -> None:
    key, other = head(desk, 0), head(desk, 1)
    assert [desk.place_of(at, 9) for at in (key, other, 3, 4, 6)] == [0, 1, 0, 1, 2]
    desk.groups.fold(key)
    assert [desk.place_of(at, 9) for at in (key, other, 3, 4, 6)] == [0, 5, 4, 5, 6]
    desk.sort_by("src")
    assert desk.groups.at(desk.place_of(key, 9)) == key
    desk.filter(parse("src:10.0.0.2"), desk.spec)
    assert desk.place_of(other, 0) == 1
    desk.filter(parse("dst:203.0.113.9"), desk.spec)
    assert desk.place_of(key, 0) == 0


def test_a_whole_group_is_marked_unmarked_and_selected(desk: Desk) -> None:
    key = head(desk, 0)
    assert desk.selection(key) == [0, 1, 2, 3]
    desk.marks.add(2)
    desk.toggle_mark(key)
    assert desk.marks == {0, 1, 2, 3}
    desk.toggle_mark(key)
    assert desk.marks == set()


def test_behind_an_open_group_is_what_follows_its_members(desk: Desk) -> None:
    assert desk.groups.behind(0) == 1
    desk.groups.fold(head(desk, 0))
    assert [desk.groups.behind(place) for place in (0, 1)] == [5, 2]


def test_nothing_shown_has_no_lines(tmp_path: Path) -> None:
    desk = Desk(fake_results([]), tmp_path / "a.toml")
    for _ in range(4):
        at: At | None = desk.groups.at(0)
        assert at is None
        assert desk.groups.turn(at) is None
