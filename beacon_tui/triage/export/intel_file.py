"""A file for Zeek's Intel framework: the destinations and names of candidates, each once."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from beacon_tui.triage.export.case import Case
from beacon_tui.triage.export.targets import Target, targets

FIELDS: Final = ("indicator", "indicator_type", "meta.source", "meta.desc", "meta.url")
"""Columns of `Intel::Item` and `Intel::MetaData` that the framework reads."""

_UNSAFE: Final = re.compile(rb"[^A-Za-z0-9._:*-]")
_MARKS: Final = ("-", "(empty)")
"""What Zeek's reader takes for an unset or an empty value."""


def export(case: Case) -> str:
    """A header and a line an indicator, separated by tabs."""
    return intel_text(targets(case))


def intel_text(some: Iterable[Target]) -> str:
    """Write the header and, of each indicator, the line of the first target that has it."""
    lines: dict[tuple[str, str], str] = {}
    for target in some:
        for value, kind, words in _indicators(target):
            lines.setdefault((value, kind), words)
    head = "#fields\t" + "\t".join(FIELDS)
    return "\n".join(
        [head, *(f"{value}\t{kind}\tbeacon_tui\t{words}\t-" for (value, kind), words in lines.items()), ""]
    )


def _indicators(target: Target) -> Iterator[tuple[str, str, str]]:
    """The indicators of a target: the value, its type, what is known of it."""
    for address in target.addresses:
        yield address, "Intel::ADDR", target.words
    if target.name:
        yield spelled(target.name), "Intel::DOMAIN", target.words


def spelled(name: str) -> str:
    r"""A name as Zeek's reader understands it: every byte that is unusual in a name as `\x09`, which it reads back."""
    if name in _MARKS:
        return f"\\x{ord(name[0]):02x}{name[1:]}"
    raw = name.encode("utf-8", "replace")
    return _UNSAFE.sub(lambda found: f"\\x{ord(found[0]):02x}".encode(), raw).decode("ascii")
