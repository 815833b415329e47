"""Small logs for the tests of reading, and a slow, obvious reader to compare with."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from beacon_tui.zeek.codec import CODECS, PLAIN, Codec, codec_of
from beacon_tui.zeek.columns import CONN_FIELDS, NUMBERS
from beacon_tui.zeek.load import Logs, load
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.read import Loaded

TYPES = {
    "ts": "time",
    "id.orig_h": "addr",
    "id.resp_h": "addr",
    "id.orig_p": "port",
    "id.resp_p": "port",
    "proto": "enum",
    "duration": "interval",
    "orig_bytes": "count",
    "resp_bytes": "count",
}
"""Zeek's types; what is not named is a string."""

CONN: dict[str, str] = {
    "ts": "1700000000.123456",
    "uid": "Cabc",
    "id.orig_h": "10.0.0.1",
    "id.orig_p": "50000",
    "id.resp_h": "192.0.2.7",
    "id.resp_p": "443",
    "proto": "tcp",
    "service": "ssl",
    "duration": "1.5",
    "orig_bytes": "100",
    "resp_bytes": "2000",
    "conn_state": "SF",
}
"""A connection, as it stands in a log."""

OTHER = CONN | {"ts": "1700000060.5", "uid": "Cdef", "id.orig_h": "10.0.0.2", "duration": "-", "service": "-"}
"""Another one, with fields unset."""


SSL = CONN | {"server_name": "a.example", "version": "TLSv12", "established": "T"}
"""A handshake of the first connection."""

X509 = {
    "ts": CONN["ts"],
    "id": "F1",
    "fingerprint": "f00d",
    "certificate.subject": "CN=a.example",
    "certificate.issuer": "CN=ca.example",
    "certificate.not_valid_before": "1690000000.000000",
    "certificate.not_valid_after": "1710000000.000000",
}
"""A certificate that was good then."""

HTTP = CONN | {"method": "GET", "host": "a.example", "uri": "/x", "user_agent": "curl/8", "status_code": "200"}
"""A request over the first connection."""

LOOKUP = {
    **{field: CONN[field] for field in ("id.orig_h", "id.orig_p")},
    "ts": "1700000000.000000",
    "uid": "Cdns",
    "id.resp_h": "10.0.0.53",
    "id.resp_p": "53",
    "query": "a.example",
    "qtype_name": "A",
    "rcode_name": "NOERROR",
    "answers": "b.example;192.0.2.7",
    "TTLs": "300.000000;60.000000",
}
"""A name that was looked up before the first connection."""


def table(path: str, *rows: Mapping[str, str]) -> str:
    """A whole log with the columns that its rows have."""
    return tsv(*rows, fields=list(dict.fromkeys(field for row in rows for field in row)), path=path)


def header(fields: Sequence[str] = CONN_FIELDS, path: str = "conn", separator: str = "\t") -> str:
    """The lines that begin a log."""
    types = [TYPES.get(field, "string") for field in fields]
    return "\n".join(
        [
            f"#separator \\x{ord(separator):02x}",
            separator.join(["#set_separator", ";"]),
            separator.join(["#empty_field", "(empty)"]),
            separator.join(["#unset_field", "-"]),
            separator.join(["#path", path]),
            separator.join(["#fields", *fields]),
            separator.join(["#types", *types]),
            "",
        ]
    )


def line(row: Mapping[str, str], fields: Sequence[str] = CONN_FIELDS, separator: str = "\t") -> str:
    """One row of a log."""
    return separator.join(row.get(field, "-") for field in fields) + "\n"


def tsv(*rows: Mapping[str, str], fields: Sequence[str] = CONN_FIELDS, path: str = "conn") -> str:
    """A whole log."""
    return header(fields, path) + "".join(line(row, fields) for row in rows) + "#close\t2024-01-01-00-00-00\n"


def as_json(row: Mapping[str, str]) -> dict[str, Any]:
    """A row as the object that Zeek's JSON writer makes of it."""
    return {
        field: float(text) if field == "ts" or field in NUMBERS else text for field, text in row.items() if text != "-"
    }


def nested(*rows: Mapping[str, str], **more: object) -> str:
    """A whole JSON log whose `id` is an object."""
    records = [as_json(row) for row in rows]
    ids = [{key[3:]: value for key, value in record.items() if key.startswith("id.")} for record in records]
    others = [{key: value for key, value in record.items() if not key.startswith("id.")} for record in records]
    return "".join(json.dumps({"id": ends} | other | more) + "\n" for ends, other in zip(ids, others, strict=True))


def underscored(*rows: Mapping[str, str], **more: object) -> str:
    """A whole JSON log with an underscore where Zeek has a dot."""
    return ndjson(*rows, **more).replace('"id.', '"id_')


def array(*rows: Mapping[str, str]) -> str:
    """A whole JSON log as one array."""
    return json.dumps([as_json(row) for row in rows], indent=1)


def ndjson(*rows: Mapping[str, str], **more: object) -> str:
    """A whole JSON log; `more` is added to every line."""
    return "".join(json.dumps(as_json(row) | more) + "\n" for row in rows)


SUFFIXES = dict(zip((".gz", ".bz2", ".xz", ".zst"), CODECS, strict=True))
"""How a file is compressed by its name."""


def write(path: Path, text: str | bytes) -> Path:
    """Put a log where it belongs, folders too; compressed when its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode() if isinstance(text, str) else text
    with path.open("wb") as file, SUFFIXES.get(path.suffix, PLAIN).writer(file) as stream:
        stream.write(data)
    return path


def unpacked(path: Path) -> bytes:
    """The text of a file, compressed or not."""
    codec: Codec = codec_of(path.read_bytes())
    with path.open("rb") as file, codec.reader(file) as stream:
        text: bytes = stream.read()
    return text


def read(*paths: Path) -> Logs:
    """Load without watching."""
    return load(paths, Monitor())


def sentences(loaded: Loaded) -> list[str]:
    """What was left out, without the folders."""
    return [str(skip).replace(skip.file, Path(skip.file).name) for skip in loaded.skipped]


def slow_rows(lines: Iterable[str], fields: Sequence[str]) -> tuple[list[dict[str, Any]], int]:
    """The good rows of a log's lines, and how many are bad: read one by one in plain Python."""
    rows, bad = [], 0
    for text in lines:
        if not text.strip(" ") or text.startswith("#"):
            continue
        values = text.split("\t")
        row = {
            name: None if value in ("-", "(empty)", "") else value for name, value in zip(fields, values, strict=False)
        }
        if len(values) == len(fields) and all(_is_good(name, value) for name, value in row.items()):
            rows.append({name: _typed(name, value) for name, value in row.items()})
        else:
            bad += 1
    return rows, bad


def _is_good(field: str, value: str | None) -> bool:
    """Tell whether a value may stand in a row."""
    if value is None:
        return field not in ("ts", "id.orig_h", "id.resp_h")
    if field != "ts" and field not in NUMBERS:
        return True
    try:
        number = float(value)
    except ValueError:
        return False
    limit = 65535 if field.endswith("_p") else 253402300800 if field == "ts" else 1e308
    return 0 <= number <= limit and (not field.endswith("_p") or number == int(number))


def _typed(field: str, value: str | None) -> float | str | None:
    """A value as it stands in the frame."""
    number = field == "ts" or field in NUMBERS
    return float(value) if number and value is not None else value
