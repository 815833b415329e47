"""What a file is, told from a bounded piece of its beginning."""

import gzip
import json
import zlib
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any, Final, Literal

from beacon_tui.errors import BeaconError
from beacon_tui.zeek.header import Header
from beacon_tui.zeek.kinds import WANTED, claimed

HEAD: Final = 1 << 16
"""Bytes of text that are looked at."""

BOM: Final = b"\xef\xbb\xbf"
"""What some editors put before the first line."""

GZIP: Final = b"\x1f\x8b"
"""The first bytes of a compressed file."""


class Unreadable(BeaconError):
    """A file cannot be read as a Zeek log; the text is a clause that says why."""


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is."""

    format: Literal["tsv", "json"]
    """Zeek's own tab-separated text, or one JSON object a line."""
    log: str | None
    """Which log it is: `conn`, `open_conn`, `dns`; None when nothing tells."""
    header: Header
    """Its columns and marks."""
    compressed: bool
    """Whether it must be gunzipped."""
    mixed: bool = False
    """Whether lines of several logs are in it, each naming its own in `_path`."""


def sniff(path: Path) -> Sniffed:
    """Tell what a file is; raises `Unreadable` when it is no Zeek log that can be used."""
    head, compressed = read_head(path)
    text = head.removeprefix(BOM).lstrip()
    if not text:
        raise Unreadable("the file is empty" if not head else "there is nothing but blanks in it")
    lines = text.split(b"\n")
    if len(head) == HEAD:
        lines.pop()
    if text.startswith(b"{"):
        return _sniff_json(path, lines, compressed)
    header = _tsv_header(lines)
    return _checked(Sniffed("tsv", _which(path, header), header, compressed))


def read_head(path: Path) -> tuple[bytes, bool]:
    """The first `HEAD` bytes of text of a file, and whether it is compressed; raises `Unreadable`."""
    try:
        with path.open("rb") as file:
            compressed = file.read(2) == GZIP
            file.seek(0)
            stream = gzip.GzipFile(fileobj=file) if compressed else file
            head = b""
            while len(head) < HEAD and (more := _read_some(stream, HEAD - len(head), head)):
                head += more
            return head, compressed
    except OSError as error:
        raise Unreadable(in_words(error)) from error


def in_words(error: OSError) -> str:
    """The operating system's reason, as a clause."""
    return (error.strerror or str(error)).lower()


def _read_some(stream: BufferedReader | gzip.GzipFile, size: int, before: bytes) -> bytes:
    """The next bytes of a stream, none when it breaks off; raises `Unreadable` when nothing came before."""
    try:
        return stream.read1(size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        if before:
            return b""
        raise Unreadable("its compressed data is damaged") from error


def _tsv_header(lines: list[bytes]) -> Header:
    """The header that begins a log; raises `Unreadable` where there is none."""
    header = Header()
    for line in (line.strip(b" \r") for line in lines):
        if not line.startswith(b"#"):
            if line:
                break
        elif header.fields and not line.startswith(b"#types"):
            break
        else:
            header = header.told(line)
    if header.fields:
        return header
    if lines and (lines[0].startswith(b"#") or _is_row(lines[0])):
        raise Unreadable("there is no #fields line before the first row")
    raise Unreadable("it is not a Zeek log")


def _is_row(line: bytes) -> bool:
    """Tell whether a line looks like a row whose header was cut off."""
    first, *rest = line.split(b"\t")
    return len(rest) > 2 and first.replace(b".", b"").isdigit()


def _sniff_json(path: Path, lines: list[bytes], compressed: bool) -> Sniffed:
    """What a file of JSON objects is; raises `Unreadable` when no line is a Zeek record."""
    records = [record for line in lines if "ts" in (record := json_object(line))]
    if not records:
        raise Unreadable("it is not a Zeek log: no line is a JSON object with a ts")
    paths = {str(record["_path"]) for record in records if "_path" in record}
    kinds = {
        key: "number" if isinstance(value, int | float) else "string"
        for record in reversed(records)
        for key, value in record.items()
        if value is not None
    }
    header = Header(tuple(kinds), tuple(kinds.values()), min(paths, default=None))
    if len(paths) > 1:
        return Sniffed("json", None, header, compressed, mixed=True)
    return _checked(Sniffed("json", _which(path, header), header, compressed))


def json_object(line: bytes) -> dict[str, Any]:
    """The JSON object on a line; empty when there is none."""
    try:
        record = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _which(path: Path, header: Header) -> str | None:
    """Which log it is: by its `#path`, else by its name, else by its fields; what is still open stays so."""
    name = claimed(path.name)
    if name and name.startswith("open_"):
        return name
    fields = set(header.fields)
    is_conn = "id.orig_h" in fields and bool(fields & {"conn_state", "orig_bytes"})
    by_name = name if header.path is None else claimed(header.path)
    return by_name or ("conn" if is_conn else header.path)


def _checked(sniffed: Sniffed) -> Sniffed:
    """The same again; raises `Unreadable` when it lacks a field that its kind of log needs."""
    wanted = WANTED.get(sniffed.log or "")
    missing = [field for field in wanted.needed if field not in sniffed.header.fields] if wanted else []
    if missing:
        raise Unreadable(f"it lacks the field{'s' if len(missing) > 1 else ''} {', '.join(missing)}")
    return sniffed
