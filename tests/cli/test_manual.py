"""The man page: all that there is, and nothing that troff would take for its own."""

import re
import shutil
import subprocess
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from beacon_tui.cli import cli
from beacon_tui.cli.manual import page

MACRO = re.compile(r"\.(TH|SH|SS|PP|TP|nf|fi|br|nh|ad)( |$)")


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """A command and all below it, each with its heading in the page."""
    yield f".SS {path}", command
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from commands(below, f"{path} {below.name}")


def printed() -> str:
    """What the command prints."""
    return CliRunner().invoke(cli, ["man"], catch_exceptions=False).stdout


def test_every_command_has_a_part_with_all_its_options() -> None:
    text = re.sub(r"\\f[BR]", "", printed()).replace(r"\-", "-").replace(r"\(aq", "'").replace(r"\(ga", "`")
    parts = {part.splitlines()[0]: part for part in re.split(r"^(?=\.S[HS] )", text, flags=re.MULTILINE) if part}
    parts[".SS beacon-tui"] = parts[".SH OPTIONS"]
    for heading, command in commands(cli, "beacon-tui"):
        terms = re.findall(r"^\.TP\n(.*)", parts[heading], re.MULTILINE)
        for option in command.params:
            if isinstance(option, click.Option):
                for name in (*option.opts, *option.secondary_opts):
                    assert any(name in re.split("[ ,]+", term) for term in terms), (heading, name)
                assert (option.help or "") in parts[heading]


def test_what_is_outside_the_commands_is_told() -> None:
    text = printed()
    for word in (
        ".SH ENVIRONMENT",
        "BEACON_TUI_MIN_SCORE",
        "NO_COLOR",
        "/etc/beacon_tui/config.toml",
        ".SH EXIT STATUS",
    ):
        assert word in text


def test_only_macros_begin_with_a_dot_and_all_is_ascii() -> None:
    text = printed()
    assert text.isascii()
    for line in text.splitlines():
        assert MACRO.match(line) or not line.startswith((".", "'")), line


def test_what_a_help_text_says_is_shown_and_not_obeyed() -> None:
    @click.command(help="\b\n.so /etc/passwd\n'ti 5\n\na\\*b \\fBc .d\n.e")
    @click.option("--x", help=".sy rm — 'it'")
    def odd(x: str) -> None:
        """Unused."""

    lines = page(odd).splitlines()
    for line in (r"\&.so /etc/passwd", r"\(aqti 5", r"a\e*b \efBc .d .e", r"\&.sy rm \[u2014] \(aqit\(aq"):
        assert line in lines


@pytest.mark.skipif(not shutil.which("groff"), reason="needs groff")
def test_groff_has_nothing_to_warn_of() -> None:
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", "-P-cbou"], input=printed(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "beacon-tui scan [OPTIONS] PATH..." in done.stdout
    assert "dst:10.0.0.0/8 period:<5m" in " ".join(done.stdout.split())


def test_the_home_of_the_one_who_made_it_is_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/kim")
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    text = printed()
    assert "/home/kim" not in text
    assert r"\(ti/" in text
