"""The settings: built-in, then /etc, the user's file, the environment, the flags; the later the stronger."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from math import isfinite
from pathlib import Path
from typing import Any, Final

from beacon_tui.errors import ConfigError
from beacon_tui.paths import allowlist_path, config_files

FEWEST_CHECK_INS: Final = 4
"""Fewest check-ins from which a candidate may be judged."""

PREFIX: Final = "BEACON_TUI_"
"""What the name of every environment variable begins with; the name of the setting follows in capitals."""

BUILT_IN: Final = "built-in"
"""The origin of a setting that nobody changed."""

TABLES: Final = ("filters", "keys")
"""The settings that are tables of texts by name: what several origins give of them is all there."""

THEMES: Final = (
    *(
        "ansi-dark",
        "ansi-light",
        "high-contrast",
        "colour-blind",
        "textual-dark",
        "textual-light",
        "nord",
        "gruvbox",
        "dracula",
        "tokyo-night",
    ),
    *("monokai", "flexoki", "catppuccin-latte", "catppuccin-frappe", "catppuccin-macchiato", "catppuccin-mocha"),
    *("solarized-light", "solarized-dark", "rose-pine", "rose-pine-moon", "rose-pine-dawn"),
    *("atom-one-dark", "atom-one-light"),
)
"""Two of our own and those of Textual, named here since the settings are read before it is imported."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the program behaves, for the whole of one run."""

    allowlist: Path
    """The file of rules for what is known to be benign."""
    starter: bool = True
    """Whether the starter list, shipped with the program, hides the chatter of ordinary networks."""
    cache: bool = True
    """Whether large logs are kept in columns in the user's cache folder, so that they open at once the next time."""
    min_check_ins: int = 6
    """Fewest check-ins from which a candidate is judged; at least `FEWEST_CHECK_INS`."""
    min_score: float = 0.5
    """Scores (0 to 1) below are hidden at first."""
    theme: str = "ansi-dark"
    """Name of the Textual theme; the ansi ones use the terminal's own colours."""
    ascii: bool = False
    """Whether the screen does without Unicode; at first where the locale has none."""
    mouse: bool = True
    """Whether the program takes the mouse; without it the terminal selects text."""
    read_only: bool = False
    """Whether nothing is written but what an export is told to: no journal, no rule, no cache."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """Saved filters by name; what they say is looked at when they are used."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys of the application by the name of their command, several parted by commas, looked at when it starts."""


def load_settings(
    overrides: Mapping[str, Any],
    environ: Mapping[str, str] = os.environ,
    files: Iterable[Path] | None = None,
) -> Settings:
    """Gather the settings; `overrides` are the flags, None where not given; `files` the weakest first.

    Raises ConfigError naming the file, the variable or the flag, and the setting that cannot be used.
    """
    return trace_settings(overrides, environ, files)[0]


def trace_settings(
    overrides: Mapping[str, Any],
    environ: Mapping[str, str] = os.environ,
    files: Iterable[Path] | None = None,
) -> tuple[Settings, dict[str, str]]:
    """The settings that `load_settings` gives, and where the value of each comes from.

    An origin is `BUILT_IN`, a file, a variable or a flag; those of a table are under `filters.NAME` and `keys.NAME`.
    """
    values: dict[str, Any] = {"allowlist": allowlist_path()}
    origins = {setting.name: BUILT_IN for setting in fields(Settings) if setting.name not in TABLES}
    for origin, found in _origins(overrides, environ, config_files() if files is None else files):
        for table in TABLES:
            texts = found.pop(table, {})
            values[table] = values.get(table, {}) | texts
            origins |= dict.fromkeys((f"{table}.{name}" for name in texts), origin)
        values |= found
        origins |= dict.fromkeys(found, origin)
    return Settings(**values), origins


def _origins(
    overrides: Mapping[str, Any], environ: Mapping[str, str], files: Iterable[Path]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each origin with the settings that it gives, the weakest first."""
    if locale := _plain_locale(environ):
        yield locale, {"ascii": True}
    for file in files:
        yield str(file), _checked(_read(file), str(file), file.parent)
    for variable, text in environ.items():
        if variable.startswith(PREFIX):
            name = variable.removeprefix(PREFIX).lower()
            yield variable, _checked({name: _from_text(name, text)}, variable, Path())
    for name, value in overrides.items():
        if value is not None:
            flag = f"--{'no-' if value is False else ''}{name.replace('_', '-')}"
            yield flag, _checked({name: value}, flag, Path())


def _plain_locale(environ: Mapping[str, str]) -> str:
    """The variable, with its value, that sets a locale without Unicode; empty where none does."""
    name = next((name for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    return f"{name}={environ[name]}" if name and not re.search("utf-?8", environ[name], re.IGNORECASE) else ""


def wanted(name: str) -> str:
    """What a setting may be, in words."""
    return _CHECKS[name][1]


def missing_allowlist(settings: Settings) -> str:
    """That an allowlist which the user chose does not exist yet, as a sentence; empty when none is missing."""
    if settings.allowlist == allowlist_path() or settings.allowlist.exists():
        return ""
    return f"The allowlist {settings.allowlist} does not exist yet: b in the application will make it."


def _read(file: Path) -> dict[str, Any]:
    """Read a configuration file; a missing one is empty, and costs no import."""
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is no UTF-8 text: byte {error.start} is not.") from error
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is no valid TOML: {error}.") from error


def _checked(values: Mapping[str, Any], where: str, base: Path) -> dict[str, Any]:
    """Check every setting of one origin, and make each of its own type; paths are relative to `base`."""
    names = [setting.name for setting in fields(Settings)]
    for name, value in values.items():
        if name not in names:
            from difflib import get_close_matches

            near = get_close_matches(name, names, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}."
            raise ConfigError(f"{where}: {name!a} is not a setting; {hint}")
        fits, _ = _CHECKS[name]
        if not fits(value):
            raise ConfigError(f"{where}: {name} must be {wanted(name)}, not {value!a}.")
    if "allowlist" not in values:
        return dict(values)
    try:
        return {**values, "allowlist": base / Path(values["allowlist"]).expanduser()}
    except RuntimeError as error:
        raise ConfigError(f"{where}: allowlist names the home of a user that does not exist.") from error


def _from_text(name: str, text: str) -> Any:  # noqa: ANN401 - the value of a setting has the type of that setting
    """Read the value of an environment variable; a text that does not fit is left for the check to refuse."""
    if name in ("starter", "read_only", "cache", "ascii", "mouse"):
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(text.lower(), text)
    number: dict[str, Callable[[str], Any]] = {"min_check_ins": int, "min_score": float}
    try:
        return number.get(name, str)(text)
    except ValueError:
        return text


def _is_number(value: object) -> bool:
    """Say whether a value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _is_texts(value: object) -> bool:
    """Say whether a value is a table of texts by name."""
    return isinstance(value, dict) and all(
        re.fullmatch(r"[\w-]+", name) and isinstance(text, str) for name, text in value.items()
    )


_CHECKS: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "allowlist": (lambda value: isinstance(value, str | Path) and "\0" not in str(value or "\0"), "a path"),
    "starter": (lambda value: isinstance(value, bool), "true or false"),
    "read_only": (lambda value: isinstance(value, bool), "true or false"),
    "cache": (lambda value: isinstance(value, bool), "true or false"),
    "min_check_ins": (
        lambda value: type(value) is int and value >= FEWEST_CHECK_INS,
        f"a whole number from {FEWEST_CHECK_INS}",
    ),
    "min_score": (lambda value: _is_number(value) and 0 <= value <= 1, "a number from 0 to 1"),
    "theme": (lambda value: value in THEMES, f"one of {', '.join(THEMES)}"),
    "ascii": (lambda value: isinstance(value, bool), "true or false"),
    "mouse": (lambda value: isinstance(value, bool), "true or false"),
    **dict.fromkeys(TABLES, (_is_texts, "a table of texts by names of letters, digits, _ and -")),
}
"""For each setting what its value must pass, and how to say so."""
