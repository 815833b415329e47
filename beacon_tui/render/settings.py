"""The settings as text: TOML that could be a configuration file, and JSON, each value with its origin."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from beacon_tui.config import Settings
from beacon_tui.render.text import clean

Value = str | bool | int | float


def settings_toml(settings: Settings, origins: Mapping[str, str]) -> str:
    """Each setting on a line of TOML with its origin in a comment; the saved filters come last, as a table.

    A path that is no UTF-8 cannot be written in TOML: its line is a comment.
    """
    lines = []
    for name, value, origin in _listed(settings, origins):
        if name.startswith("filters.") and "[filters]" not in lines:
            lines += ["", "[filters]"]
        line = f"{_key(name.removeprefix('filters.'))} = {_literal(value)}  # {clean(origin)}"
        lines.append(line if _is_text(value) else f"# no UTF-8: {line}")
    return "\n".join(lines) + "\n"


def settings_json(settings: Settings, origins: Mapping[str, str]) -> str:
    """An object of `{"value", "origin"}` by setting; `filters` is an object of such by name."""
    whole, filters = dict[str, object](), dict[str, object]()
    for name, value, origin in _listed(settings, origins):
        where = filters if name.startswith("filters.") else whole
        where[name.removeprefix("filters.")] = {"value": value, "origin": origin}
    return json.dumps({**whole, "filters": filters}, indent=2) + "\n"


def _listed(settings: Settings, origins: Mapping[str, str]) -> Iterator[tuple[str, Value, str]]:
    """The name, value and origin of each setting; paths are absolute, so that they mean the same everywhere."""
    for name, origin in origins.items():
        if name.startswith("filters."):
            yield name, settings.filters[name.removeprefix("filters.")], origin
        else:
            value = getattr(settings, name)
            yield name, str(value.absolute()) if isinstance(value, Path) else value, origin


def _key(name: str) -> str:
    """A name as TOML takes it in front of `=`."""
    return name if name.isascii() else _literal(name)


def _literal(value: Value) -> str:
    """A value in TOML; in a text, whatever a terminal could not show as it is becomes an escape."""
    if isinstance(value, str):
        return f'"{"".join(map(_escaped, value))}"'
    return str(value).lower()


def _escaped(character: str) -> str:
    """A character as it stands in a basic string of TOML."""
    if character in '"\\':
        return f"\\{character}"
    if clean(character) == character:
        return character
    return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08x}"


def _is_text(value: Value) -> bool:
    """Say whether a value is free of bytes that are no UTF-8, which Python keeps as lone surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in str(value))
