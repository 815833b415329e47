"""`scan --format` and `-o`: every format from end to end on the sample logs."""

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import stix2
from click.testing import CliRunner, Result

from beacon_tui.cli import cli
from beacon_tui.errors import ExportError
from beacon_tui.triage.export.formats import FORMATS, Format

SAMPLES = str(Path(__file__).parents[2] / "sample_logs")


def run(*words: str) -> Result:
    """Run the command line; an error that the user would meet is raised."""
    return CliRunner().invoke(cli, ["scan", SAMPLES, *words], catch_exceptions=False)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_the_ending_of_the_file_chooses_the_format(form: Format, tmp_path: Path) -> None:
    target = tmp_path / f"out{form.endings[0]}"
    assert run("-o", str(target)).stdout == ""
    assert target.read_bytes() == run("--format", form.name).stdout_bytes
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_format_that_is_named_goes_before_the_ending(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    run("--format", "ndjson", "-o", str(target))
    assert all(json.loads(line)["score"] >= 0.5 for line in target.read_text().splitlines())


@pytest.mark.parametrize("name", ["out", "out.xml"])
def test_a_name_that_does_not_say_the_format_is_refused_before_anything_is_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not say the format"):
        CliRunner().invoke(cli, ["scan", "nowhere", "-o", str(tmp_path / name)], catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []


def test_a_dash_is_standard_output() -> None:
    assert run("-o", "-").stdout == run().stdout
    assert run("-o", "-").stdout.startswith("SCORE")


def test_binary_formats_go_to_a_pipe() -> None:
    table = pq.read_table(io.BytesIO(run("--format", "parquet").stdout_bytes))
    assert "203.0.113.10" in table["dst"].to_pylist()


def test_a_terminal_is_spared_the_bytes_with_a_sentence() -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "beacon_tui", "scan", SAMPLES, "--format", "parquet"]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert done.stderr == (
        "beacon-tui: A terminal cannot show parquet: name a file with -o FILE, or pipe it to a program.\n"
    )


def test_the_bundle_of_the_samples_is_read_strictly() -> None:
    bundle = stix2.parse(run("--format", "stix").stdout, allow_custom=False, version="2.1")
    patterns = " ".join(one.pattern for one in bundle.objects if one.type == "indicator")
    for value in ("'203.0.113.10'", "'telemetry.example.org'", "dst_port = 8443"):
        assert value in patterns


def test_the_limit_and_the_least_score_hold_in_every_format() -> None:
    assert len(run("--format", "ndjson", "--limit", "2").stdout.splitlines()) == 2
    assert run("--format", "intel", "--min-score", "1", "--limit", "1").stdout.count("\n") == 1
