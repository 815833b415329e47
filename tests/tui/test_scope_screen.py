"""What is benign is chosen with what it hides in sight, and the quick way stays quick."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from beacon_tui.triage.allowlist import Allowlist
from beacon_tui.triage.rules import Rule
from tests.fakes import HOSTILE, Fake, fake_accounts, fake_results
from tests.tui.hand import LARGE, SMALL, at_the_desk, same_as_kept, until

OFFICE = [
    Fake("10.0.0.1", ("192.0.2.10",), 900, 0.01, 90, 0.95, service="ssl", domain="updates.vendor.example"),
    Fake("10.0.0.2", ("192.0.2.10",), 900, 0.02, 90, 0.85, service="ssl", domain="updates.vendor.example"),
    Fake("10.0.0.3", ("192.0.2.11",), 900, 0.03, 90, 0.75, service="ssl", domain="cdn.vendor.example"),
    Fake("10.0.0.1", ("198.51.100.1",), 60, 0.2, 90, 0.65, port=8443),
]
"""Three hosts that call one vendor, of whom the first calls something else, too."""


def rules(folder: Path) -> list[str]:
    """The rules that were written, as texts."""
    return [rule.text() for rule in Allowlist(folder / "allowlist.toml").rules]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_scopes_look_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size, fake_results(OFFICE)) as hand:
        same_as_kept(f"scope_{size[0]}x{size[1]}", await hand.press("b", "2"))


async def test_b_and_enter_hide_the_pair(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        screen = await hand.press("b", "enter")
        assert "Hidden by rule: 10.0.0.1 → 192.0.2.10 :443/tcp – u takes it back" in screen
        assert rules(tmp_path) == ["10.0.0.1 → 192.0.2.10 :443/tcp"]


@pytest.mark.parametrize(
    ("keys", "rule", "hides"),
    [
        (["2"], "any → 192.0.2.10", 2),
        (["j", "j"], "any → updates.vendor.example", 2),
        (["4"], "10.0.0.1 → any", 2),
        (["G", "k"], "any → 192.0.2.0/24 :443/tcp ssl", 3),
    ],
)
async def test_each_scope_is_chosen_by_number_or_cursor(tmp_path: Path, keys: list[str], rule: str, hides: int) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        await hand.press("b", *keys)
        await hand.press("enter")
        assert rules(tmp_path) == [rule]
        assert hand.desk.allowlisted == hides


async def test_an_account_of_the_source_is_offered_with_what_it_would_hide(tmp_path: Path) -> None:
    seen = [(src, "svc-backup", "CORP", "ntlm", 1) for src in ("10.0.0.1", "10.0.0.3")]
    seen += [("10.0.0.3", "kim", "CORP", "ntlm", 1), ("10.0.0.1", HOSTILE, "", "kerberos", 1)]
    results = replace(fake_results(OFFICE), accounts=fake_accounts(seen))
    async with at_the_desk(tmp_path, results=results) as hand:
        screen = await hand.press("b", "5")
        line = next(line for line in screen.splitlines() if "account, 2 sources" in line)
        assert "account svc-backup@CORP → any" in line
        assert line.split()[-4:-1] == ["3", "1", "0"]
        assert "owned" not in screen
        assert "svc-backup@CORP was seen on 2 sources" in screen
        assert "what other accounts do" in screen
        assert "account svc-backup@CORP → any" in await hand.press("enter")
        assert (rules(tmp_path), hand.desk.allowlisted) == (["account svc-backup@CORP → any"], 3)
        assert "its account was seen on 2 sources" in " ".join((await hand.press("a")).split())


async def test_a_scope_that_hides_others_warns_before_it_is_written(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        assert "Careful" not in await hand.press("b")
        assert "Careful: it hides 1 other candidate, 1 with a score of 80 or more." in await hand.press("2")
        assert "Careful" not in await hand.press("4")


async def test_a_reason_is_written_with_the_rule(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        await hand.press("b", "3", "tab", *"the updater", "enter")
        (rule,) = Allowlist(tmp_path / "allowlist.toml").rules
        assert (rule.name, rule.reason) == ("updates.vendor.example", "the updater")
        assert rule.added


async def test_a_rule_is_edited_by_hand_with_its_count_and_its_mistakes_in_sight(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        await hand.press("b", "e", "ctrl+u", *"name:*.vendor.example")
        (row,) = [line for line in hand.lines() if "a rule of your own" in line]
        assert row.split()[-4:-1] == ["3", "2", "0"]
        screen = await hand.press(*" port:x")
        assert "port 'x' is no whole number" in screen
        await hand.press("enter")
        assert rules(tmp_path) == []
        await hand.press("backspace", *"443", "enter")
        assert rules(tmp_path) == ["any → *.vendor.example :443"]
        assert hand.desk.allowlisted == 3


async def test_the_edited_rule_begins_as_the_scope_chosen_before(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        await hand.press("b", "4", "e", *" port:8443", "enter")
        assert rules(tmp_path) == ["10.0.0.1 → any :8443"]


async def test_leaving_writes_nothing(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        for key in ("escape", "q"):
            await hand.press("b", "2")
            assert "SCORE▼" in await hand.press(key)
        assert list(tmp_path.iterdir()) == []


async def test_the_marked_get_a_rule_each_as_one_decision(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        screen = await hand.press("space", "space", "space", "b")
        assert "for the 3 marked candidates" in screen
        assert "these pairs          3 rules" in screen
        assert "their destinations   2 rules" in screen
        assert "Hidden by 3 rules – u takes it back" in await hand.press("enter")
        assert len(rules(tmp_path)) == 3
        assert "Taken back: hidden by 3 rules" in await hand.press("u")
        assert rules(tmp_path) == []
        assert "4 shown" in hand.screen


async def test_what_the_marked_share_comes_first_where_it_hides_nothing_else(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        screen = await hand.press("space", "space", "b")
        assert "1 this destination     any → 192.0.2.10" in screen
        assert "2 these pairs          2 rules" in screen
        await hand.press("enter")
        assert rules(tmp_path) == ["any → 192.0.2.10"]


async def test_what_the_marked_share_with_others_comes_behind_their_pairs(tmp_path: Path) -> None:
    third = Fake("10.0.0.9", ("192.0.2.10",), 900, 0.02, 90, 0.5, domain="updates.vendor.example")
    async with at_the_desk(tmp_path, results=fake_results([*OFFICE, third])) as hand:
        screen = await hand.press("space", "space", "b")
        assert "1 these pairs          2 rules" in screen
        assert "2 this destination     any → 192.0.2.10" in screen


async def test_marked_candidates_that_are_not_shown_are_counted_in_the_question(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        screen = await hand.press("space", "space", "slash", *"port:8443", "enter", "b")
        assert "hidden for the 2 marked candidates (2 not shown)?" in screen
        assert "only the one at hand 10.0.0.1 → 198.51.100.1" in screen
        assert "2 marked" not in await hand.press("enter")
        assert "2 marked (2 not shown)" in await hand.press("u")


async def test_more_rules_than_can_be_written_are_said_and_none_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beacon_tui.triage.scopes.MOST", 2)
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        screen = await hand.press("space", "space", "space", "b")
        assert "1 these pairs          over 1,000 rules" in screen
        assert "choose what they share, or mark fewer" in screen
        assert "choose what they share, or mark fewer" in await hand.press("enter")
        assert rules(tmp_path) == []
        await hand.press("2", "enter")
        assert rules(tmp_path) == ["any → 192.0.2.10", "any → 192.0.2.11"]


async def test_with_marks_the_candidate_at_hand_can_still_be_hidden_alone(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        await hand.press("space", "space", "b", "6")
        assert "only the one at hand 10.0.0.3 → 192.0.2.11" in hand.screen
        await hand.press("enter")
        assert rules(tmp_path) == ["10.0.0.3 → 192.0.2.11 :443/tcp"]


async def test_a_candidate_without_a_rule_says_why(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("G")
        for key in ("b", "enter"):
            screen = " ".join((await hand.press(key)).replace("│", "").split())
            assert "port is unknown, so the rule would cover more than this" in screen
        assert list(tmp_path.iterdir()) == []
        await hand.press("3", "enter")
        assert rules(tmp_path) == ["10.0.3.67 → any"]


async def test_keys_that_come_all_at_once_hide_what_they_would_one_by_one(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        await hand.burst("j", "b", "enter")
        await until(hand, "Hidden by rule")
        assert rules(tmp_path) == ["10.0.0.2 → 192.0.2.10 :443/tcp"]


@pytest.mark.parametrize("line", ["tab", "e"])
async def test_what_is_typed_before_there_is_a_line_for_it_writes_nothing(tmp_path: Path, line: str) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        await hand.burst("b", line, "2", "enter")
        await until(hand, "Nothing was written")
        assert list(tmp_path.iterdir()) == []
        await hand.press("1", "enter")
        assert rules(tmp_path) == ["10.0.0.1 → 192.0.2.10 :443/tcp"]


async def test_a_reason_that_no_file_can_hold_is_refused(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        await hand.press("b", "tab")
        hand.app.screen.query_one("#reason", Input).value = "a\tb"
        assert "reason 'a\\tb' holds characters that cannot be shown" in await hand.press("enter")
        assert list(tmp_path.iterdir()) == []


async def test_a_small_terminal_scrolls_to_what_has_the_focus(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, (60, 12), fake_results(OFFICE)) as hand:
        assert "this pair" in await hand.press("b")
        await hand.press("tab")
        assert "Rule   src:10.0.0.1" in await hand.press("tab")


async def test_a_rule_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(OFFICE)) as hand:
        Allowlist(tmp_path / "allowlist.toml").add(Rule(src="10.0.0.1"))
        assert "has this rule already" in await hand.press("b", "4", "enter")
        assert "2 shown" in hand.screen
        assert "Nothing to take back" in await hand.press("u")


async def test_hostile_names_are_shown_as_visible_text_and_make_no_rule(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE, fake_results([Fake("10.0.0.1", ("192.0.2.1",), domain=HOSTILE)])) as hand:
        screen = await hand.press("b")
        assert not set(screen) & {"\x1b", "\x07", "\u202e"}
        assert "this name" not in screen
