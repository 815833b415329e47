"""Candidates in groups on the screen: one decision for a whole fleet."""

from pathlib import Path

import pytest

from beacon_tui.triage.allowlist import Allowlist
from tests.fakes import Fake, fake_results
from tests.tui.hand import LARGE, SMALL, Hand, at_the_desk, same_as_kept

FLEET = [
    Fake("10.0.0.8", ("203.0.113.8",), 60, 0.2, 90, 0.97, port=8443),
    *(
        Fake(f"10.0.0.{n}", ("192.0.2.10",), 900, n / 100, 90, 0.95 - n / 20, service="ssl", domain="updates.example")
        for n in range(1, 6)
    ),
    Fake("10.0.0.1", ("198.51.100.1",), 300, 0.1, 80, 0.66, 53, "udp", "dns"),
    Fake("10.0.0.2", ("198.51.100.1",), 280, 0.3, 60, 0.31, 53, "udp", "dns"),
]
"""A beacon, five hosts that call one update server, two that ask one name server."""


def table(hand: Hand) -> list[str]:
    """The lines of the table."""
    lines = hand.lines()
    head = next(place for place, line in enumerate(lines) if "SCORE" in line)
    return [line for line in lines[head + 1 : -1] if line]


def rules(folder: Path) -> list[str]:
    """The rules that were written, as texts."""
    return [rule.text() for rule in Allowlist(folder / "allowlist.toml").rules]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_groups_with_one_open_look_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size, fake_results(FLEET)) as hand:
        await hand.press("t", "j", "enter", "j", "j", "space", "k", "k", "k")
        same_as_kept(f"groups_{size[0]}x{size[1]}", hand.screen)


async def test_a_fleet_is_grouped_opened_marked_and_hidden_by_one_rule(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(FLEET)) as hand:
        assert "grouped by destination: 2 groups" in await hand.press("t")
        assert len(table(hand)) == 3
        assert "▸  90 ● 5 sources" in table(hand)[1]
        await hand.press("j", "enter")
        assert [line[1] for line in table(hand)] == [" ", "▾", *"│││││", "▸"]
        assert "5 marked" in await hand.press("space")
        assert [line[0] for line in table(hand)] == [" ", *"++++++", " "]
        assert "2 marked" in await hand.press("c", "space")
        screen = await hand.press("c", "k", "k", "k", "k", "k", "k", "b")
        assert "for the 5 candidates of this group" in screen
        assert "1 this destination     any → 192.0.2.10" in screen
        await hand.press("enter")
        assert rules(tmp_path) == ["any → 192.0.2.10"]
        assert ["203.0.113.8" in line for line in table(hand)[:2]] == [True, False]
        await hand.press("u")
        assert rules(tmp_path) == []
        assert "▾  90 ● 5 sources" in table(hand)[1]


async def test_the_cursor_stays_on_its_candidate_or_its_group(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(FLEET)) as hand:
        await hand.press("j", "j", "j")
        await hand.press("t")
        key = hand.app.candidates.at
        assert key == hand.desk.groups.key(0)
        for keys in (["right", "s"], ["s"], ["enter"], ["h"], ["slash", *"192", "enter"], ["escape"], ["enter"]):
            await hand.press(*keys)
            assert hand.app.candidates.at == key, keys
        await hand.press("enter", "j")
        member = hand.app.candidates.at
        await hand.press("s", "enter")
        assert "1 overview" in hand.screen
        await hand.press("q", "t", "t", "t")
        assert hand.app.candidates.at == member


async def test_a_star_opens_every_group_and_folds_them_again(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(FLEET)) as hand:
        assert "There are no groups to open" in await hand.press("asterisk")
        await hand.press("t", "j", "enter", "j", "asterisk")
        member = hand.app.candidates.at
        assert [line[1] for line in table(hand)] == [" ", "▾", *"│││││", "▾", *"││"]
        await hand.press("asterisk")
        assert [line[1] for line in table(hand)] == [" ", "▸", "▸"]
        assert hand.app.candidates.at == hand.desk.groups.key(0)
        assert member in hand.desk.groups.rows(hand.desk.groups.key(0))


async def test_a_double_click_opens_a_group(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(FLEET)) as hand:
        await hand.press("t")
        place = next(place for place, line in enumerate(hand.lines()) if "5 sources" in line)
        assert "▾  90 ● 5 sources" in await hand.click(20, place, times=2)


@pytest.mark.parametrize(
    ("turns", "rule"), [(1, "any → 192.0.2.10"), (2, "any → updates.example"), (3, "10.0.0.1 → any")]
)
async def test_the_first_rule_is_what_the_members_share(tmp_path: Path, turns: int, rule: str) -> None:
    async with at_the_desk(tmp_path, results=fake_results(FLEET)) as hand:
        await hand.press(*["t"] * turns, "j", "b")
        await hand.press("enter")
        assert rules(tmp_path) == [rule]


async def test_with_marks_they_are_meant_and_the_group_is_offered_last(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(FLEET)) as hand:
        screen = await hand.press("space", "t", "b")
        assert "this pair" in screen
        assert "only this group any → 192.0.2.10" in " ".join(screen.split())


async def test_a_group_is_exported_and_copied_as_a_whole(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(FLEET)) as hand:
        assert "Export 5 candidates" in await hand.press("t", "j", "e")
        await hand.press("escape", "y")
        assert hand.app.clipboard == "192.0.2.10"
        await hand.press("Y")
        assert "10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5" in hand.app.clipboard


async def test_the_panel_says_what_a_group_is_made_of(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE, fake_results(FLEET)) as hand:
        screen = await hand.press("t", "j")
        assert "192.0.2.10  5 candidates" in screen
        assert "1 name: updates.example" in " ".join(screen.split())


async def test_of_a_very_large_group_no_rule_for_each_member_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beacon_tui.triage.choice.MOST", 4)
    async with at_the_desk(tmp_path, results=fake_results(FLEET)) as hand:
        screen = await hand.press("t", "j", "b")
        assert "this destination" in screen
        assert "these pairs" not in screen
        assert "these pairs" in await hand.press("escape", "j", "b")


async def test_the_next_candidate_is_the_next_member_of_the_group(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=fake_results(FLEET)) as hand:
        await hand.press("t", "j", "enter", "j", "enter")
        sources = [hand.lines()[0].split()[3]] + [(await hand.press("n")).split()[3] for _ in range(4)]
        assert sources == [f"10.0.0.{number}" for number in range(1, 6)]
