"""Which files are read."""

import os
import shutil
import socket
from itertools import permutations
from pathlib import Path

import pytest

from beacon_tui.errors import Cancelled
from beacon_tui.zeek import find
from beacon_tui.zeek.find import find_logs, shown
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.sniff import Sniffed, sniff
from tests.zeek.logs import CONN, OTHER, SUFFIXES, ndjson, tsv, write

SSL = tsv({"ts": "1", "uid": "Cabc", "server_name": "x.example"}, fields=("ts", "uid", "server_name"), path="ssl")
DNS = tsv({"ts": "1", "uid": "Cabc"}, fields=("ts", "uid", "query"), path="dns")


def found(*paths: Path) -> list[tuple[str, str]]:
    return [(log.path.name, log.log) for log in find_logs(paths).logs]


def skips(*paths: Path) -> dict[str, str]:
    return {Path(skip.file).name: skip.reason for skip in find_logs(paths).skipped}


def test_files_folders_and_trees_mixed(tmp_path: Path) -> None:
    day = tmp_path / "tree" / "2024-01-01"
    write(day / "conn.00:00:00-01:00:00.log.gz", tsv(CONN))
    write(day / "ssl.00:00:00-01:00:00.log.gz", SSL)
    write(day / "dns.00:00:00-01:00:00.log.gz", DNS)
    write(day / "readme.txt", tsv(CONN, CONN))
    single = write(tmp_path / "evidence.dat", tsv(OTHER))
    assert found(tmp_path / "tree", single) == [
        ("evidence.dat", "conn"),
        ("conn.00:00:00-01:00:00.log.gz", "conn"),
        ("ssl.00:00:00-01:00:00.log.gz", "ssl"),
    ]
    assert not skips(tmp_path / "tree", single)


def test_the_order_of_the_paths_makes_no_difference(tmp_path: Path) -> None:
    paths = [
        write(tmp_path / "b" / "conn.log", tsv(CONN)),
        tmp_path / "a",
        tmp_path,
        tmp_path / "gone",
        tmp_path / "link.log",
    ]
    write(tmp_path / "a" / "conn.log", tsv(CONN))
    write(tmp_path / "a" / "conn.2.log", tsv(OTHER))
    paths[-1].symlink_to(paths[0])
    assert len({repr(find_logs(order)) for order in permutations(paths)}) == 1


def test_logs_of_other_kinds_are_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("dns.log", "files.log.gz", "open_ssl.log", "conn-summary.log", "conn.log", "mine.log", "x.csv"):
        write(tmp_path / name, tsv(CONN))
    opened = []

    def watched(path: Path) -> Sniffed:
        opened.append(path.name)
        return sniff(path)

    monkeypatch.setattr(find, "sniff", watched)
    find_logs([tmp_path])
    assert opened == ["conn.log", "mine.log"]


def test_other_logs_in_a_folder_are_passed_over_silently(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(CONN))
    write(tmp_path / "own.log", tsv(fields=("ts", "what"), path="own"))
    write(tmp_path / "syslog.log", "not one of ours\n")
    write(tmp_path / "app.log", "not one of ours\n")
    write(tmp_path / "open_http.log", tsv(OTHER))
    assert found(tmp_path) == [("conn.log", "conn")]
    assert not skips(tmp_path)


def test_what_is_named_conn_and_is_none_is_said(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", "Lorem ipsum\n")
    assert skips(tmp_path) == {"conn.log": "it is not a Zeek log"}


def test_a_file_named_by_the_user_is_explained(tmp_path: Path) -> None:
    assert skips(
        write(tmp_path / "open_ssl.log", tsv(CONN)),
        write(tmp_path / "dns.log", DNS),
        write(tmp_path / "notice.log", tsv(CONN, path="notice")),
        write(tmp_path / "x.json", ndjson({"ts": "1"})),
        write(tmp_path / "notes.txt", "hello\n"),
        write(tmp_path / "empty.log", ""),
    ) == {
        "open_ssl.log": "open_ssl lists sessions still open; give the ssl.log",
        "notice.log": "it is a notice log; give the conn.log",
        "x.json": "nothing in it tells which log it is; give the conn.log",
        "notes.txt": "it is not a Zeek log",
        "empty.log": "the file is empty",
    }


def test_the_same_file_is_read_once(tmp_path: Path) -> None:
    log = write(tmp_path / "a" / "conn.log", tsv(CONN))
    (tmp_path / "a" / "conn.link.log").symlink_to(log)
    os.link(log, tmp_path / "a" / "conn.hard.log")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert len(find_logs([tmp_path, tmp_path / "a", tmp_path / "b", log, log]).logs) == 1
    assert not skips(tmp_path, tmp_path / "b", log)


def test_a_copy_is_told_and_left_out(tmp_path: Path) -> None:
    log = write(tmp_path / "conn.log", tsv(CONN))
    write(tmp_path / "conn.log.gz", tsv(CONN))
    shutil.copytree(tmp_path, tmp_path / "copy")
    assert found(tmp_path) == [("conn.log", "conn")]
    same = f"it is the same log as {log}"
    assert [skip.reason for skip in find_logs([tmp_path]).skipped] == [same] * 3


def test_copies_are_told_however_they_are_compressed(tmp_path: Path) -> None:
    rows = [CONN | {"uid": f"C{number}"} for number in range(3000)]
    for suffix in ("", *SUFFIXES):
        write(tmp_path / f"conn.log{suffix}", tsv(*rows))
    assert found(tmp_path) == [("conn.log", "conn")]
    assert len(skips(tmp_path)) == len(SUFFIXES)


def test_parts_put_together_are_a_copy_of_the_whole(tmp_path: Path) -> None:
    whole = tsv(*[CONN] * 3000).encode()
    write(tmp_path / "conn.log", whole)
    parts = write(tmp_path / "a.gz", whole[:9999]).read_bytes() + write(tmp_path / "b.gz", whole[9999:]).read_bytes()
    (tmp_path / "conn.log.gz").write_bytes(parts)
    assert found(tmp_path) == [("conn.log", "conn")]


@pytest.mark.parametrize("suffix", ["", *SUFFIXES])
def test_logs_as_long_as_each_other_that_begin_alike_are_no_copies(tmp_path: Path, suffix: str) -> None:
    rows = [CONN] * 2000
    write(tmp_path / f"conn.1.log{suffix}", tsv(*rows, CONN))
    write(tmp_path / f"conn.2.log{suffix}", tsv(*rows, CONN | {"uid": "Cxyz"}))
    assert len(found(tmp_path)) == 2


def test_looking_for_copies_can_be_stopped(tmp_path: Path) -> None:
    write(tmp_path / "conn.1.log", tsv(*[CONN] * 2000))
    write(tmp_path / "conn.2.log.gz", tsv(*[CONN] * 2000))
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        find_logs([tmp_path], Monitor(cancelled=lambda: next(asked)))


def test_logs_that_differ_only_at_the_end_are_no_copies(tmp_path: Path) -> None:
    rows = [CONN] * 2000
    write(tmp_path / "conn.1.log", tsv(*rows))
    write(tmp_path / "conn.2.log", tsv(*rows, OTHER))
    assert len(found(tmp_path)) == 2


def test_a_file_of_several_logs_is_read_for_each(tmp_path: Path) -> None:
    write(tmp_path / "all.ndjson", ndjson(CONN, _path="conn") + ndjson({"ts": "1"}, _path="dns"))
    every = ("conn", "ssl", "http", "open_conn", "capture_loss", "kerberos", "ntlm")
    assert found(tmp_path) == [("all.ndjson", log) for log in every]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "conn.log").symlink_to(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    write(tmp_path / "other" / "dns.log", DNS)
    assert skips(tmp_path / "gone", tmp_path / "conn.log", tmp_path / "empty", tmp_path / "other") == {
        "gone": "no such file or directory",
        "conn.log": "it is a link that leads nowhere",
        "empty": "there is no conn, ssl, http, open_conn, capture_loss, kerberos, ntlm log in this folder",
        "other": "there is no conn, ssl, http, open_conn, capture_loss, kerberos, ntlm log in this folder",
    }
    assert skips(tmp_path)["conn.log"] == "it is a link that leads nowhere"


def test_loops_of_links_end(tmp_path: Path) -> None:
    write(tmp_path / "a" / "conn.log", tsv(CONN))
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert found(tmp_path) == [("conn.log", "conn")]
    assert skips(tmp_path) == {"up": "it links to a folder above it"}
    assert "self" in skips(tmp_path / "self")


def test_many_links_to_each_other_end(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(12)]
    for folder in folders:
        folder.mkdir()
    for folder in folders:
        for other in folders:
            (folder / f"to{other.name}").symlink_to(other)
    write(folders[5] / "conn.log", tsv(CONN))
    assert len(find_logs([tmp_path]).logs) == 1


def test_pipes_sockets_and_devices_do_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "conn.log")
    with socket.socket(socket.AF_UNIX) as door:
        monkeypatch.chdir(tmp_path)  # a socket's whole path may not be long
        door.bind("ssl.log")
    words = "it is neither a file nor a folder"
    assert skips(tmp_path, Path("/dev/zero")) == {
        "conn.log": words,
        "ssl.log": words,
        "zero": words,
        tmp_path.name: "there is no conn, ssl, http, open_conn, capture_loss, kerberos, ntlm log in this folder",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_said(tmp_path: Path) -> None:
    log = write(tmp_path / "conn.log", tsv(CONN))
    log.chmod(0)
    assert skips(tmp_path) == {"conn.log": "permission denied"}


def test_a_refusal_by_the_system_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "inner" / "conn.log", tsv(CONN))
    real = Path.iterdir

    def refuse(path: Path) -> object:
        if path.name == "inner":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert skips(tmp_path)["inner"] == "permission denied"


def test_names_that_are_not_text_can_be_shown(tmp_path: Path) -> None:
    name = os.fsdecode(b"conn.\xff.log")
    write(tmp_path / name, "prose\n")
    assert list(skips(tmp_path)) == ["conn.?.log"]


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / ".cache" / "conn.log", tsv(CONN))
    write(tmp_path / "._conn.log", tsv(CONN))
    assert not found(tmp_path)


def test_nothing_given_is_nothing_found() -> None:
    assert find_logs([]) == find.Found((), ())


def test_a_path_is_one_line_whatever_it_is_called() -> None:
    assert shown(Path("a\nbeacon-tui: 0 rows\r\u2028b.log")) == "a\\nbeacon-tui: 0 rows\\n\\nb.log"
