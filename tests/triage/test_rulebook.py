"""The rulebook: every decision can be taken back and made again, and what others write meanwhile stays."""

from dataclasses import replace
from pathlib import Path

import pytest

from beacon_tui.errors import AllowlistError
from beacon_tui.triage.allowlist import Allowlist
from beacon_tui.triage.rulebook import Rulebook
from beacon_tui.triage.rules import Rule

COMMENTED = """\
# time servers
[[rule]]
dst = "192.0.2.0/24" # the pool
port = 123

# updates
[[rule]]
name = "*.vendor.example"
"""
TIME, UPDATES = Rule(dst="192.0.2.0/24", port=123), Rule(name="*.vendor.example")
NEW = Rule(port=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An allowlist with two rules and comments."""
    path = tmp_path / "allowlist.toml"
    path.write_text(COMMENTED)
    return path


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ((None, NEW), (TIME, UPDATES, NEW)),
        ((TIME, None), (UPDATES,)),
        ((TIME, replace(TIME, enabled=False)), (replace(TIME, enabled=False), UPDATES)),
        ((UPDATES, NEW), (TIME, NEW)),
    ],
)
def test_a_decision_is_taken_back_to_the_letter_and_made_again(
    file: Path, step: tuple[Rule | None, Rule | None], after: tuple[Rule, ...]
) -> None:
    book = Rulebook(file, starter=False)
    book.decide("this", [step])
    text = file.read_text()
    assert book.own == after
    for _ in range(2):
        undone = book.undo()
        assert undone is not None
        assert undone.words == "this"
        assert (book.own, file.read_text()) == ((TIME, UPDATES), COMMENTED)
        assert book.undo() is None
        assert book.redo() is not None
        assert (book.own, file.read_text()) == (after, text)
        assert book.redo() is None


def test_what_others_wrote_meanwhile_stays_when_a_decision_is_taken_back_and_made_again(file: Path) -> None:
    book = Rulebook(file, starter=False)
    book.decide("delete", [(TIME, None)])
    book.decide("change", [(UPDATES, replace(UPDATES, reason="x"))])
    theirs = Rule(src="10.0.0.7")
    Allowlist(file).add(theirs)
    owned = []
    for act in (book.undo, book.undo, book.redo, book.redo):
        act()
        owned.append(book.own)
    changed = replace(UPDATES, reason="x")
    assert owned == [(UPDATES, theirs), (UPDATES, theirs, TIME), (UPDATES, theirs), (changed, theirs)]


def test_what_others_took_back_already_is_no_error_and_can_be_made_again(file: Path) -> None:
    book = Rulebook(file, starter=False)
    book.decide("add", [(None, NEW)])
    Allowlist(file).remove(NEW)
    owned = []
    for act in (book.undo, book.redo):
        assert act() is not None
        owned.append(book.own)
    assert owned == [(TIME, UPDATES), (TIME, UPDATES, NEW)]


def test_a_new_decision_ends_what_could_be_made_again(file: Path) -> None:
    book = Rulebook(file, starter=False)
    book.decide("one", [(None, NEW)])
    book.undo()
    book.decide("two", [(None, Rule(port=2))])
    assert book.redo() is None
    assert book.own == (TIME, UPDATES, Rule(port=2))


def test_what_changes_nothing_is_no_decision(file: Path) -> None:
    book = Rulebook(file, starter=False)
    assert book.decide("again", [(None, TIME)]) is None
    assert book.decide("gone", [(NEW, None)]) is None
    assert (book.undo(), file.read_text()) == (None, COMMENTED)


def test_rules_that_are_off_or_expired_are_kept_but_hide_nothing(file: Path) -> None:
    book = Rulebook(file, starter=False)
    book.decide("off", [(TIME, replace(TIME, enabled=False))])
    book.decide("over", [(UPDATES, replace(UPDATES, expires="2020-01-01"))])
    assert len(book.own) == 2
    assert book.in_force == ()


def test_several_rules_are_one_decision(file: Path) -> None:
    book = Rulebook(file, starter=False)
    book.decide("three", [(None, Rule(port=port)) for port in (1, 2, 3)])
    assert len(book.own) == 5
    book.undo()
    assert file.read_text() == COMMENTED


def test_nothing_is_written_into_a_file_that_broke_and_the_decision_can_still_be_taken_back(file: Path) -> None:
    book = Rulebook(file, starter=False)
    book.decide("add", [(None, NEW)])
    text = file.read_text()
    file.write_text("[[rule]\n")
    for act in (book.undo, lambda: book.decide("more", [(None, Rule(port=2))])):
        with pytest.raises(AllowlistError, match="no valid TOML"):
            act()
    assert file.read_text() == "[[rule]\n"
    assert book.own == (TIME, UPDATES, NEW)
    file.write_text(text)
    book.undo()
    assert file.read_text() == COMMENTED
