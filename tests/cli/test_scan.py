"""The command line from end to end on the sample logs: what is hidden in them must come out."""

import csv
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from beacon_tui import scan as scan_python
from beacon_tui.analysis.model import COLUMNS
from beacon_tui.analysis.scene import TRUTH
from beacon_tui.analysis.truth import PUSH, Truth
from beacon_tui.cli import cli
from beacon_tui.errors import AllowlistError, NothingReadable
from beacon_tui.render.known import Verdict
from beacon_tui.triage.journal.journal import journal_of
from beacon_tui.triage.same import digest_of, name_of

SAMPLES = str(Path(__file__).parents[2] / "sample_logs")

CUT = (1768500000.0, 1768507200.0)
"""2026-01-15 18:00 to 20:00 UTC."""


def run(*words: str) -> Result:
    """Run the command line; an error that the user would meet is raised."""
    return CliRunner().invoke(cli, list(words), catch_exceptions=False)


@pytest.fixture(scope="module")
def everything() -> dict[str, Any]:
    """The JSON object of a scan of all sample logs."""
    whole: dict[str, Any] = json.loads(CliRunner().invoke(cli, ["scan", SAMPLES, "--all", "--format", "json"]).stdout)
    return whole


def is_about(candidate: dict[str, Any], truth: Truth) -> bool:
    """Whether a candidate is one that is hidden in the samples."""
    if candidate["src"] not in truth.src or candidate["port"] != truth.port:
        return False
    if len(truth.dst) > 1:
        return bool(candidate["kind"] == "name" and candidate["domain"] == truth.domain)
    return str(candidate["dst"]) in truth.dst


@pytest.mark.parametrize("truth", [t for t in TRUTH if t.period], ids=lambda truth: truth.name)
def test_every_rhythm_hidden_in_the_samples_comes_out(everything: dict[str, Any], truth: Truth) -> None:
    found = [candidate for candidate in everything["candidates"] if is_about(candidate, truth)]
    assert found, truth.words
    for candidate in found:
        assert candidate["period"] == pytest.approx(truth.period, rel=0.06)


def test_the_planted_beacons_stand_above_everything_without_a_rhythm(
    everything: dict[str, Any],
) -> None:
    rhythms = [truth for truth in TRUTH if truth.period]
    others = [c for c in everything["candidates"] if not any(is_about(c, truth) for truth in rhythms)]
    lasting = [truth for truth in rhythms if truth.malicious and truth.port != 22]
    beacons = [c for c in everything["candidates"] if any(is_about(c, truth) for truth in lasting)]
    people = [c["score"] for c in others if c["service"] != "dns" and c["score"] is not None]
    assert min(float(str(c["score"])) for c in beacons) > max(float(str(score)) for score in people)


def test_the_object_has_the_public_shape(everything: dict[str, Any]) -> None:
    assert list(everything) == ["window", "counts", "candidates"]
    assert set(everything["window"]) == {
        "start",
        "stop",
        "hours",
        "observed_hours",
        "strays",
        "holes",
        "losses",
        "slowest_period",
    }
    counts = everything["counts"]
    assert set(counts) == {
        "files",
        "rows",
        "skipped",
        "selection",
        "not_selected",
        "pairs",
        "judged",
        "too_few",
        "allowlisted",
        "by_chance",
    }
    names = [*(column.name for column in COLUMNS), "allowlisted", "allow_rule", "verdict", "note"]
    candidates = everything["candidates"]
    assert isinstance(candidates, list)
    assert list(candidates[0]) == names
    scores = [candidate["score"] for candidate in candidates]
    known = [score for score in scores if score is not None]
    assert scores == sorted(known, reverse=True) + [None] * (len(scores) - len(known))
    assert len(known) == counts["judged"]


def test_a_session_without_a_rhythm_is_listed_with_all_and_with_long(everything: dict[str, Any]) -> None:
    (push,) = (candidate for candidate in everything["candidates"] if is_about(candidate, PUSH))
    assert (push["score"], push["timing_score"], push["cv"], push["period"]) == (None, None, None, None)
    assert (push["flags"], push["connections"]) == (["long", "few"], 1)
    assert push["duration_max"] == push["duration_total"] == pytest.approx(26908.8, abs=0.1)
    plain = run("scan", SAMPLES, "--format", "json")
    assert not any(is_about(candidate, PUSH) for candidate in json.loads(plain.stdout)["candidates"])
    assert "1 candidate has a session of 1 h or more: beacon-tui scan --long PATH lists it" in plain.stderr
    long = run("scan", SAMPLES, "--format", "json", "--long")
    assert json.loads(long.stdout)["candidates"] == [push]
    assert "long sessions: 1 candidate · 86 others left out" in long.stderr


def test_the_table_of_long_sessions_shows_how_long_they_were() -> None:
    title, row = run("scan", SAMPLES, "--long").stdout.splitlines()
    assert title.split() == ["SCORE", "SOURCE", "DESTINATION", "PORT", "LONGEST", "TOTAL", "SENT", "RECEIVED", "WHY"]
    assert row.split()[:7] == ["—", "10.20.0.27", "192.0.2.200", "443", "7h28m", "7h28m", "48.2"]


def test_an_allowlist_hides_long_sessions_as_well(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nname = "push.example.com"\n')
    words = ("scan", SAMPLES, "--long", "--allowlist", str(rules))
    hidden = run(*words)
    assert hidden.stdout == ""
    assert "long sessions: 0 candidates · 86 others left out · 1 hidden" in hidden.stderr
    assert "192.0.2.200" in run(*words, "--all").stdout


def scanned(*words: str) -> tuple[list[dict[str, Any]], str]:
    """What a scan of the samples lists, and what it says."""
    result = run("scan", SAMPLES, "--format", "json", *words)
    return json.loads(result.stdout)["candidates"], result.stderr


def test_a_filter_keeps_sorts_and_is_counted() -> None:
    found, said = scanned("--where", "src:10.20.0.0/24 port:443,8443 sort:period-asc")
    assert [candidate["port"] for candidate in found] == [443, 443, 8443, 443]
    assert sorted(c["period"] for c in found) == [c["period"] for c in found]
    assert "4 shown" in said
    assert "hidden by the filter" in said
    assert "below the score" in said


def test_a_filter_on_the_score_takes_the_place_of_the_least_one() -> None:
    low, said = scanned("--where", "score:<0.3 n:>=20")
    assert low
    assert all(c["score"] < 0.3 and c["events"] >= 20 for c in low)
    assert "below the score" not in said
    assert scanned("--where", "score:<0.3", "--min-score", "0.5")[0] == []


def test_a_filter_holds_for_allowlisted_and_long_candidates_too() -> None:
    assert {c["service"] for c in scanned("--all", "--where", "service:ntp")[0]} == {"ntp"}
    assert "hidden (2 starter)" in scanned("--where", "service:ntp")[1]
    assert scanned("--long", "--where", "dur:>8h")[0] == []
    assert len(scanned("--long", "--where", "dur:>7h")[0]) == 1


def test_a_filter_may_be_saved_and_a_wrong_one_is_said_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "beacon_tui" / "config.toml"
    config.parent.mkdir()
    config.write_text('[filters]\nweb = "port:443"\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert {c["port"] for c in scanned("--where", "@web")[0]} == {443}
    wrong = run("scan", "/nowhere", "--where", "@web prt:80")
    assert wrong.exit_code == 2
    assert "'--where': Character 6: prt is no field: perhaps port is meant." in wrong.stderr


def test_the_samples_have_no_hole_and_two_hours_cut_out_of_them_are_named(
    everything: dict[str, Any], tmp_path: Path
) -> None:
    assert everything["window"]["holes"] == []
    for log in Path(SAMPLES).glob("*/conn.*.log"):
        lines = log.read_text().splitlines(keepends=True)
        times = [re.match(r'({"ts":)?(\d+\.\d+)', line) for line in lines]
        kept = (line for line, ts in zip(lines, times, strict=True) if not ts or not CUT[0] <= float(ts[2]) < CUT[1])
        (tmp_path / log.name).write_text("".join(kept))
    result = run("scan", str(tmp_path), "--format", "json")
    window = json.loads(result.stdout)["window"]
    (hole,) = window["holes"]
    assert hole["start"][:15] == "2026-01-15T17:5"
    assert hole["stop"][:15] == "2026-01-15T20:0"
    assert window["hours"] - window["observed_hours"] == pytest.approx(2, abs=0.05)
    assert "1 hole, 2h0" in result.stderr
    assert "does not exclude a beacon slower than" in result.stderr


def test_only_the_result_goes_to_standard_output() -> None:
    result = run("scan", SAMPLES, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) > 5
    assert {row["kind"] for row in rows} <= {"pair", "name"}
    assert "UTC" in result.stderr
    assert "rows" in result.stderr


def test_limit_score_and_table() -> None:
    assert len(json.loads(run("scan", SAMPLES, "--format", "json", "--limit", "3").stdout)["candidates"]) == 3
    strong = json.loads(run("scan", SAMPLES, "--format", "json", "--min-score", "0.9").stdout)["candidates"]
    assert strong
    assert all(candidate["score"] >= 0.9 for candidate in strong)
    table = run("scan", SAMPLES).stdout
    assert table.startswith("SCORE")
    assert "203.0.113.10" in table


def test_an_allowlist_hides_and_all_shows_it_again(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\ndst = "203.0.113.0/24"\n')
    words = ("scan", SAMPLES, "--format", "json", "--allowlist", str(rules))
    hidden = json.loads(run(*words).stdout)
    assert not any(str(c["dst"]).startswith("203.0.113.") for c in hidden["candidates"])
    assert hidden["counts"]["allowlisted"] > 0
    shown = json.loads(run(*words, "--all").stdout)["candidates"]
    assert any(c["allowlisted"] and c["allow_rule"] for c in shown)


def told(result: Result) -> dict[str, int]:
    """The numbers of the line of counts, by the word behind each."""
    line = next(line for line in result.stderr.splitlines() if " judged" in line)
    found = re.findall(r"([\d,]+) (judged|shown|hidden|starter|below)", line)
    return {word: int(number.replace(",", "")) for number, word in found}


CHATTER = {"224.0.0.251", "ff02::fb", "239.255.255.250", "198.51.100.123"}
"""Destinations in the samples that the starter list hides."""


def test_the_starter_list_hides_the_chatter_and_says_so() -> None:
    result = run("scan", SAMPLES, "--format", "json", "--min-score", "0")
    whole = json.loads(result.stdout)
    assert not {candidate["dst"] for candidate in whole["candidates"]} & CHATTER
    assert whole["counts"]["allowlisted"] == told(result)["hidden"] == told(result)["starter"] == 5
    beacons = [truth for truth in TRUTH if truth.malicious and truth.period]
    assert all(any(is_about(candidate, truth) for candidate in whole["candidates"]) for truth in beacons)


def test_without_the_starter_list_nothing_is_hidden() -> None:
    result = run("scan", SAMPLES, "--format", "json", "--no-starter")
    whole = json.loads(result.stdout)
    assert {candidate["dst"] for candidate in whole["candidates"]} >= CHATTER
    assert not any(candidate["allowlisted"] for candidate in whole["candidates"])
    assert whole["counts"]["allowlisted"] == 0
    assert not {"hidden", "starter"} & set(told(result))


def test_all_lists_what_the_starter_list_hides_and_names_its_rule(everything: dict[str, Any]) -> None:
    rules = {c["dst"]: c["allow_rule"] for c in everything["candidates"] if c["allowlisted"]}
    assert rules == {
        "224.0.0.251": "starter: mDNS",
        "ff02::fb": "starter: mDNS",
        "239.255.255.250": "starter: SSDP",
        "198.51.100.123": "starter: NTP",
    }


@pytest.mark.parametrize("words", [(), ("--no-starter",), ("--all",), ("--all", "--min-score", "0.7")])
def test_every_judged_candidate_is_counted_once(words: tuple[str, ...], tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("[[rule]]\nport = 53\n")
    counts = told(run("scan", SAMPLES, "--allowlist", str(rules), *words))
    unscored = 1 if "--all" in words else 0
    assert counts["judged"] + unscored == sum(counts.get(word, 0) for word in ("shown", "hidden", "below"))


def test_a_file_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    assert run("scan", SAMPLES, "--format", "json", "-o", str(target)).stdout == ""
    assert json.loads(target.read_text())["candidates"]
    assert target.stat().st_mode & 0o777 == 0o600


def test_nothing_readable_says_why(tmp_path: Path) -> None:
    prose = tmp_path / "conn.log"
    prose.write_text("Dear diary,\nnothing to see here.\n")
    for path in (prose, tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NothingReadable, match=str(path)):
            run("scan", str(path))


def test_one_bad_path_does_not_stop_the_others(tmp_path: Path) -> None:
    result = run("scan", SAMPLES, str(tmp_path / "nowhere"), "--format", "json")
    assert json.loads(result.stdout)["candidates"]
    assert "nowhere" in result.stderr


def test_wrong_usage_is_refused() -> None:
    for words in (("scan",), ("scan", SAMPLES, "--format", "xml"), ("scan", SAMPLES, "--min-score", "7"), ("--nope",)):
        assert CliRunner().invoke(cli, list(words)).exit_code == 2


def test_the_order_of_paths_does_not_matter(tmp_path: Path) -> None:
    day = next(path for path in Path(SAMPLES).iterdir() if path.is_dir())
    logs = sorted(str(path) for path in day.iterdir())
    one = run("scan", "--all", "--format", "csv", *logs).stdout
    two = run("scan", "--all", "--format", "csv", *reversed(logs), SAMPLES).stdout
    assert one == two


def test_samples_are_written_where_asked(tmp_path: Path) -> None:
    result = run("sample", str(tmp_path / "new"), "--seed", "3")
    assert result.exit_code == 0
    assert all(Path(line).is_file() for line in result.stdout.splitlines())


def test_scan_knows_the_verdicts_and_what_is_new_and_writes_neither(tmp_path: Path) -> None:
    first = run("scan", SAMPLES, "--format", "json", "--where", "flag:new").stdout
    assert json.loads(first)["candidates"] == []
    assert not list(Path(os.environ["HOME"]).rglob("*.db"))
    results = scan_python(SAMPLES)
    journal = journal_of([tmp_path])
    journal.meet([digest_of(results, 1)])
    journal.decide({name_of(results, 0): Verdict("malicious", "=calls home", "kim", 1.0)})
    journal.close()
    for words in (["--where", "verdict:malicious"], ["--where", "home"]):
        (one,) = json.loads(run("scan", SAMPLES, "--format", "json", *words).stdout)["candidates"]
        assert (one["verdict"], one["note"], one["src"]) == ("malicious", "=calls home", results.columns["src"][0])
    table = next(csv.DictReader(io.StringIO(run("scan", SAMPLES, "--format", "csv", "--limit", "1").stdout)))
    assert (table["verdict"], table["note"]) == ("malicious", "'=calls home")
    stix = json.loads(run("scan", SAMPLES, "--format", "stix", "--limit", "1").stdout)
    (types,) = [one["indicator_types"] for one in stix["objects"] if one["type"] == "indicator"]
    assert types == ["malicious-activity"]
    assert "malicious: =calls home (kim" in run("scan", SAMPLES, "--format", "markdown", "--limit", "1").stdout
    new = json.loads(run("scan", SAMPLES, "--format", "json", "--where", "flag:new").stdout)["candidates"]
    assert len(new) > 3
    assert results.columns["src"][1] not in {one["src"] for one in new if one["dst"] == results.columns["dst"][1]}
    assert new == json.loads(run("scan", SAMPLES, "--format", "json", "--where", "flag:new").stdout)["candidates"]


def test_read_only_scan_and_allow_write_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    run("scan", SAMPLES, "--read-only")
    monkeypatch.setenv("BEACON_TUI_READ_ONLY", "1")
    with pytest.raises(AllowlistError, match="Read-only"):
        run("allow", "add", "--port", "1")
    assert list(Path(os.environ["HOME"]).iterdir()) == []
