"""`beacon-tui allow`: rules are listed, added, removed, checked and imported, and nothing of the file is lost."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from beacon_tui.cli import cli
from beacon_tui.errors import AllowlistError
from beacon_tui.triage.allowlist import Allowlist
from beacon_tui.triage.rules import today

SAMPLES = str(Path(__file__).parents[2] / "sample_logs")
TEXT = """\
# ours
[[rule]]
dst = "10.20.0.2" # the resolver
port = 53
reason = "DNS"

[[rule]]
name = "*.vendor.example"
expires = "2020-01-01"

[[rule]]
name = "old.example"
port = 53
enabled = false
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An allowlist of three rules."""
    path = tmp_path / "rules.toml"
    path.write_text(TEXT)
    return path


def allow(file: Path, *words: str, given: "bytes | str" = "") -> Result:
    """Run `beacon-tui allow` on an allowlist; an error that the user would meet is raised."""
    command, *rest = words
    runner = CliRunner()
    return runner.invoke(cli, ["allow", command, "--allowlist", str(file), *rest], given, catch_exceptions=False)


def test_the_list_has_numbers_and_states(file: Path) -> None:
    lines = allow(file, "list").stdout.splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [["1", "in"], ["2", "expired"], ["3", "off"]]
    assert " ".join(lines[1].split()) == "1 in force any → 10.20.0.2 :53 DNS"
    assert "starter: NTP" in allow(file, "list", "--starter").stdout


def test_a_missing_file_has_an_empty_list(tmp_path: Path) -> None:
    for command in ("list", "check"):
        done = allow(tmp_path / "none.toml", command)
        assert (done.exit_code, done.stdout) == (0, "")
        assert "none.toml has no rules." in done.stderr
    assert json.loads(allow(tmp_path / "none.toml", "list", "--format", "json").stdout) == []


def test_the_list_as_json_has_every_field(file: Path) -> None:
    first, *_, last = json.loads(allow(file, "list", "--format", "json", "--starter").stdout)
    assert first == {
        **dict.fromkeys(("src", "name", "proto", "service", "account", "author", "added", "expires")),
        "number": 1,
        "state": "in force",
        "origin": "user",
        "dst": "10.20.0.2",
        "port": 53,
        "reason": "DNS",
        "enabled": True,
    }
    assert (last["origin"], last["number"]) == ("starter", None)


def test_a_rule_is_added_with_all_its_fields_and_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "kim")
    words = ("--src", "10.0.0.0/8", "--name", "*.x.example", "--port", "443", "--proto", "tcp", "--service", "ssl")
    done = allow(file, "add", *words, "--account", "svc", "--reason", "two words", "--expires", "30d")
    assert done.stdout == "added 10.0.0.0/8 account svc → *.x.example :443/tcp ssl\n"
    assert file.read_text().startswith(TEXT)
    rule = Allowlist(file).rules[-1]
    assert (rule.author, rule.added, rule.reason) == ("kim", today().isoformat(), "two words")
    assert rule.expires == (today() + timedelta(days=30)).isoformat()
    again = allow(file, "add", *words, "--account", "svc")
    assert again.stdout.startswith("is there already")
    assert len(Allowlist(file).rules) == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "needs at least one of"),
        (("--dst", "10.0.0.1/24"), "did you mean 10.0.0.0/24?\n"),
        (("--port", "1", "--expires", "soon"), "expires 'soon' is no day"),
        (("--port", "70000"), "port 70000 is not between"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(file: Path, words: tuple[str, ...], said: str) -> None:
    done = allow(file, "add", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert file.read_text() == TEXT


def test_rules_are_removed_by_number_and_by_what_they_say(file: Path) -> None:
    assert allow(file, "remove", "1", "3").stdout == "removed any → 10.20.0.2 :53\nremoved any → old.example :53\n"
    assert allow(file, "remove", "--name", "*.VENDOR.example").exit_code == 0
    assert Allowlist(file).rules == ()
    assert "# ours" in file.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say which rule"),
        (("1", "--port", "53"), "Say which rule"),
        (("4",), "There is no rule 4"),
        (("--dst", "192.0.2.1"), "No rule says so"),
        (("--port", "53"), "2 rules say so; --all removes all of them"),
    ],
)
def test_nothing_is_removed_where_it_is_not_clear_what(file: Path, words: tuple[str, ...], said: str) -> None:
    done = allow(file, "remove", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert file.read_text() == TEXT


def test_all_that_match_are_removed_when_asked_for(file: Path) -> None:
    assert allow(file, "remove", "--port", "53", "--all").stdout.count("removed") == 2
    assert [rule.name for rule in Allowlist(file).rules] == ["*.vendor.example"]


def test_a_check_says_what_each_rule_hides_in_logs(file: Path) -> None:
    done = allow(file, "check", SAMPLES)
    assert done.exit_code == 0
    rows = [line.split() for line in done.stdout.splitlines()[1:]]
    assert rows[0][:3] == ["1", "in", "force"]
    assert int(rows[0][3]) >= int(rows[0][4]) > 0
    assert rows[1][:4] == ["2", "expired", "0", "0"]
    assert rows[2][:4] == ["3", "off", "0", "0"]


def test_a_check_names_every_broken_rule_and_what_is_to_be_heeded(file: Path) -> None:
    file.write_text(TEXT + "[[rule]]\nport = 'x'\n[[rule]]\naccount = 'a'\n[[rule]]\ndst='10.20.0.2'\nport=53\n")
    done = allow(file, "check")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[4].split() == ["4", "broken"]
    assert lines[5].endswith("account a → any")
    assert "covers the same as 1" in lines[6]
    assert "line 16: port must be a whole number" in done.stderr


def test_a_check_of_what_is_no_toml_says_so(file: Path) -> None:
    file.write_text("[[rule]\n")
    done = allow(file, "check")
    assert done.exit_code == 1
    assert "no valid TOML" in done.stderr


def test_a_broken_file_takes_no_rule(file: Path) -> None:
    file.write_text("[[rule]\n")
    for words in (("add", "--port", "1"), ("remove", "1"), ("list",), ("import", "-")):
        with pytest.raises(AllowlistError, match="no valid TOML"):
            allow(file, *words)
    assert file.read_text() == "[[rule]\n"


LIST = """\
# a list
vendor.example   # theirs
*.x.example

10.0.0.300
VENDOR.example.
10.20.0.2
192.0.2.0/24
http://bad
"""


def test_a_list_is_imported_with_what_could_not_be_taken_by_line(file: Path) -> None:
    done = allow(file, "import", "-", "--reason", "vendors", given=LIST)
    assert done.exit_code == 1
    assert done.stdout == "4 rules added, 1 there already, 2 lines left out\n"
    assert "standard input, line 5: '10.0.0.300' is no name" in done.stderr
    assert "standard input, line 9: 'http://bad' is no name" in done.stderr
    rules = Allowlist(file).rules[3:]
    assert [rule.text() for rule in rules] == [
        "any → vendor.example",
        "any → *.x.example",
        "any → 10.20.0.2",
        "any → 192.0.2.0/24",
    ]
    assert {rule.reason for rule in rules} == {"vendors"}
    assert file.read_text().startswith(TEXT)
    again = allow(file, "import", "-", given="vendor.example\n")
    assert (again.exit_code, again.stdout) == (0, "0 rules added, 1 there already, 0 lines left out\n")


def test_the_addresses_of_a_list_may_be_sources(file: Path, tmp_path: Path) -> None:
    (tmp_path / "list").write_text("192.0.2.7\n")
    assert allow(file, "import", str(tmp_path / "list"), "--as", "src", "--expires", "2030-01-01").exit_code == 0
    rule = Allowlist(file).rules[-1]
    assert (rule.src, rule.dst, rule.expires) == ("192.0.2.7", None, "2030-01-01")


def test_a_list_that_cannot_be_read_is_said(file: Path, tmp_path: Path) -> None:
    with pytest.raises(AllowlistError, match="cannot be read: No such file"):
        allow(file, "import", str(tmp_path / "none"))
    with pytest.raises(AllowlistError, match="no UTF-8 text: byte 0"):
        allow(file, "import", "-", given=b"\xff\n")
    assert file.read_text() == TEXT
