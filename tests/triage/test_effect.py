"""What rules would hide, told before they are written."""

from pathlib import Path

from beacon_tui.triage.desk import Desk
from beacon_tui.triage.effect import Effect
from beacon_tui.triage.rules import Rule
from tests.fakes import EXAMPLES, Fake, benign, fake_results

ALL = Rule(src="0.0.0.0/0")
"""Every source of IPv4: all but one of the examples, of which 3 are strong."""


def desk_of(folder: Path, fakes: tuple[Fake, ...] = EXAMPLES) -> Desk:
    """A desk without rules."""
    return Desk(fake_results(fakes), folder / "allowlist.toml")


def test_what_would_be_hidden_is_counted_with_the_marked_and_the_strong(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    desk.toggle_mark(1)
    assert desk.effect([ALL], [0]) == Effect(hides=7, marked=1, strong=3, others=6, strong_others=2)
    assert desk.effect([ALL, Rule(port=443)], [0]).hides == 8


def test_what_is_hidden_already_does_not_count_again(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    benign(desk, 0)
    assert desk.effect([ALL], [1]).hides == 6


def test_a_rule_that_is_over_hides_nothing(tmp_path: Path) -> None:
    over = Rule(src="0.0.0.0/0", expires="2020-01-01")
    assert desk_of(tmp_path).effect([over]) == Effect(0, 0, 0, 0, 0)


def test_a_warning_names_many_others_and_strong_ones(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    assert desk.effect([Rule(src="73.54.23.243")], [0]).warning == ""
    assert desk.effect([Rule(port=80)], [1]).warning == (
        "Careful: it hides 1 other candidate, 1 with a score of 80 or more."
    )
    crowd = tuple(Fake(f"10.0.0.{number}", ("192.0.2.1",), count=6, score=0.1) for number in range(1, 12))
    desk = desk_of(tmp_path, crowd)
    assert desk.effect([Rule(dst="192.0.2.1")], [0]).warning == "Careful: it hides 10 other candidates."
    assert desk.effect([Rule(dst="192.0.2.1")], [0, 1]).warning == ""
