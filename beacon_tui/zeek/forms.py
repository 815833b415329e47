"""Lines of a conn.log: when the connection on one started and ended, and how another connection would stand there."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from beacon_tui.units import iso
from beacon_tui.zeek.columns import REQUIRED
from beacon_tui.zeek.find import LogFile
from beacon_tui.zeek.records import json_object, spelled
from beacon_tui.zeek.sniff import BOM

Row = Mapping[str, Any]
"""One connection: the fields that are known; `ts` in seconds since 1970, counts and ports int, else float or text."""

Style = Callable[[float], float | int | str]
"""How a log writes a time that is given in seconds since 1970."""

_WORD: Final = re.compile("[^ ]+")
"""The name of a column, or of one of several that are joined by blanks."""

_MILLIS: Final = 1e11
"""Times above it are milliseconds, as `rows.seconds` has it."""

_YEAR_10000: Final = 253_402_300_800.0


class Form(Protocol):
    """The form of one log; it must be shown the lines in their order, since headers and times tell how to write."""

    def lasted(self, line: bytes) -> tuple[float, float] | None:
        """When the connection on a line started and ended, in seconds since 1970; None where the line is no row."""
        ...

    def text(self, row: Row) -> bytes:
        """A connection as the next line, without its line end; what is not known is unset."""
        ...


def form_of(log: LogFile) -> Form:
    """The form of a log, before its first line."""
    return _Json(log) if log.sniffed.format == "json" else _Tsv(log)


class _Tsv:
    """Tab-separated lines under headers."""

    def __init__(self, log: LogFile) -> None:
        self._header = log.sniffed.header
        self._path = log.sniffed.header.path
        self._style: Style = _in_seconds
        self._lay_out()

    def _lay_out(self) -> None:
        """Note where the header puts the times; -1 where the rows below it are none of this log's."""
        fields = self._header.fields
        usable = self._header.path in (None, self._path) and set(REQUIRED) <= set(fields)
        self._ts = fields.index("ts") if usable else -1
        self._duration = fields.index("duration") if usable and "duration" in fields else -1
        self._separator = self._header.separator.encode()

    def lasted(self, line: bytes) -> tuple[float, float] | None:
        """When the connection on a line started and ended; a header line counts for the lines that follow."""
        text = line.rstrip(b"\r\n").removeprefix(BOM)
        if text.lstrip(b" ").startswith(b"#"):
            self._header = self._header.told(text.strip(b" "))
            self._lay_out()
            return None
        cells = text.split(self._separator)
        if self._ts < 0 or len(cells) != len(self._header.fields) or b"\0" in text:
            return None
        start, self._style = _moment(cells[self._ts].decode("utf-8", "replace"), self._style)
        return _ends(start, cells[self._duration] if self._duration >= 0 else None)

    def text(self, row: Row) -> bytes:
        """A connection with the columns of the header."""
        known = {**row, "ts": self._style(row["ts"])}
        return self._header.separator.join(
            self._cell(field, known.get(field)) for field in self._header.fields
        ).encode()

    def _cell(self, field: str, value: object) -> str:
        """One value as Zeek prints it; where labels are joined to a column by blanks, all of them are unset."""
        if value is None:
            return _WORD.sub(lambda _: self._header.unset, field)
        return f"{value:.6f}" if isinstance(value, float) else str(value)


class _Json:
    """JSON objects, one a line."""

    def __init__(self, log: LogFile) -> None:
        header = log.sniffed.header
        self._own = log.log if log.sniffed.mixed else header.path or log.log
        self._path = {"_path": self._own} if header.path else {}
        self._fields = header.fields
        self._spelling = log.sniffed.spelling
        self._style: Style = _in_seconds

    def lasted(self, line: bytes) -> tuple[float, float] | None:
        """When the connection on a line started and ended."""
        record = json_object(line.removeprefix(BOM).strip())
        if record.get("_path") not in (None, self._own) or any(record.get(field) is None for field in REQUIRED):
            return None
        start, self._style = _moment(record["ts"], self._style)
        return _ends(start, record.get("duration"))

    def text(self, row: Row) -> bytes:
        """A connection with its keys in the order of this log."""
        known = {**self._path, **row, "ts": self._style(row["ts"])}
        order = dict.fromkeys((*self._fields, *known))
        record = spelled({field: known[field] for field in order if field in known}, self._spelling)
        return json.dumps(record, separators=(",", ":")).encode()


def _in_seconds(ts: float) -> float:
    """A time as Zeek writes it by default."""
    return ts


def _in_millis(ts: float) -> int:
    """A time in whole milliseconds, as `JSON::TS_MILLIS` has it."""
    return round(ts * 1000)


def _moment(value: object, before: Style) -> tuple[float | None, Style]:
    """A time of a log in seconds since 1970, and how the log writes times; None, and as before, where it is none."""
    style: Style = _in_seconds
    number = _number(value)
    if number is None:
        number, style = _iso_seconds(value), iso
    elif number > _MILLIS:
        number, style = number / 1000, _in_millis
    return (number, style) if number is not None and 0 <= number < _YEAR_10000 else (None, before)


def _number(value: Any) -> float | None:  # noqa: ANN401  whatever a log holds
    """A number, or a text that is one; None for everything else."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _iso_seconds(value: object) -> float | None:
    """Seconds since 1970 of an ISO 8601 text, UTC unless it says otherwise; None for everything else."""
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def _ends(start: float | None, duration: object) -> tuple[float, float] | None:
    """The start and the end of a connection; one whose duration is unset or senseless ends where it starts."""
    if start is None:
        return None
    seconds = _number(duration)
    return start, start + seconds if seconds is not None and 0 <= seconds < _YEAR_10000 else start
