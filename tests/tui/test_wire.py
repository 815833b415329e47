"""What crosses the wire: the bytes that a real terminal of 80 by 24 is sent, as a slow link would carry them."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

SAMPLES = str(Path(__file__).parents[2] / "sample_logs")
QUIET = 1.0
"""Seconds without a byte after which all is said."""


class Terminal:
    """The far end of the wire: presses keys, and takes what is sent."""

    def __init__(self, end: int) -> None:
        self._end = end

    def take(self, wanted: bytes = b"") -> bytes:
        """What is sent until `wanted` was among it and then nothing for a while."""
        taken = b""
        while select.select([self._end], [], [], QUIET if wanted in taken else 60)[0]:
            taken += os.read(self._end, 65536)
        assert wanted in taken
        return taken

    def press(self, key: str) -> bytes:
        """What a key sends."""
        os.write(self._end, key.encode())
        return self.take(b"\x1b")


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """The program on sample_logs, when all is loaded and painted."""
    end, program_end = pty.openpty()
    fcntl.ioctl(program_end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    home = str(tmp_path_factory.mktemp("home"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "BEACON_TUI_"))}
    program = subprocess.Popen(
        [sys.executable, "-m", "beacon_tui", SAMPLES],
        stdin=program_end,
        stdout=program_end,
        stderr=program_end,
        env={**kept, "HOME": home, "TERM": "screen-256color"},
        start_new_session=True,
    )
    os.close(program_end)
    terminal = Terminal(end)
    terminal.take(b"10.20.0.5")  # the first candidate
    yield terminal
    program.kill()
    program.wait()
    os.close(end)


def test_nothing_is_sent_when_nothing_happens(terminal: Terminal) -> None:
    assert terminal.take() == b""


@pytest.mark.parametrize("key", ["j", "k"])
def test_a_cursor_move_sends_two_lines(terminal: Terminal, key: str) -> None:
    assert len(terminal.press(key)) < 450


def test_a_cursor_move_that_ends_what_is_said_sends_that_line_too(terminal: Terminal) -> None:
    for key in ("b", "\r", "u"):
        said = terminal.press(key)
    assert b"Taken back" in said
    sent = terminal.press("j")
    assert len(sent) < 450
    assert b"\x1b[23;1H" in sent


@pytest.mark.parametrize("key", ["s", ">", "\x1b[6~", "\x1b[5~", "G", "g"])
def test_a_sort_or_a_page_sends_a_screen_at_most(terminal: Terminal, key: str) -> None:
    assert len(terminal.press(key)) < 6000
