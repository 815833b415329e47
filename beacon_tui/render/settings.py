"""The settings as text: TOML that could be a configuration file, and JSON, each value with its origin."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from beacon_tui.config import TABLES, Settings
from beacon_tui.render.text import clean

Value = str | bool | int | float


def settings_toml(settings: Settings, origins: Mapping[str, str]) -> str:
    """Each setting on a line of TOML with its origin in a comment; the tables of texts come last.

    A path that is no UTF-8 cannot be written in TOML: its line is a comment.
    """
    lines, before = [], ""
    for table, name, value, origin in _listed(settings, origins):
        if table != before:
            lines += ["", f"[{table}]"]
        before = table
        line = f"{_key(name)} = {_literal(value)}  # {clean(origin)}"
        lines.append(line if _is_text(value) else f"# no UTF-8: {line}")
    return "\n".join(lines) + "\n"


def settings_json(settings: Settings, origins: Mapping[str, str]) -> str:
    """An object of `{"value", "origin"}` by setting; a table is an object of such by name."""
    whole = dict[str, object]()
    tables = {table: dict[str, object]() for table in TABLES}
    for table, name, value, origin in _listed(settings, origins):
        (tables[table] if table else whole)[name] = {"value": value, "origin": origin}
    return json.dumps({**whole, **tables}, indent=2) + "\n"


def _listed(settings: Settings, origins: Mapping[str, str]) -> Iterator[tuple[str, str, Value, str]]:
    """The table (empty for none), name, value and origin of each setting, the tables last.

    Paths are absolute, so that they mean the same everywhere.
    """
    for table in ("", *TABLES):
        for setting, origin in origins.items():
            first, _, name = setting.rpartition(".")
            if first == table:
                value = getattr(settings, table)[name] if table else getattr(settings, name)
                yield table, name, str(value.absolute()) if isinstance(value, Path) else value, origin


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
