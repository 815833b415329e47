"""The keys of the boxes and of the lines that are typed in: those of the command table, or the user's own."""

from pathlib import Path

import pytest

from beacon_tui.triage.allowlist import Allowlist
from tests.tui.hand import SMALL, at_the_desk, until

KEYS = {
    "accept": "ctrl+t,f5",
    "back": "z,f10",
    "line_next": "f6",
    "choose_2": "f2",
    "edit_rule": "i",
    "verdict_malicious": "M",
    "format_next": "f7",
    "clipboard": "f8",
    "column_turn": "o",
    "column_down": "f2",
    "yes": "f9",
    "complete": "ctrl+l",
    "down": "down,n",
    "next": "N",
    "new": "w",
    "no": "f3",
    "help": "f4",
}


def box(screen: str) -> list[str]:
    """The lines of the box on the screen, without its frame but for the lower line."""
    lines = screen.splitlines()
    (top,) = (place for place, line in enumerate(lines) if "┌" in line)
    (end,) = (place for place, line in enumerate(lines) if "└" in line)
    return [line[line.find("│") + 1 : line.rfind("│")].strip() for line in lines[top + 1 : end]] + [lines[end].strip()]


@pytest.mark.parametrize(
    ("keys", "last", "way_out"),
    [
        ("b", "^t write it  f6 next line  ↑ ↓ 1 f2 3 4 5 6 7 8 9 choose  i edit the rule", "f10 back"),
        ("v", "^t write it  f6 next line  ↑ ↓ b s M w - choose", "f10 back"),
        ("e", "^t write the file  ↑ f7 format  f8 to the clipboard", "f10 back"),
        ("C", "o show or hide  f2 K carry down or up  d as it was made  ^t back", "z back"),
        ("aw", "^t write it", "f10 back"),
        ("\n6J", "^t go there", "f10 back"),
        ("!", "", "z back"),
    ],
)
async def test_a_box_says_the_users_keys_and_is_left_by_them(
    tmp_path: Path, keys: str, last: str, way_out: str
) -> None:
    async with at_the_desk(tmp_path, SMALL, keys=KEYS) as hand:
        screen = await hand.press(*("enter" if key == "\n" else key for key in keys))
        *_, line, end = box(screen)
        assert line == last or not last
        assert way_out in end
        assert "┌" in await hand.press("escape")
        assert "┌" not in await hand.press("f10")


async def test_a_rule_is_written_by_the_users_keys_alone(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, keys=KEYS) as hand:
        await hand.press("b", "2", "f2", "f6", *"zin", "enter", "tab")
        assert not (tmp_path / "allowlist.toml").exists()
        await hand.press("f5")
        (rule,) = Allowlist(tmp_path / "allowlist.toml").rules
        assert (rule.text(), rule.reason) == ("any → 64.225.56.201", "zin")
        await hand.press("b", "i", "ctrl+u", *"dst:192.0.2.1", "ctrl+t")
        assert [rule.text() for rule in Allowlist(tmp_path / "allowlist.toml").rules][1:] == ["any → 192.0.2.1"]


async def test_the_line_before_is_gone_to_as_well(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("b", "tab", "tab", "shift+tab", *"why", "shift+tab", "2", "enter")
        (rule,) = Allowlist(tmp_path / "allowlist.toml").rules
        assert (rule.text(), rule.reason) == ("any → 64.225.56.201", "why")


@pytest.mark.parametrize("burst", [False, True])
async def test_a_verdict_is_given_by_the_users_keys_and_the_list_of_verdicts_names_them(
    tmp_path: Path, burst: bool
) -> None:
    async with at_the_desk(tmp_path, keys=KEYS) as hand:
        assert "M malicious" in await hand.press("v")
        await hand.press("f10")
        await (hand.burst if burst else hand.press)("v", "M", "f5")
        await until(hand, "malicious on 73.54.23.243")
        assert "m malicious" not in await hand.press("v", "m", "f6", *"M", "f5")
        assert [(one.verdict, one.note) for one in hand.desk.view.known.verdicts.values()] == [("malicious", "M")]


async def test_a_file_is_written_and_replaced_by_the_users_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_the_desk(tmp_path, keys=KEYS) as hand:
        await hand.press("e", "f7", "enter")
        assert list(tmp_path.iterdir()) == []
        await hand.press("f5")
        await until(hand, "Wrote 1 candidate to beacons-2024-04-19.json")
        screen = await hand.press("e", "f7", "f5")
        assert "f9 yes  f3 no" in screen
        assert "was not replaced" in await hand.press("y", "n", "f3")
        await hand.press("f5", "f9")
        await until(hand, "Wrote 1 candidate")


async def test_what_is_said_of_a_file_gives_the_keys_their_place_back(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        screen = await hand.press("e", "ctrl+u", "x", "enter")
        assert "does not say the format" in screen
        assert "write the file" not in screen
        screen = await hand.press(*".csv")
        assert "does not say the format" not in screen
        assert "⏎ write the file" in screen


async def test_columns_are_chosen_by_the_users_keys(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, keys=KEYS) as hand:
        await hand.press("C", "space", "n", "o", "f2", "f5")
        assert hand.desk.columns[:3] == ("port", "cv", "jitter")


async def test_the_line_of_the_filter_takes_the_users_keys_and_what_comes_behind_them_goes_on(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, keys=KEYS) as hand:
        screen = await hand.press("/")
        assert "^t keep it  f10 go back  ^l complete" in screen
        await hand.press(*"por", "ctrl+l", *"443", "enter", "tab", "escape")
        assert "/port:443" in hand.screen
        assert hand.desk.spec.where.text == "port:443"
        await hand.burst("f5", "n", "n")
        assert hand.app.candidates.at == int(hand.desk.order[2])
        await hand.press("/", *"z", "f10")
        assert hand.desk.spec.where.text == "port:443"


async def test_help_opens_and_closes_by_one_key_and_is_scrolled_as_a_list_is(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, (60, 12), keys=KEYS) as hand:
        top = await hand.press("f4")
        assert await hand.press("j") == top
        assert await hand.press("n", "n") != top
        assert await hand.press("k", "up") == top
        assert "PERIOD" in await hand.press("G")
        assert "┌" not in await hand.press("f4")


async def test_the_keys_of_a_box_can_be_clicked(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("b")
        (line,) = (place for place, line in enumerate(hand.lines()) if "⏎ write it" in line)
        assert "Hidden by rule" in await hand.click(hand.lines()[line].index("write"), line)


async def test_sentences_name_the_users_keys(tmp_path: Path) -> None:
    keys = {"undo": "z", "unread": "o", "hidden": "H", "starter": "T", "stop": "f2", "new": "w"}
    async with at_the_desk(tmp_path, starter=True, keys=keys) as hand:
        assert "rows not read (o)" in hand.screen
        assert "z takes it back" in await hand.press("b", "enter")
        assert "z takes it back" in await hand.press("v", "b", "enter")
        assert "starter list on (T)" in await hand.press("a")
        assert "T turns all of them off, w writes one of your own" in " ".join((await hand.press("G", "d")).split())
        screen = " ".join((await hand.press("q", "/", *"nothing", "enter")).split())
        assert "hidden by the filter nothing (f2 clears it)" in screen
        assert "nothing" not in await hand.press("f2")


@pytest.mark.parametrize("keys", ["b", "v", "e", "C", "!", "?", "an"])
async def test_ctrl_c_closes_a_box_and_leaves_the_application_running(tmp_path: Path, keys: str) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "┌" in await hand.press(*keys)
        assert "┌" not in await hand.press("ctrl+c")
        assert hand.app.is_running


async def test_ctrl_c_copies_what_is_selected_in_a_line_and_closes_the_box_after_that(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("v", "tab", *"why", "shift+home", "ctrl+c")
        assert hand.app.clipboard == "why"
        assert "┌" in hand.screen
        assert "┌" not in await hand.press("end", "ctrl+c")


async def test_ctrl_c_goes_back_to_the_filter_before(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("/", *"port:443", "shift+home", "ctrl+c")
        assert hand.app.clipboard == "port:443"
        assert hand.desk.spec.where.text == "port:443"
        await hand.press("end", "ctrl+c")
        assert hand.desk.spec.where.text == ""
        assert hand.app.is_running
