"""How the screen does while a large log loads: lag of messages, gaps between reports of progress, time to stop.

Run by hand: python -m tests.benchmarks.waiting [ROWS] [PAIRS]. Prints numbers, asserts nothing.
"""

import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from textual.message import Message

from beacon_tui.config import Settings
from beacon_tui.tui.app import BeaconApp
from tests.benchmarks.logs import write_log

STOPS = (0.05, 0.3, 0.5, 0.7, 0.85, 0.95)
"""Shares of the time of a whole load after which it is stopped."""


async def load(
    log: Path, folder: Path, stop_after: float = np.inf
) -> tuple[float, list[float], list[float], tuple[float, float]]:
    """Seconds of a load, how long messages waited, gaps between reports, seconds until a stop shows and has worked."""
    settings = Settings(allowlist=folder / "allowlist.toml", cache=False)
    app = BeaconApp([log], settings)
    reports, lags, answered = list[float](), list[float](), asyncio.Event()
    post = app.loader._post

    def noting(message: Message) -> object:
        """Note the time of a report, and pass it on."""
        reports.append(time.perf_counter())
        return post(message)

    app.loader._post = noting
    async with app.run_test(size=(120, 40)):
        while not app.loader.running:
            await asyncio.sleep(0.01)
        began = time.perf_counter()
        while app.loader.running and time.perf_counter() - began < stop_after:
            pressed = time.perf_counter()
            app.call_later(answered.set)
            await answered.wait()
            lags.append(time.perf_counter() - pressed)
            answered.clear()
            await asyncio.sleep(0.02)
        seconds = time.perf_counter() - began
        asked = time.perf_counter()
        app.candidates.action_stop()
        while not app.candidates.failure and app.candidates.desk is None:
            await asyncio.sleep(0.002)
        took = time.perf_counter() - asked
        while app.loader.running:
            await asyncio.sleep(0.002)
        ended = time.perf_counter() - asked
    return seconds, lags, np.diff(reports).tolist(), (took, ended)


async def main() -> None:
    """Make the log, load it whole, then stop it at several moments."""
    rows, pairs = (int(word) for word in (*sys.argv[1:], *("10000000", "500000")[len(sys.argv) - 1 :]))
    with TemporaryDirectory() as name:
        log = Path(name) / "conn.log"
        write_log(log, rows, pairs)
        seconds, lags, gaps, _ = await load(log, Path(name))
        print(f"{rows:,} rows loaded and scored in {seconds:.1f} s")
        middle, most = np.median(lags) * 1e3, np.quantile(lags, 0.99) * 1e3
        print(f"what a key waits: median {middle:.0f} ms, 99 % {most:.0f} ms, at most {max(lags) * 1e3:.0f} ms")
        print(f"progress: most {max(gaps):.2f} s between two reports, {np.mean(np.array(gaps) > 0.25):.1%} over 0.25 s")
        for share in STOPS:
            *_, (took, ended) = await load(log, Path(name), share * seconds)
            print(f"stopped after {share:.0%} of it: shows after {took:.2f} s, has ended after {ended:.2f} s")


if __name__ == "__main__":
    asyncio.run(main())
