"""All rules in one list: what each hides, turning off, editing, deleting, taking back."""

from pathlib import Path

import pytest

from beacon_tui.triage.allowlist import Allowlist
from tests.tui.hand import LARGE, SMALL, at_the_desk, same_as_kept

TEXT = """\
# ours
[[rule]]
src = "73.54.23.243" # the old beacon
reason = "known"
author = "kim"
added = "2026-01-15"

[[rule]]
name = "*.vendor.example"
expires = "2020-01-01"

[[rule]]
account = "svc-backup"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An allowlist of three rules."""
    path = tmp_path / "allowlist.toml"
    path.write_text(TEXT)
    return path


def row(screen: str, words: str) -> list[str]:
    """The words of the first line of a screen that holds some."""
    return next(line.split() for line in screen.splitlines() if words in line and "·" not in line)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_rules_look_as_kept(file: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    async with at_the_desk(Path(), size, starter=True) as hand:
        same_as_kept(f"rules_{size[0]}x{size[1]}", await hand.press("a"))


async def test_each_rule_says_what_it_hides_and_why_it_does_not(file: Path) -> None:
    async with at_the_desk(file.parent, LARGE, starter=True) as hand:
        screen = await hand.press("a")
        assert row(screen, "73.54.23.243")[:4] == ["1", "in", "force", "1"]
        assert row(screen, "*.vendor")[:3] == ["2", "expired", "—"]
        assert row(screen, "starter: NTP")[:3] == ["in", "force", "1"]
        assert "by kim on 2026-01-15" in screen
        assert "until 2020-01-01 · expired: it would hide 1 candidate" in await hand.press("j")
        assert "its account was not seen in these logs, so it hides nothing" in await hand.press("j")


async def test_a_rule_is_turned_off_and_on_and_stays_in_the_file(file: Path) -> None:
    async with at_the_desk(file.parent) as hand:
        screen = await hand.press("a", "space")
        assert row(screen, "73.54.23.243")[:2] == ["1", "off"]
        assert "enabled = false" in file.read_text()
        assert "# the old beacon" in file.read_text()
        assert "73.54.23.243" in (await hand.press("q")).splitlines()[3]
        screen = await hand.press("a", "x")
        assert row(screen, "73.54.23.243")[:4] == ["1", "in", "force", "1"]
        assert file.read_text() == TEXT


async def test_a_rule_is_deleted_and_comes_back_as_it_was(file: Path) -> None:
    async with at_the_desk(file.parent) as hand:
        screen = await hand.press("a", "d")
        assert "Rule deleted 73.54.23.243 → any" in screen
        assert len(Allowlist(file).rules) == 2
        assert "Taken back: deleted 73.54.23.243 → any" in await hand.press("u")
        assert file.read_text() == TEXT
        await hand.press("U")
        assert len(Allowlist(file).rules) == 2
        assert "8 shown" in await hand.press("q")


async def test_a_rule_is_edited_as_a_line_with_what_it_covers_in_sight(file: Path) -> None:
    async with at_the_desk(file.parent) as hand:
        await hand.press("a")
        await hand.press("j", "enter")
        assert "It is expired, so it hides none" in " ".join(hand.screen.replace("│", "").split())
        assert "port 'x' is no whole number" in await hand.press(*" port:x")
        await hand.press("ctrl+u", *"name:*.vendor.example expires:2100-01-01", "enter")
        assert row(hand.screen, "*.vendor")[:4] == ["2", "in", "force", "1"]
        assert Allowlist(file).rules[1].expires == "2100-01-01"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_line_of_a_rule_looks_as_kept(
    file: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    async with at_the_desk(Path(), size) as hand:
        same_as_kept(f"rule_{size[0]}x{size[1]}", await hand.press("a", "n", *"port:123 reason:'the clock'"))


async def test_a_new_rule_is_written_and_signed(file: Path) -> None:
    async with at_the_desk(file.parent, LARGE) as hand:
        await hand.press("a", "n")
        assert "It covers 1 candidate, 1 with a score of 80 or more." in await hand.press(*"port:123")
        screen = await hand.press("enter")
        assert "Added: any → any :123" in screen
        assert row(screen, "any :123")[:4] == ["4", "in", "force", "1"]
        assert Allowlist(file).rules[-1].added


async def test_the_rules_of_the_starter_list_are_switched_together_alone(file: Path) -> None:
    async with at_the_desk(file.parent, LARGE, starter=True) as hand:
        assert "S turns all of them off" in await hand.press("a", "j", "j", "j", "x")
        for key in ("d", "enter"):
            assert "comes with the program" in await hand.press(key)
        assert row(await hand.press("S"), "starter: NTP")[:2] == ["off", "—"]
        assert "off: it would hide 1 candidate" in hand.screen
        assert file.read_text() == TEXT


async def test_going_back_keeps_the_cursor_on_its_candidate(file: Path) -> None:
    async with at_the_desk(file.parent, LARGE) as hand:
        assert "10.0.3.7 →" in await hand.press("j")
        screen = await hand.press("a", "d", "q")
        assert "10.0.3.7 →" in screen


async def test_rules_of_another_hand_show_when_the_list_opens(file: Path) -> None:
    async with at_the_desk(file.parent) as hand:
        file.write_text(TEXT + "[[rule]]\nport = 123\n")
        assert row(await hand.press("a"), "any :123")[0] == "4"


async def test_a_broken_file_is_stated_and_never_written(file: Path) -> None:
    async with at_the_desk(file.parent) as hand:
        file.write_text("[[rule]\n")
        screen = " ".join((await hand.press("a")).split())
        assert "Broken allowlist, nothing is written to it" in screen
        assert "73.54.23.243" in screen
        for keys in (["x"], ["d"], ["u"], ["n", *"port:1", "enter", "escape"]):
            assert "no valid TOML" in " ".join((await hand.press(*keys)).split())
        assert file.read_text() == "[[rule]\n"


async def test_an_empty_list_says_how_rules_are_made(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        screen = await hand.press("a")
        assert "0 rules" in screen
        for key in ("k", "x", "d"):
            await hand.press(key)
        assert list(tmp_path.iterdir()) == []


async def test_its_help_and_its_palette_have_its_commands(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        screen = await hand.press("a", "question_mark")
        assert "Delete the rule" in screen
        assert "Open the candidate" not in screen
        await hand.press("q", "ctrl+p", *"new rule")
        await hand.app.workers.wait_for_complete()
        assert "A new rule" in await hand.press("enter")
