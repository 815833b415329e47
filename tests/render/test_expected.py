"""When the next check-in is expected, and what is said when it does not come."""

import pytest

from beacon_tui.analysis.pipeline import analyse
from beacon_tui.render.expected import expected
from tests.analysis.frames import calls, frame_of


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
