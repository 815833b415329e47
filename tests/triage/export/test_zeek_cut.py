"""The command for the shell: run by one, it prints the rows of the candidate and nothing else, whatever the names."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from beacon_tui.analysis.pipeline import run
from beacon_tui.errors import ExportError
from beacon_tui.triage.export import zeek_cut
from beacon_tui.triage.export.case import Case
from beacon_tui.triage.view import View
from tests.fakes import Fake
from tests.triage.export.cases import case_of
from tests.zeek.logs import CONN, tsv

CUTTER = f"""#!{sys.executable}
import sys
for line in sys.stdin:
    cells = line.rstrip("\\n").split("\\t")
    if cells[0] == "#fields":
        fields = cells[1:]
    elif not line.startswith("#"):
        row = dict(zip(fields, cells))
        print("\\t".join(row[name] for name in sys.argv[1:]))
"""
"""What zeek-cut does, for machines without it."""


def connection(uid: str, second: int, dst: str, port: int = 443, src: str = "10.0.0.1") -> dict[str, str]:
    """A row of conn.log."""
    return CONN | {
        "uid": uid,
        "ts": f"1713484800.{second:06}",
        "id.orig_h": src,
        "id.resp_h": dst,
        "id.resp_p": str(port),
    }


def rows_like(uid: str, dst: str, port: int = 443, src: str = "10.0.0.1") -> list[dict[str, str]]:
    """Seven connections, a second apart."""
    return [connection(f"{uid}{n}", 0, dst, port, src) | {"ts": f"{1713484800 + 60 * n}.000000"} for n in range(7)]


def printed(command: str, folder: Path) -> list[str]:
    """The uids of the rows that a command prints."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    (programs / "zeek-cut").write_text(CUTTER)
    (programs / "zeek-cut").chmod(0o700)
    path = f"{programs}:{os.environ['PATH']}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env={"PATH": path}, cwd=folder)
    assert done.stderr == ""
    place = zeek_cut.COLUMNS.index("uid")
    return sorted(line.split("\t")[place] for line in done.stdout.splitlines())


def logs_in(folder: Path, others: list[dict[str, str]]) -> list[str]:
    """Write the rows of a candidate, and others, into one plain and one compressed log; return its uids."""
    rows = rows_like("C", "192.0.2.7")
    folder.mkdir()
    (folder / "conn.00:00:00-01:00:00.log.gz").write_bytes(gzip.compress(tsv(*rows[:4], *others[:3]).encode()))
    (folder / "conn.log").write_text(tsv(*rows[4:], *others[3:]))
    (folder / "ssl.log").write_text("none of ours\n")
    return [row["uid"] for row in rows]


@pytest.mark.parametrize("name", ["logs", 'it\'s a; $(touch pwned) `x` "q" |&', "-n", "new\nline\x1b é"])
@pytest.mark.parametrize("single", [False, True])
def test_the_shell_prints_the_rows_and_nothing_else(tmp_path: Path, name: str, single: bool) -> None:
    others = (
        rows_like("O", "192.0.2.8") + rows_like("P", "192.0.2.7", 80) + rows_like("S", "192.0.2.7", 443, "10.0.0.2")
    )
    uids = logs_in(tmp_path / name, others)
    paths = tuple(sorted((tmp_path / name).glob("conn*"))) if single else (tmp_path / name,)
    results = run(paths)
    columns = results.columns
    (row,) = [
        n
        for n in range(len(results))
        if (columns["src"][n], columns["dst"][n], columns["port"][n]) == ("10.0.0.1", "192.0.2.7", 443)
    ]
    command = zeek_cut.command(Case(View.of(results), [row], paths), row)
    assert "\n" not in command
    assert command.isprintable()
    assert printed(command, tmp_path) == uids
    assert not (tmp_path / "pwned").exists()


def test_a_folder_that_is_a_link_is_read(tmp_path: Path) -> None:
    uids = logs_in(tmp_path / "2024-04-19", [])
    link = tmp_path / "current"
    link.symlink_to("2024-04-19")
    case = Case(View.of(run([link])), [0], (link,))
    assert printed(zeek_cut.command(case, 0), tmp_path) == uids


def test_several_addresses_are_all_asked_for() -> None:
    command = zeek_cut.command(case_of(Fake("10.0.0.1", ("192.0.2.2", "192.0.2.1"), domain="cdn.example")), 0)
    assert "-v dst='192.0.2.1 192.0.2.2'" in command
    assert command.startswith("zcat -f ./conn.* | zeek-cut ts ")


@pytest.mark.parametrize("text", ["a b", "x'; reboot", "$(id)", "1\n2", "\\", ""])
def test_there_is_no_command_for_what_is_no_address(text: str) -> None:
    for fake in (Fake(text, ("192.0.2.1",)), Fake("10.0.0.1", (text,))):
        with pytest.raises(ExportError, match="is no address"):
            zeek_cut.command(case_of(fake), 0)


def test_a_script_of_hostile_candidates_is_valid_and_does_nothing_but_read(tmp_path: Path) -> None:
    script = zeek_cut.export(case_of())
    for line in script.splitlines():
        assert line.startswith(("#", "zcat -f ./conn.* | zeek-cut "))
    assert subprocess.run(["bash", "-n"], input=script.encode(), capture_output=True, cwd=tmp_path).stderr == b""
