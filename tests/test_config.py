"""Settings: the later origin wins, and every mistake is named with where it stands."""

from pathlib import Path
from typing import Any

import pytest

from beacon_tui import paths
from beacon_tui.analysis.model import MIN_CHECK_INS
from beacon_tui.config import THEMES, Settings, load_settings, missing_allowlist
from beacon_tui.errors import ConfigError


def written(path: Path, text: str) -> Path:
    """Write a configuration file."""
    path.write_text(text)
    return path


def test_built_in_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    settings = load_settings({}, {}, [])
    assert settings == Settings(
        tmp_path / "beacon_tui" / "allowlist.toml", True, True, 6, 0.5, "ansi-dark", False, True
    )
    assert settings.min_check_ins == MIN_CHECK_INS


def test_files_are_those_of_the_machine_and_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert paths.config_files() == (
        Path("/etc/beacon_tui/config.toml"),
        tmp_path / "config" / "beacon_tui" / "config.toml",
    )
    assert paths.state_folder() == tmp_path / "state" / "beacon_tui"


def test_the_users_file_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "SYSTEM_CONFIG", tmp_path / "none.toml")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "beacon_tui").mkdir()
    written(tmp_path / "beacon_tui" / "config.toml", 'theme = "textual-dark"\n')
    assert load_settings({}, {}).theme == "textual-dark"


def test_each_origin_beats_the_one_before(tmp_path: Path) -> None:
    system = written(tmp_path / "etc.toml", "min_score = 0.1\nmin_check_ins = 10\nmouse = false\ntheme = 'nord'\n")
    user = written(tmp_path / "user.toml", "min_score = 0.2\nmin_check_ins = 11\nmouse = true\n")
    environ = {"BEACON_TUI_MIN_SCORE": "0.3", "BEACON_TUI_MIN_CHECK_INS": "12", "HOME": "/nowhere"}
    settings = load_settings({"min_score": 0.4, "mouse": None}, environ, [system, user, tmp_path / "missing.toml"])
    assert (settings.min_score, settings.min_check_ins, settings.mouse, settings.theme) == (0.4, 12, True, "nord")


def test_loading_twice_is_independent(tmp_path: Path) -> None:
    load_settings({"theme": "nord"}, {"BEACON_TUI_MOUSE": "no"}, [])
    assert load_settings({}, {}, []) == load_settings({}, {}, [tmp_path / "missing.toml"])


@pytest.mark.parametrize(
    ("text", "yes"), [("1", True), ("TRUE", True), ("yes", True), ("0", False), ("False", False), ("no", False)]
)
def test_the_environment_says_yes_and_no(text: str, yes: bool) -> None:
    assert load_settings({}, {"BEACON_TUI_MOUSE": text}, []).mouse is yes
    assert load_settings({}, {"BEACON_TUI_STARTER": text}, []).starter is yes


def test_the_starter_list_is_switched_by_every_origin(tmp_path: Path) -> None:
    file = written(tmp_path / "c.toml", "starter = false\n")
    assert load_settings({"starter": None}, {}, [file]).starter is False
    assert load_settings({"starter": True}, {}, [file]).starter is True
    assert load_settings({"starter": False}, {"BEACON_TUI_STARTER": "yes"}, []).starter is False


def test_paths_expand_and_are_relative_to_their_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", "/home/kim")
    beside = written(tmp_path / "c.toml", "allowlist = 'team.toml'\n")
    assert load_settings({}, {}, [beside]).allowlist == tmp_path / "team.toml"
    home = written(tmp_path / "h.toml", "allowlist = '~/team.toml'\n")
    assert load_settings({}, {}, [home]).allowlist == Path("/home/kim/team.toml")
    assert load_settings({}, {"BEACON_TUI_ALLOWLIST": "~/e.toml"}, []).allowlist == Path("/home/kim/e.toml")
    assert load_settings({"allowlist": Path("f.toml")}, {}, []).allowlist == Path("f.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("min_scor = 1\n", r"c\.toml: 'min_scor' is not a setting; did you mean min_score\?"),
        ("[view]\nx = 1\n", r"c\.toml: 'view' is not a setting; there are allowlist, "),
        ("min_score = '1'\n", r"c\.toml: min_score must be a number from 0 to 1, not '1'"),
        ("min_score = 1.5\n", r"min_score must be a number from 0 to 1, not 1\.5"),
        ("min_score = nan\n", "min_score must be a number"),
        ("min_score = true\n", "min_score must be a number"),
        ("min_check_ins = 6.0\n", "min_check_ins must be a whole number from 4"),
        ("min_check_ins = true\n", "min_check_ins must be a whole number from 4"),
        ("min_check_ins = 3\n", "min_check_ins must be a whole number from 4"),
        ("theme = ''\n", "theme must be one of ansi-dark, "),
        ("theme = 'ansi-drak'\n", r"c\.toml: theme must be one of ansi-dark, .*, not 'ansi-drak'"),
        ("theme = [1]\n", "theme must be one of"),
        ("mouse = 1\n", "mouse must be true or false"),
        ("starter = 'no'\n", "starter must be true or false"),
        ("allowlist = ''\n", "allowlist must be a path"),
        ('allowlist = "a\\u0000b"\n', "allowlist must be a path"),
        ("allowlist = '~nobody-of-this-name/x'\n", "home of a user that does not exist"),
        ("filters = 'x'\n", "filters must be a table of texts by names of letters"),
        ("[filters]\na = 1\n", "filters must be a table of texts"),
        ("[filters]\n'a b' = 'x'\n", "filters must be a table of texts"),
        ("mouse = \n", r"c\.toml is no valid TOML: .*line 1"),
    ],
)
def test_mistakes_in_a_file_are_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load_settings({}, {}, [written(tmp_path / "c.toml", text)])


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"theme = '\xe9'\n")
    with pytest.raises(ConfigError, match=r"latin\.toml is no UTF-8 text"):
        load_settings({}, {}, [tmp_path / "latin.toml"])
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings({}, {}, [tmp_path])


def test_filters_of_all_files_are_there_and_the_later_wins(tmp_path: Path) -> None:
    first = written(tmp_path / "a.toml", "[filters]\nfleet = 'dst:10.0.0.0/8'\nweb = 'port:80'\n")
    second = written(tmp_path / "b.toml", "[filters]\nweb = 'port:443'\n")
    assert load_settings({}, {}, [first, second]).filters == {"fleet": "dst:10.0.0.0/8", "web": "port:443"}
    assert load_settings({}, {}, []).filters == {}


@pytest.mark.parametrize(
    ("variable", "text", "words"),
    [
        ("BEACON_TUI_MIN_SCORE", "high", "BEACON_TUI_MIN_SCORE: min_score must be a number from 0 to 1, not 'high'"),
        ("BEACON_TUI_MIN_CHECK_INS", "6.5", "BEACON_TUI_MIN_CHECK_INS: min_check_ins must be a whole number"),
        ("BEACON_TUI_MOUSE", "maybe", "BEACON_TUI_MOUSE: mouse must be true or false"),
        ("BEACON_TUI_THEMA", "x", r"BEACON_TUI_THEMA: 'thema' is not a setting; did you mean theme\?"),
    ],
)
def test_mistakes_in_the_environment_are_named(variable: str, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load_settings({}, {variable: text}, [])


def test_the_themes_are_our_own_and_those_of_textual() -> None:
    from textual.theme import BUILTIN_THEMES

    from beacon_tui.tui.themes import OWN

    assert sorted(THEMES) == sorted([*BUILTIN_THEMES, *(theme.name for theme in OWN)])


@pytest.mark.parametrize(
    ("environ", "ascii_only"),
    [
        ({}, False),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "C.utf8"}, False),
        ({"LANG": "de_DE.ISO-8859-1"}, True),
        ({"LANG": "en_US.UTF-8", "LC_CTYPE": "C"}, True),
        ({"LANG": "C", "LC_ALL": "en_US.UTF-8"}, False),
        ({"LC_ALL": "", "LANG": "POSIX"}, True),
        ({"LANG": "C", "BEACON_TUI_ASCII": "no"}, False),
    ],
)
def test_a_locale_without_unicode_asks_for_ascii(environ: dict[str, str], ascii_only: bool) -> None:
    assert load_settings({}, environ, []).ascii is ascii_only


def test_what_several_files_say_of_keys_is_all_there(tmp_path: Path) -> None:
    weak = written(tmp_path / "a.toml", "[keys]\nmark = 'm'\nopen = 'o'\n")
    strong = written(tmp_path / "b.toml", "[keys]\nmark = 'x,space'\n")
    assert load_settings({}, {}, [weak, strong]).keys == {"mark": "x,space", "open": "o"}


def test_an_allowlist_that_was_asked_for_and_does_not_exist_is_said(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    asked = load_settings({"allowlist": file}, {}, [])
    assert missing_allowlist(asked) == f"The allowlist {file} does not exist yet: b in the application will make it."
    file.touch()
    assert missing_allowlist(asked) == ""
    assert missing_allowlist(load_settings({}, {}, [])) == ""


@pytest.mark.parametrize(("flags", "words"), [({"min_score": 2.0}, "--min-score: "), ({"themes": "x"}, "did you mean")])
def test_mistakes_in_flags_are_named(flags: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load_settings(flags, {}, [])
