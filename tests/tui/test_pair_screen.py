"""One candidate opened: every panel by key, at 80x24 and larger."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from beacon_tui.triage.view import View
from beacon_tui.tui.messages import Grown
from tests.fakes import EXAMPLES, fake_results
from tests.tui.hand import LARGE, SMALL, at_the_desk, same_as_kept, until


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize(
    ("key", "panel"),
    [
        ("1", "overview"),
        ("2", "intervals"),
        ("3", "timeline"),
        ("4", "raster"),
        ("5", "spectrum"),
        ("6", "connections"),
    ],
)
async def test_panels_look_as_kept(tmp_path: Path, size: tuple[int, int], key: str, panel: str) -> None:
    async with at_the_desk(tmp_path, size) as hand:
        same_as_kept(f"{panel}_{size[0]}x{size[1]}", await hand.press("enter", key))


async def test_the_timeline_shows_gaps_and_then_bytes(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "gap before each of 300 connections" in await hand.press("enter", "3")
        assert "bytes sent by each of 300 connections" in await hand.press("m")
        assert "gap before each" in await hand.press("m")


async def test_the_hole_of_the_capture_is_shaded_over_time(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        for keys in (["enter", "3"], ["m"]):
            await hand.press(*keys)
            shaded = [line for line in hand.lines() if "░" in line]
            assert len(shaded) >= 15
            assert all(16 <= line.index("░") <= 24 for line in shaded)
        assert "░" not in await hand.press("2")


async def test_tab_walks_the_panels_both_ways(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("enter")
        assert "gaps between check-ins" in await hand.press("tab")
        assert "gap before each" in await hand.press("tab")
        assert "gaps between check-ins" in await hand.press("shift+tab")
        await hand.press("shift+tab", "shift+tab")
        await until(hand, "DNS: ")  # the last panel


async def test_a_click_on_the_name_of_a_panel_opens_it(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        names = (await hand.press("enter")).splitlines()[1]
        assert "TIME (UTC)" in await hand.click(names.index("6 list") + 3, 1)
        assert "gaps between check-ins" in await hand.click(names.index("2 gaps"), 1)


async def test_the_connections_scroll_to_the_last_one(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "C00000000" in await hand.press("enter", "6")
        assert "C00000299" in await hand.press("G")


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_going_back_finds_the_same_row(tmp_path: Path, key: str) -> None:
    async with at_the_desk(tmp_path, LARGE) as hand:
        await hand.press("j", "j", "enter")
        assert "10.0.3.7 → 192.0.2.10" in hand.screen
        assert "10.0.3.7 → 192.0.2.10" in await hand.press(key)
        assert "SCORE▼" in hand.screen


async def test_n_and_p_walk_the_list_on_the_same_panel_and_the_cursor_follows(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE) as hand:
        assert "1 of 8  73.54.23.243" in await hand.press("enter", "6")
        screen = await hand.press("n", "n")
        assert "3 of 8  10.0.3.7 → 192.0.2.10" in screen
        assert "UID" in screen
        assert "C02000000" in screen
        assert "2 of 8  64.225.56.201 → 91.189.91.157" in await hand.press("p")
        await hand.press("n", "q")
        assert "2 of 8" not in await hand.press("enter")
        assert "3 of 8  10.0.3.7 → 192.0.2.10" in hand.screen


async def test_the_list_is_walked_in_the_order_that_it_shows(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("s", "g", "enter")
        screens = [hand.screen] + [await hand.press("n") for _ in range(7)]
        scores = [int(screen.split("score ")[1].split()[0]) for screen in screens]
        assert scores == sorted(scores)
        assert "This is the last one of the list" in await hand.press("n")
        assert "8 of 8" in hand.screen
        assert "This is the first one of the list" in await hand.press(*["p"] * 8)


async def test_the_cursor_follows_to_the_same_candidate_of_logs_that_have_grown(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("enter", "n")
        hand.app.candidates.post_message(Grown(View.of(fake_results(EXAMPLES[3:5])), []))
        assert "64.225.56.201 → 91.189.91.157" in await hand.press("n", "p", "q", "enter")


async def test_every_candidate_opens_on_every_panel(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        for row in range(len(hand.desk.results)):
            await hand.press("enter", "2", "3", "m", "4", "5", "6", "7", "1")
            assert "1 overview" in hand.screen, row
            await hand.press("escape", "j")


async def test_the_help_of_the_pair_names_its_keys(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        screen = await hand.press("enter", "question_mark")
        assert "Raster: one line a period" in screen
        assert "1 overview" in await hand.press("escape")


async def test_the_title_shortens_a_long_name_and_the_overview_has_all_of_it(tmp_path: Path) -> None:
    name = "0123456789abcdef.beacon.updates.vendor.example"
    examples = [replace(fake, domain=name) if fake.domain == "updates.vendor.example" else fake for fake in EXAMPLES]
    async with at_the_desk(tmp_path, results=fake_results(examples)) as hand:
        await hand.press("/", *"vendor", "enter", "enter")
        assert re.search(r"…\S*vendor\.example$", hand.lines()[0])
        assert "1 overview" in hand.lines()[1]
        assert f" name {name}" in hand.lines()
        wide = await hand.resize(140, 40)
        assert name in wide.splitlines()[0]
        assert f" name {name}" not in wide.splitlines()
