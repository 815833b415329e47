"""Completion: the scripts, and what they are told to offer."""

import os
import subprocess
import sys

import pytest
from click.shell_completion import BashComplete
from click.testing import CliRunner

from beacon_tui.analysis.implants import IMPLANTS
from beacon_tui.cli import cli
from beacon_tui.cli.completion import PROGRAM, VARIABLE
from beacon_tui.config import THEMES
from beacon_tui.triage.export.formats import BY_NAME


def offered(*words: str, incomplete: str = "") -> list[str]:
    """What is offered after some words of a command line."""
    complete = BashComplete(cli, {}, PROGRAM, VARIABLE)
    return [item.value for item in complete.get_completions(list(words), incomplete)]


@pytest.mark.parametrize(
    ("shell", "words"),
    [("bash", "complete -o nosort -F"), ("zsh", "#compdef beacon-tui"), ("fish", "complete --no-files --command")],
)
def test_the_script_of_each_shell_is_printed(shell: str, words: str) -> None:
    script = CliRunner().invoke(cli, ["completion", shell], catch_exceptions=False).stdout
    assert words in script
    assert f"{VARIABLE}={shell}_complete" in script


def test_another_shell_is_wrong_usage() -> None:
    result = CliRunner().invoke(cli, ["completion", "tcsh"])
    assert result.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in result.stderr


def test_values_are_offered() -> None:
    assert offered("scan", "--format") == list(BY_NAME)
    assert offered("scan", "--format", incomplete="nd") == ["ndjson"]
    assert offered("prove", "x", "--model") == list(IMPLANTS)
    assert offered("open", "--theme") == list(THEMES)
    assert offered("allow", incomplete="im") == ["import"]


def test_the_first_word_may_be_a_path_or_a_command() -> None:
    assert offered(incomplete="sc") == ["sc", "scan"]
    assert offered(incomplete="--v") == ["--version"]
    assert "--follow" in offered("/logs", incomplete="--f")


def test_the_program_answers_the_script() -> None:
    asked = {VARIABLE: "bash_complete", "COMP_WORDS": "beacon-tui scan --format par", "COMP_CWORD": "3"}
    done = subprocess.run(
        [sys.executable, "-m", "beacon_tui"], env=os.environ | asked, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("plain,parquet\n", "")
