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
WAITS = (0.05, 0.4, 1.0, 2.0)
"""Seconds after the first paint at which `q` is pressed: before, during and after the load."""
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
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for _ in range(RUNS):
        for wait in WAITS:
            for name, command in programs.items():
                taken[name].append(first_paint_and_exit(command, wait))
    for what, column in (("first paint", 0), ("q to the shell", 1)):
        empty, ours = (statistics.median(times[column] for times in taken[name]) for name in programs)
        worst = max(times[column] for times in taken["beacon-tui"])
        print(f"{what}: empty {empty:.3f} s, ours {ours:.3f} s (worst {worst:.3f} s), ratio {ours / empty:.2f}")


if __name__ == "__main__":
    main()
