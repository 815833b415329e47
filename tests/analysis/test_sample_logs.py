"""The sample logs are what the generator writes, are true to Zeek's formats, and hold what `TRUTH` says."""

import gzip
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from itertools import pairwise
from pathlib import Path
from statistics import mean, pstdev
from typing import Any

import pytest

from beacon_tui.analysis.sample_logs import write_samples
from beacon_tui.analysis.scene import TRUTH
from beacon_tui.analysis.truth import (
    BROWSING,
    DEAD,
    GUESSING,
    JITTERED,
    MAIL,
    PUSH,
    ROTATING,
    SCAN,
    SITES,
    SLOW,
    UPDATER,
    Truth,
)

SEED = 7
SAMPLES = Path(__file__).parents[2] / "sample_logs"
MIDNIGHT = datetime(2026, 1, 15, tzinfo=UTC).timestamp()
BURST = 2.0
"""Seconds: calls of one source closer than this are one check-in."""
DOCUMENTATION = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "10.20.0.0/24", "2001:db8::/32")
GROUPS = ("224.0.0.251/32", "239.255.255.250/32", "ff02::fb/128", "fe80::/64")
RESERVED = re.compile(r"(^|\.)(example\.(com|net|org)|example|test|invalid|local)$")
NUMBER = re.compile(r"\d+")
SECONDS = re.compile(r"\d+\.\d{6}")

Row = dict[str, Any]


@dataclass(frozen=True)
class File:
    """A sample log as read by plain Python."""

    path: Path
    log: str
    opens: int
    closes: int
    rows: list[Row]


def content(path: Path) -> bytes:
    """Unzip where needed: compressed bytes depend on the machine's zlib, their content must not."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def convert(kind: str, cell: str) -> str | int | float | bool | list[str] | None:
    """Turn a cell of a TSV log into a value, after Zeek's type; None when unset."""
    if cell == "-":
        return None
    if kind in ("count", "port"):
        assert NUMBER.fullmatch(cell)
        return int(cell)
    if kind in ("time", "interval"):
        assert SECONDS.fullmatch(cell)
        return float(cell)
    if kind == "bool":
        return {"T": True, "F": False}[cell]
    if kind.startswith(("set", "vector")):
        return [] if cell == "(empty)" else cell.split(",")
    return str(ip_address(cell)) if kind == "addr" else cell


def parse(path: Path) -> File:
    """Read a sample log without the help of the package."""
    lines = content(path).decode("ascii").split("\n")
    assert lines.pop() == ""
    log, opens, closes = re.findall(r"(\w+)\.(\d\d):00:00-(\d\d):00:00", path.name)[0]
    if lines[0].startswith("{"):
        rows = [json.loads(line) for line in lines]
    else:
        header = {line.split("\t")[0]: line.split("\t")[1:] for line in lines[:8] if "\t" in line}
        names, kinds = header["#fields"], header["#types"]
        rows = []
        for line in lines[8:-1]:
            values = map(convert, kinds, line.split("\t"))
            rows.append({n: v for n, v in zip(names, values, strict=True) if v is not None})
    return File(path, log, int(opens), int(closes) or 24, rows)


@pytest.fixture(scope="module")
def files() -> list[File]:
    return [parse(path) for path in sorted(SAMPLES.rglob("*.log*"))]


@pytest.fixture(scope="module")
def day(files: list[File]) -> dict[str, list[Row]]:
    """All rows of each log, by time."""
    rows: dict[str, list[Row]] = {"conn": [], "ssl": [], "http": [], "dns": []}
    for file in files:
        rows[file.log] += file.rows
    return {log: sorted(found, key=lambda row: float(row["ts"])) for log, found in rows.items()}


@pytest.fixture(scope="module")
def names(day: dict[str, list[Row]]) -> dict[str, str]:
    """Server name by uid."""
    found = {row["uid"]: row["server_name"] for row in day["ssl"] if "server_name" in row}
    return found | {row["uid"]: row["host"] for row in day["http"]}


def calls(day: dict[str, list[Row]], names: dict[str, str], truth: Truth, src: str) -> list[Row]:
    """One source's connections that belong to a truth."""
    return [
        row
        for row in day["conn"]
        if row["id.orig_h"] == src
        and row["id.resp_h"] in truth.dst
        and truth.port in (0, row["id.resp_p"])
        and (truth.domain is None or names.get(row["uid"]) == truth.domain)
    ]


def check_ins(rows: list[Row]) -> list[float]:
    """List the starts of the calls in seconds from midnight, the first of each burst."""
    times = [row["ts"] - MIDNIGHT for row in rows]
    return times[:1] + [later for before, later in pairwise(times) if later - before > BURST]


def gaps(rows: list[Row]) -> list[float]:
    """Seconds between check-ins."""
    return [later - before for before, later in pairwise(check_ins(rows))]


# The generator and the folder


def test_the_folder_holds_exactly_what_the_generator_writes(tmp_path: Path) -> None:
    written = {path.relative_to(tmp_path): path for path in write_samples(tmp_path, SEED)}
    kept = {path.relative_to(SAMPLES) for path in SAMPLES.rglob("*") if path.is_file()}
    assert kept == set(written)
    for name, path in written.items():
        assert content(SAMPLES / name) == content(path), name


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    first, again, other = (write_samples(tmp_path / name, seed) for name, seed in (("a", 3), ("b", 3), ("c", 4)))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    for path, different in zip(first, other, strict=True):
        assert path.name == different.name
        assert path.read_bytes() != different.read_bytes()


def test_writing_again_replaces(tmp_path: Path) -> None:
    write_samples(tmp_path, 1)
    paths = write_samples(tmp_path, SEED)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(paths)
    assert content(paths[0]) == content(SAMPLES / paths[0].relative_to(tmp_path))


def test_the_whole_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 1_250_000


def test_the_readme_names_every_truth() -> None:
    lines = (SAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    for truth in TRUTH:
        (line,) = (line for line in lines if line.startswith(f"| {truth.name} |"))
        assert truth.src[0] in line
        assert truth.dst[0] in line
        assert truth.words in line
        assert (f"{truth.period:g} s" if truth.period else "no rhythm") in line
        assert f"| {'yes' if truth.malicious else 'no'} |" in line


# What Zeek's files look like


def test_every_hour_of_every_log_is_in_one_file_and_every_format_occurs(files: list[File]) -> None:
    for log in ("conn", "ssl", "http", "dns"):
        hours = [hour for file in files if file.log == log for hour in range(file.opens, file.closes)]
        assert sorted(hours) == list(range(24))
    starts = {(file.path.suffix, content(file.path)[:1]) for file in files}
    assert starts == {(".gz", b"#"), (".log", b"#"), (".log", b"{")}


def test_headers_are_zeeks(files: list[File]) -> None:
    checked = 0
    for file in files:
        lines = content(file.path).decode().splitlines()
        if lines[0].startswith("{"):
            continue
        head = ["#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-"]
        hours = [f"2026-01-15-{hour:02d}-00-00" for hour in (file.opens, file.closes)]
        assert lines[:6] == [*head, f"#path\t{file.log}", f"#open\t{hours[0]}"]
        assert lines[6].startswith("#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\t")
        assert lines[7].startswith("#types\ttime\tstring\taddr\tport\taddr\tport\t")
        assert lines[-1] == f"#close\t{hours[1]}"
        assert lines[7].count("\t") == lines[6].count("\t")
        assert {line.count("\t") + 1 for line in lines[8:-1]} == {lines[6].count("\t")}
        checked += 1
    assert checked == 8


def test_json_rows_have_the_fields_of_the_tsv_rows(files: list[File]) -> None:
    for log in ("conn", "ssl", "http", "dns"):
        *tables, stream = ({name for row in file.rows for name in row} for file in files if file.log == log)
        assert stream <= set().union(*tables)
        assert {"ts", "uid", "id.orig_h", "id.resp_h"} <= stream


def test_rows_are_in_the_file_and_in_the_order_of_their_writing(files: list[File]) -> None:
    disorder = 0
    for file in files:
        ends = [row["ts"] - MIDNIGHT + (row.get("duration", 0) if file.log == "conn" else 0) for row in file.rows]
        assert max(ends) < 3600 * file.closes
        assert min(ends) > 3600 * file.opens - 61
        # Zeek waits up to a minute after the last packet before it writes a connection.
        assert all(later > before - 61 for before, later in pairwise(ends))
        starts = [row["ts"] for row in file.rows]
        disorder += file.log == "conn" and starts != sorted(starts)
    assert disorder == 3


def test_uids_look_like_zeeks_and_lead_from_every_log_to_one_connection(day: dict[str, list[Row]]) -> None:
    conns = {row["uid"]: row for row in day["conn"]}
    assert len(conns) == len(day["conn"])
    assert all(re.fullmatch(r"C[0-9A-Za-z]{17}", uid) for uid in conns)
    ends = ("id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p")
    for log, service in (("ssl", "ssl"), ("http", "http"), ("dns", "dns")):
        assert {row["uid"] for row in day[log]} == {u for u, row in conns.items() if row.get("service") == service}
        for row in day[log]:
            conn = conns[row["uid"]]
            assert [row[end] for end in ends] == [conn[end] for end in ends]
            assert 0 <= row["ts"] - conn["ts"] <= conn["duration"]


def test_states_histories_bytes_and_packets_agree(day: dict[str, list[Row]]) -> None:
    for row in day["conn"]:
        state, history = row["conn_state"], row["history"]
        headers = (20 if row["proto"] == "tcp" else 8) + (40 if ":" in row["id.resp_h"] else 20)
        assert row["orig_ip_bytes"] == row.get("orig_bytes", 0) + headers * row["orig_pkts"]
        assert row["resp_ip_bytes"] == row.get("resp_bytes", 0) + headers * row["resp_pkts"]
        assert ("orig_bytes" in row) == ("resp_bytes" in row) == ("duration" in row)
        assert ("duration" in row) == (row["orig_pkts"] + row["resp_pkts"] > 1)
        assert (row["resp_pkts"] == 0) == (state == "S0")
        assert any(letter.islower() for letter in history) == (state != "S0")
        assert (row.get("orig_bytes", 0) > 0) == ("D" in history)
        assert (row.get("resp_bytes", 0) > 0) == ("d" in history)
        assert row.get("orig_bytes", 0) <= 1472 * row["orig_pkts"]
        assert row.get("resp_bytes", 0) <= 1472 * row["resp_pkts"]
    assert {row["conn_state"] for row in day["conn"]} == {"SF", "S0", "REJ", "RSTO"}


def test_only_addresses_and_names_that_nobody_owns(day: dict[str, list[Row]]) -> None:
    nets = [ip_network(net) for net in DOCUMENTATION + GROUPS]
    seen = {row[end] for row in day["conn"] for end in ("id.orig_h", "id.resp_h")}
    assert all(any(ip_address(address) in net for net in nets) for address in seen)
    fields = (("ssl", "server_name"), ("http", "host"), ("dns", "query"))
    named = {row[field] for log, field in fields for row in day[log] if field in row}
    assert len(named) > 15
    assert all(RESERVED.search(name) for name in named)


def test_local_flags_tell_the_sample_network_from_the_outside(day: dict[str, list[Row]]) -> None:
    for row in day["conn"]:
        assert row["local_orig"] == row["id.orig_h"].startswith(("10.20.0.", "fe80:"))
        assert row["local_resp"] == row["id.resp_h"].startswith(("10.20.0.", "224.", "239."))


# What hides in them


def test_the_truths_are_distinct_and_of_both_kinds() -> None:
    assert len({truth.name for truth in TRUTH}) == len(TRUTH) == 15
    assert {truth.malicious for truth in TRUTH} == {True, False}


@pytest.mark.parametrize("truth", TRUTH, ids=lambda truth: truth.name)
def test_every_truth_is_in_the_logs_with_its_period(
    truth: Truth, day: dict[str, list[Row]], names: dict[str, str]
) -> None:
    for src in truth.src:
        rows = calls(day, names, truth, src)
        assert rows
        if truth.period is not None:
            assert len(check_ins(rows)) >= 6
            assert mean(gaps(rows)) == pytest.approx(truth.period, rel=0.03)
    called = {row["id.resp_h"] for src in truth.src for row in calls(day, names, truth, src)}
    assert called == set(truth.dst)


def test_nothing_else_is_in_the_logs_but_lookups(day: dict[str, list[Row]], names: dict[str, str]) -> None:
    told = {row["uid"] for truth in TRUTH for src in truth.src for row in calls(day, names, truth, src)}
    others = [row for row in day["conn"] if row["uid"] not in told]
    assert {(row["id.resp_h"], row["id.resp_p"], row["proto"]) for row in others} == {("10.20.0.2", 53, "udp")}


def test_the_jittered_beacon_keeps_to_its_sleep_all_day(day: dict[str, list[Row]], names: dict[str, str]) -> None:
    rows = calls(day, names, JITTERED, JITTERED.src[0])
    assert min(gaps(rows)) >= 60 * 0.63
    assert max(gaps(rows)) <= 61
    assert check_ins(rows)[0] < 60
    assert check_ins(rows)[-1] > 86400 - 120
    large = [row for row in rows if row["resp_bytes"] > 10 * 3318]
    assert 0 < len(large) < 0.03 * len(rows)
    assert max(row["orig_bytes"] for row in rows) - min(row["orig_bytes"] for row in rows) <= 24


def test_the_slow_beacon_has_no_name_and_enough_check_ins(day: dict[str, list[Row]]) -> None:
    rows = [row for row in day["ssl"] if row["id.resp_h"] in SLOW.dst]
    assert 8 <= len(rows) <= 11
    assert all("server_name" not in row for row in rows)


def test_the_rotating_beacon_shows_its_rhythm_by_name_only(day: dict[str, list[Row]], names: dict[str, str]) -> None:
    rows = calls(day, names, ROTATING, ROTATING.src[0])
    assert max(gaps(rows)) < 300 * 1.2 + 1.1
    for dst in ROTATING.dst:
        alone = gaps([row for row in rows if row["id.resp_h"] == dst])
        assert max(alone) > 3 * min(alone)
    answers = {answer for row in day["dns"] if row["query"] == ROTATING.domain for answer in row["answers"]}
    assert answers == set(ROTATING.dst)


def test_the_dead_server_is_tried_three_times_and_never_answers(
    day: dict[str, list[Row]], names: dict[str, str]
) -> None:
    rows = calls(day, names, DEAD, DEAD.src[0])
    assert {row["conn_state"] for row in rows} == {"S0"}
    assert not any("orig_bytes" in row for row in rows)
    assert len(rows) == 3 * len(check_ins(rows))


def test_scan_and_guessing_are_short(day: dict[str, list[Row]], names: dict[str, str]) -> None:
    scanned = calls(day, names, SCAN, SCAN.src[0])
    assert len({(row["id.resp_h"], row["id.resp_p"]) for row in scanned}) == len(scanned) == 250
    assert {row["conn_state"] for row in scanned} == {"REJ", "S0"}
    guessed = calls(day, names, GUESSING, GUESSING.src[0])
    assert {row["service"] for row in guessed} == {"ssh"}
    for rows in (scanned, guessed):
        assert check_ins(rows)[-1] - check_ins(rows)[0] < 240


def test_the_updater_keeps_to_the_clock(day: dict[str, list[Row]], names: dict[str, str]) -> None:
    assert all(at % 900 < 2 for at in check_ins(calls(day, names, UPDATER, UPDATER.src[0])))


def test_the_push_session_is_one_long_connection(day: dict[str, list[Row]], names: dict[str, str]) -> None:
    (row,) = calls(day, names, PUSH, PUSH.src[0])
    assert row["duration"] > 7 * 3600


def test_mail_is_looked_for_in_working_hours_only(day: dict[str, list[Row]], names: dict[str, str]) -> None:
    assert all(8 * 3600 <= at < 18 * 3600 for at in check_ins(calls(day, names, MAIL, MAIL.src[0])))


def test_people_sleep_at_night_visit_every_site_and_look_names_up(
    day: dict[str, list[Row]], names: dict[str, str]
) -> None:
    rows = [row for src in BROWSING.src for row in calls(day, names, BROWSING, src)]
    assert all(6 * 3600 <= row["ts"] - MIDNIGHT < 22 * 3600 + 10 for row in rows)
    assert {names[row["uid"]] for row in rows} == {site.name for site in SITES}
    assert {site.name for site in SITES} < {row["query"] for row in day["dns"]}
    for src in BROWSING.src:
        own = gaps(calls(day, names, BROWSING, src))
        assert pstdev(own) > 1.2 * mean(own)
