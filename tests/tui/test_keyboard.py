"""Keys that the user gave to commands, and how keys are written."""

from collections import Counter
from pathlib import Path

import pytest

from beacon_tui.errors import ConfigError
from beacon_tui.tui.commands import COMMANDS
from beacon_tui.tui.keyboard import Keyboard, keyboard
from tests.tui.hand import at_the_desk


def signs_of(made: Keyboard, name: str) -> list[str]:
    """The keys of a command of the candidates, as they are written."""
    return next(made.signs(command) for command in made.commands("candidates", "list", "app") if command.id == name)


def test_every_command_has_a_name_that_stands_in_toml_as_it_is() -> None:
    assert all(command.id.replace("_", "").isalpha() for command in COMMANDS)
    assert Counter((command.id, command.place) for command in COMMANDS).most_common(1)[0][1] == 1


def test_keys_are_those_of_the_table_unless_the_user_says_otherwise() -> None:
    assert signs_of(Keyboard(), "mark") == ["␣"]
    made = keyboard({"mark": "m, ctrl+t", "filter": "ctrl+f"}, plain=False)
    assert signs_of(made, "mark") == ["m", "^t"]
    assert signs_of(made, "filter") == ["^f"]
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
        ({"mark": "b"}, "b cannot run both benign and mark"),
        ({"mark": "/"}, "/ cannot run both mark and filter"),
        ({"mark": "j"}, "j cannot run both mark and down"),
        ({"mark": "x", "benign": "x"}, "x cannot run both benign and mark"),
    ],
)
def test_keys_that_cannot_be_are_named(keys: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError, match=f"^keys: .*{words}"):
        keyboard(keys, plain=False)


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
