"""Candidates are known again in other results of the same logs."""

import numpy as np

from beacon_tui.analysis.pipeline import analyse
from beacon_tui.triage.same import known_again, standing_out
from beacon_tui.triage.view import View
from tests.analysis.frames import calls, frame_of

TIMES = np.arange(60) * 60.0


def test_whatever_their_rows_are() -> None:
    one = calls(TIMES) + calls(TIMES, resp_p=80) + calls(TIMES * 2 + np.sin(TIMES) * 40, orig_h="10.0.0.2")
    old = analyse(frame_of(one), files=1)
    new = View.of(analyse(frame_of(calls(TIMES, orig_h="10.0.0.9", resp_h="192.0.2.200") + one[::-1]), files=1))
    rows = known_again(old, range(len(old)), new)
    assert set(rows) == set(range(len(old)))
    for before, now in rows.items():
        for name in ("src", "dst", "port", "events"):
            assert old.columns[name][before] == new.results.columns[name][now]


def test_what_is_gone_is_not_found() -> None:
    old = analyse(frame_of(calls(TIMES)), files=1)
    assert known_again(old, [0], View.of(analyse(frame_of(calls(TIMES, resp_p=80)), files=1))) == {}


def test_what_stands_out_is_not_hidden_and_scores_enough() -> None:
    results = analyse(frame_of(calls(TIMES) + calls(TIMES[:7] ** 1.2, orig_h="10.0.0.2")), files=1)
    assert list(standing_out(View.of(results), 0.5).values()) == [0]
    assert len(standing_out(View.of(results), 0.0)) == 2
