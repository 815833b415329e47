"""Where exports go: nothing is replaced unasked, nothing is left half-done."""

import math
import os
import stat
from pathlib import Path

import pytest

from beacon_tui.errors import ExportError
from beacon_tui.triage.export.files import propose, write
from beacon_tui.triage.export.formats import BY_NAME


def test_the_proposed_name_says_the_first_day_and_the_format() -> None:
    assert propose(BY_NAME["csv"], 1768435200.0) == "beacons-2026-01-15.csv"
    assert propose(BY_NAME["stix"], 1768435199.0) == "beacons-2026-01-14.stix.json"
    assert propose(BY_NAME["intel"], math.nan) == "beacons.intel"


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    write(tmp_path / "out.parquet", b"PAR1\xff\r\n\x00")
    assert (tmp_path / "out.parquet").read_bytes() == b"PAR1\xff\r\n\x00"


def test_a_new_file_is_private_and_has_exactly_the_text(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write(path, "a,b\r\né\r\n")
    assert path.read_bytes() == "a,b\r\né\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["out.csv"]


def test_what_is_there_stays_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(ExportError, match="exists already"):
        write(path, "new")
    assert path.read_text() == "old"
    write(path, "new", overwrite=True)
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_link_is_not_followed(tmp_path: Path, overwrite: bool) -> None:
    target = tmp_path / "precious"
    link = tmp_path / "out.csv"
    link.symlink_to(target)
    with pytest.raises(ExportError):
        write(link, "new", overwrite)
    assert link.is_symlink()
    assert not target.exists()


def test_only_ordinary_files_are_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path):
        with pytest.raises(ExportError, match="no ordinary file"):
            write(path, "new", overwrite=True)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_missing_folder_is_said(tmp_path: Path, overwrite: bool) -> None:
    with pytest.raises(ExportError, match=r"there is no folder .*none"):
        write(tmp_path / "none" / "out.csv", "new", overwrite)


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, overwrite: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "out.csv"
    if overwrite:
        path.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="No space left on device"):
        write(path, "new", overwrite)
    assert [entry.read_text() for entry in tmp_path.iterdir()] == (["old"] if overwrite else [])
