"""Logs for the benchmarks: a day of random calls between pairs whose sizes follow Zipf's law."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from numpy.random import Generator
from numpy.typing import NDArray

FIELDS = (
    "ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "service", "duration", "orig_bytes",
    "resp_bytes", "conn_state",
)  # fmt: skip
HEADER = (
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
    "#fields\t" + "\t".join(FIELDS) + "\n"
    "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\n"
)
START, DAY = 1.7e9, 86400.0
BLOCK = 500_000


def write_log(path: Path, rows: int, pairs: int, hours: tuple[float, float] = (0, 24)) -> None:
    """Write the calls of some hours of the day as a tab-separated conn.log; pair `n` has a share of them as 1 / n."""
    rng = np.random.default_rng(int(hours[0]) + 1)
    shares = np.cumsum(1 / np.arange(1, pairs + 1))
    names = np.random.default_rng(0).permutation(pairs)
    times = np.sort(rng.uniform(START + hours[0] * 3600, START + hours[1] * 3600, rows))
    with path.open("wb") as file:
        file.write(HEADER.encode())
        for first in range(0, rows, BLOCK):
            ts = times[first : first + BLOCK]
            pair = names[np.searchsorted(shares, rng.random(ts.size) * shares[-1])]
            columns = _columns(ts, pair, first + int(hours[0]) * rows, rng)
            pa_csv.write_csv(
                pa.table(columns, names=FIELDS),
                file,
                pa_csv.WriteOptions(include_header=False, delimiter="\t", quoting_style="none"),
            )
    with path.open("ab") as file:
        file.write(b"#close\t2023-11-15-00-00-00\n")


def _columns(ts: NDArray[np.float64], pair: NDArray[np.int64], first: int, rng: Generator) -> list[pa.Array]:
    """The texts of some rows."""
    number, size = np.arange(first, first + ts.size), ts.size
    micros = pc.utf8_lpad(_texts(np.floor(ts % 1 * 1e6).astype(np.int64)), 6, "0")
    return [
        pc.binary_join_element_wise(_texts(np.floor(ts).astype(np.int64)), micros, "."),
        pc.binary_join_element_wise("C", pc.utf8_lpad(_texts(number * 7919), 17, "x"), ""),
        _dotted(10, pair % 20, pair % 211, pair % 17 + 1),
        _texts(32768 + number % 28000),
        _dotted(20 + (pair >> 16), pair >> 8 & 255, pair & 255, 9),
        _texts(np.full(size, 443)),
        pa.repeat("tcp", size),
        pa.repeat("ssl", size),
        _texts(np.round(rng.exponential(2, size), 6)),
        _texts(rng.integers(60, 5000, size)),
        _texts(rng.integers(60, 90000, size)),
        pa.repeat("SF", size),
    ]


def _texts(values: NDArray[np.generic]) -> pa.Array:
    """Numbers as text."""
    return pc.cast(pa.array(values), pa.string())


def _dotted(*parts: int | NDArray[np.int64]) -> pa.Array:
    """Addresses out of their four numbers."""
    size = max(np.size(part) for part in parts)
    return pc.binary_join_element_wise(*(_texts(np.broadcast_to(part, size).copy()) for part in parts), ".")
