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

import numpy as np
from zat.log_to_dataframe import LogToDataFrame

from beacon_tui.analysis.pipeline import analyse
from beacon_tui.zeek.load import load
from beacon_tui.zeek.progress import Monitor

RUNS = 3
COLUMNS = ["ts", "id.orig_h", "id.resp_h", "id.resp_p", "proto", "duration", "orig_bytes", "resp_bytes"]
HEADER = (
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\t"
    "conn_state\n#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\n"
)


def write_log(path: Path, rows: int, pairs: int) -> None:
    """Write a day of random calls; pair `n` has a share of them as 1 / n."""
    rng = np.random.default_rng(1)
    weights = 1 / np.arange(1, pairs + 1)
    pair = rng.permutation(pairs)[rng.choice(pairs, rows, p=weights / weights.sum())]
    ts = np.sort(rng.uniform(1.7e9, 1.7e9 + 86400, rows))
    lasted, sent, received = rng.exponential(2, rows), rng.integers(60, 5000, rows), rng.integers(60, 90000, rows)
    with path.open("w") as file:
        file.write(HEADER)
        for n in range(rows):
            one = int(pair[n])
            file.write(
                f"{ts[n]:.6f}\tC{n:017x}\t10.{one % 20}.{one % 211}.{one % 17 + 1}\t{32768 + n % 28000}\t"
                f"{20 + (one >> 16)}.{one >> 8 & 255}.{one & 255}.9\t443\ttcp\tssl\t{lasted[n]:.6f}\t{sent[n]}\t"
                f"{received[n]}\tSF\n"
            )


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
