"""Selecting on the command line: what is taken, what is refused, and that it is said."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from beacon_tui.cli import cli
from beacon_tui.errors import NothingSelected

SAMPLES = str(Path(__file__).parents[2] / "sample_logs")
DAY = "2026-01-15"


def run(*words: str) -> Result:
    """Run the command line; an error that the user would meet is raised."""
    return CliRunner().invoke(cli, list(words), catch_exceptions=False)


def scan(*words: str) -> dict[str, Any]:
    """The JSON object of a scan."""
    whole: dict[str, Any] = json.loads(run("scan", SAMPLES, "--format", "json", "--all", *words).stdout)
    return whole


def test_a_selected_scan_says_what_it_is_of() -> None:
    words = ("--since", f"{DAY}T08:00", "--until", f"{DAY} 12:00", "--src", "10.20.0.21", "--src", "10.20.0.26")
    whole = scan(*words)
    assert {candidate["src"] for candidate in whole["candidates"]} == {"10.20.0.21", "10.20.0.26"}
    assert whole["window"]["start"] >= f"{DAY}T08:00"
    assert whole["window"]["stop"] < f"{DAY}T12:00"
    assert whole["counts"]["selection"] == {
        "since": f"{DAY}T08:00:00.000000Z",
        "until": f"{DAY}T12:00:00.000000Z",
        "src": ["10.20.0.21/32", "10.20.0.26/32"],
        "dst": [],
        "sensor": [],
    }
    assert whole["counts"]["not_selected"]["rows"] + whole["counts"]["rows"] == scan()["counts"]["rows"]
    told = run("scan", SAMPLES, *words).stderr
    assert (
        f"selected: since {DAY} 08:00 UTC, until {DAY} 12:00 UTC, src 10.20.0.21 or 10.20.0.26"
        f" · {whole['counts']['not_selected']['rows']:,} rows left out"
    ) in told


def test_a_scan_of_everything_says_nothing_of_a_selection() -> None:
    assert "selected" not in run("scan", SAMPLES).stderr
    assert scan()["counts"]["selection"] is None


def test_the_last_hours_are_those_before_the_newest_connection() -> None:
    window = scan("--since", "6h")["window"]
    assert window["hours"] == pytest.approx(6, abs=0.02)
    assert window["stop"] == scan()["window"]["stop"]


def test_a_proof_is_of_what_is_selected() -> None:
    words = ("prove", SAMPLES, "--src", "10.20.0.26", "--period", "60", "--jitter", "0.1")
    result = run(*words)
    assert "from 10.20.0.26, 24 h" in result.stdout
    assert "selected: src 10.20.0.26 · " in result.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--since", "foo"), "'foo' is no time"),
        (("--until", ""), "'' is no time"),
        (("--src", "10.0.0.0/33"), "'10.0.0.0/33' is no address or network"),
        (("--dst", "example.com"), "'example.com' is no address or network"),
        (("--since", "2026-01-16", "--until", "2026-01-15"), "since must be before until"),
        (("--since", "1h", "--until", "2h"), "since must be before until"),
    ],
)
@pytest.mark.parametrize("command", ["scan", "prove", "open"])
def test_what_cannot_be_meant_is_wrong_usage(command: str, words: tuple[str, ...], sentence: str) -> None:
    result = CliRunner().invoke(cli, [command, SAMPLES, *words])
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_nothing_selected_is_no_result() -> None:
    with pytest.raises(NothingSelected, match=f"the logs hold 6,429 connections, from {DAY} 00:00 to {DAY} 23:59 UTC"):
        run("scan", SAMPLES, "--since", "2027-01-01")
