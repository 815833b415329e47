"""The points of the timeline: no more than the picture has dots, and none of them missing."""

from dataclasses import replace

import numpy as np
import pandas as pd

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
