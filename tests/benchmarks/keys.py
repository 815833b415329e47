"""How soon the screen has painted after a key, with 200,000 candidates, plain and in groups, in a real terminal.

Run by hand: python -m tests.benchmarks.keys [CANDIDATES]. Prints milliseconds to the last byte, asserts nothing.
"""

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from beacon_tui.analysis.model import COLUMNS, Counts, Results, Window
from beacon_tui.config import Settings
from beacon_tui.tui.app import BeaconApp
from beacon_tui.tui.loader import Loader
from beacon_tui.tui.messages import Loaded
from tests.fakes import DAY, START

CANDIDATES = 200_000
BUSY = 0.255
"""Share of the candidates that one source has, 51,000 of 200,000: a scanner, a proxy, a resolver."""
QUIET = 0.4
"""Seconds without a byte after which all is painted."""
HAND = (
    ("sort", "s", ("s", "s", "s", "s", "s", "s")),
    ("by source", "s", ("<", "<", "s", "s", "s", "s", ">", ">", "s", "s")),
    ("filter", "198.2\x7f", ("/", "1", "9", "8", ".", "2", "\x7f", "\x7f", "\x1b")),
    ("b", "b", ("g", "b", "\x1b", "j", "b", "\x1b", "j", "b", "\x1b")),
    ("fold", "\r", ("g", "\r", "\r", "j", "\r", "\r")),
)
"""What is done in the plain list and in each grouping: how it is called, which of the keys are it, and all keys."""


def many_results(count: int, seed: int = 1) -> Results:
    """Results of so many candidates, with one busy source, frequent destinations and a name for every third."""
    dice = np.random.default_rng(seed)
    busy = dice.random(count) < BUSY
    src = np.where(busy, "10.9.9.9", [f"10.{n >> 8}.{n & 255}.7" for n in dice.integers(0, 4000, count)])
    dst = [f"198.{18 + (n >> 16)}.{n >> 8 & 255}.{n & 255}" for n in (dice.zipf(1.4, count) % 70_000).tolist()]
    domain = [f"host{n}.example" if n % 3 == 0 else None for n in (dice.zipf(1.3, count) % 40_000).tolist()]
    columns: dict[str, NDArray[Any]] = {
        column.name: dice.integers(1, 2000, count) if column.kind == "int" else dice.random(count)
        for column in COLUMNS
        if column.kind != "list"
    }
    texts = {"kind": "pair", "src": src, "dst": dst, "domain": domain, "proto": "tcp", "service": "ssl"}
    for name, values in texts.items():
        columns[name] = np.full(count, None, np.object_)
        columns[name][:] = values
    columns["score"] = np.sort(columns["score"] ** 3)[::-1]
    columns["port"] = dice.choice([80, 443, 8443, 53], count)
    frame = pd.DataFrame({"ts": np.full(count, START), "conn_state": pd.Categorical(["SF"] * count)})
    return Results(
        window=Window(START, START + DAY),
        counts=Counts(1, count, (), count, count, 0),
        columns=columns,
        flags=np.zeros(count, np.int64),
        join_gaps=np.zeros(count),
        frame=frame,
        order=np.arange(count, dtype=np.int32),
        offsets=np.arange(count + 1),
    )


class Ready(Loader):
    """A loader with results that need no logs."""

    def start(self) -> None:
        """Hand them to the screen."""
        self._send(Loaded(self._desk(many_results(int(self._paths[0].name)))))


def run(folder: Path, count: int) -> None:
    """The application with so many candidates."""
    settings = Settings(allowlist=folder / "allowlist.toml", starter=False)
    app = BeaconApp([folder], settings)
    app.loader = Ready(app.candidates.post_message, [Path(str(count))], settings)
    app.run()


class Terminal:
    """A terminal with the application in it."""

    def __init__(self, folder: Path, count: int, size: tuple[int, int] = (80, 24)) -> None:
        self.child, self.end = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="screen-256color", HOME=str(folder))
            run(folder, count)
            os._exit(0)
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        while b"SCORE" not in self._taken()[1]:
            pass

    def press(self, key: str) -> tuple[float, float]:
        """Press a key; return the milliseconds until its last byte was there, and those that the processor worked."""
        began, worked = time.perf_counter(), self._worked()
        os.write(self.end, key.encode())
        at, _ = self._taken()
        return 1e3 * (at - began), 1e-6 * (self._worked() - worked)

    def _worked(self) -> int:
        """Nanoseconds that the application's main thread has worked so far."""
        return int(Path(f"/proc/{self.child}/schedstat").read_text().split()[0])

    def _taken(self) -> tuple[float, bytes]:
        """When the last byte came that was sent until nothing came for a while, and all of it."""
        at, taken = time.perf_counter(), b""
        while select.select([self.end], [], [], QUIET if taken else 60)[0]:
            taken += os.read(self.end, 65536)
            at = time.perf_counter()
        return at, taken

    def close(self) -> None:
        """End the application."""
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.end)


def told(times: list[tuple[float, float]]) -> str:
    """The median and the longest time to the last byte, and the median of what the processor worked."""
    whole, worked = zip(*times, strict=True)
    return f"{statistics.median(whole):.0f} ({max(whole):.0f}, {statistics.median(worked):.0f})"


def main() -> None:
    """Measure every grouping in turn."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CANDIDATES
    print(f"{count:,} candidates; ms to the last byte: median (worst, median of the work of the processor)")
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(Path(folder), count)
        for grouped in ("plain", "destination", "name", "source"):
            print(f"{grouped:<12}" + (f" t {told([terminal.press('t')])}" if grouped != "plain" else ""), end="")
            for words, which, keys in HAND[: 4 if grouped == "plain" else None]:
                taken = [(key, terminal.press(key)) for key in keys]
                print(f"  {words} {told([times for key, times in taken if key in which])}", end="", flush=True)
            print()
        terminal.close()


if __name__ == "__main__":
    main()
