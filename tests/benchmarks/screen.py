"""How soon the screen paints and how soon the shell is back, against an empty Textual application in the same run.

Run by hand: python tests/benchmarks/screen.py [PATH...]. Prints medians and ratios, asserts nothing.
"""

import os
import pty
import select
import statistics
import sys
import time
from pathlib import Path

RUNS = 7
SAMPLES = Path(__file__).parents[2] / "sample_logs"
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    BINDINGS = [("q", "quit", "")]
    def compose(self):
        yield Static("beacon-tui")
Empty().run()
"""


def first_paint_and_exit(command: list[str], wait: float) -> tuple[float, float]:
    """Seconds until the word `beacon-tui` is on the screen, and from `q`, `wait` seconds later, to the end."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24")
        os.execvp(command[0], command)
    painted, seen = 0.0, b""
    while not painted:
        seen += os.read(terminal, 65536)
        if b"beacon-tui" in seen:
            painted = time.perf_counter() - began
    _drain(terminal, wait)
    asked = time.perf_counter()
    os.write(terminal, b"q")
    try:
        while True:
            os.read(terminal, 65536)
    except OSError:
        pass
    os.waitpid(child, 0)
    os.close(terminal)
    return painted, time.perf_counter() - asked


def _drain(terminal: int, seconds: float) -> None:
    """Read what the program draws for a while."""
    until = time.perf_counter() + seconds
    while (left := until - time.perf_counter()) > 0:
        if select.select([terminal], [], [], left)[0]:
            os.read(terminal, 65536)


def main() -> None:
    """Measure both programs in turn."""
    paths = sys.argv[1:] or [str(SAMPLES)]
    programs = {
        "empty Textual application": [sys.executable, "-c", EMPTY],
        "beacon-tui": [sys.executable, "-m", "beacon_tui", *paths],
    }
    for wait in (0.05, 0.4, 1.0, 2.0):
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
        for _ in range(RUNS):
            for name, command in programs.items():
                taken[name].append(first_paint_and_exit(command, wait))
        empty, ours = ([statistics.median(column) for column in zip(*taken[name], strict=True)] for name in programs)
        print(  # noqa: T201  a benchmark prints
            f"q after {wait:.2f} s: paint {empty[0]:.3f} s, ours {ours[0]:.3f} s, ratio {ours[0] / empty[0]:.2f};"
            f" exit {empty[1]:.3f} s, ours {ours[1]:.3f} s"
        )


if __name__ == "__main__":
    main()
