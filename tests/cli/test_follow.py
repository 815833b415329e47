"""`scan --follow`: lines for candidates as they come, and a clean end."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.zeek.logs import CONN, header, line


def check_in(number: int) -> str:
    """One check-in of a beacon with a period of a minute."""
    return line(CONN | {"ts": f"{1.7e9 + 60 * number:.6f}", "uid": f"C{number}", "duration": "0.5"})


@pytest.fixture
def log(tmp_path: Path) -> Path:
    log = tmp_path / "logs" / "conn.log"
    log.parent.mkdir()
    log.write_text(header() + check_in(0))
    return log


class Shipper:
    """Someone who reads the lines of `scan --follow`."""

    def __init__(self, log: Path, home: Path) -> None:
        words = [sys.executable, "-m", "beacon_tui", "scan", "--follow", "--format", "ndjson", "--no-cache", str(log)]
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(words, stdout=-1, stderr=-1, text=True, env=environment)
        assert self.process.stdout
        self.out: IO[str] = self.process.stdout

    def end(self, number: int) -> tuple[str, str]:
        """Send a signal, and return what else was printed."""
        self.process.send_signal(number)
        return self.process.communicate(timeout=30)


@pytest.fixture
def shipper(log: Path, tmp_path: Path) -> Iterator[Shipper]:
    shipper = Shipper(log, tmp_path)
    yield shipper
    shipper.process.kill()
    shipper.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_beacon_is_printed_once_when_it_stands_out(log: Path, shipper: Shipper, number: int) -> None:
    with log.open("a") as file:
        file.writelines(map(check_in, range(1, 40)))
    told = json.loads(shipper.out.readline())
    assert (told["src"], told["dst"], round(told["period"])) == ("10.0.0.1", "192.0.2.7", 60)
    assert told["score"] >= 0.5
    with log.open("a") as file:
        file.writelines(map(check_in, range(40, 60)))
    rest, errors = shipper.end(number)
    assert (rest, shipper.process.returncode) == ("", 0)
    assert "Traceback" not in errors


def test_an_allowlist_that_breaks_meanwhile_is_said_and_ends_nothing(log: Path, tmp_path: Path) -> None:
    shipper = Shipper(log, tmp_path)
    assert shipper.process.stderr
    with log.open("a") as file:
        file.writelines(map(check_in, range(1, 40)))
    assert json.loads(shipper.out.readline())["dst"] == "192.0.2.7"
    allowlist = tmp_path / ".config" / "beacon_tui" / "allowlist.toml"
    allowlist.parent.mkdir(parents=True)
    allowlist.write_text("[[rule]\n")
    with log.open("a") as file:
        file.writelines(check_in(number).replace("192.0.2.7", "192.0.2.8") for number in range(40, 80))
    assert "allowlist.toml" in shipper.process.stderr.readline()
    assert json.loads(shipper.out.readline())["dst"] == "192.0.2.8"
    shipper.end(signal.SIGTERM)
    assert shipper.process.returncode == 0


def test_a_log_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    shipper = Shipper(tmp_path / "none" / "conn.log", tmp_path)
    assert shipper.process.stderr
    assert "waiting" in shipper.process.stderr.readline()
    shipper.end(signal.SIGTERM)
    assert shipper.process.returncode == 0


@pytest.mark.parametrize(
    "words", [("--format", "csv"), ("--format", "ndjson", "--all"), ("--format", "ndjson", "--limit", "3")]
)
def test_what_does_not_go_with_following_is_refused(log: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "beacon_tui", "scan", "--follow", *words, str(log)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--follow prints lines" in done.stderr


def test_a_pipe_cannot_be_followed() -> None:
    command = [sys.executable, "-m", "beacon_tui", "scan", "--follow", "--format", "ndjson", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "needs files or folders" in done.stderr
