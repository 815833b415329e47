"""Results that were kept come back as they were."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from beacon_tui.analysis import kept
from beacon_tui.analysis.model import Results
from beacon_tui.analysis.pipeline import run
from beacon_tui.zeek.cache import Cache
from beacon_tui.zeek.selection import WHOLE

SAMPLES = Path(__file__).parents[2] / "sample_logs"


@pytest.fixture(autouse=True)
def _everything_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beacon_tui.analysis.pipeline.WORTH_IT", 0)
    monkeypatch.setattr("beacon_tui.zeek.read.WORTH_IT", 0)


def same(one: Results, other: Results) -> None:
    """Assert that nothing tells two results apart."""
    assert (one.window, one.counts) == (other.window, other.counts)
    pd.testing.assert_frame_equal(one.frame, other.frame)
    for name in ("flags", "join_gaps", "order", "offsets"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), strict=True)
    assert list(one.columns) == list(other.columns)
    for name, values in one.columns.items():
        np.testing.assert_array_equal(values, other.columns[name], strict=True)


def test_results_come_back_without_judging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    first = run([SAMPLES], cache=cache)
    same(first, run([SAMPLES]))
    monkeypatch.setattr("beacon_tui.analysis.pipeline.analyse", None)
    same(first, run([SAMPLES], cache=cache))


def test_other_logs_or_settings_are_judged_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    logs = Path(shutil.copytree(SAMPLES, tmp_path / "logs"))
    run([logs], cache=cache)
    fewer = run([logs], fewest=20, cache=cache)
    same(fewer, run([logs], fewest=20))
    assert fewer.counts.judged < run([logs], cache=cache).counts.judged
    ssl = next(logs.rglob("ssl*.log*"))
    ssl.unlink()
    same(run([logs], cache=cache), run([logs]))


def test_another_table_is_refused() -> None:
    results = run([SAMPLES])
    table = kept.table_of(results)
    for wrong in (table.drop_columns(["rows"]), table.replace_schema_metadata({}), pa.table({"a": [1]})):
        with pytest.raises(ValueError, match="no results"):
            kept.read_back(wrong, results.frame, (), WHOLE)
