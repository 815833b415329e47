"""Selecting while loading: what is read, what is left out, and that both are counted."""

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from beacon_tui.errors import NothingReadable, NothingSelected
from beacon_tui.zeek.load import Logs, load, load_some
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.selection import Selected, Selection, network, when
from tests.zeek.logs import CONN, ndjson, tsv, write

DAY = 1768435200.0
"""2026-01-15 00:00 UTC."""
HOUR = 3600.0


def row(ts: float, src: str = "10.0.0.1", dst: str = "192.0.2.7", **more: str) -> dict[str, str]:
    """A connection."""
    return CONN | {"ts": f"{ts:.1f}", "uid": f"C{ts:.1f}{src}", "id.orig_h": src, "id.resp_h": dst, **more}


def select(folder: Path, **asked: object) -> Logs:
    """Load with a selection."""
    return load([folder], Monitor(), Selection(**asked))  # type: ignore[arg-type]


@pytest.fixture
def rotated(tmp_path: Path) -> Path:
    """Ten days of one log a day, in the time of UTC, with a session of 30 hours that ends in the sixth."""
    for day in range(10):
        start = DAY + day * 24 * HOUR
        rows = [row(start + hour * HOUR + 1) for hour in range(24)]
        if day == 5:
            rows.insert(3, row(start - 27 * HOUR, "10.0.0.9", duration=f"{30 * HOUR}"))
        write(tmp_path / f"2026-01-{15 + day}" / "conn.00:00:00-00:00:00.log.gz", tsv(*rows))
    return tmp_path


def test_logs_that_can_hold_nothing_are_not_read(rotated: Path) -> None:
    monitor = Monitor()
    chosen = Selection(when("2026-01-18"), when("2026-01-19"))
    loaded = load([rotated], monitor, chosen)
    hourly = loaded.frame["ts"][loaded.frame["id.orig_h"] == "10.0.0.1"]
    assert sorted(hourly) == [DAY + 72 * HOUR + hour * HOUR + 1 for hour in range(24)]
    # Read: the 17th, which may end on the 18th in some zone, to the 20th, with sessions of up to a day.
    assert loaded.selected == Selected(chosen, files=6, rows=72)
    assert (loaded.files, monitor.files, loaded.skipped) == (4, 4, ())


def test_a_long_session_is_found_in_the_log_in_which_it_ended(rotated: Path) -> None:
    loaded = select(rotated, since=when("2026-01-18T20:00"), until=when("2026-01-18T22:00"))
    assert "10.0.0.9" in loaded.frame["id.orig_h"].tolist()
    assert len(loaded.frame) == 3


def test_a_relative_time_is_before_the_newest_connection(rotated: Path) -> None:
    loaded = select(rotated, since=timedelta(hours=2))
    assert sorted(loaded.frame["ts"]) == [DAY + 237 * HOUR + hour * HOUR + 1 for hour in range(3)]
    assert loaded.selected.selection.since == DAY + 237 * HOUR + 1
    assert loaded.selected.files == 9


@pytest.mark.parametrize("name", ["2026-01-24/conn.00:00:00-00:00:00.log", "conn.log"])
def test_a_stray_time_is_not_the_newest(rotated: Path, name: str) -> None:
    rows = [row(DAY + 9 * 24 * HOUR + minute * 60) for minute in range(4)]
    write(rotated / name, tsv(*rows, row(DAY + 40 * 365 * 24 * HOUR)))
    loaded = select(rotated, since=timedelta(hours=2), until=timedelta(hours=1))
    assert loaded.selected.selection.since == DAY + 237 * HOUR + 1


def test_a_relative_time_needs_no_name_of_a_log(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", ndjson(*(row(DAY + second) for second in (0, 60, 120))))
    assert sorted(select(tmp_path, since=timedelta(minutes=1)).frame["ts"]) == [DAY + 60, DAY + 120]
    assert sorted(select(tmp_path, until=timedelta(minutes=1)).frame["ts"]) == [DAY]


def test_addresses_are_selected_and_the_others_still_say_when_the_sensor_saw(tmp_path: Path) -> None:
    rows = [
        row(DAY, "10.0.0.1"),
        row(DAY + 1, "10.0.1.1"),
        row(DAY + 2, "2001:db8::7"),
        row(DAY + 3, "::ffff:10.0.0.2"),
    ]
    write(tmp_path / "conn.log", tsv(*rows))
    loaded = select(tmp_path, src=(network("10.0.0.0/24"), network("2001:db8::/32")))
    assert loaded.frame["ts"].tolist() == [DAY, DAY + 2, DAY + 3]
    assert loaded.frame["id.orig_h"].cat.categories.tolist() == ["10.0.0.1", "2001:db8::7", "::ffff:10.0.0.2"]
    assert loaded.frame.index.tolist() == [0, 1, 2]
    assert loaded.beside.tolist() == [DAY + 1]
    assert loaded.selected.rows == 1
    none = select(tmp_path, dst=(ip_network("192.0.2.0/24"),), since=DAY + 2)
    assert (len(none.frame), none.beside.tolist(), none.selected.rows) == (2, [], 2)


def test_an_address_that_is_none_is_in_no_network(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(row(DAY, "0.0.0.0/0"), row(DAY, "fe80::1%eth0"), row(DAY, "nonsense")))
    assert select(tmp_path, src=(network("fe80::/10"), network("0.0.0.0/0"))).frame["id.orig_h"].tolist() == [
        "fe80::1%eth0"
    ]


def test_sensors_are_told_by_their_name_in_both_formats(tmp_path: Path) -> None:
    names = ["edge", "core", "edge"]
    fields = ("_node_name", *CONN)
    rows = [row(DAY + place) | {"_node_name": name} for place, name in enumerate(names)]
    write(tmp_path / "a" / "conn.log", tsv(*rows, fields=fields))
    write(tmp_path / "b" / "conn.log", ndjson(*(row(DAY + 10 + place) for place in range(2)), _node_name="edge"))
    write(tmp_path / "c" / "conn.log", tsv(row(DAY + 20)))
    loaded = select(tmp_path, sensor=("edge",))
    assert sorted(loaded.frame["ts"] - DAY) == [0, 2, 10, 11]
    assert "_node_name" not in loaded.frame
    assert loaded.selected.rows == 2
    # What another sensor saw says nothing of this one.
    assert loaded.beside.tolist() == []


def test_open_sessions_are_selected_as_well(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", tsv(row(DAY)))
    listed = [row(DAY + 5, "10.0.0.1", duration="60"), row(DAY + 5, "10.0.0.2", duration="60")]
    write(tmp_path / "open_conn.log", tsv(*listed, path="open_conn"))
    loaded = select(tmp_path, src=(network("10.0.0.1"),))
    assert loaded.frame["conn_state"].tolist() == ["SF", "open"]


def test_names_come_along(rotated: Path) -> None:
    uid = row(DAY + 72 * HOUR + 1)["uid"]
    fields = {"ts": f"{DAY + 72 * HOUR + 1:.1f}", "uid": uid, "server_name": "c2.example"}
    write(rotated / "2026-01-18" / "ssl.00:00:00-00:00:00.log.gz", tsv(fields, fields=tuple(fields), path="ssl"))
    loaded = select(rotated, since=when("2026-01-18"), until=when("2026-01-18T01:00"))
    assert loaded.frame["domain"].tolist() == ["c2.example"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"since": when("2027-01-01")}, "by since 2027-01-01 00:00 UTC: "),
        ({"src": (network("203.0.113.0/24"),)}, "by src 203.0.113.0/24: "),
        ({"sensor": ("edge",)}, r"by sensor edge: .* and do not name their sensor \(_node_name\)"),
    ],
)
def test_nothing_selected_says_what_was_asked_and_what_is_there(
    rotated: Path, asked: dict[str, object], words: str
) -> None:
    with pytest.raises(NothingSelected, match=words) as error:
        select(rotated, **asked)
    assert "the logs hold 241 connections, from 2026-01-15 00:00 to 2026-01-24 23:00 UTC" in str(error.value)


def test_the_sensors_that_are_there_are_named_without_harm(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", ndjson(row(DAY), _node_name="edge\x1b[31m"))
    with pytest.raises(NothingSelected, match=r"of the sensor 'edge\?\[31m'"):
        select(tmp_path, sensor=("core",))


def test_without_any_connection_there_is_nothing_to_select_from(tmp_path: Path) -> None:
    write(tmp_path / "conn.log", "prose\n")
    for chosen in (Selection(when("24h")), Selection(src=(network("10.0.0.0/8"),))):
        with pytest.raises(NothingReadable, match="not a Zeek log"):
            load_some([tmp_path], Monitor(), chosen)
