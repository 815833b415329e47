"""Phases in words."""

from beacon_tui.analysis.model import Window
from beacon_tui.analysis.phases import Phase
from beacon_tui.analysis.when import about_every, describe_phases

HOUR, DAY = 3600.0, 86400.0

MORNING = Window(0.0, 0.9 * DAY)
DAYS = Window(0.0, 3 * DAY)


def test_one_period_needs_no_words() -> None:
    assert describe_phases([Phase(60.0, 0.1, 1.0, ((0.0, DAY),))], 60.0, MORNING) == []
    assert describe_phases([], 60.0, MORNING) == []


def test_a_change_is_told_in_the_order_of_time() -> None:
    slow, fast = Phase(180.0, 0.2, 0.8, ((4 * HOUR, DAY),)), Phase(10.0, 0.0, 0.2, ((0.0, 4 * HOUR),))
    assert describe_phases([slow, fast], 180.0, MORNING) == ["every 10.0s until 04:00, then about every 3m00s"]
    assert "until 01-01 04:00" in describe_phases([slow, fast], 180.0, DAYS)[0]


def test_three_periods_in_a_row_are_one_sentence() -> None:
    parts = [Phase(60.0, 0.2, 0.5, ((0.0, HOUR),)), Phase(5.0, 0.2, 0.3, ((HOUR, 2 * HOUR),))]
    parts.append(Phase(600.0, 0.2, 0.2, ((2 * HOUR, 5 * HOUR),)))
    assert describe_phases(parts, 60.0, MORNING) == [
        "about every 1m00s until 01:00, then about every 5.0s until 02:00, then about every 10m00s"
    ]


def test_an_operator_at_work_is_told_beside_the_dominant_period() -> None:
    main = Phase(300.0, 0.2, 0.9, ((0.0, 3 * HOUR), (3 * HOUR + 900, DAY)))
    once = Phase(1.2, 0.5, 0.05, ((3 * HOUR, 3 * HOUR + 900),))
    twice = Phase(2.0, 0.5, 0.05, ((5 * HOUR, 5 * HOUR + 60), (8 * HOUR, 8 * HOUR + 60)))
    assert describe_phases([main, once, twice], 300.0, MORNING) == [
        "and 15m00s about every 1.2s, at 03:00",
        "and 2m00s about every 2.0s, 2 times, first at 05:00",
    ]


def test_a_dominant_period_that_no_phase_has_leaves_all_of_them_to_be_told() -> None:
    one = Phase(4200.0, 0.01, 0.75, ((0.0, HOUR), (6 * HOUR, DAY)))
    other = Phase(2100.0, 0.02, 0.25, ((HOUR, 6 * HOUR),))
    assert len(describe_phases([one, other], 1050.0, MORNING)) == 2


def test_a_clock_is_not_about() -> None:
    assert about_every(30.0, 0.004) == "every 30.0s"
    assert about_every(27.1, 0.11) == "about every 27.1s"
    assert about_every(27.1, float("nan")) == "about every 27.1s"
