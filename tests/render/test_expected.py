"""When the next check-in is expected, and what is said when it does not come."""

import math

import numpy as np
import pytest

from beacon_tui.analysis.model import Results
from beacon_tui.analysis.pipeline import analyse
from beacon_tui.render.expected import expected, nearest
from tests.analysis.frames import calls, frame_of
from tests.fakes import DAY, START, Fake, fake_results


@pytest.mark.parametrize(
    ("after", "words"),
    [(0, "in 1m00s"), (45, "in 15.0s"), (61, "due"), (65.9, "due"), (80, "late 20.0s"), (190, "gone 3m10s")],
)
def test_what_is_said_after_the_last_check_in(after: float, words: str) -> None:
    results = analyse(frame_of(calls(60.0 * i for i in range(100))), files=1)
    assert expected(results, 0, 99 * 60.0 + after) == words


def test_without_a_rhythm_nothing_is_expected() -> None:
    results = analyse(frame_of(calls([0.0], duration=7200)), files=1)
    assert expected(results, 0, 100.0) == "—"


def watched(*candidates: tuple[float, float, float]) -> Results:
    """Candidates by seconds since the last check-in before the end of the day, period and score, best score first."""
    return fake_results(
        [
            Fake(f"10.0.0.{n}", ("192.0.2.1",), score=score, columns={"last_seen": START + DAY - ago, "period": period})
            for n, (ago, period, score) in enumerate(candidates)
        ]
    )


@pytest.mark.parametrize(
    ("candidates", "row"),
    [
        ([(10, 60, 0.9), (50, 60, 0.8), (5, 300, 0.7)], 1),
        ([(90, 60, 0.9), (50, 300, 0.8), (70, 60, 0.7)], 1),
        ([(90, 60, 0.9), (500, 60, 0.8), (70, 60, 0.7)], 2),
        ([(10, math.nan, 0.9), (10, 60, 0.8), (50, 60, math.nan)], 1),
        ([(10, math.nan, 0.9), (10, 60, math.nan)], 0),
    ],
)
def test_the_nearest_is_what_comes_next_or_is_the_least_late(
    candidates: list[tuple[float, float, float]], row: int
) -> None:
    assert nearest(watched(*candidates), np.arange(len(candidates)), START + DAY) == row
