"""The false alarm of a candidate against a plain reading of the simulated table, and against fresh callers."""

import csv
import math
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beacon_tui.analysis.chance import SHARES, SPREADS, expected_false_alarms, false_alarm
from beacon_tui.analysis.segments import Floats, offsets_of
from beacon_tui.analysis.timing import Timing, judge

GAPS, LINE = 0, 1


def alone(gap_evidence: float, line_evidence: float, gaps: float, spread: float) -> float:
    """The false alarm of one candidate."""
    one = (np.array([value]) for value in (gap_evidence, line_evidence, gaps, spread))
    return float(false_alarm(*one)[0])


def levels(kind: int, gaps: float, spread: float) -> list[float]:
    """The evidence that each of `SHARES` reaches, read off the file by hand."""
    with files("beacon_tui.analysis").joinpath("chance.csv").open(encoding="utf-8") as file:
        rows = [[float(cell) for cell in row] for row in csv.reader(file) if not row[0].startswith("#")]
    wanted = sum(spread >= edge for edge in SPREADS)
    rows = [row for row in rows if (row[0], row[1]) == (kind, wanted)]
    below = max((row for row in rows if row[2] <= gaps), key=lambda row: row[2], default=rows[0])
    above = min((row for row in rows if row[2] >= gaps), key=lambda row: row[2], default=rows[-1])
    part = 0.0 if above[2] == below[2] else (gaps - below[2]) / (above[2] - below[2])
    beyond = max(gaps / rows[-1][2], 1.0)
    mixed = [low + part * (high - low) for low, high in zip(below[3:], above[3:], strict=True)]
    return [level * beyond if level < 0 else level for level in mixed]


def naive(kind: int, evidence: float, gaps: float, spread: float) -> float:
    """The share of callers that reach the evidence, one step of the table after another."""
    steps = list(zip(levels(kind, gaps, spread), SHARES, strict=True))
    if math.isnan(evidence) or evidence < steps[0][0]:
        return 1.0
    for (low, share), (high, less) in pairwise(steps):
        if evidence < high:
            return float(share * (less / share) ** ((evidence - low) / (high - low)))
    (low, share), (high, less) = steps[-4], steps[-1]
    return float(less * (less / share) ** ((evidence - high) / (high - low)))


@settings(max_examples=100)
@given(
    st.floats(-60, 60) | st.just(math.nan), st.floats(-3, 30) | st.just(math.nan), st.integers(5, 6000), st.floats(0, 3)
)
def test_it_agrees_with_a_plain_reading_of_the_table(of_gaps: float, of_line: float, gaps: int, spread: float) -> None:
    found = alone(of_gaps, of_line, gaps, spread)
    if math.isnan(of_gaps) and math.isnan(of_line):
        assert math.isnan(found)
        return
    least = min(naive(GAPS, of_gaps, gaps, spread), naive(LINE, of_line, gaps, spread), 1 - 1e-12)
    assert found == pytest.approx(1 - (1 - least) ** 2, rel=1e-6, abs=1e-15)


@given(st.floats(-60, 60), st.floats(0, 20), st.integers(5, 6000), st.floats(0, 3))
def test_more_evidence_is_never_likelier_by_chance(evidence: float, more: float, gaps: int, spread: float) -> None:
    assert alone(evidence + more, math.nan, gaps, spread) <= alone(evidence, math.nan, gaps, spread) + 1e-12


def callers(count: int, seed: int) -> Timing:
    """Random callers and people in sessions, half of each, judged."""
    rng = np.random.default_rng(seed)
    groups: list[Floats] = []
    for number in range(count):
        if number % 2:
            groups.append(np.sort(rng.uniform(0, 86400, rng.integers(10, 300))))
        else:
            visits = rng.uniform(0, 80000, rng.integers(3, 15))
            clicks = [start + np.cumsum(rng.lognormal(2.5, 1.2, rng.integers(4, 30))) for start in visits]
            groups.append(np.sort(np.concatenate(clicks)))
    return judge(np.concatenate(groups), offsets_of(np.array([one.size for one in groups])), 6)


def test_of_callers_without_a_rhythm_no_more_fall_below_than_is_stated() -> None:
    timing = callers(6000, 1)
    told = false_alarm(timing.gap_evidence, timing.line_evidence, timing.events - 1, timing.spread)
    for stated in (0.1, 0.01):
        assert np.mean(told <= stated) < 2 * stated


def test_a_table_of_random_callers_expects_as_many_alarms_as_it_has() -> None:
    timing = callers(2000, 2)
    for evidence in (-8.0, -5.0):
        (expected,) = expected_false_alarms([evidence], timing.events - 1, timing.spread)
        assert np.sum(timing.gap_evidence >= evidence) == pytest.approx(expected, rel=0.6, abs=6)
