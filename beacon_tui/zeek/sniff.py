"""What a file is, told from a bounded piece of its beginning."""

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from beacon_tui.errors import BeaconError
from beacon_tui.zeek.codec import DAMAGE, LONGEST_MAGIC, PLAIN, Codec, codec_of, fault_of, in_words
from beacon_tui.zeek.header import Header
from beacon_tui.zeek.kinds import WANTED, claimed, told_by
from beacon_tui.zeek.records import Spelling, json_value, objects_in, plain, spelling_of
from beacon_tui.zeek.source import open_at_start

HEAD: Final = 1 << 16
"""Bytes of text that are looked at."""

REACH: Final = 1 << 22
"""Bytes of text in which the first sound line is looked for where the log begins with odd ones: a few lines of the
longest that are kept (`MAX_LINE`), and little enough that a folder of large files that are no logs is told soon."""

BOM: Final = b"\xef\xbb\xbf"
"""What some editors put before the first line."""


_SOUND = re.compile(rb'^(?:[ \t]*+\{(?=[^\n]*"ts")[^\n]*+\n|(?:#[^\n]*+\n)++)', re.MULTILINE)
"""What may be sound: a line with an object that has a `ts`, or the lines of a header."""


class Unreadable(BeaconError):
    """A file cannot be read as a Zeek log; the text is a clause that says why."""


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is."""

    format: Literal["tsv", "json"]
    """Zeek's own tab-separated text, or JSON objects."""
    log: str | None
    """Which log it is: `conn`, `open_conn`, `dns`; None when nothing tells."""
    header: Header
    """Its columns and marks."""
    codec: Codec = PLAIN
    """How it is compressed."""
    beginning: bytes = b""
    """A digest of the text that was looked at."""
    mixed: bool = False
    """Whether lines of several logs are in it, each naming its own in `_path`."""
    spelling: Spelling = "dotted"
    """How a JSON log names the ends of a connection."""
    split: bool = False
    """Whether its JSON objects must be told apart: they are the members of an array, or not one a line."""

    def reads_like(self, other: "Sniffed") -> bool:
        """Tell whether another file may be read as if it were the rest of this one."""
        if self.format == "tsv":
            return other.format == "tsv" and self.header.same_rows(other.header)
        same = replace(other, header=self.header, codec=self.codec, beginning=self.beginning) == self
        return same and not self.split and self.header.path == other.header.path


def sniff(path: Path, name: Path | None = None) -> Sniffed:
    """Tell what a file is, by its name too; raises `Unreadable` when it is no Zeek log that can be used."""
    name = name or path
    head, codec = read_head(path)
    try:
        found = _sniff_head(name, head)
    except Unreadable:
        text = head if len(head) < HEAD else read_head(path, REACH)[0]
        late = _sniff_late(name, text.removeprefix(BOM))
        if late is None:
            raise
        found = late
    return replace(found, codec=codec, beginning=hashlib.sha256(head).digest())


def _sniff_head(name: Path, head: bytes) -> Sniffed:
    """What a file is that begins like this; raises `Unreadable`."""
    text = head.removeprefix(BOM).lstrip()
    if not text:
        raise Unreadable("the file is empty" if not head else "there is nothing but blanks in it")
    lines = text.split(b"\n")
    if len(head) == HEAD:
        lines.pop()
    return _checked(_sniff_json(name, text, lines) if text.startswith((b"{", b"[")) else _sniff_tsv(name, lines))


def _sniff_late(name: Path, text: bytes) -> Sniffed | None:
    """What a file is whose first lines are odd, told from its first sound line on; None when there is none."""
    at = 0
    while match := _SOUND.search(text, at):
        at = match.end()
        with suppress(Unreadable):
            if match[0].startswith(b"#"):
                return _checked(_sniff_tsv(name, match[0].split(b"\n")))
            if _records([match[0]]):
                at = text.find(b"\n", at + HEAD) + 1 or len(text)
                return _checked(_sniff_json(name, b"", text[match.start() : at].split(b"\n")))
    return None


def read_head(path: Path, size: int = HEAD) -> tuple[bytes, Codec]:
    """The first `size` bytes of text of a file, and how it is compressed; raises `Unreadable`."""
    try:
        with open_at_start(path) as file:
            codec = codec_of(file.read(LONGEST_MAGIC))
            file.seek(0)
            return _text_of(file, codec, size), codec
    except OSError as error:
        raise Unreadable(in_words(error)) from error


def _text_of(file: BinaryIO, codec: Codec, size: int) -> bytes:
    """The first `size` bytes of text of an open file, fewer where it breaks off; raises `Unreadable` without any."""
    head = bytearray()
    try:
        with codec.reader(file) as stream:
            while len(head) < size and (more := stream.read1(size - len(head))):
                head += more
    except DAMAGE as error:
        if not head:
            raise Unreadable(fault_of(error)) from error
    return bytes(head)


def _sniff_tsv(path: Path, lines: list[bytes]) -> Sniffed:
    """What a file of tab-separated rows is; raises `Unreadable` when it has no header."""
    header = _tsv_header(lines)
    return Sniffed("tsv", _which(path, header), header)


def _tsv_header(lines: list[bytes]) -> Header:
    """The header that begins a log; raises `Unreadable` where there is none."""
    header = Header()
    for line in (line.strip(b" \r") for line in lines):
        if not line.startswith(b"#"):
            if line:
                break
        elif header.fields and line.startswith((b"#separator", b"#fields", b"#close")):
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


def _sniff_json(path: Path, text: bytes, lines: list[bytes]) -> Sniffed:
    """What a file of JSON objects is; raises `Unreadable` when none of them is a Zeek record."""
    written = _records(lines)
    split = not written
    if split:
        written = _records(objects_in(text)[0])
    if not written:
        raise Unreadable("it is not a Zeek log: there is no JSON object with a ts in it")
    records = [plain(record) for record in written]
    paths = {str(record["_path"]) for record in records if "_path" in record}
    kinds = {
        key: "number" if isinstance(value, int | float) else "string"
        for record in (max(records, key=len), *reversed(records))
        for key, value in record.items()
        if value is not None
    }
    header = Header(tuple(kinds), tuple(kinds.values()), min(paths, default=None))
    spellings = (spelling_of(record) for record in written)
    spelling: Spelling = next((found for found in spellings if found != "dotted"), "dotted")
    mixed = len(paths) > 1
    return Sniffed("json", None if mixed else _which(path, header), header, mixed=mixed, spelling=spelling, split=split)


def _records(lines: list[bytes]) -> list[dict[str, Any]]:
    """Those of some JSON objects that are records of Zeek, as they are written."""
    return [record for line in lines if "ts" in (record := json_value(line.strip()))]


def _which(path: Path, header: Header) -> str | None:
    """Which log it is: by its `#path`, else by its name, else by its fields; what is still open stays so."""
    name = claimed(path.name)
    if name and name.startswith("open_"):
        return name
    by_name = name if header.path is None else claimed(header.path)
    return by_name or told_by(header.fields) or header.path


def _checked(sniffed: Sniffed) -> Sniffed:
    """The same again; raises `Unreadable` when it lacks a field that its kind of log needs."""
    wanted = None if sniffed.mixed else WANTED.get(sniffed.log or "")
    missing = [field for field in wanted.needed if field not in sniffed.header.fields] if wanted else []
    if missing:
        raise Unreadable(f"it lacks the field{'s' if len(missing) > 1 else ''} {', '.join(missing)}")
    return sniffed
