"""The program as a process of its own: what it imports, how it ends, what it prints where."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = str(Path(__file__).parents[2] / "sample_logs")


def python(code: str) -> str:
    """Run Python in a fresh process and return what it printed."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def beacon_tui(*words: str) -> "subprocess.CompletedProcess[str]":
    """Run the program."""
    return subprocess.run([sys.executable, "-m", "beacon_tui", *words], capture_output=True, text=True, check=False)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom beacon_tui.cli import cli\n"
        "try: cli(['--help'])\nexcept SystemExit: pass\n"
        "print([name for name in ('pandas', 'scipy', 'numpy', 'zat', 'textual', 'pyarrow') if name in sys.modules])"
    )
    assert python(code).splitlines()[-1] == "[]"


def test_the_package_imports_nothing_heavy_until_a_scan_is_asked_for() -> None:
    heavy = "[name for name in ('pandas', 'scipy', 'numpy', 'zat', 'textual', 'click') if name in sys.modules]"
    code = f"import sys, beacon_tui\nprint({heavy})\nfrom beacon_tui import scan\nprint('textual' in sys.modules, scan)"
    first, second = python(code).splitlines()
    assert first == "[]"
    assert second.startswith("False <function scan")


def test_the_screen_starts_without_the_analysis() -> None:
    code = (
        "import sys\nimport beacon_tui.tui.app\n"
        "print([name for name in ('pandas', 'scipy', 'numpy', 'zat', 'pyarrow', 'plotext') if name in sys.modules])"
    )
    assert python(code).strip() == "[]"


@pytest.mark.parametrize(
    "package",
    ["zeek.load", "analysis.pipeline", "triage.report", "triage.desk", "api", "triage.export.proof", "render.overview"],
)
def test_what_has_no_screen_imports_no_textual(package: str) -> None:
    code = f"import sys, beacon_tui.{package}\nprint('textual' in sys.modules, 'rich' in sys.modules)"
    assert python(code).strip() == "False False"


def test_version_and_help() -> None:
    assert "beacon-tui" in beacon_tui("--version").stdout
    done = beacon_tui("--help")
    assert done.returncode == 0
    assert "scan" in done.stdout


def test_exit_codes_and_sentences() -> None:
    nothing = beacon_tui("scan", "/nowhere/at/all")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "/nowhere/at/all" in nothing.stderr
    assert "Traceback" not in nothing.stderr
    usage = beacon_tui("scan", SAMPLES, "--limit", "0")
    assert (usage.returncode, usage.stdout) == (2, "")
    config = beacon_tui("scan", SAMPLES, "--allowlist", SAMPLES)
    assert (config.returncode, config.stdout) == (2, "")
    assert "allowlist" in config.stderr
    full = beacon_tui("inject", SAMPLES, "-o", str(Path(SAMPLES).parent))
    assert (full.returncode, full.stdout) == (2, "")
    assert "not an empty folder" in full.stderr


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m beacon_tui scan {SAMPLES} --all --format csv | head -n 1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("kind,")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("where", "words"),
    [(">&-", "Standard output is closed"), (">/dev/full", "cannot be written to standard output: No space left")],
)
def test_a_result_that_cannot_be_written_is_said_in_a_sentence(where: str, words: str) -> None:
    command = f"{sys.executable} -m beacon_tui scan {SAMPLES} {where}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_closed_standard_error_changes_nothing() -> None:
    command = f"{sys.executable} -m beacon_tui scan {SAMPLES} --format csv 2>&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:9]) == (0, "kind,src,")


@pytest.mark.parametrize("words", [("scan", ""), ("scan", SAMPLES, "-o", ""), ("scan", SAMPLES, "--allowlist", "")])
def test_an_empty_path_is_refused(words: tuple[str, ...]) -> None:
    done = beacon_tui(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the path is empty" in done.stderr


def test_an_allowlist_that_is_not_there_is_said_on_standard_error(tmp_path: Path) -> None:
    done = beacon_tui("scan", SAMPLES, "--allowlist", str(tmp_path / "rules.toml"))
    assert done.returncode == 0
    assert "rules.toml does not exist yet: b in the application will make it" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_unicode_is_shown_ascii(encoding: str) -> None:
    ours = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "beacon_tui", "scan", SAMPLES]
    done = subprocess.run(command, capture_output=True, env=ours, check=True)
    assert b"22%, none missed" in done.stdout
    assert b"2026-01-15 00:00 > 23:59 UTC" in done.stderr
    data = subprocess.run([*command, "--format", "csv"], capture_output=True, env=ours, check=True).stdout
    assert "10.20.0.21" in data.decode("utf-8")
    assert "±22%" in data.decode("utf-8")
