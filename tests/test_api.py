"""The Python interface: the same candidates as the command line, as pandas users want them."""

import json
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import beacon_tui
from beacon_tui import scan
from beacon_tui.analysis.model import COLUMNS
from beacon_tui.cli import cli
from beacon_tui.errors import NothingReadable, NothingSelected, SelectionError

SAMPLES = Path(__file__).parent.parent / "sample_logs"


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """The candidates of the sample logs."""
    return scan(SAMPLES).candidates


def test_it_finds_what_the_command_line_finds(table: pd.DataFrame) -> None:
    printed = CliRunner().invoke(cli, ["scan", str(SAMPLES), "--all", "--format", "json"]).stdout
    records = json.loads(printed)["candidates"]
    assert len(records) == len(table)
    for record, (_, row) in zip(records, table.iterrows(), strict=True):
        for name in ("src", "dst", "domain", "port", "connections", "score", "period", "cv"):
            value = None if pd.isna(row[name]) else row[name]
            assert value == record[name], name
        for name in ("first_seen", "last_seen"):
            assert row[name] == pd.Timestamp(record[name]), name
        for name in ("accounts", "flags", "reasons"):
            assert row[name] == record[name], name
        assert [one["period"] for one in row["periods"]] == [one["period"] for one in record["periods"] or []]


def test_every_public_name_is_a_column_of_its_own_type(table: pd.DataFrame) -> None:
    assert list(table) == [column.name for column in COLUMNS]
    kinds = {"text": "str", "address": "str", "int": "Int64", "time": "datetime64[us, UTC]", "list": "object"}
    for column in COLUMNS:
        assert str(table[column.name].dtype) == kinds.get(column.kind, "float64"), column.name
    (rotating,) = table.index[table["kind"] == "name"]
    assert pd.isna(table.loc[rotating, "dst"])
    assert table["score"].isna().sum() == 1
    assert all(isinstance(value, list) for name in ("periods", "accounts", "flags", "reasons") for value in table[name])


def test_a_candidate_leads_to_its_connections() -> None:
    results = scan(str(SAMPLES), src="10.20.0.21")
    assert set(results.candidates["src"]) == {"10.20.0.21"}
    for label, row in results.candidates.iterrows():
        assert isinstance(label, int)
        connections = results.connections(label)
        assert len(connections) == row["connections"]
        assert set(connections["id.resp_h"]) == {row["dst"]} or row["dst_count"] > 1
        assert connections["ts"].is_monotonic_increasing
    assert repr(results) == f"<Results: {len(results)} candidates in {results.counts.rows:,} connections>"


@pytest.mark.parametrize(
    "since",
    ["2026-01-15T16:00", datetime(2026, 1, 15, 16, tzinfo=UTC), pd.Timestamp("2026-01-15 16:00"), 1768492800],
)
def test_times_may_be_texts_datetimes_and_seconds(since: str | datetime | float) -> None:
    window = scan(SAMPLES, since=since, until="2026-01-15 20:00").window
    assert 0 <= window.start - 1768492800 < 60
    assert window.hours == pytest.approx(4, abs=0.03)


def test_spans_are_taken_back_from_the_newest() -> None:
    by_text, by_delta = (scan(SAMPLES, since=since) for since in ("6h", timedelta(hours=6)))
    assert by_text.window == by_delta.window
    assert by_text.counts.selected.selection.since == by_text.window.stop - 6 * 3600


def test_several_networks_may_be_given() -> None:
    results = scan(SAMPLES, src=["10.20.0.21", "10.20.0.26/32"], dst=("203.0.113.0/24",))
    assert set(results.candidates["src"]) == {"10.20.0.21", "10.20.0.26"}
    assert results.counts.selected.selection.dst == (ip_network("203.0.113.0/24"),)


def test_more_check_ins_judge_less(table: pd.DataFrame) -> None:
    judged = scan(SAMPLES, min_check_ins=50).candidates.dropna(subset="score")
    assert 0 < len(judged) < len(table)
    assert judged["events"].min() >= 50


def test_what_cannot_be_meant_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(SelectionError, match="is no time") as error:
        scan(SAMPLES, since="foo")
    assert isinstance(error.value, ValueError)
    with pytest.raises(SelectionError, match="is no address"):
        scan(SAMPLES, src="example.com")
    with pytest.raises(NothingSelected, match="sensor edge"):
        scan(SAMPLES, sensor="edge")
    with pytest.raises(NothingReadable, match="nowhere"):
        scan(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="4 or more"):
        scan(SAMPLES, min_check_ins=3)
    with pytest.raises(TypeError):
        scan()
    with pytest.raises(AttributeError, match="nonsense"):
        beacon_tui.nonsense  # noqa: B018


def test_unknown_is_never_a_number(table: pd.DataFrame) -> None:
    session = table[table["score"].isna()].iloc[0]
    assert np.isnan(session["cv"])
    assert session["periods"] == []
    assert not (table["port"] < 0).any()
