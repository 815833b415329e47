"""`beacon-tui config`: each value with its origin, as TOML that reads back and as JSON."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from click.testing import CliRunner

from beacon_tui import paths
from beacon_tui.cli import cli


@pytest.fixture
def user_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The user's configuration file, which does not exist yet; that of the machine is `etc.toml` beside its folder."""
    monkeypatch.setattr(paths, "SYSTEM_CONFIG", tmp_path / "etc.toml")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "beacon_tui").mkdir()
    return tmp_path / "beacon_tui" / "config.toml"


def config(*words: str) -> str:
    """What the command prints."""
    return CliRunner().invoke(cli, ["config", *words], catch_exceptions=False).stdout


def test_every_value_stands_with_its_origin(user_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = tmp_path / "etc.toml"
    system.write_text("min_check_ins = 10\ntheme = 'nord'\n[filters]\nweb = 'port:80'\ndns = 'port:53'\n")
    user_file.write_text("theme = 'gruvbox'\ncache = false\n[filters]\nweb = 'port:443'\n[keys]\nmark = 'm'\n")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("BEACON_TUI_CACHE", "yes")
    monkeypatch.setenv("BEACON_TUI_MIN_SCORE", "0.25")
    assert config("--no-mouse", "--min-score", "0.75").splitlines() == [
        f'allowlist = "{tmp_path}/beacon_tui/allowlist.toml"  # built-in',
        "starter = true  # built-in",
        "cache = true  # BEACON_TUI_CACHE",
        f"min_check_ins = 10  # {system}",
        "min_score = 0.75  # --min-score",
        f'theme = "gruvbox"  # {user_file}',
        "ascii = true  # LC_ALL=C",
        "mouse = false  # --no-mouse",
        "read_only = false  # built-in",
        "",
        "[filters]",
        f'web = "port:443"  # {user_file}',
        f'dns = "port:53"  # {system}',
        "",
        "[keys]",
        f'mark = "m"  # {user_file}',
    ]


@pytest.mark.parametrize(
    ("words", "name", "value", "flag"),
    [
        (("--starter",), "starter", True, "--starter"),
        (("--read-only",), "read_only", True, "--read-only"),
        (("--no-cache",), "cache", False, "--no-cache"),
        (("--theme", "nord"), "theme", "nord", "--theme"),
        (("--allowlist", "/x/y.toml"), "allowlist", "/x/y.toml", "--allowlist"),
    ],
)
@pytest.mark.usefixtures("user_file")
def test_json_has_the_same(words: tuple[str, ...], name: str, value: object, flag: str) -> None:
    whole: dict[str, Any] = json.loads(config("--format", "json", *words))
    assert whole[name] == {"value": value, "origin": flag}
    assert whole["min_check_ins"] == {"value": 6, "origin": "built-in"}
    assert whole["filters"] == {}


def test_filters_in_json(user_file: Path) -> None:
    user_file.write_text("[filters]\nweb = 'port:443'\n")
    whole = json.loads(config("--format", "json"))
    assert whole["filters"] == {"web": {"value": "port:443", "origin": str(user_file)}}


def test_what_is_printed_is_a_configuration_file_that_says_the_same(user_file: Path) -> None:
    hostile = 'a "b" \\c\n\x1b[31m\x7f\u202e é e\u0301 \U0001f600 \U000e0100'
    written = {"min_score": 1e-05, "filters": {"ok": hostile, "café": "x", "sort_-1": ""}}
    user_file.write_text(tomlkit.dumps(written))
    printed = config()
    read = tomllib.loads(printed)
    assert {name: read[name] for name in written} == written
    assert all(line.isprintable() for line in printed.splitlines())
    assert "\u202e" not in printed
    user_file.write_text(printed)
    assert tomllib.loads(config()) == read


def test_paths_cannot_act_on_the_terminal(user_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a\x1b[2J\nmouse = false"
    (folder / "beacon_tui").mkdir(parents=True)
    (folder / "beacon_tui" / "config.toml").write_text("theme = 'nord'\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    printed = config()
    assert "\x1b" not in printed
    read = tomllib.loads(printed)
    assert (read["mouse"], read["allowlist"]) == (True, str(folder / "beacon_tui" / "allowlist.toml"))


def test_a_path_that_toml_cannot_hold_is_a_comment(user_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEACON_TUI_ALLOWLIST", "/tmp/\udcff")
    printed = config()
    assert printed.startswith('# no UTF-8: allowlist = "/tmp/\\udcff"  # BEACON_TUI_ALLOWLIST\n')
    assert "allowlist" not in tomllib.loads(printed)
    assert json.loads(config("--format", "json"))["allowlist"]["value"] == "/tmp/\udcff"


def test_relative_paths_are_made_absolute(user_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert tomllib.loads(config("--allowlist", "team.toml"))["allowlist"] == str(tmp_path / "team.toml")
