"""Lines of groups: what all members share, what they have in common, and never wider than the header."""

import math
from pathlib import Path

import numpy as np
import pytest

from beacon_tui.analysis.model import Results
from beacon_tui.render import groups as drawn
from beacon_tui.render.candidates import SHOW, SHOWN
from beacon_tui.render.groups import mark_of_group
from beacon_tui.render.members import summary
from beacon_tui.render.text import cells
from beacon_tui.triage.desk import Desk
from beacon_tui.triage.groups import Groups
from beacon_tui.triage.query.parse import parse
from beacon_tui.triage.ranks import Rows, TableRanks
from beacon_tui.triage.rules import Rule
from beacon_tui.triage.table import table
from beacon_tui.triage.view import View
from tests.fakes import DAY, EXAMPLES, HOSTILE, SESSIONS, START, Fake, fake_results

FLEET = [
    Fake("10.0.0.1", ("192.0.2.10",), 900, count=9, score=0.9, service="ssl", domain="u.example"),
    Fake("10.0.0.2", ("192.0.2.10",), 600, count=5, score=0.7, port=80, domain="U.example"),
    Fake("10.0.0.2", ("192.0.2.10",), 300, count=4, score=math.nan, domain="u.example"),
]
RESULTS = fake_results(FLEET)
ROWS = np.arange(len(RESULTS))


def same(results: Results) -> Groups:
    """Knows which texts of some results are equal."""
    groups = Groups()
    groups.lay(np.arange(len(results)), TableRanks(results.columns))
    return groups


def common(results: Results, rows: Rows, column: str) -> str:
    """What candidates have in common in a column."""
    return drawn.common(results, rows, column, same(results).same)


def members(results: Results, rows: Rows, end: str, width: int = 20) -> str:
    """How many members a group has."""
    return drawn.members(results, rows, end, same(results).same, width)


def text(desk: Desk, place: int, width: int = 100) -> str:
    """A line of the table."""
    return "".join(cell.text for cell in table(desk, "score", None).row(place, width)[0])


@pytest.mark.parametrize(
    ("column", "words"),
    [("port", "(2)"), ("service", "(2)"), ("domain", "u.example"), ("events", "18"), ("period", "10m00s")],
)
def test_a_group_says_what_its_members_have_in_common(column: str, words: str) -> None:
    assert common(RESULTS, ROWS, column) == words


def test_every_column_has_words_for_a_group() -> None:
    results = fake_results([*EXAMPLES, *SESSIONS])
    for column in SHOWN:
        assert column in SHOW
        assert common(results, np.arange(len(results)), column).isprintable()


def test_fewer_sources_than_members_are_said() -> None:
    assert members(RESULTS, ROWS, "src") == "3 rows, 2 src"
    assert members(RESULTS, ROWS, "src", 13) == "3 rows, 2 src"
    assert members(RESULTS, ROWS, "src", 12) == "2 sources"
    assert members(RESULTS, ROWS[:2], "src") == "2 sources"
    assert members(RESULTS, ROWS, "dst", 12) == "1 destination"


def test_connections_of_a_name_and_of_its_addresses_count_once() -> None:
    name = Fake("10.0.0.1", ("192.0.2.1", "192.0.2.2"), count=9, domain="u.example", score=0.9)
    member = Fake("10.0.0.1", ("192.0.2.1",), count=5, domain="u.example", flags=("member",), score=0.1)
    results = fake_results([name, member])
    assert common(results, np.arange(2), "events") == "9"
    assert common(results, np.array([1]), "events") == "5"


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_lines_are_as_wide_as_the_header_and_clean(tmp_path: Path, turns: int) -> None:
    twice = [*EXAMPLES, *EXAMPLES, *SESSIONS]
    desk = Desk(fake_results(twice), tmp_path / "a.toml")
    for _ in range(turns):
        desk.groups.turn(None)
    for hidden in (False, True):
        desk.groups.fold(desk.groups.key(0))
        rows = table(desk, "score", None)
        for width in (60, 79, 120, 250):
            header = cells("".join(cell.text for cell in rows.header(width)))
            for place in range(rows.count):
                line = text(desk, place, width)
                assert line.isprintable()
                assert cells(line) == header, (hidden, width, place)
        desk.toggle_hidden()


def test_the_best_score_is_that_of_a_member_that_no_rule_hides(tmp_path: Path) -> None:
    desk = Desk(RESULTS, tmp_path / "a.toml")
    desk.allow([Rule(src="10.0.0.1")])
    desk.toggle_hidden()
    desk.groups.turn(None)
    assert "70 ○ 3 rows, 2 src" in text(desk, 0)
    assert "1 of 3" in text(desk, 0)
    desk.allow([Rule(src="10.0.0.2")])
    assert "90 ✓" in text(desk, 0)


def test_a_group_that_is_watched_says_when_it_is_heard_of_next(tmp_path: Path) -> None:
    def ago(seconds: float) -> dict[str, float]:
        return {"last_seen": START + DAY - seconds}

    fleet = [
        Fake("10.0.0.1", ("192.0.2.10",), 900, score=0.9, columns=ago(500)),
        Fake("10.0.0.2", ("192.0.2.10",), 600, score=0.7, columns=ago(500)),
        Fake("10.0.0.3", ("192.0.2.10",), 501, score=0.1, columns=ago(500)),
    ]
    desk = Desk(fake_results(fleet), tmp_path / "a.toml")
    desk.groups.turn(None)

    def head() -> str:
        cells, _ = table(desk, "score", lambda: START + DAY).row(0, 100)
        return "".join(cell.text for cell in cells)

    assert "in 1m40s" in head()
    desk.allow([Rule(src="10.0.0.2")])
    desk.toggle_hidden()
    assert "in 6m40s" in head()


def test_what_a_group_says_is_of_the_members_that_show(tmp_path: Path) -> None:
    desk = Desk(RESULTS, tmp_path / "a.toml")
    desk.groups.turn(None)
    whole = text(desk, 0)
    assert "3 rows, 2 src" in whole
    desk.sort_by("events")
    assert text(desk, 0) == whole
    desk.filter(parse("period:<=10m"), desk.spec)
    assert "2 rows, 1 src" in text(desk, 0)
    desk.filter(parse(""), desk.spec)
    assert text(desk, 0) == whole
    more = fake_results([*FLEET, Fake("10.0.0.4", ("192.0.2.10",), 300, score=0.2)])
    desk.renew(View.of(more), None)
    assert "4 rows, 3 src" in text(desk, 0)


def test_a_group_says_what_was_decided_on_its_members(tmp_path: Path) -> None:
    desk = Desk(RESULTS, tmp_path / "a.toml")
    desk.columns = ("verdict", "note", "port")
    desk.groups.turn(None)
    assert " — " in text(desk, 0)
    desk.judge([0, 1], "malicious", "both")
    desk.judge([1], "watch", HOSTILE)
    assert "M1 W1      (2)" in text(desk, 0)
    desk.judge([0, 1, 2], "benign", "all of them")
    assert "benign     all of them" in text(desk, 0)
    desk.judge([0, 1, 2], "benign", HOSTILE)
    assert text(desk, 0).isprintable()


def test_the_mark_tells_all_from_some() -> None:
    assert [mark_of_group(number, 3) for number in (0, 1, 3)] == [" ", "-", "+"]


def test_the_members_in_short() -> None:
    words = "\n".join(summary(RESULTS, ROWS, "dst", np.array([False, False, True]), 2))
    for part in (
        "192.0.2.10  3 candidates",
        "best score 90 ●",
        "1 strong, 1 middling, 1 without",
        "periods 5m00s to 15m00s, median 10m00s",
        "18 check-ins",
        "2 sources: 10.0.0.2 (2), 10.0.0.1 (1)",
        "2 ports: 443 (2), 80 (1)",
        "1 service: none (2), ssl (1)",
        "1 hidden by rules",
        "2 marked",
    ):
        assert part in words
    assert "destination" not in words


def test_hostile_names_are_visible_text() -> None:
    results = fake_results(
        [Fake("10.0.0.1", ("192.0.2.1",), domain=HOSTILE), Fake("10.0.0.2", ("192.0.2.1",), domain=HOSTILE)]
    )
    for line in summary(results, np.arange(2), "domain", np.zeros(2, np.bool_), 0):
        assert line.isprintable()
        assert HOSTILE not in line
