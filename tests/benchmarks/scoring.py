"""How long loading, grouping and scoring take, against ZAT's bare load of the same file in the same run.

Run by hand: python -m tests.benchmarks.scoring [ROWS] [PAIRS]. Makes a conn.log with Zipf-sized pairs;
prints medians of three and ratios, asserts nothing. Imports are not counted.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from zat.log_to_dataframe import LogToDataFrame

from beacon_tui.analysis.pipeline import analyse
from beacon_tui.zeek.load import load
from beacon_tui.zeek.progress import Monitor
from tests.benchmarks.logs import write_log

RUNS = 3
COLUMNS = ["ts", "id.orig_h", "id.resp_h", "id.resp_p", "proto", "duration", "orig_bytes", "resp_bytes"]


def timed(work: Callable[[], object]) -> float:
    """Median seconds."""
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    rows, pairs = (int(word) for word in (*sys.argv[1:], *("1000000", "200000")[len(sys.argv) - 1 :]))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "conn.log"
        write_log(path, rows, pairs)
        bare = timed(lambda: LogToDataFrame().create_dataframe(str(path), usecols=list(COLUMNS), ts_index=False))
        ours = timed(lambda: load([path], Monitor()))
        frame = load([path], Monitor()).frame
        score = timed(lambda: analyse(frame, 1))
        results = analyse(frame, 1)
    print(f"{rows:,} rows, {results.counts.pairs:,} pairs, {results.counts.judged:,} judged")
    print(
        f"ZAT's bare load {bare:.2f} s; our load {ours:.2f} s, ratio {ours / bare:.2f}; "
        f"group, score and rank {score:.2f} s, ratio {score / bare:.2f}"
    )


if __name__ == "__main__":
    main()
