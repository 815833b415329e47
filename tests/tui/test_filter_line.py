"""The filter as it is typed: in force at every key, kept, left, edited again and cleared."""

from pathlib import Path

import pytest
from textual import events

from beacon_tui.tui.widgets.filter_line import FilterLine
from tests.fakes import EXAMPLES, SESSIONS, fake_results
from tests.tui.hand import LARGE, SMALL, Hand, at_the_desk, same_as_kept, until

RESULTS = fake_results([*EXAMPLES, *SESSIONS])


def rows(hand: Hand) -> list[str]:
    """The sources in the table, from the top."""
    return [str(source) for source in hand.desk.results.columns["src"][hand.desk.order]]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_open_line_and_a_filtered_table_look_as_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(tmp_path, size, RESULTS, starter=True) as hand:
        width, height = size
        same_as_kept(f"filter_open_{width}x{height}", await hand.press("/", *"port:443 score:>0.6 sort:period,n"))
        same_as_kept(f"filter_wrong_{width}x{height}", await hand.press("backspace", "z"))
        same_as_kept(f"filtered_{width}x{height}", await hand.press("backspace", "n", "enter"))


async def test_every_key_filters_and_enter_keeps(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("/", *"10.0.3.")
        assert "5 shown, 3 hidden by it" in hand.lines()[-2]
        assert hand.lines()[-1] == " /10.0.3."
        await hand.press(*"6")
        assert rows(hand) == ["10.0.3.66", "10.0.3.67"]
        screen = await hand.press("enter")
        assert "filter hides 6: 10.0.3.6" in screen
        assert "/ filter" in hand.lines()[-1]
        assert "203.0.113.6" in (await hand.press("j", "enter")).splitlines()[0]


async def test_a_wrong_filter_says_what_is_wrong_shows_what_was_last_right_and_is_not_kept(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        screen = await hand.press("/", *"cdn n:>x")
        assert "Character 8: 'x' is no number such as 20, 0.5 or 2k." in screen
        assert rows(hand) == ["10.0.3.9"]
        await hand.press("enter")
        assert hand.lines()[-1] == " /cdn n:>x"
        assert rows(hand) == ["10.0.3.9"]


async def test_esc_goes_back_to_filter_order_and_cursor_of_before(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE) as hand:
        await hand.press("j", "j")
        before = await hand.press("/", *"port:443", "enter")
        assert "10.0.3.7 →" in before
        await hand.press("/", *" cdn sort:src", "escape")
        assert hand.screen == before


async def test_the_cursor_stays_on_its_candidate_and_comes_back_to_it(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, LARGE) as hand:
        assert "10.0.3.7 →" in await hand.press("j", "j")
        assert "10.0.3.9 →" in await hand.press("/", *"cdn")
        assert "10.0.3.7 →" in await hand.press(*["backspace"] * 3)


async def test_a_filter_can_be_edited_again_and_esc_on_the_table_clears_it(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("space", "/", *"cdn", "enter")
        assert "1 marked (1 not shown)" in hand.screen
        assert hand.lines()[-1] != " /cdn"
        await hand.press("/")
        assert hand.lines()[-1] == " /cdn"
        await hand.press("enter", "escape")
        assert len(rows(hand)) == 8
        assert "filter hides" not in hand.screen
        assert "1 marked" in hand.screen
        assert "8 shown" in await hand.press("escape")


async def test_up_and_down_recall_the_filters_of_the_session(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        for text in ("cdn", "port:443", "port:443"):
            await hand.press("/", "ctrl+u", *text, "enter")
        await hand.press("escape", "/")
        lines = [(await hand.press(key)).splitlines()[-1] for key in ("up", "up", "up", "down", "down", "down")]
        assert lines == [" /port:443", " /cdn", " /cdn", " /port:443", " /", " /"]


async def test_what_was_being_typed_comes_back_behind_the_filters_of_the_session(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("/", *"cdn", "enter", "/", "ctrl+u", *"port:4")
        lines = [(await hand.press(key)).splitlines()[-1] for key in ("up", "down", "down")]
        assert lines == [" /cdn", " /port:4", " /port:4"]


async def test_tab_completes_and_names_what_could_stand_there(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("/", *"servi", "tab")
        assert hand.lines()[-1] == " /service:"
        assert "http  ntp  ssl" in await hand.press("tab")
        await hand.press("n", "tab")
        assert hand.lines()[-1] == " /service:ntp"
        assert rows(hand) == ["64.225.56.201"]


def at_once(hand: Hand, *keys: str) -> None:
    """Press keys without waiting for what each does, as a slow link hands them over."""
    names = {"/": "slash", ".": "full_stop", ":": "colon"}
    for key in keys:
        hand.app.post_message(events.Key(names.get(key, key), key if len(key) == 1 else None))


async def test_what_is_typed_in_one_go_behind_the_key_is_no_command(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        at_once(hand, *"/b10.0.3.0/24")
        await until(hand, " /b10.0.3.0/24")
        assert not (tmp_path / "allowlist.toml").exists()


async def test_keys_in_one_go_are_taken_one_after_the_other(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        at_once(hand, *"/servi", "tab", *"ssl", "enter", "j", "space")
        await until(hand, "1 marked")
        assert hand.desk.spec.where.text == "service:ssl"
        assert [str(hand.desk.results.columns["src"][row]) for row in hand.desk.marks] == ["10.0.3.66"]
        at_once(hand, *"/cdn", "escape", "c")
        await until(hand, "marked", there=False)
        assert hand.desk.spec.where.text == "service:ssl"


async def test_an_empty_table_says_which_filter_hides_what(tmp_path: Path) -> None:
    (tmp_path / "allowlist.toml").write_text('[[rule]]\nname = "cdn.example"\n')
    async with at_the_desk(tmp_path) as hand:
        screen = " ".join((await hand.press("/", *"cdn", "enter")).split())
        assert "No candidate to show: 7 hidden by the filter cdn (esc clears it), 1 hidden by rules (h shows" in screen
        assert "1 shown (1 of them hidden by rules)" in await hand.press("h")


async def test_the_filter_holds_among_long_sessions_and_stays_when_they_are_left(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, results=RESULTS) as hand:
        await hand.press("/", *"service:ssl", "enter")
        assert "1 long (l)" in hand.screen
        screen = await hand.press("l")
        assert "long sessions: 1 candidate" in screen
        assert "filter hides 3: service:ssl" in screen
        await hand.press("l")
        assert rows(hand) == ["10.0.3.7", "10.0.3.66", "10.0.3.20"]


async def test_sorting_by_a_column_keeps_the_one_before_as_the_second(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("right", "right", "right", "s")
        assert "SCORE▾" in hand.screen
        assert "PORT▼" in hand.screen
        assert rows(hand)[1:4] == ["10.0.3.7", "10.0.3.9", "2001:db8::7"]
        await hand.press("left", "left", "left", "s", "s", "right", "right", "right", "s")
        assert "SCORE▴" in hand.screen
        assert rows(hand)[1:4] == ["10.0.3.12", "2001:db8::7", "10.0.3.9"]


async def test_a_filter_sorts_and_s_may_sort_otherwise_afterwards(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        assert "PERIOD▲" in await hand.press("/", *"n:>1 sort:period-asc", "enter")
        await hand.press("s")
        assert "SCORE▼" in hand.screen
        await hand.press("/", "enter")
        assert "SCORE▼" in hand.screen
        assert "N▼" in await hand.press("/", *["backspace"] * 10, "n", "enter")


async def test_before_anything_is_loaded_there_is_nothing_to_filter(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        hand.app.candidates.desk = None
        assert "Wait until the load has ended" in await hand.press("/")


async def test_hostile_text_in_the_line_reaches_the_screen_as_visible_text(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("/")
        hand.app.candidates.query_one(FilterLine)._input.value = "[bold]\u202e zz:1"
        screen = await hand.press()
        assert "Character 9: zz is no field" in screen
        hand.app.candidates.query_one(FilterLine)._input.value = "[bold]\u202e"
        screen = await hand.press("enter")
        assert "filter hides 8: [bold]\\u202e" in screen
        assert "\u202e" not in screen


async def test_a_click_on_the_table_leaves_the_keys_to_the_line(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as hand:
        await hand.press("/", *"10.")
        await hand.click(20, 5)
        await hand.press(*"0.3.6")
        assert hand.lines()[-1] == " /10.0.3.6"
        assert not (tmp_path / "allowlist.toml").exists()
        await hand.press("enter", "j", "enter")
        assert "10.0.3.67" in hand.lines()[0]
