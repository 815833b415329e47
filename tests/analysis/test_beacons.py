"""Synthetic beacons: who calls whom, when, and that equal questions get equal answers."""

import math
from ipaddress import ip_address

import numpy as np
import pandas as pd
import pytest

from beacon_tui.analysis.beacons import MOST_PERIODS, TEST_NETS, Plan, draw
from beacon_tui.analysis.implants import IMPLANTS, JITTERLESS
from beacon_tui.analysis.synthetic import MODELS
from beacon_tui.errors import InjectError
from beacon_tui.zeek.columns import CATEGORIES, CONN_FIELDS, NUMBERS
from tests.analysis.frames import calls, frame_of

HOUR = 3600.0
START = 1_768_435_200.0
DAY = [START, START + 24 * HOUR]
PLAN = Plan("cobalt", 60, 0.3)


def traffic(*sources: tuple[str, int]) -> pd.DataFrame:
    """A day of traffic: sources, and how often each calls."""
    rows = [row for src, count in sources for row in calls(np.linspace(DAY[0], DAY[1], count), orig_h=src)]
    return frame_of([*rows, *calls(DAY, orig_h="198.18.0.1")])


def test_a_beacon_has_the_shape_of_what_the_reader_hands_on() -> None:
    (beacon,) = draw(traffic(("10.0.0.1", 5)), [PLAN])
    frame = beacon.frame
    assert tuple(frame.columns) == (*CONN_FIELDS, "domain")
    assert all(isinstance(frame[name].dtype, pd.CategoricalDtype) for name in (*CATEGORIES, "domain"))
    assert all(frame[name].dtype == np.float64 for name in ("ts", *NUMBERS))
    assert frame.drop(columns="domain").notna().all(axis=None)
    assert frame["domain"].isna().all()
    assert frame["uid"].is_unique
    assert set(frame["id.orig_h"]) == {beacon.src}
    assert set(frame["id.resp_h"]) == {beacon.dst}


def test_it_calls_all_day_in_the_rhythm_asked_for_with_small_sizes() -> None:
    (beacon,) = draw(traffic(("10.0.0.1", 5)), [PLAN])
    ts = beacon.frame["ts"].to_numpy()
    assert DAY[0] <= ts[0] < DAY[0] + 62
    assert DAY[1] - 62 < ts[-1] < DAY[1]
    gaps = np.diff(ts)
    assert gaps.min() >= 42
    assert gaps.max() <= 61.1
    assert beacon.frame["orig_bytes"].between(500, 2000).all()
    assert beacon.frame["orig_bytes"].nunique() > 3
    assert beacon.frame["duration"].between(0.05, 1.0).all()


def test_hours_and_missed_check_ins_are_kept_to() -> None:
    (plain, office, lossy) = draw(
        traffic(("10.0.0.1", 5)),
        [PLAN, Plan("cobalt", 60, 0.3, hours=(8, 18)), Plan("cobalt", 60, 0.3, missed=0.5)],
    )
    hours = (office.frame["ts"] - START) / HOUR
    assert hours.between(8, 18).all()
    assert len(lossy.frame) == pytest.approx(len(plain.frame) / 2, rel=0.1)


def test_the_busiest_internal_looking_host_calls_and_of_equals_the_lowest_address() -> None:
    busy = (("8.8.8.8", 90), ("10.0.0.10", 40), ("10.0.0.9", 40), ("192.168.1.1", 7), ("2001:db8::1", 80), ("junk", 99))
    (beacon,) = draw(traffic(*busy), [PLAN])
    assert beacon.src == "10.0.0.9"


def test_where_nobody_looks_internal_the_busiest_calls() -> None:
    (beacon,) = draw(traffic(("8.8.8.8", 90), ("1.1.1.1", 40)), [PLAN])
    assert beacon.src == "8.8.8.8"


def test_a_host_that_only_a_category_speaks_of_does_not_call() -> None:
    frame = traffic(("10.0.0.1", 9))
    left = frame[frame["id.orig_h"] != "10.0.0.1"].reset_index(drop=True)
    assert draw(left, [PLAN])[0].src == "198.18.0.1"


def test_the_beacons_of_a_grid_are_drawn_each_for_itself() -> None:
    plans = [Plan("mythic", period, jitter) for period in (60, 61) for jitter in (0.3, 0.31)]
    first = [beacon.frame["ts"].iloc[0] for beacon in draw(traffic(("10.0.0.1", 5)), plans)]
    assert min(np.diff(sorted(first))) > 0.5


def test_destinations_are_documentation_addresses_that_do_not_occur_each_once() -> None:
    seen = ["203.0.113.1", "203.0.113.3"]
    frame = frame_of([*calls(DAY, resp_h=seen[0]), *calls(DAY, orig_h=seen[1])])
    dsts = [beacon.dst for beacon in draw(frame, [PLAN] * 300)]
    assert len(set(dsts)) == 300
    assert not set(dsts) & set(seen)
    assert all(any(ip_address(dst) in net for net in TEST_NETS) for dst in dsts)
    with pytest.raises(InjectError, match="759 documentation addresses"):
        draw(frame, [PLAN] * 760)


def test_equal_plans_draw_equal_beacons_whatever_is_drawn_beside_them() -> None:
    frame = traffic(("10.0.0.1", 5))
    (alone,) = draw(frame, [PLAN])
    other = Plan("sliver", 300, 0.1)
    beside = draw(frame, [other, PLAN])[1]
    pd.testing.assert_frame_equal(alone.frame.drop(columns="id.resp_h"), beside.frame.drop(columns="id.resp_h"))
    seeded = draw(frame, [Plan("cobalt", 60, 0.3, seed=8)])[0]
    assert not np.array_equal(alone.frame["ts"].to_numpy()[:9], seeded.frame["ts"].to_numpy()[:9])


def test_a_stray_time_does_not_make_a_beacon_of_decades() -> None:
    frame = frame_of(calls([0.0, *DAY]))
    (beacon,) = draw(frame, [Plan("cron", 10, 0.0)])
    assert beacon.frame["ts"].min() >= DAY[1] - 10 * MOST_PERIODS
    assert beacon.frame["ts"].max() > DAY[1] - 21


def test_a_window_of_one_moment_holds_no_check_in() -> None:
    (beacon,) = draw(frame_of(calls([START])), [PLAN])
    assert beacon.frame.empty
    assert tuple(beacon.frame.columns) == (*CONN_FIELDS, "domain")


@pytest.mark.parametrize(("plan", "label"), [(PLAN, "60 s ±30 %"), (Plan("merlin", 21600, 0.5), "6 h")])
def test_a_plan_says_its_period_and_the_jitter_that_counts(plan: Plan, label: str) -> None:
    assert plan.label == label


@pytest.mark.parametrize(
    "numbers", [(0.5, 0.1, 0.0), (math.nan, 0.1, 0.0), (math.inf, 0.1, 0.0), (60, math.nan, 0.0), (60, 0.1, 1.5)]
)
def test_a_plan_that_no_beacon_can_follow_is_refused(numbers: tuple[float, float, float]) -> None:
    with pytest.raises(InjectError, match="from 1 second to a year"):
        Plan("cobalt", *numbers)


def test_every_model_is_told_in_words() -> None:
    assert set(IMPLANTS) == set(MODELS)
    assert set(MODELS) >= JITTERLESS


@pytest.mark.parametrize("model", sorted(MODELS))
def test_a_model_ignores_the_jitter_just_where_it_is_said_to(model: str) -> None:
    rule, sleeps = MODELS[model], []
    for jitter in (0.0, 0.5):
        rng = np.random.default_rng(3)
        sleeps.append([rule(1000.0, number, 60.0, jitter, rng) for number in range(20)])
    assert (sleeps[0] == sleeps[1]) == (model in JITTERLESS)
