"""The allowlist on disk: nothing of the user's is lost, whatever happens."""

import fcntl
import os
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from beacon_tui.errors import AllowlistError
from beacon_tui.triage import allowlist
from beacon_tui.triage.allowlist import Allowlist
from beacon_tui.triage.rules import Rule

RULE = Rule(src="10.0.0.7", port=443)
OTHER = Rule(dst="192.0.2.1")


def mode_of(path: Path) -> int:
    """Return the permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_missing_file_has_no_rules_and_is_not_made_by_reading(tmp_path: Path) -> None:
    assert Allowlist(tmp_path / "none" / "allowlist.toml").rules == ()
    assert list(tmp_path.iterdir()) == []


def test_adding_and_removing_persist(tmp_path: Path) -> None:
    path = tmp_path / "new" / "allowlist.toml"
    mine = Allowlist(path)
    assert mine.add(RULE)
    assert mine.add(OTHER)
    assert mine.rules == Allowlist(path).rules == (RULE, OTHER)
    assert mine.remove(RULE)
    assert mine.rules == Allowlist(path).rules == (OTHER,)


def test_a_rule_that_is_there_is_not_added_twice(tmp_path: Path) -> None:
    mine = Allowlist(tmp_path / "allowlist.toml")
    assert mine.add(RULE)
    assert not mine.add(Rule(src="10.0.0.7", port=443, reason="again"))
    assert mine.rules == (RULE,)


def test_removing_what_is_not_there_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    path.write_text('# mine\n[[rule]]\ndst="192.0.2.1"\n')
    assert not Allowlist(path).remove(RULE)
    assert path.read_text() == '# mine\n[[rule]]\ndst="192.0.2.1"\n'


def test_edits_of_others_survive(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    mine = Allowlist(path)
    mine.add(RULE)
    path.write_text(path.read_text() + '\n# theirs\n[[rule]]\nname = "x.example"\n')
    mine.add(OTHER)
    assert "# theirs" in path.read_text()
    assert [rule.text() for rule in mine.rules] == [RULE.text(), "any → x.example", OTHER.text()]


def test_the_new_file_and_folder_are_private_and_an_old_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "new" / "allowlist.toml"
    Allowlist(path).add(RULE)
    assert mode_of(path) == 0o600
    assert mode_of(path.parent) == 0o700
    path.chmod(0o644)
    Allowlist(path).add(OTHER)
    assert mode_of(path) == 0o644


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "shared" / "team.toml"
    target.parent.mkdir()
    target.write_text("# team\n")
    link = tmp_path / "allowlist.toml"
    link.symlink_to(target)
    Allowlist(link).add(RULE)
    assert link.is_symlink()
    assert target.read_text().startswith("# team\n")
    assert Allowlist(link).rules == Allowlist(target).rules == (RULE,)


def test_a_file_that_became_unreadable_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    mine = Allowlist(path)
    path.write_text("[[rule]]\nsrc = oops\n")
    for change in (mine.add, mine.remove):
        with pytest.raises(AllowlistError, match="no valid TOML"):
            change(RULE)
    assert path.read_text() == "[[rule]]\nsrc = oops\n"


@pytest.mark.parametrize("content", [b"[[rule]\n", b"\xff\xfe", b'[[rule]]\nsrc="nowhere"\n'])
def test_what_cannot_be_understood_is_said_with_the_path(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "allowlist.toml"
    path.write_bytes(content)
    with pytest.raises(AllowlistError, match=r"allowlist\.toml"):
        Allowlist(path)


def test_a_folder_is_no_allowlist(tmp_path: Path) -> None:
    with pytest.raises(AllowlistError, match="cannot be read"):
        Allowlist(tmp_path)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    mine = Allowlist(tmp_path / "allowlist.toml")
    mine.path = tmp_path / "file" / "allowlist.toml"
    with pytest.raises(AllowlistError, match="cannot be written"):
        mine.add(RULE)


def test_a_failed_write_leaves_the_old_text_and_no_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "allowlist.toml"
    mine = Allowlist(path)
    mine.add(RULE)
    before = path.read_text()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AllowlistError, match="No space left on device"):
        mine.add(OTHER)
    assert path.read_text() == before
    assert mine.rules == (RULE,)
    assert {entry.name for entry in tmp_path.iterdir()} == {"allowlist.toml", ".allowlist.toml.lock"}


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    threads = [threading.Thread(target=lambda port=port: Allowlist(path).add(Rule(port=port))) for port in range(1, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {rule.port for rule in Allowlist(path).rules} == set(range(1, 13))


def test_two_processes_that_edit_at_once_lose_no_rule_and_no_comment(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    path.write_text("# ours\n")
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from beacon_tui.triage.allowlist import Allowlist\nfrom beacon_tui.triage.rules import Rule\n"
        "mine, first = Allowlist(Path(sys.argv[1])), int(sys.argv[2])\n"
        "for port in range(first, first + 30):\n"
        "    mine.add(Rule(port=port))\n"
        "    port % 3 or mine.remove(Rule(port=port))\n"
        "    port % 3 == 1 and mine.change([(Rule(port=port), Rule(port=port, enabled=False))])\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(path), str(first)]) for first in (100, 200)]
    assert [writer.wait() for writer in writers] == [0, 0]
    left = {rule.port: rule.enabled for rule in Allowlist(path).rules}
    assert left == {port: port % 3 != 1 for port in (*range(100, 130), *range(200, 230)) if port % 3}
    assert path.read_text().startswith("# ours\n")


def test_a_rule_that_is_off_or_expired_is_put_in_force_in_its_place(tmp_path: Path) -> None:
    mine = Allowlist(tmp_path / "allowlist.toml")
    off, over = replace(RULE, enabled=False), replace(OTHER, expires="2020-01-01")
    mine.change([(None, off), (None, over)])
    assert mine.add(RULE)
    assert mine.add(OTHER)
    assert mine.rules == (RULE, OTHER)


def test_a_rule_is_taken_out_by_all_it_says_before_another_that_covers_the_same(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    path.write_text("[[rule]]\nport = 1\nreason = 'one'\n[[rule]]\nport = 1\nreason = 'two'\n")
    mine = Allowlist(path)
    mine.remove(Rule(port=1, reason="two"))
    assert [rule.reason for rule in mine.rules] == ["one"]


def test_of_equal_rules_as_many_are_removed_as_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "allowlist.toml"
    path.write_text("[[rule]]\nport = 1\n" * 3)
    edit = Allowlist(path).change([(Rule(port=1), None), (Rule(port=1), None)])
    assert edit is not None
    assert len(edit.steps) == 2
    assert Allowlist(path).rules == (Rule(port=1),)


def test_equal_rules_of_one_change_are_written_once(tmp_path: Path) -> None:
    mine = Allowlist(tmp_path / "allowlist.toml")
    edit = mine.change([(None, RULE), (None, replace(RULE, reason="again"))])
    assert edit is not None
    assert edit.steps == ((None, RULE),)
    assert mine.rules == (RULE,)


def test_a_lock_that_is_never_freed_is_said_instead_of_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowlist, "LOCK_WAIT", 0.05)
    path = tmp_path / "allowlist.toml"
    with (tmp_path / ".allowlist.toml.lock").open("w") as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)
        with pytest.raises(AllowlistError, match="cannot be written"):
            Allowlist(path).add(RULE)
    assert not path.exists()
    assert Allowlist(path).add(RULE)
