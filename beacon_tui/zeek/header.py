"""The header of a tab-separated Zeek log: what its `#` lines say."""

import re
from dataclasses import dataclass, replace

_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})")


@dataclass(frozen=True, slots=True)
class Header:
    """How the rows of a log are to be read; the defaults are Zeek's own."""

    fields: tuple[str, ...] = ()
    """Names of the columns; of a JSON log, the keys seen in its first lines."""
    types: tuple[str, ...] = ()
    """Zeek's type of each column; of a JSON log, `number` or `string`; may be shorter than `fields`."""
    path: str | None = None
    """Zeek's name of the log."""
    separator: str = "\t"
    """The one ASCII character between two columns."""
    set_separator: str = ","
    """What stands between the members of a set."""
    unset: str = "-"
    """What stands for a value that is not there."""
    empty: str = "(empty)"
    """What stands for an empty set or text."""

    def told(self, line: bytes) -> "Header":
        """The header after one more `#` line, without its line end; an unknown line changes nothing."""
        text = line.decode("utf-8", "replace")
        if text.startswith("#separator"):
            return replace(self, separator=_one_character(text[11:]) or self.separator)
        name, _, value = text.partition(self.separator)
        match name:
            case "#fields":
                return replace(self, fields=tuple(value.split(self.separator)), types=())
            case "#types":
                return replace(self, types=tuple(value.split(self.separator)))
            case "#path":
                return replace(self, path=value)
            case "#set_separator":
                return replace(self, set_separator=value)
            case "#unset_field":
                return replace(self, unset=value)
            case "#empty_field":
                return replace(self, empty=value)
        return self

    def same_rows(self, other: "Header") -> bool:
        """Tell whether rows under the other header are read just as under this one."""
        return replace(self, types=(), set_separator="") == replace(other, types=(), set_separator="")


def _one_character(value: str) -> str | None:
    """The separator that a `#separator` line names, plain or as an escape; None when it cannot be one."""
    plain = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), value)
    return plain if len(plain) == 1 and plain.isascii() and plain not in "\n\r\0#" else None
