"""Zeek logs of JSON objects, one a line."""

import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pa_json

from beacon_tui.zeek.arrow import held, series
from beacon_tui.zeek.find import LogFile
from beacon_tui.zeek.kinds import Wanted
from beacon_tui.zeek.records import DOTTED, Spelling, json_object
from beacon_tui.zeek.rows import NEVER_UNSET, NUMERIC, complete, sift, sound
from beacon_tui.zeek.sniff import BOM
from beacon_tui.zeek.source import MAX_LINE
from beacon_tui.zeek.tally import Tally

JSON_BLOCK: Final = 1 << 24
"""Bytes that are read at a time."""

AHEAD: Final = 2
"""Blocks that are worked on at the same time."""

SHAPES: Final = {
    **dict.fromkeys(("answers", "cert_chain_fuids", "cert_chain_fps"), pa.list_(pa.string())),
    "TTLs": pa.list_(pa.float64()),
    **dict.fromkeys(("established", "sni_matches_cert", "success"), pa.bool_()),
    **dict.fromkeys(("certificate.not_valid_before", "certificate.not_valid_after"), pa.float64()),
}
"""Fields that are texts in our frames, and something else in JSON; the last two are texts where `ts` is one."""

PORTION: Final = 1 << 28
"""Bytes of text whose rows are put into one frame, about."""

Part = tuple[bytes, pa.Table | None, int]
"""A part of a block with its rows, their wanted fields as `_all_at_once` says, None where a line in it is wrong; and
how many lines it has."""

NEWLINE: Final = ord("\n")

SMALL: Final = 1 << 18
"""Bytes that are read line by line where a line is wrong, at most."""

_BARE_NULL = re.compile(
    rb"null(?:(?<=\Anull)|(?<=[\n\r\t}\xbf]null)|(?<=\A null)|(?<=[\n\r\t} \xbf] null))",
)
"""A `null` that may stand where an object should: Arrow's reader ends the program there (apache/arrow#47409)."""


def read_json(
    blocks: Iterator[bytes], log: LogFile, wanted: Wanted, tally: Tally, count_rows: Callable[[int], None]
) -> Iterator[pd.DataFrame]:
    """The rows of a log, a frame a portion; of a block in which a line is wrong, only a part is read line by line."""
    line, size, tables = 1, 0, list[pa.Table]()
    for part, table, lines in chain.from_iterable(_ahead(lambda block: list(_parts(block, log, wanted)), blocks)):
        if table is None or size > PORTION:
            yield from _frames(tables)
            size = 0
        if table is None:
            rows = _line_by_line(part, log, wanted, tally, line)
            yield complete(rows, wanted.fields)
        elif len(table):
            tables.append(table)
        count_rows(len(rows if table is None else table))
        size += len(part)
        line += lines
    yield from _frames(tables)


def _ahead(work: Callable[[bytes], list[Part]], blocks: Iterator[bytes]) -> Iterator[list[Part]]:
    """What comes of each block, in order; the next ones are worked on meanwhile."""
    waiting = deque[Future[list[Part]]]()
    with ThreadPoolExecutor(AHEAD) as pool:
        for block in blocks:
            waiting.append(pool.submit(work, block))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _parts(block: bytes, log: LogFile, wanted: Wanted) -> Iterator[Part]:
    """A block in parts, each with its rows; None for a small one in which a line is wrong."""
    try:
        table = pa.table({}) if block.isspace() else _all_at_once(block, log, wanted)
        yield block, table, int(np.count_nonzero(np.frombuffer(block, np.uint8) == NEWLINE))
    except (ValueError, pa.ArrowException):
        middle = block.rfind(b"\n", 0, len(block) // 2) + 1 if len(block) > SMALL else 0
        if not middle:
            yield block, None, block.count(b"\n")
            return
        yield from _parts(block[:middle], log, wanted)
        yield from _parts(block[middle:], log, wanted)


def _all_at_once(block: bytes, log: LogFile, wanted: Wanted) -> pa.Table:
    """The rows of a block in which every line is right; raises `ValueError` or `ArrowException` when one is not.

    Numbers are float64, a uid is a text, other texts are dictionaries.
    """
    if _BARE_NULL.search(block):
        raise ValueError("a line that may be no object")
    header = log.sniffed.header
    iso = ("ts", "string") in zip(header.fields, header.types, strict=True)
    place = {field: at for at, field in enumerate(header.fields)}
    as_written = sorted((*wanted.fields, "_path"), key=lambda field: place.get(field, len(place)))
    kinds = [(field, _kind(field, iso)) for field in as_written]  # the parser guesses that the next field comes next
    table = pa_json.read_json(
        pa.BufferReader(block if block.isascii() else block.decode("utf-8", "replace").encode()),
        pa_json.ReadOptions(use_threads=False, block_size=JSON_BLOCK),
        pa_json.ParseOptions(_spelt(kinds, log.sniffed.spelling), unexpected_field_behavior="ignore"),
    )
    table = table.flatten()
    table = table.rename_columns([DOTTED.get(name, name) for name in table.column_names])
    own = pc.fill_null(pc.equal(table["_path"], _own_path(log)), True)
    table = table if pc.all(own).as_py() else table.filter(own)
    columns = {field: _known(table[field]) for field in wanted.fields}
    numbers = {field: series(field, column) for field, column in columns.items() if field in NUMERIC}
    texts = {field: columns[field] for field in columns.keys() - NUMERIC}
    checked = {**numbers, **{field: texts[field].to_pandas() for field in texts.keys() & NEVER_UNSET}}
    if not sound(checked, wanted.needed):
        raise ValueError("a row that cannot be used")
    texts = {field: column if field == "uid" else column.dictionary_encode() for field, column in texts.items()}
    return pa.table({field: texts[field] if field in texts else numbers[field] for field in wanted.fields})


def _frames(tables: list[pa.Table]) -> Iterator[pd.DataFrame]:
    """The complete rows of all tables in one frame; none where there are no tables. They are used up."""
    if not tables:
        return
    fields = tables[0].column_names
    columns = iter(pa.concat_tables(tables).columns)
    tables.clear()
    with ThreadPoolExecutor(AHEAD) as pool:
        frame = pd.DataFrame(dict(zip(fields, pool.map(held, columns), strict=True)), copy=False)
    yield complete(frame, fields)


def _kind(field: str, iso: bool) -> pa.DataType:
    """The type of a field, where times are texts or not."""
    if iso and (field == "ts" or field.startswith("certificate.")):
        return pa.string()
    return pa.float64() if field in NUMERIC else SHAPES.get(field, pa.string())


def _known(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same column; an empty text is unknown. Lists are joined by commas, as a tab-separated log has them."""
    if pa.types.is_list(column.type):
        column = pc.binary_join(column.cast(pa.list_(pa.string())), ",")
    if pa.types.is_boolean(column.type):
        return column.cast(pa.string())
    return pc.if_else(pc.equal(column, ""), None, column) if pa.types.is_string(column.type) else column


def _spelt(kinds: list[tuple[str, pa.DataType]], spelling: Spelling) -> pa.Schema:
    """The schema of named types in a log of some spelling; flattened, it names them as Zeek does."""
    if spelling == "underscored":
        return pa.schema([(name.replace("id.", "id_"), kind) for name, kind in kinds])
    if spelling == "nested":
        ends = [(name.removeprefix("id."), kind) for name, kind in kinds if name.startswith("id.")]
        return pa.schema(
            dict(("id", pa.struct(ends)) if name.startswith("id.") else (name, kind) for name, kind in kinds)
        )
    return pa.schema(kinds)


def _line_by_line(block: bytes, log: LogFile, wanted: Wanted, tally: Tally, first: int) -> pd.DataFrame:
    """The rows of a block in which some lines are wrong; those are counted; `first` is the number of its first line."""
    lines, records = [], []
    for number, line in enumerate(block.split(b"\n")[:-1], first):
        record = _record(line.removeprefix(BOM).strip(), number, tally)
        if record and record.get("_path") in (None, _own_path(log)):
            lines.append(number)
            records.append(record)
    texts = {field: [_text(record.get(field)) for record in records] for field in wanted.fields}
    return sift(pd.DataFrame(texts, dtype="str"), np.array(lines, np.int64), tally, wanted.needed)


def _own_path(log: LogFile) -> str:
    """The `_path` of the lines that belong to a log."""
    return log.log if log.sniffed.mixed else log.sniffed.header.path or log.log


def _record(line: bytes, number: int, tally: Tally) -> dict[str, Any]:
    """The object on a line; empty when there is none, and counted unless the line is blank."""
    if len(line) > MAX_LINE:
        tally.add("long", f"a line of more than {MAX_LINE} bytes", number)
        return {}
    record = json_object(line)
    if line and not record:
        tally.add("json", "it is not a JSON object", number)
    return record


def _text(value: object) -> str | None:
    """A JSON value as the text that a tab-separated log would have; None where it is unset."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = ",".join(value)
    if value is None or value == "":
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "replace").decode()
