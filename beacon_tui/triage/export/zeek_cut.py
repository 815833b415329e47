"""The shell command that pulls the rows of a candidate out of its logs."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import Final

from beacon_tui.errors import ExportError
from beacon_tui.render.text import clean
from beacon_tui.triage.export.case import Case
from beacon_tui.zeek.columns import CONN_FIELDS

COLUMNS: Final = CONN_FIELDS
"""What is cut out of conn.log, in order."""

_ADDRESS: Final = re.compile("[0-9A-Za-z.:%_-]+")
"""What an address with its zone is made of; awk and the shell take all of it as it is."""


def export(case: Case) -> str:
    """A shell script: a command for each candidate, or a comment that says why there is none."""
    parts = ["#!/usr/bin/env bash"]
    for row, record in zip(case.rows, case.records(), strict=True):
        who = f"{record['src']} -> {record['dst'] or record['domain'] or 'several addresses'}"
        try:
            lines = command(case, row)
        except ExportError as error:
            lines = f"# {clean(str(error))}"
        parts.append(f"# {clean(who)}\n{lines}")
    return "\n".join(parts) + "\n"


def command(case: Case, *rows: int) -> str:
    """One line for the shell: reads the tab-separated conn logs, plain or gzip, and prints the rows of candidates.

    Of a name it prints all connections to the addresses behind it, and of several candidates all that one of their
    sources sent to one of their destinations, at their port and protocol where they have the same. Raises ExportError
    where an address is none.
    """
    columns = {name: case.view.results.columns[name][list(rows)].tolist() for name in ("src", "port", "proto")}
    sources = sorted(map(str, set(columns["src"])))
    targets = sorted({target for row in rows for target in _targets(case, row)})
    for text in (*sources, *targets):
        if not _ADDRESS.fullmatch(text):
            raise ExportError(f"There is no command for {clean(text)}, which is no address.")
    src, dst = _place("id.orig_h"), _place("id.resp_h")
    one = len(sources) == 1
    tests = [f"{src} == src" if one else f"{src} in from", f"{dst} in want"]
    ports, protos = ({*columns[name]} for name in ("port", "proto"))
    if len(ports) == 1 and (port := int(*ports)) >= 0:
        tests.append(f"{_place('id.resp_p')} == {port}")
    if len(protos) == 1 and (proto := columns["proto"][0]) in ("tcp", "udp", "icmp"):
        tests.append(f'{_place("proto")} == "{proto}"')
    begin = 'split(dst, d, " "); for (i in d) want[d[i]]'
    begin += "" if one else '; split(src, s, " "); for (i in s) from[s[i]]'
    program = f"BEGIN {{{begin}}} {' && '.join(tests)}"
    pick = f"awk -F '\\t' -v src={quote(' '.join(sources))} -v dst={quote(' '.join(targets))} {quote(program)}"
    return f"{_reading(case.paths)} | zeek-cut {' '.join(COLUMNS)} | {pick}"


def _targets(case: Case, row: int) -> list[str]:
    """The destination addresses of a candidate, as the logs have them."""
    address = case.view.results.columns["dst"][row]
    if address is not None:
        return [address]
    return [str(text) for text in case.view.results.connections(row)["id.resp_h"].dropna().unique()]


def _place(field: str) -> str:
    """How awk calls a column."""
    return f"${COLUMNS.index(field) + 1}"


def _reading(paths: Sequence[Path]) -> str:
    """What prints all conn logs: of folders by their name, files whatever their name; else those of this folder."""
    folders = [shell_path(path) for path in paths if path.is_dir()]
    files = [shell_path(path) for path in paths if path.is_file()]
    parts = [f"find -H {' '.join(folders)} -type f -name 'conn.*' -exec zcat -f {{}} +"] if folders else []
    parts += [f"zcat -f {' '.join(files)}"] if files else []
    return parts[0] if len(parts) == 1 else f"{{ {'; '.join(parts)}; }}" if parts else "zcat -f ./conn.*"


def shell_path(path: Path) -> str:
    """A whole path as a word for the shell, on one line whatever is in it."""
    text = str(path.absolute())
    if clean(text) == text:
        return quote(text)
    plain = re.compile(rb"[A-Za-z0-9._/-]")
    codes = (bytes([code]) for code in os.fsencode(text))
    return "$'" + "".join(code.decode() if plain.match(code) else f"\\{code[0]:03o}" for code in codes) + "'"
