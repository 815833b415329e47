"""The keys in force: those of the command table, or what the user gave a command instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import combinations, groupby
from typing import Any, Final

from textual.app import App
from textual.binding import BindingsMap
from textual.keys import Keys, format_key, key_to_character
from textual.widgets import Input

from beacon_tui.errors import ConfigError
from beacon_tui.tui.command import TOGETHER, Command, Place
from beacon_tui.tui.commands import COMMANDS

_SIGNS: Final = {"tab": "⇥", "shift+tab": "⇧⇥", "space": "␣", "delete": "del"}
_SENT_AS: Final = {"ctrl+h": "Backspace", "ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+[": "Escape"}
"""Keys that reach a program as another one, since terminals send the same byte for both."""
_DIGITS: Final = " ".join("123456789")
_NAMES: Final = {key.value for key in Keys} | {"space"}
_EDITING: Final = {format_key(key) for key in BindingsMap(Input.BINDINGS).key_to_bindings if key != "enter"}
"""Keys that a line in which text is typed has for itself."""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Which keys run which command, and how they are written."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys that the user gave to commands, by their ids."""
    plain: bool = False
    """Whether the signs of keys do without Unicode."""

    def keys_of(self, command: Command) -> list[str]:
        """The keys of a command, in Textual's names or as characters."""
        return [key.strip() for key in self.keys.get(command.id, command.keys).split(",") if key.strip()]

    def commands(self, *places: Place) -> list[Command]:
        """The commands that work where these places meet, in their order, each without the keys of those before it."""
        here = [command for command in COMMANDS if not set(places).isdisjoint(command.places)]
        here.sort(key=lambda command: min(places.index(place) for place in command.places if place in places))
        taken: set[str] = set()
        working = []
        for command in here:
            keys = [key for key in self.keys_of(command) if format_key(key) not in taken]
            taken.update(map(format_key, keys))
            working.append(replace(command, keys=",".join(keys)))
        return working

    def command(self, key: str, *places: Place) -> Command | None:
        """The command that a key runs where these places meet; None when there is none."""
        for command in self.commands(*places):
            keys = map(format_key, command.keys.split(","))
            if format_key(key) in keys and not (command.typing and _is_text(key)):
                return command
        return None

    def sign(self, name: str) -> str:
        """The first key of a command, by its name in the configuration, as people write it."""
        return next(self._sign(self.keys_of(command)[0]) for command in COMMANDS if command.id == name)

    def signs(self, command: Command, typing: bool = False) -> list[str]:
        """The keys of a command as people write them, those of the palette where it has none of its own.

        While text is typed, those that are no text.
        """
        keys = (command.keys or "ctrl+p").split(",")
        return [self._sign(key) for key in keys if not (typing and _is_text(key))]

    def footer(self, *places: Place) -> list[tuple[str, str, list[Command]]]:
        """What the footer says where these places meet: first keys, a word for what they do, and the commands."""
        shown = [command for command in self.commands(*places) if command.footer and command.keys]
        groups = [(word, list(sharing)) for word, sharing in groupby(shown, key=lambda command: command.footer)]
        return [
            (
                " ".join(self.signs(command, command.typing)[0] for command in sharing).replace(_DIGITS, "1-9"),
                word,
                sharing,
            )
            for word, sharing in groups
        ]

    def _sign(self, key: str) -> str:
        """One key as people write it."""
        sign = _SIGNS.get(key) or format_key(key).replace("ctrl+", "^")
        return key if self.plain and not sign.isascii() else sign


def keyboard_of(app: App[Any]) -> Keyboard:
    """The keyboard of the application."""
    made: Keyboard = getattr(app, "keyboard", Keyboard())
    return made


def keyboard(keys: Mapping[str, str], plain: bool) -> Keyboard:
    """The keyboard with the user's own keys; raises ConfigError for what cannot be a key or runs two commands."""
    ids = [command.id for command in COMMANDS if command.keys]
    for name, texts in keys.items():
        if name not in ids:
            near = get_close_matches(name, ids, 1)
            raise ConfigError(f"keys: there is no command {name!a}{f'; did you mean {near[0]}?' if near else '.'}")
        for key in texts.split(","):
            if not _is_key(key.strip()):
                raise ConfigError(f"keys: {name} must be keys such as x, f5, ctrl+x or space, not {key!a}.")
            if other := _SENT_AS.get(key.strip().lower().replace("left_square_bracket", "[")):
                raise ConfigError(f"keys: {name} cannot be {key.strip()}: terminals send it as {other}.")
    made = Keyboard(keys, plain)
    for places in TOGETHER.values():
        _tell_apart(made, [command for command in COMMANDS if not set(places).isdisjoint(command.places)])
    for command in COMMANDS:
        text = [_is_text(key) for key in made.keys_of(command)]
        if command.typing and (any(text) if command.first else all(text)):
            raise ConfigError(f"keys: {command.id} must work while text is typed: it needs a key such as f5 or ctrl+t.")
    return made


def _tell_apart(made: Keyboard, commands: list[Command]) -> None:
    """Raise ConfigError where the user gave one key to two of some commands."""
    for first, second in combinations(commands, 2):
        if first.id != second.id and (first.id in made.keys or second.id in made.keys):
            both = {format_key(key) for key in made.keys_of(first)} & {format_key(key) for key in made.keys_of(second)}
            if both:
                raise ConfigError(f"keys: {min(both)} cannot run both {first.id} and {second.id}.")


def _is_text(key: str) -> bool:
    """Say whether a line in which text is typed takes a key for itself."""
    character = key if len(key) == 1 else key_to_character(key)
    return format_key(key) in _EDITING or (character is not None and character.isprintable())


def _is_key(key: str) -> bool:
    """Say whether Textual knows a key."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    character = key_to_character(last)
    known = last in _NAMES or (character is not None and character.isprintable())
    return known and set(modifiers) <= {"ctrl", "alt", "shift"}
