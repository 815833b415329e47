"""The desk without a screen: sorting, marking, deciding, taking back."""

from pathlib import Path

import pytest

from beacon_tui.errors import AllowlistError
from beacon_tui.render.counts import Shown
from beacon_tui.triage.desk import Desk
from beacon_tui.triage.history import Deed
from beacon_tui.triage.query.parse import EVERYTHING, parse
from tests.fakes import EXAMPLES, SESSIONS, benign, fake_results


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the example candidates and no rules yet."""
    return Desk(fake_results(), tmp_path / "allowlist.toml")


def words(decision: Deed | None) -> str:
    """What was decided."""
    return decision.words if decision else "nothing"


def sources(desk: Desk) -> list[str]:
    """The sources in the order shown."""
    return [desk.results.columns["src"][row] for row in desk.order]


def test_a_number_sorts_largest_first_a_text_from_a_and_again_turns(desk: Desk) -> None:
    desk.sort_by("events")
    events = desk.results.columns["events"][desk.order].tolist()
    assert events == sorted(events, reverse=True)
    desk.sort_by("events")
    assert desk.results.columns["events"][desk.order].tolist() == events[::-1]
    desk.sort_by("src")
    assert sources(desk)[0] == "10.0.3.7"
    desk.sort_by("src")
    assert sources(desk)[0].startswith("2001")


def test_benign_hides_one_and_undo_brings_it_back(desk: Desk) -> None:
    rule = benign(desk, 0)
    assert rule.src == "73.54.23.243"
    assert 0 not in desk.order
    assert desk.allowlisted == desk.hidden.allowlisted == 1
    assert desk.rule_text(0) == rule.text()
    assert words(desk.undo()) == f"hidden by {rule.text()}"
    assert 0 in desk.order
    assert desk.undo() is None


def test_undo_takes_back_one_rule_at_a_time_last_first(desk: Desk) -> None:
    first, second = benign(desk, 0), benign(desk, 1)
    taken = [words(desk.undo()), words(desk.undo())]
    assert taken == [f"hidden by {rule.text()}" for rule in (second, first)]
    assert len(desk.order) == len(desk.results)


def test_undo_leaves_rules_that_were_there_before(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    path.write_text('# mine\n[[rule]]\nsrc = "73.54.23.243"\n')
    desk = Desk(fake_results(), path)
    assert desk.allowlisted == 1
    benign(desk, 1)
    desk.undo()
    assert path.read_text().rstrip() == '# mine\n[[rule]]\nsrc = "73.54.23.243"'


def test_rules_written_by_another_hand_are_seen_at_the_next_decision(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "allowlist.toml").write_text("[[rule]]\nport = 123\n")
    benign(desk, 0)
    assert desk.allowlisted == 2


def test_a_name_is_allowlisted_by_its_name(desk: Desk) -> None:
    row = desk.results.columns["kind"].tolist().index("name")
    rule = benign(desk, row)
    assert (rule.name, rule.dst) == ("cdn.example", None)
    assert row not in desk.order


def test_hidden_ones_can_be_shown_among_the_others(desk: Desk) -> None:
    benign(desk, 0)
    desk.toggle_hidden()
    assert len(desk.order) == len(desk.results)
    desk.toggle_hidden()
    assert 0 not in desk.order


def test_the_starter_list_is_switched_at_once_and_says_how_many_it_hides(tmp_path: Path) -> None:
    desk = Desk(fake_results(), tmp_path / "allowlist.toml", starter=True)
    ntp = desk.results.columns["port"].tolist().index(123)
    assert ntp not in desk.order
    assert desk.rule_text(ntp) == "starter: NTP"
    assert (desk.allowlisted, desk.by_starter) == (1, 1)
    assert desk.toggle_starter() == 1
    assert ntp in desk.order
    assert (desk.allowlisted, desk.by_starter, desk.rule_text(ntp)) == (0, 0, "")
    assert desk.toggle_starter() == 1
    assert ntp not in desk.order
    assert list(tmp_path.iterdir()) == []


def test_the_switch_of_the_starter_list_is_taken_back_like_any_decision(tmp_path: Path) -> None:
    desk = Desk(fake_results(), tmp_path / "allowlist.toml", starter=True)
    desk.toggle_starter()
    rule = benign(desk, desk.results.columns["port"].tolist().index(123))
    assert (desk.allowlisted, desk.by_starter) == (1, 0)
    assert words(desk.undo()) == f"hidden by {rule.text()}"
    assert words(desk.undo()) == "starter list off"
    assert (desk.starter, desk.by_starter) == (True, 1)
    assert words(desk.redo()) == "starter list off"
    assert (desk.starter, desk.allowlisted) == (False, 0)
    assert words(desk.redo()) == f"hidden by {rule.text()}"
    assert (desk.redo(), desk.allowlisted) == (None, 1)


def test_the_starter_list_works_without_a_usable_allowlist(tmp_path: Path) -> None:
    (tmp_path / "allowlist.toml").write_text("not toml")
    desk = Desk(fake_results(), tmp_path / "allowlist.toml", starter=True)
    assert desk.by_starter == 1
    assert desk.toggle_starter() == 1
    assert desk.by_starter == 0


def test_a_filter_hides_counts_and_sorts_and_goes_again(tmp_path: Path) -> None:
    desk = Desk(fake_results([*EXAMPLES, *SESSIONS]), tmp_path / "a.toml", starter=True)
    before = desk.spec
    desk.filter(parse("service:ntp,ssl,ssh sort:port"), before)
    assert desk.shown == Shown(4, hidden=1, starter=1, filtered=7, where="service:ntp,ssl,ssh sort:port", long=2)
    desk.sort_by("cv")
    assert (desk.spec.sort, desk.spec.then) == ("cv", ("port", True))
    desk.filter(parse("service:ssl sort:port"), desk.spec)
    assert desk.spec.sort == "cv"
    desk.filter(EVERYTHING, before)
    assert desk.spec == before


def test_long_sessions_show_alone_longest_first_and_the_order_before_comes_back(tmp_path: Path) -> None:
    desk = Desk(fake_results([*EXAMPLES, *SESSIONS]), tmp_path / "allowlist.toml")
    desk.sort_by("src")
    before = desk.order.tolist()
    desk.toggle_long()
    assert sources(desk) == ["10.0.3.22", "10.0.3.20", "10.0.3.23", "10.0.3.21"]
    desk.sort_by("duration_max")
    benign(desk, int(desk.order[0]))
    assert sources(desk) == ["10.0.3.23", "10.0.3.20", "10.0.3.22"]
    assert (desk.long_sessions, desk.hidden.not_long) == (3, len(EXAMPLES))
    desk.undo()
    desk.toggle_hidden()
    desk.toggle_long()
    assert desk.order.tolist() == before
    assert desk.spec.show_hidden


def test_an_export_takes_the_marked_ones_in_order_else_the_one_under_the_cursor(desk: Desk) -> None:
    assert desk.selection(3) == [3]
    desk.toggle_mark(5)
    desk.toggle_mark(2)
    desk.toggle_mark(4)
    desk.toggle_mark(4)
    assert desk.selection(3) == [2, 5]
    desk.filter(parse(f"!src:{desk.results.columns['src'][2]}"), desk.spec)
    assert desk.selection(3) == [5, 2]
    benign(desk, 2)
    assert desk.selection(3) == [5]


def test_a_candidate_is_found_again_or_the_place_is_kept(desk: Desk) -> None:
    assert desk.place_of(2, 0) == 2
    benign(desk, 2)
    assert desk.place_of(2, 4) == 4
    assert desk.place_of(2, 99) == len(desk.order) - 1


def test_a_file_that_cannot_be_used_is_said_kept_and_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    path.write_text("not toml")
    desk = Desk(fake_results(), path)
    assert str(path) in desk.problem
    with pytest.raises(AllowlistError, match="TOML"):
        benign(desk, 0)
    assert path.read_text() == "not toml"
    path.unlink()
    benign(desk, 0)
    assert desk.problem == ""


def test_what_is_shown_is_counted_with_what_is_not(tmp_path: Path) -> None:
    desk = Desk(fake_results([*EXAMPLES, *SESSIONS]), tmp_path / "allowlist.toml", starter=True)
    benign(desk, 0)
    for row in (0, 1):
        desk.toggle_mark(row)
    assert desk.shown == Shown(10, hidden=2, starter=1, long=4, marked=2, marked_out=2)
    desk.toggle_hidden()
    assert desk.shown == Shown(12, ruled=2, starter=1, long=4, marked=2)
    desk.toggle_long()
    assert desk.shown == Shown(4, starter=1, others=8, long=4, marked=2, marked_out=2, long_only=True)


def test_a_broken_allowlist_comes_into_force_when_it_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    path.write_text("[[rule]\n")
    desk = Desk(fake_results(), path)
    assert "allowlist.toml is no valid TOML" in desk.problem
    assert not desk.mended()
    path.write_text('[[rule]]\nsrc = "73.54.23.243"\n')
    assert desk.mended()
    assert (desk.problem, desk.allowlisted) == ("", 1)
    assert not desk.mended()


def test_what_others_write_to_the_allowlist_comes_into_force_and_ones_own_rule_is_no_news(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    desk, other = Desk(fake_results(), path), Desk(fake_results(), path)
    benign(desk, 0)
    assert not desk.others_ruled()
    assert other.others_ruled()
    assert other.allowlisted == desk.allowlisted == 1
    assert not other.others_ruled()
    path.write_text("[[rule]\n")
    assert other.others_ruled()
    assert "no valid TOML" in other.problem
    assert not other.others_ruled()
    assert other.allowlisted == 1


def test_an_allowlist_that_breaks_meanwhile_stays_in_force_as_it_was_and_takes_no_rule(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    desk = Desk(fake_results(), path)
    benign(desk, 0)
    path.write_text("[[rule]]\nport = 'x'\n")
    for decide in (lambda: benign(desk, 1), desk.undo):
        with pytest.raises(AllowlistError, match="line 2: port"):
            decide()
    assert "line 2: port" in desk.problem
    assert desk.allowlisted == 1
    path.write_text("")
    assert desk.undo() is not None
    assert (desk.problem, desk.allowlisted) == ("", 0)
