"""The points of the timeline: no more than the picture has dots, and none of them missing."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from beacon_tui.render.timeline import bytes_timeline, gaps_timeline
from tests.fakes import EXAMPLES, START, fake_results


def test_a_few_points_are_all_drawn() -> None:
    results = fake_results(EXAMPLES[:1])
    picture = gaps_timeline(results, 0, 110, 40)
    times = results.connections(0)["ts"].to_numpy()
    assert picture.x == times[1:].tolist()
    assert np.allclose(10 ** np.array(picture.y), np.diff(times))


def test_of_many_points_one_a_dot_is_drawn_and_both_ends_stay() -> None:
    number = 50_000
    fake = replace(EXAMPLES[0], count=number, period=1.0)
    results = fake_results([fake])
    sent = np.random.default_rng(1).integers(1, 10**6, len(results.frame)).astype(np.float64)
    results = replace(results, frame=results.frame.assign(orig_bytes=sent))
    picture = bytes_timeline(results, 0, 40, 10)
    assert f"each of {number:,} connections" in picture.title
    assert number / 50 < len(picture.x) <= 80 * 40
    assert picture.x == sorted(picture.x)
    dots = pd.DataFrame({"x": np.array(picture.x) - START, "y": picture.y})
    assert np.ptp(dots["x"]) > 0.98 * number
    assert np.ptp(dots["y"]) > 0.8 * (picture.top - picture.bottom)


def ticks(hours: float, width: int) -> tuple[list[float], list[str]]:
    """The ticks below a picture of two connections over a window of so many hours, in cells, and their labels."""
    results = fake_results(EXAMPLES[:1])
    window = replace(results.window, start=START, stop=START + hours * 3600)
    places, labels = gaps_timeline(replace(results, window=window), 0, width, 10).x_ticks
    return [(place - START) / (hours * 3600) * width for place in places], labels


@pytest.mark.parametrize("width", [20, 68, 108, 240])
@pytest.mark.parametrize("hours", [0.01, 0.5, 5, 24, 50, 24 * 9, 24 * 400])
def test_labels_of_time_are_so_far_apart_that_none_moves_another(hours: float, width: int) -> None:
    for (one, label), (two, other) in pairwise(zip(*ticks(hours, width), strict=True)):
        assert two - one > len(label) + len(other) / 2


def test_the_first_label_of_time_and_midnights_say_the_day() -> None:
    assert ticks(24, 68)[1] == ["04-19 00:00", "06:00", "12:00", "18:00", "04-20"]
    assert ticks(24 * 9, 68)[1][:2] == ["04-19", "04-21"]
    assert ticks(0.1, 68)[1][:2] == ["04-19 00:00", "00:02"]
    assert ticks(0.01, 68)[1][:2] == ["04-19 00:00:00", "00:00:15"]
