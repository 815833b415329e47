"""Keys that the user gave to commands, and how keys are written."""

from collections import Counter
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import beacon_tui.tui
from beacon_tui.errors import ConfigError
from beacon_tui.tui.command import PANEL_NAMES, TOGETHER
from beacon_tui.tui.commands import COMMANDS
from beacon_tui.tui.keyboard import Keyboard, keyboard
from beacon_tui.tui.screens.pair import PANELS
from tests.tui.hand import at_the_desk


def signs_of(made: Keyboard, name: str) -> list[str]:
    """The keys of a command of the candidates, as they are written."""
    return next(made.signs(command) for command in made.commands("candidates", "list", "app") if command.id == name)


def test_every_command_has_a_name_that_stands_in_toml_as_it_is() -> None:
    assert all(command.id.replace("_", "").isalnum() for command in COMMANDS)
    assert Counter((command.id, command.place) for command in COMMANDS).most_common(1)[0][1] == 1


def test_two_commands_stand_side_by_side_in_the_help() -> None:
    assert [words for command in COMMANDS for words in (command.words, command.both) if len(words) > 28] == []


def test_keys_are_those_of_the_table_unless_the_user_says_otherwise() -> None:
    assert signs_of(Keyboard(), "mark") == ["␣"]
    made = keyboard({"mark": "m, ctrl+t", "filter": "ctrl+f", "down": "ctrl+j"}, plain=False)
    assert signs_of(made, "mark") == ["m", "^t"]
    assert signs_of(made, "filter") == ["^f"]
    assert signs_of(made, "down") == ["^j"]
    assert signs_of(made, "sort") == ["s"]


def test_a_key_that_a_screen_takes_is_no_longer_shown_for_the_application() -> None:
    made = keyboard({"mark": "F"}, plain=False)
    assert signs_of(made, "mark") == ["F"]
    assert "F" not in signs_of(made, "follow")


def test_signs_for_terminals_without_unicode() -> None:
    plain = Keyboard(plain=True)
    assert all(sign.isascii() for command in COMMANDS for sign in plain.signs(command))
    assert signs_of(plain, "open") == ["enter"]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"marks": "m"}, "no command 'marks'; did you mean mark"),
        ({"prove": "P"}, "no command 'prove'"),
        ({"mark": ""}, "mark must be keys such as x, f5, ctrl\\+x or space, not ''"),
        ({"mark": "hyper+x"}, "mark must be keys"),
        ({"mark": "entr"}, "mark must be keys"),
        ({"mark": "x,ctrl+m"}, "mark cannot be ctrl\\+m: terminals send it as Enter"),
        ({"mark": "ctrl+i"}, "ctrl\\+i: terminals send it as Tab"),
        ({"mark": "ctrl+h"}, "ctrl\\+h: terminals send it as Backspace"),
        ({"mark": " ctrl+M"}, "ctrl\\+M: terminals send it as Enter"),
        ({"mark": "ctrl+["}, "ctrl\\+\\[: terminals send it as Escape"),
        ({"mark": "ctrl+left_square_bracket"}, "terminals send it as Escape"),
        ({"mark": "b"}, "b cannot run both benign and mark"),
        ({"mark": "/"}, "/ cannot run both mark and filter"),
        ({"mark": "j"}, "j cannot run both mark and down"),
        ({"mark": "x", "benign": "x"}, "x cannot run both benign and mark"),
        ({"zoom_in": "m"}, "m cannot run both zoom_in and measure"),
        ({"verdict_watch": "b"}, "b cannot run both verdict_benign and verdict_watch"),
        ({"verdict_watch": "j"}, "j cannot run both down and verdict_watch"),
        ({"edit_rule": "q"}, "q cannot run both edit_rule and back"),
        ({"column_turn": "enter"}, "⏎ cannot run both column_turn and accept"),
        ({"clipboard": "up"}, "↑ cannot run both format_before and clipboard"),
        ({"yes": "n"}, "n cannot run both yes and no"),
        ({"complete": "escape"}, "esc cannot run both back and complete"),
        ({"back": "z"}, "back must work while text is typed: it needs a key such as f5"),
        ({"accept": "Z,backspace"}, "accept must work while text is typed"),
        ({"clipboard": "ctrl+u"}, "clipboard must work while text is typed"),
        ({"line_next": "x,f6"}, "line_next must work while text is typed"),
    ],
)
def test_keys_that_cannot_be_are_named(keys: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError, match=f"^keys: .*{words}"):
        keyboard(keys, plain=False)


def test_the_keys_of_the_table_are_apart() -> None:
    for places in TOGETHER.values():
        used: dict[str, set[str]] = {}
        for command in COMMANDS:
            if set(places) & set(command.places):
                for key in Keyboard().keys_of(command):
                    used.setdefault(key, set()).add(command.id)
        assert [names for names in used.values() if len(names) > 1] == []


def test_every_place_of_a_command_is_one_that_is_looked_at_for_keys_that_clash() -> None:
    assert {place for command in COMMANDS for place in command.places} <= set().union(*TOGETHER.values())


def test_the_panels_stand_in_the_order_of_their_numbers() -> None:
    assert tuple(panel.NAME for panel in PANELS) == PANEL_NAMES
    shown = [command for command in COMMANDS if command.action.startswith("show(")]
    assert [(command.keys, command.id) for command in shown] == [
        (str(n), name) for n, name in enumerate(PANEL_NAMES, 1)
    ]


def everything_bound() -> list[tuple[type[DOMNode], Binding]]:
    """Every binding that a screen or widget of this package brings with it."""
    for module in walk_packages(beacon_tui.tui.__path__, "beacon_tui.tui."):
        import_module(module.name)
    kinds, found = [DOMNode], []
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__module__.startswith("beacon_tui."):
            found += [(kind, binding) for binding in Binding.make_bindings(kind.__dict__.get("BINDINGS", ()))]
    return found


def test_no_screen_or_widget_binds_a_key_that_is_not_in_the_table() -> None:
    names = {command.id for command in COMMANDS}
    bound = everything_bound()
    assert [(kind, binding.key) for kind, binding in bound if binding.id not in names] == []
    assert {binding.id for _, binding in bound} >= {"open", "up", "accept", "back", "yes", "edit_rule", "help"}


def test_every_action_of_a_box_is_there() -> None:
    for kind, binding in everything_bound():
        name = binding.action.partition("(")[0]
        assert hasattr(kind, f"action_{name}"), (kind, name)


async def test_the_users_keys_run_the_commands_and_stand_in_footer_and_help(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, keys={"mark": "m", "down": "down,N", "undo": "z"}) as hand:
        screen = await hand.press("N", "m")
        assert "m mark" in screen.splitlines()[-1]
        assert "1 marked" in screen
        assert hand.desk.marks == {int(hand.desk.order[1])}
        await hand.press("space")
        assert len(hand.desk.marks) == 1
        await hand.press("b", "enter", "z")
        assert hand.desk.allowlisted == 0
        helped = await hand.press("?")
        assert "m  Mark for export" in helped
