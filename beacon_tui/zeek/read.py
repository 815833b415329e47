"""Logs to frames: the one place where ZAT reads, and what happens to a log that it cannot read."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from tempfile import NamedTemporaryFile
from typing import Final

import numpy as np
import pandas as pd
from zat.log_to_dataframe import LogToDataFrame

from beacon_tui.zeek.arrow import read_tsv
from beacon_tui.zeek.aside import put_aside
from beacon_tui.zeek.body import Body
from beacon_tui.zeek.cache import Cache
from beacon_tui.zeek.codec import in_words
from beacon_tui.zeek.columns import REQUIRED, Skipped
from beacon_tui.zeek.find import LogFile, shown
from beacon_tui.zeek.header import Header
from beacon_tui.zeek.kept import WORTH_IT, log_key, read_back, table_of
from beacon_tui.zeek.kinds import WANTED, Wanted
from beacon_tui.zeek.memory import give_back
from beacon_tui.zeek.ndjson import JSON_BLOCK, read_json
from beacon_tui.zeek.pick import also_wanted, pick
from beacon_tui.zeek.progress import Attempt, Monitor
from beacon_tui.zeek.records import one_a_line
from beacon_tui.zeek.rows import NUMERIC, Floats, complete, sift, sound, united
from beacon_tui.zeek.selection import EVERYTHING, Selection
from beacon_tui.zeek.source import Feed, Source, larger
from beacon_tui.zeek.tally import Tally, quoted
from beacon_tui.zeek.thin import thinned

PORTION: Final = 1 << 27
"""Bytes of a log whose rows are read into one frame, about: what a reader holds twice."""

READERS: Final = min(4, os.cpu_count() or 1)
"""Logs that are read at the same time: each is unpacked by one processor."""

RowCounter = Callable[[int], None]
"""Is told how many rows have just passed."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """What was read of a kind of log."""

    frame: pd.DataFrame
    """The rows of all files, one file after another: for connections as `columns.py` says."""
    skipped: tuple[Skipped, ...]
    """What was left out."""
    files: int
    """Files of which something could be read."""
    not_selected: int = 0
    """Rows that were read and are not wanted."""
    beside: Floats = field(default_factory=lambda: np.empty(0))
    """When those of them started that are not wanted for their addresses alone: seconds since 1970, in any order."""


def read_logs(
    logs: Sequence[LogFile],
    kind: str,
    stage: str,
    monitor: Monitor,
    cache: Cache | None = None,
    selection: Selection = EVERYTHING,
) -> Loaded:
    """The wanted fields of all logs of one kind, of the selected rows alone; raises `Cancelled`.

    For connections the column `domain` is still to be added. What the cache has is not read again.
    """
    wanted = also_wanted(WANTED[kind], selection)

    def read(batch: list[LogFile]) -> list[Loaded]:
        """What is selected of some logs."""
        return [_picked(part, selection) for part in _read_batch(batch, wanted, stage, monitor, cache)]

    with ThreadPoolExecutor(READERS) as pool:
        parts = list(chain.from_iterable(pool.map(read, _batches([log for log in logs if log.log == kind]))))
    skipped = chain.from_iterable(part.skipped for part in parts)
    frames = [part.frame for part in parts if part.files]
    return Loaded(
        _light(united(frames, WANTED[kind].fields), "id.orig_p"),
        tuple(skipped),
        sum(part.files for part in parts),
        sum(part.not_selected for part in parts),
        np.concatenate([np.empty(0), *(part.beside for part in parts)]),
    )


def read_fields(logs: Iterable[LogFile], fields: tuple[str, ...], monitor: Monitor) -> pd.DataFrame:
    """Some fields of all connections of conn logs and the like; what cannot be read goes unsaid."""
    return read_rows(logs, Wanted("dates", fields, REQUIRED), "dating", monitor).frame


def read_rows(logs: Iterable[LogFile], wanted: Wanted, stage: str, monitor: Monitor) -> Loaded:
    """The rows to be kept of logs of one kind, one log after another; raises `Cancelled`.

    No more than a portion of the others is held at a time, unless something is wrong in their log.
    """
    parts = [part for batch in _batches(logs) for part in _read_batch(batch, wanted, stage, monitor, None)]
    skipped = tuple(chain.from_iterable(part.skipped for part in parts))
    frames = [part.frame for part in parts if part.files]
    return Loaded(united(frames, wanted.fields), skipped, sum(part.files for part in parts))


def _light(frame: pd.DataFrame, field: str) -> pd.DataFrame:
    """The same rows, a field of them put aside where there is such a one."""
    if field in frame:
        frame[field] = put_aside(frame[field])
        give_back()
    return frame


def _picked(part: Loaded, selection: Selection) -> Loaded:
    """The selected rows of what was read."""
    frame, beside = pick(part.frame, selection)
    return replace(part, frame=frame, not_selected=len(part.frame) - len(frame), beside=beside)


def _batches(logs: Iterable[LogFile]) -> Iterator[list[LogFile]]:
    """Small logs that follow each other and read alike, put together; every other log by itself."""
    batch: list[LogFile] = []
    room = 0
    for log in logs:
        if batch and (log.size > room or not log.sniffed.reads_like(batch[0].sniffed)):
            yield batch
            batch = []
        room = room - log.size if batch else WORTH_IT - log.size
        batch.append(log)
    if batch:
        yield batch


def _read_batch(
    logs: Sequence[LogFile], wanted: Wanted, stage: str, monitor: Monitor, cache: Cache | None
) -> list[Loaded]:
    """The rows of logs that read alike: in one go, since each call of a reader has its price, or half by half.

    A log in which something is wrong is read by itself in the end.
    """
    if len(logs) == 1:
        return [_read_or_kept(logs[0], wanted, stage, monitor, cache)]
    try:
        with monitor.attempt() as attempt:
            return [_read_together(logs, wanted, stage, attempt)]
    except (ValueError, OverflowError, OSError):
        middle = len(logs) // 2
        halves = logs[:middle], logs[middle:]
        return [part for half in halves for part in _read_batch(half, wanted, stage, monitor, cache)]


def _read_together(logs: Sequence[LogFile], wanted: Wanted, stage: str, monitor: Attempt) -> Loaded:
    """The rows of logs that read alike; raises `ValueError` or OSError when something is wrong in any of them."""
    tally, count_rows = Tally(), _counter(wanted, monitor)

    def text() -> Iterator[bytes]:
        """Blocks of lines: of a tab-separated log its rows alone."""
        for log in logs:
            monitor.enter(stage, log.name.name)
            with Source(log.path, log.sniffed.codec, monitor, log.part) as source:
                if log.sniffed.format == "json":
                    yield from thinned(source.lines(), wanted.needle_in(log.sniffed.mixed))
                else:
                    body = Body(source.lines(), log.sniffed.header, tally, count_rows, careful=False)
                    yield from thinned(body.segment(), wanted.needle)
                    _insist(not body.more)
                _insist(not source.fault)

    blocks, frames = text(), list[pd.DataFrame]()
    if logs[0].sniffed.format == "json":
        frames += read_json(larger(blocks, JSON_BLOCK), logs[0], wanted, tally, count_rows)
    elif first := next(blocks, b""):
        table = _Table(chain([first], blocks), logs[0].sniffed.header, careful=False).of(wanted.fields)
        _insist(sound(table, wanted.needed))
        frames.append(complete(table, wanted.fields))
    _insist(tally.empty)
    return Loaded(united(list(map(wanted.kept, frames)), wanted.fields), (), len(logs))


def _insist(right: bool) -> None:
    """Raise `ValueError` when something is not right."""
    if not right:
        raise ValueError("something is wrong in a log")


def _read_or_kept(log: LogFile, wanted: Wanted, stage: str, monitor: Monitor, cache: Cache | None) -> Loaded:
    """The rows of one log, out of the cache where it is as it was; else they are read, and kept there."""
    key = log_key(log, wanted.fields) if cache and log.size >= WORTH_IT else None
    if not cache or not key:
        return _read_alone(log, wanted, stage, monitor)
    if table := cache.get(key):
        with suppress(ValueError, TypeError):
            frame, skipped = read_back(table, wanted.fields, shown(log.name))
            monitor.enter(stage, log.name.name)
            monitor.advance(log.size, len(frame) if wanted.log == "conn" else 0)
            return Loaded(frame, skipped, 1)
    loaded = _read_alone(log, wanted, stage, monitor)
    if loaded.files and log_key(log, wanted.fields) == key:
        cache.put(key, table_of(loaded.frame, loaded.skipped), monitor.check)
    return loaded


def _read_alone(log: LogFile, wanted: Wanted, stage: str, monitor: Monitor) -> Loaded:
    """The rows of one log: read as if nothing were wrong with it, and when something is, again with care."""
    monitor.enter(stage, log.name.name)
    try:
        try:
            return _attempt(log, wanted, monitor, careful=False)
        except (ValueError, OverflowError):
            return _attempt(log, wanted, monitor, careful=True)
    except OSError as error:
        reason = in_words(error)
    except (ValueError, OverflowError) as error:
        reason = f"it cannot be understood: {quoted(str(error))}"
    return Loaded(united([], wanted.fields), (Skipped(shown(log.name), reason),), 0)


def _counter(wanted: Wanted, monitor: Attempt) -> RowCounter:
    """What tells the monitor of connections; it need not know of names."""

    def count_rows(rows: int) -> None:
        """Count rows of connections."""
        if wanted.log == "conn":
            monitor.advance(rows=rows)

    return count_rows


def _attempt(log: LogFile, wanted: Wanted, monitor: Monitor, careful: bool) -> Loaded:
    """The rows of one log; without care `ValueError` is raised at the first thing that is wrong in it."""
    tally = Tally(lines=not log.sniffed.split)
    with monitor.attempt() as attempt, Source(log.path, log.sniffed.codec, attempt, log.part) as source:
        count_rows = _counter(wanted, attempt)
        if log.sniffed.format == "tsv":
            parts = _tsv(source.lines(), log, wanted, tally, count_rows, careful)
        else:
            blocks = one_a_line(source, JSON_BLOCK) if log.sniffed.split else source.lines(JSON_BLOCK)
            parts = read_json(
                thinned(blocks, wanted.needle_in(log.sniffed.mixed), blank=True), log, wanted, tally, count_rows
            )
        rows, frames = 0, list[pd.DataFrame]()
        for part in parts:
            rows += len(part)
            frames.append(_light(wanted.kept(part), "uid"))
        count_rows(rows - attempt.rows)
    skipped = () if tally.empty else tally.skipped(shown(log.name), _lines_before(log))
    if source.fault:
        skipped += (Skipped(shown(log.name), f"what follows row {rows}: {source.fault}"),)
    return Loaded(united(frames, wanted.fields), skipped, 1)


def _lines_before(log: LogFile) -> int:
    """Lines of a log before the part of it that is read."""
    with Source(log.path, log.sniffed.codec, Monitor(), (0, log.part[0])) as source:
        return sum(block.count(b"\n") for block in source.lines())


def _tsv(
    blocks: Iterator[bytes], log: LogFile, wanted: Wanted, tally: Tally, count_rows: RowCounter, careful: bool
) -> Iterator[pd.DataFrame]:
    """The rows of a tab-separated log, a frame for each header with other columns."""
    body = Body(blocks, log.sniffed.header, tally, count_rows, careful)
    while body.more:
        rows = body.segment() if careful else thinned(body.segment(), wanted.needle)
        first = next(rows, b"")
        if first and (missing := _missing(body.header, log, wanted)):
            line = int(body.line_numbers(np.zeros(1, np.int64))[0])
            tally.add("header", missing, line, sum(block.count(b"\n") for block in chain([first], rows)))
            continue
        while first:
            portion = rows if careful else _some(rows, PORTION)
            table = _Table(chain([first], portion), body.header, careful).of(wanted.fields)
            if careful:
                table = sift(table, body.line_numbers(np.arange(len(table))), tally, wanted.needed)
            else:
                _insist(sound(table, wanted.needed))
            yield complete(table, wanted.fields)
            first = next(rows, b"")


def _some(blocks: Iterator[bytes], size: int) -> Iterator[bytes]:
    """The next blocks, up to about so many bytes."""
    for block in blocks:
        yield block
        size -= len(block)
        if size <= 0:
            return


def _missing(header: Header, log: LogFile, wanted: Wanted) -> str:
    """Why the rows below a header are not read; empty when they are."""
    if header.path is not None and header.path != log.sniffed.header.path:
        return f"the header above says that they are of the log {quoted(header.path)}"
    missing = [field for field in wanted.needed if field not in header.fields]
    return f"the header above lacks {', '.join(missing)}" if missing else ""


class _Table(LogToDataFrame):  # type: ignore[misc]  # ZAT ships no types
    """ZAT's reader, fed with rows that are known to be whole; everything stays text when `careful`."""

    def __init__(self, rows: Iterator[bytes], header: Header, careful: bool) -> None:
        super().__init__()
        self._rows = rows
        self._header = header
        self._careful = careful

    def of(self, fields: Sequence[str]) -> pd.DataFrame:
        """Those of the fields that the log has, in the log's order."""
        names = list(dict.fromkeys(field for field in self._header.fields if field in fields))
        types = ["double" if name in NUMERIC else "string" for name in names]
        # ZAT's header reader can neither gunzip nor stop at the end of a file: it gets a header of our own.
        with NamedTemporaryFile("w", suffix=".log") as file:
            file.write("\t".join(["#fields", *names]) + "\n" + "\t".join(["#types", *types]) + "\n")
            file.flush()
            frame: pd.DataFrame = self.create_dataframe(file.name, ts_index=False)
        return frame

    def _create_initial_df(
        self, log_filename: str, all_fields: list[str], usecols: None, dtypes: dict[str, str]
    ) -> pd.DataFrame:
        """Read what ZAT wants: Arrow is quick, and refuses all where a row is wrong; with care all is text."""
        header = self._header
        if not self._careful:
            return read_tsv(Feed(self._rows), header, all_fields)
        return pd.read_csv(
            Feed(self._rows),
            sep=header.separator,
            header=None,
            names=all_fields,
            usecols=[header.fields.index(name) for name in all_fields],
            dtype="str",
            na_values=[header.unset, header.empty, ""],
            keep_default_na=False,
            quoting=csv.QUOTE_NONE,
            lineterminator="\n",
            skip_blank_lines=False,
            encoding_errors="replace",
        )
