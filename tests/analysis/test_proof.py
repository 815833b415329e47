"""Beacons tried out in memory: they neither change what is there nor each other, and agree with a copy on disk."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from beacon_tui.analysis.beacons import Plan
from beacon_tui.analysis.injection import inject
from beacon_tui.analysis.model import MIN_CHECK_INS, Results
from beacon_tui.analysis.pipeline import analyse, run
from beacon_tui.analysis.proof import JITTERS, PERIODS, grid, try_logs, try_out
from beacon_tui.errors import InjectError, NothingReadable
from beacon_tui.triage.proof import prove
from beacon_tui.zeek.load import load
from beacon_tui.zeek.progress import Monitor

SAMPLES = Path(__file__).parents[2] / "sample_logs"
CURL = Plan("mythic", 60, 0.2)
"""A loop of curl and a sleep of 60 s with random jitter."""


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """The connections of the sample day."""
    return load([SAMPLES], Monitor()).frame


def table(results: Results, leave_out: set[str]) -> pd.DataFrame:
    """The candidates but for some destinations, in an order that does not depend on the scores."""
    columns = pd.DataFrame(dict(results.columns))
    kept = columns[~columns["dst"].isin(leave_out)]
    return kept.sort_values(["kind", "src", "dst", "domain", "port", "proto"]).reset_index(drop=True)


def test_the_grid_has_every_period_with_every_jitter_once() -> None:
    plans = grid("sliver", (60, 300, 60), (0.1, 0.1, 0.5), 0.2, (8, 18), 3)
    assert [(plan.period, plan.jitter) for plan in plans] == [(60, 0.1), (60, 0.5), (300, 0.1), (300, 0.5)]
    assert set(plans) == {Plan("sliver", plan.period, plan.jitter, 0.2, (8, 18), 3) for plan in plans}
    assert len(grid()) == len(PERIODS) * len(JITTERS) == 40
    assert len(grid("merlin")) == len(PERIODS)


def test_the_users_candidates_are_what_they_are_without_the_beacons(frame: pd.DataFrame) -> None:
    trial = try_out(frame, grid(), MIN_CHECK_INS)
    called = {beacon.dst for beacon in trial.beacons}
    pd.testing.assert_frame_equal(table(analyse(frame, 1), set()), table(trial.results, called), rtol=1e-9)
    assert trial.results.window == analyse(frame, 1).window


def test_a_beacon_scores_the_same_alone_and_among_others(frame: pd.DataFrame) -> None:
    def scores(*plans: Plan) -> dict[str, float]:
        """The score by the plan's label."""
        trial = try_out(frame, plans, MIN_CHECK_INS)
        dsts = trial.results.columns["dst"].tolist()
        return {beacon.plan.label: trial.results.columns["score"][dsts.index(beacon.dst)] for beacon in trial.beacons}

    plans = grid(periods=(60, 1800))
    together = scores(*plans)
    for plan in plans[::3]:
        assert scores(plan)[plan.label] == pytest.approx(together[plan.label], rel=1e-9)


@pytest.mark.parametrize("plan", [CURL, Plan("cobalt", 1800, 0.5), Plan("sliver", 10800, 0.1, hours=(22, 20))])
def test_prove_agrees_with_a_scan_of_the_copy(tmp_path: Path, frame: pd.DataFrame, plan: Plan) -> None:
    beacon = inject([SAMPLES], tmp_path / "copy", plan, Monitor()).beacon
    results = run([tmp_path / "copy"])
    row = results.columns["dst"].tolist().index(beacon.dst)
    others = np.delete(results.columns["score"], row)
    plans = [*grid(), plan]
    outcome = prove(try_logs([SAMPLES], plans, Monitor()), (), 0.5, MIN_CHECK_INS).outcomes[-1]
    assert outcome.score == pytest.approx(results.columns["score"][row], rel=1e-9)
    assert outcome.rank == 1 + int((others > results.columns["score"][row]).sum())
    assert outcome.check_ins == len(beacon.frame) == results.columns["connections"][row]


def test_the_copy_is_the_log_and_the_beacon(tmp_path: Path, frame: pd.DataFrame) -> None:
    injected = inject([SAMPLES], tmp_path / "copy", CURL, Monitor())
    assert injected.notes == ()
    by = ["ts", "uid"]
    whole = pd.concat([frame, injected.beacon.frame]).astype(object).sort_values(by).reset_index(drop=True)
    copy = load([tmp_path / "copy"], Monitor()).frame.astype(object).sort_values(by).reset_index(drop=True)
    pd.testing.assert_frame_equal(copy, whole)


def test_a_curl_every_minute_with_random_jitter_in_a_day_of_logs_surfaces(tmp_path: Path) -> None:
    beacon = inject([SAMPLES], tmp_path / "copy", CURL, Monitor()).beacon
    results = run([tmp_path / "copy"])
    assert beacon.dst in results.columns["dst"][:5].tolist()
    row = results.columns["dst"].tolist().index(beacon.dst)
    assert results.columns["period"][row] == pytest.approx(60.5, rel=0.03)


def test_without_a_check_in_or_a_log_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InjectError, match="No check-in of 1 h ±0 %"):
        inject([SAMPLES], tmp_path / "copy", Plan("cobalt", 3600, 0, missed=1.0), Monitor())
    with pytest.raises(NothingReadable):
        inject([tmp_path / "nowhere"], tmp_path / "copy", CURL, Monitor())
    with pytest.raises(NothingReadable):
        try_logs([tmp_path / "nowhere"], grid(), Monitor())
    assert not (tmp_path / "copy").exists()


def test_a_full_folder_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(InjectError, match="not an empty folder"):
        inject([tmp_path / "nowhere"], tmp_path, CURL, Monitor())
