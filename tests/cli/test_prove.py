"""`inject` and `prove` from the command line."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from beacon_tui.cli import cli
from beacon_tui.errors import InjectError

SAMPLES = str(Path(__file__).parents[2] / "sample_logs")


def run(*words: str) -> Result:
    """Run the command line; an error that the user would meet is raised."""
    return CliRunner().invoke(cli, list(words), catch_exceptions=False)


def test_inject_says_which_pair_it_is_and_scan_finds_it(tmp_path: Path) -> None:
    folder = str(tmp_path / "copy")
    result = run("inject", SAMPLES, "-o", folder, "--period", "60", "--jitter", "0.3", "--model", "cobalt")
    line, where = result.stdout.splitlines()
    told = re.fullmatch(r"(\S+) → (\S+) :443/tcp, ([\d,]+) check-ins of cobalt 60 s ±30 %", line)
    assert told
    assert where == folder
    src, dst, count = told.groups()
    scanned = json.loads(run("scan", folder, "--format", "json").stdout)["candidates"]
    (found,) = (candidate for candidate in scanned if candidate["dst"] == dst)
    assert (found["src"], f"{found['connections']:,}") == (src, count)


def test_equal_seeds_write_equal_copies_and_others_do_not(tmp_path: Path) -> None:
    words = ("--missed", "0.2", "--hours", "22-6", "--model", "sliver", "--period", "900")
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        run("inject", SAMPLES, "-o", str(tmp_path / name), *words, "--seed", seed)
    a, b, c = ([path.read_bytes() for path in sorted((tmp_path / name).rglob("*.log*"))] for name in "abc")
    assert a == b != c


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(InjectError, match="not an empty folder"):
        run("inject", SAMPLES, "-o", str(tmp_path))


@pytest.mark.parametrize(
    "words",
    [
        ("inject", SAMPLES),
        ("inject", SAMPLES, "-o", "x", "--model", "none"),
        ("inject", SAMPLES, "-o", "x", "--period", "0"),
        ("inject", SAMPLES, "-o", "x", "--jitter", "30"),
        ("inject", SAMPLES, "-o", "x", "--seed", "-1"),
        *(("prove", SAMPLES, "--hours", hours) for hours in ("8", "8-8", "8-25", "a-b", "-1-5", "1-2-3", "nan-3")),
    ],
)
def test_wrong_usage_is_refused(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(cli, list(words)).exit_code == 2
    assert not list(tmp_path.iterdir())


def test_prove_prints_a_table_of_periods_and_jitters_that_fits() -> None:
    text = run("prove", SAMPLES).stdout
    lines = text.splitlines()
    assert [line.split("  ")[0] for line in lines[3:11]] == [
        *("10 s", "60 s", "5 min", "30 min", "1 h", "3 h", "6 h", "12 h"),
    ]
    assert max(map(len, lines)) <= 80
    assert "rank" in lines[4]
    assert lines[10].count("too short") == 5
    assert "Would have surfaced:" in text


def test_prove_takes_a_grid_and_gives_json() -> None:
    words = ("--period", "120", "--period", "43200", "--jitter", "0.2", "--model", "havoc", "--format", "json")
    whole = json.loads(run("prove", SAMPLES, *words).stdout)
    assert [(b["period"], b["jitter"], b["outcome"]) for b in whole["beacons"]] == [
        (120, 0.2, "surfaced"),
        (43200, 0.2, "too_short"),
    ]
    assert whole["surfaced"] == whole["possible"] == 1


def test_prove_knows_the_allowlist(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nsrc = "10.20.0.0/24"\nport = 443\n')
    words = ("prove", SAMPLES, "--allowlist", str(rules), "--period", "60", "--jitter", "0")
    assert "1 hidden by your rule" in run(*words).stdout


@pytest.mark.parametrize("command", ["inject", "prove"])
def test_the_help_says_what_the_models_are(command: str) -> None:
    text = run(command, "--help").stdout
    for words in ("cobalt", "Cobalt Strike", "meterpreter", "whatever the jitter", "cron", "8-18"):
        assert words in text


def test_periods_are_lengths_of_time(tmp_path: Path) -> None:
    words = ("prove", SAMPLES, "--jitter", "0.1", "--format", "json", "--period", "1h", "--period", "90s", "--period")
    assert [beacon["period"] for beacon in json.loads(run(*words, "600").stdout)["beacons"]] == [3600, 90, 600]
    for text, why in (("1x", "is no length of time"), ("0.5s", "less than a second")):
        refused = run("inject", SAMPLES, "-o", str(tmp_path / "copy"), "--period", text)
        assert refused.exit_code == 2
        assert why in refused.output
