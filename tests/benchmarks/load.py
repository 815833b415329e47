"""How long a day of logs takes to open, and how much memory, against ZAT's bare load in the same run.

Run by hand: python -m tests.benchmarks.load [ROWS] [PAIRS]. Makes one plain conn.log, the same rows in 24 rotated
.gz, and as JSON; every measurement is a process of its own, imports are not counted. Prints ratios, asserts nothing.
"""

import gzip
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from zat.json_log_to_dataframe import JSONLogToDataFrame
from zat.log_to_dataframe import LogToDataFrame

from beacon_tui.analysis.pipeline import run
from beacon_tui.zeek.cache import Cache
from beacon_tui.zeek.load import load
from beacon_tui.zeek.progress import Monitor
from tests.benchmarks.logs import FIELDS, write_log

COLUMNS = ["ts", "id.orig_h", "id.resp_h", "id.resp_p", "proto", "duration", "orig_bytes", "resp_bytes"]
SAMPLES = Path(__file__).parents[2] / "sample_logs"


def work(what: str, path: Path, folder: Path) -> None:
    """Do what is measured."""
    match what:
        case "zat":
            LogToDataFrame().create_dataframe(str(path), usecols=COLUMNS, ts_index=False)
        case "zat json":
            JSONLogToDataFrame().create_dataframe(str(path), ts_index=False)
        case "gunzip":
            for log in sorted(path.iterdir()):
                with gzip.open(log) as packed, (folder / "unpacked.log").open("ab") as plain:
                    shutil.copyfileobj(packed, plain, 1 << 20)
        case "load":
            load([path], Monitor())
        case "run":
            run([path])
        case "cached":
            run([path], cache=Cache(folder / "cache"))


def measured(what: str, path: Path, folder: Path) -> tuple[float, float]:
    """Seconds and the most megabytes of a process that does it once; the lowest of three."""
    command = [sys.executable, "-m", "tests.benchmarks.load", "--one", what, str(path), str(folder)]
    runs = 1 if what in ("cached", "gunzip") else 3
    told = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(runs)]
    seconds, megabytes = zip(*((float(one[-2]), float(one[-1])) for one in told), strict=True)
    return min(seconds), min(megabytes)


def one(what: str, path: str, folder: str) -> None:
    """Measure in this very process, once everything is imported."""
    if not what.startswith("zat"):
        run([SAMPLES])
    began = time.perf_counter()
    work(what, Path(path), Path(folder))
    seconds = time.perf_counter() - began
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(seconds, int(peak.split()[1]) / 1024)


def as_json(log: Path, target: Path) -> None:
    """Write the first rows of a log as JSON, an object a line."""
    frame = pd.read_csv(log, sep="\t", comment="#", names=list(FIELDS), nrows=1_000_000)
    frame.to_json(target, orient="records", lines=True)


def main() -> None:
    """Make the logs, measure, and print."""
    rows, pairs = (int(word) for word in (*sys.argv[1:], *("1000000", "200000")[len(sys.argv) - 1 :]))
    with TemporaryDirectory() as name:
        folder = Path(name)
        plain, rotated, json = folder / "conn.log", folder / "2023-11-14", folder / "conn.json"
        write_log(plain, rows, pairs)
        rotated.mkdir()
        for hour in range(24):
            log = folder / "part.log"
            write_log(log, rows // 24, pairs, (hour, hour + 1))
            packed = rotated / f"conn.{hour:02}:00:00-{(hour + 1) % 24:02}:00:00.log.gz"
            with log.open("rb") as text, gzip.open(packed, "wb", 6) as file:
                shutil.copyfileobj(text, file, 1 << 20)
        as_json(plain, json)
        zat, zat_peak = measured("zat", plain, folder)
        print(f"{rows:,} rows; ZAT's bare load {zat:.2f} s, {zat_peak:.0f} MB")
        for what, words in (("load", "our load"), ("run", "load, group, score, rank")):
            seconds, peak = measured(what, plain, folder)
            print(f"{words:<34}{seconds:8.2f} s, ratio {seconds / zat:.2f}; memory ratio {peak / zat_peak:.2f}")
        first, second = measured("cached", plain, folder)[0], measured("cached", plain, folder)[0]
        print(f"{'second start':<34}{second:8.2f} s, {second / first:.2f} of the first, which keeps it ({first:.2f} s)")
        unpacked = measured("gunzip", rotated, folder)[0] + zat
        seconds, _ = measured("load", rotated, folder)
        print(f"{'24 rotated .gz':<34}{seconds:8.2f} s, ratio to gunzip and ZAT {seconds / unpacked:.2f}")
        slow, ours = measured("zat json", json, folder)[0], measured("load", json, folder)[0]
        print(f"{'JSON (1M rows at most)':<34}{ours:8.2f} s, {slow / ours:.1f} times as fast as ZAT's own")


if __name__ == "__main__":
    one(*sys.argv[2:]) if sys.argv[1:2] == ["--one"] else main()
