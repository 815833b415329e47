"""Beacons that rotate over addresses without a name are one candidate; scans and strangers are none."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from beacon_tui.analysis.pipeline import analyse
from beacon_tui.analysis.synthetic import check_ins
from tests.analysis.frames import calls, frame_of

DAY = 86400.0


def rotation(count: int = 6, sent: int = 700, **same: Any) -> list[dict[str, Any]]:  # noqa: ANN401  any column
    """Check-ins every five minutes, each to another of `count` addresses, at random."""
    rng = np.random.default_rng(1)
    times = check_ins("cobalt", 300, 0.2, 0, DAY, rng)
    rows = []
    for time in times:
        (row,) = calls([time], resp_h=f"198.51.100.{rng.integers(count)}", orig_bytes=int(sent + rng.integers(9)))
        rows.append(row | same)
    return rows


def groups(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The candidates of kind `group`."""
    table = pd.DataFrame(dict(analyse(frame_of(rows), 1).columns))
    return table[table["kind"] == "group"]


def test_a_rotation_without_a_name_is_one_candidate_and_best_of_all() -> None:
    results = analyse(frame_of(rotation()), 1)
    columns = results.columns
    assert (columns["kind"][0], columns["dst"][0], columns["dst_count"][0], columns["port"][0]) == (
        "group",
        None,
        6,
        443,
    )
    assert columns["period"][0] == pytest.approx(270, rel=0.03)
    assert columns["score"][0] > 0.9
    assert np.isnan(columns["prevalence"][0])
    assert results.flags_of(0) == ["rotates"]
    assert all("member" in results.flags_of(row) for row in range(1, len(results)))


def test_a_rotation_in_turn_is_one_candidate_though_each_address_is_regular() -> None:
    times = check_ins("cobalt", 300, 0.1, 0, DAY, np.random.default_rng(3))
    rows = [row for n, time in enumerate(times) for row in calls([time], resp_h=f"198.51.100.{n % 5}", orig_bytes=700)]
    found = groups(rows)
    assert found["dst_count"].tolist() == [5]
    assert found["period"].iloc[0] == pytest.approx(285, rel=0.03)


@pytest.mark.parametrize("same", [{"domain": "cdn.example"}, {"orig_bytes": None}])
def test_what_has_a_name_or_no_size_is_not_grouped_by_size(same: dict[str, Any]) -> None:
    assert groups(rotation(**same)).empty


def test_another_size_port_or_source_is_another_group() -> None:
    for other in (
        rotation(sent=900),
        [row | {"id.resp_p": 8443} for row in rotation()],
        [row | {"id.orig_h": "10.0.0.9"} for row in rotation()],
    ):
        moved = [row | {"id.resp_h": row["id.resp_h"].replace("198.51.100", "203.0.113")} for row in other]
        assert groups(rotation() + moved)["dst_count"].tolist() == [6, 6]


def test_a_scan_of_many_addresses_at_an_even_pace_is_no_group() -> None:
    rows = [row for n in range(600) for row in calls([n * 2.0], resp_h=f"192.0.2.{n % 250}", orig_bytes=40)]
    assert groups(rows).empty


def test_two_beacons_of_one_size_that_are_better_told_alone_are_no_group() -> None:
    rows = calls(np.arange(0, DAY, 300.0), resp_h="192.0.2.1", orig_bytes=500)
    rows += calls(np.arange(7, DAY, 470.0), resp_h="192.0.2.2", orig_bytes=500)
    assert groups(rows).empty


def test_random_calls_of_one_size_are_no_group() -> None:
    rng = np.random.default_rng(2)
    rows = [
        row for n in range(8) for row in calls(np.sort(rng.uniform(0, DAY, 40)), resp_h=f"192.0.2.{n}", orig_bytes=500)
    ]
    assert groups(rows).empty
