"""The sample logs: the sample day written as a sensor keeps it, rotated, in three formats."""

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from beacon_tui.analysis.scene import TRUTH, play
from beacon_tui.analysis.synthetic import uids
from beacon_tui.analysis.traffic import Connection
from beacon_tui.analysis.truth import Truth
from beacon_tui.analysis.zeek_logs import LOGS, Log, Row, json_lines, rows, tsv

DATE: Final = "2026-01-15"
"""The sample day, and the name of its folder."""


@dataclass(frozen=True, slots=True)
class Part:
    """The hours between two rotations, and the format they are kept in."""

    start: int
    """First hour."""
    stop: int
    """Hour of the rotation."""
    format: str
    """tsv, tsv.gz or json."""

    def name(self, log: Log) -> str:
        """Name the file as ZeekControl does."""
        hours = f"{self.start:02d}:00:00-{self.stop % 24:02d}:00:00"
        return f"{log.path}.{hours}.log{'.gz' if self.format == 'tsv.gz' else ''}"

    def text(self, log: Log, lines: Sequence[Row]) -> str:
        """Format the file's content, before compression."""
        if self.format == "json":
            return json_lines(log, lines)
        return tsv(log, lines, f"{DATE}-{self.start:02d}-00-00", f"{DATE}-{self.stop:02d}-00-00")


PARTS: Final = (Part(0, 14, "tsv.gz"), Part(14, 19, "tsv"), Part(19, 24, "json"))
"""The rotations of the sample day: every hour is in one of them, the most in the smallest format."""


def write_samples(folder: Path, seed: int) -> tuple[Path, ...]:
    """Write the logs of the sample day and a README below `folder`; the same seed gives the same content."""
    day = folder / DATE
    day.mkdir(parents=True, exist_ok=True)
    calls = play(seed)
    entries = _entries(calls, uids(len(calls), np.random.default_rng(seed)))
    written = [_write(day, part, log, entries) for part in PARTS for log in LOGS]
    readme = folder / "README.md"
    readme.write_text(_readme(seed, len(calls)), encoding="utf-8")
    return (*written, readme)


def _entries(calls: Iterable[Connection], uids: Iterable[str]) -> list[tuple[float, str, Row]]:
    """List every row of every log as (seconds from midnight when it is written, log, row), by time.

    Zeek writes the row of conn when the connection is over, and those of ssl, http and dns at once.
    """
    entries = [
        (call.written if path == "conn" else call.ts, path, row)
        for call, uid in zip(calls, uids, strict=True)
        for path, row in rows(call, uid).items()
    ]
    return sorted(entries, key=lambda entry: entry[0])


def _write(day: Path, part: Part, log: Log, entries: Iterable[tuple[float, str, Row]]) -> Path:
    """Write what one log holds between two rotations."""
    lines = [row for at, name, row in entries if name == log.path and part.start <= at / 3600 < part.stop]
    path = day / part.name(log)
    content = part.text(log, lines).encode()
    path.write_bytes(gzip.compress(content, mtime=0) if part.format == "tsv.gz" else content)
    return path


README: Final = """# Sample logs

One made-up day ({date}, UTC) of a small network, {connections:,} connections, as a Zeek sensor keeps it:
rotated logs in a dated folder, compressed, plain, and as JSON lines. A row of conn.log is in the file of the
hours in which the connection ended. Addresses and names are reserved for documentation. Look at them with

    beacon-tui sample_logs

What hides in them (`TRUTH` in `beacon_tui/analysis/scene.py`):

| what | source | destination | every | hostile | in words |
|---|---|---|---|---|---|
{table}

"Every" is the mean time between check-ins, the round trip included. Everything here is generated, this page
too; make it again with

    python -c "from pathlib import Path; from beacon_tui.analysis.sample_logs import write_samples; \\
        write_samples(Path('sample_logs'), seed={seed})"
"""


def _readme(seed: int, connections: int) -> str:
    """Say what hides in the sample logs."""
    table = "\n".join(map(_line, TRUTH))
    return README.format(date=DATE, connections=connections, table=table, seed=seed)


def _line(truth: Truth) -> str:
    """Format one truth as a row of the README's table."""
    port = f":{truth.port}" if truth.port else ""
    cells = (
        truth.name,
        _several(truth.src),
        _several(truth.dst) + port + (f" ({truth.domain})" if truth.domain else ""),
        "no rhythm" if truth.period is None else f"{truth.period:g} s",
        "yes" if truth.malicious else "no",
        truth.words,
    )
    return f"| {' | '.join(cells)} |"


def _several(addresses: Sequence[str]) -> str:
    """Name one or two addresses, or the first and how many more."""
    if len(addresses) <= 2:
        return ", ".join(addresses)
    return f"{addresses[0]} and {len(addresses) - 1} more"
