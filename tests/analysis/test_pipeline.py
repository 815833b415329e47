"""The one road with a selection: what is judged, against which window, and what is no longer known."""

from pathlib import Path

import numpy as np

from beacon_tui.analysis.pipeline import run
from beacon_tui.analysis.proof import grid, try_logs
from beacon_tui.zeek.progress import Monitor
from beacon_tui.zeek.selection import Selection, network, when

SAMPLES = Path(__file__).parents[2] / "sample_logs"


def test_one_source_is_judged_as_it_is_among_all() -> None:
    whole = run([SAMPLES])
    one = run([SAMPLES], selection=Selection(src=(network("10.20.0.21"),)))
    assert one.window == whole.window
    place = [row for row, src in enumerate(whole.columns["src"]) if src == "10.20.0.21"]
    assert len(one) == len(place) > 1
    for name in ("dst", "score", "period", "coverage", "false_alarm", "persistence_score"):
        assert one.columns[name].tolist() == whole.columns[name][place].tolist(), name
    assert one.counts.rows + one.counts.selected.rows == whole.counts.rows


def test_how_many_others_talk_to_a_destination_is_unknown_where_they_are_left_out() -> None:
    assert not np.isnan(run([SAMPLES]).columns["prevalence"]).all()
    for chosen in (Selection(src=(network("10.20.0.21"),)), Selection(dst=(network("203.0.113.10"),))):
        results = run([SAMPLES], selection=chosen)
        assert len(results)
        assert np.isnan(results.columns["prevalence"]).all()


def test_the_window_is_what_was_asked_for_as_far_as_the_logs_go() -> None:
    span = Selection(when("2026-01-15T08:00"), when("2026-01-17"))
    window = run([SAMPLES], selection=span).window
    assert 0 <= window.start - span.start < 60
    assert window.stop == run([SAMPLES]).window.stop
    assert window.slowest_period < run([SAMPLES]).window.slowest_period


def test_beacons_are_tried_in_the_window_of_the_whole_sensor() -> None:
    chosen = Selection(src=(network("10.20.0.27"),))
    trial = try_logs([SAMPLES], grid(periods=(60.0,), jitters=(0.1,)), Monitor(), selection=chosen)
    assert trial.results.window == run([SAMPLES]).window
    assert trial.beacons[0].src == "10.20.0.27"
    assert len(trial.beacons[0].frame) > 1300
