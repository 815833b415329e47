"""The rulebook: every change hands back what reverses it, and what others write meanwhile stays."""

from dataclasses import replace
from pathlib import Path

import pytest

from beacon_tui.errors import AllowlistError
from beacon_tui.triage.allowlist import Allowlist, Step
from beacon_tui.triage.history import Reverse
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


def decide(book: Rulebook, *steps: Step) -> Reverse:
    """Change the allowlist, and hand back what takes that back."""
    reverse = book.decide(steps)
    assert reverse is not None
    return reverse


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
    reverse = decide(book, step)
    text = file.read_text()
    assert book.own == after
    for _ in range(2):
        reverse = reverse()
        assert (book.own, file.read_text()) == ((TIME, UPDATES), COMMENTED)
        reverse = reverse()
        assert (book.own, file.read_text()) == (after, text)


def test_what_others_wrote_meanwhile_stays_when_a_decision_is_taken_back_and_made_again(file: Path) -> None:
    book = Rulebook(file, starter=False)
    deleted = decide(book, (TIME, None))
    changed = decide(book, (UPDATES, replace(UPDATES, reason="x")))
    theirs = Rule(src="10.0.0.7")
    Allowlist(file).add(theirs)
    owned = []
    change = changed()
    owned.append(book.own)
    delete = deleted()
    owned.append(book.own)
    for act in (delete, change):
        act()
        owned.append(book.own)
    edited = replace(UPDATES, reason="x")
    assert owned == [(UPDATES, theirs), (UPDATES, theirs, TIME), (UPDATES, theirs), (edited, theirs)]


def test_what_others_took_back_already_is_no_error_and_can_be_made_again(file: Path) -> None:
    book = Rulebook(file, starter=False)
    added = decide(book, (None, NEW))
    Allowlist(file).remove(NEW)
    add = added()
    owned = [book.own]
    add()
    assert [*owned, book.own] == [(TIME, UPDATES), (TIME, UPDATES, NEW)]


def test_the_starter_list_is_switched_and_switched_back(file: Path) -> None:
    book = Rulebook(file, starter=True)
    assert len(book.in_force) > 2
    reverse = book.switch_starter()
    assert book.in_force == (TIME, UPDATES)
    reverse = reverse()
    assert len(book.in_force) > 2
    reverse()
    assert book.in_force == (TIME, UPDATES)


def test_what_changes_nothing_is_no_decision(file: Path) -> None:
    book = Rulebook(file, starter=False)
    assert book.decide([(None, TIME)]) is None
    assert book.decide([(NEW, None)]) is None
    assert file.read_text() == COMMENTED


def test_rules_that_are_off_or_expired_are_kept_but_hide_nothing(file: Path) -> None:
    book = Rulebook(file, starter=False)
    decide(book, (TIME, replace(TIME, enabled=False)))
    decide(book, (UPDATES, replace(UPDATES, expires="2020-01-01")))
    assert len(book.own) == 2
    assert book.in_force == ()


def test_several_rules_are_one_decision(file: Path) -> None:
    book = Rulebook(file, starter=False)
    reverse = decide(book, *((None, Rule(port=port)) for port in (1, 2, 3)))
    assert len(book.own) == 5
    reverse()
    assert file.read_text() == COMMENTED


def test_nothing_is_written_into_a_file_that_broke_and_the_decision_can_still_be_taken_back(file: Path) -> None:
    book = Rulebook(file, starter=False)
    reverse = decide(book, (None, NEW))
    text = file.read_text()
    file.write_text("[[rule]\n")
    with pytest.raises(AllowlistError, match="no valid TOML"):
        reverse()
    with pytest.raises(AllowlistError, match="no valid TOML"):
        book.decide([(None, Rule(port=2))])
    assert file.read_text() == "[[rule]\n"
    assert book.own == (TIME, UPDATES, NEW)
    file.write_text(text)
    reverse()
    assert file.read_text() == COMMENTED
