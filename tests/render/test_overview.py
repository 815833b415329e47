"""One candidate at a glance, and its timeline as points."""

from dataclasses import replace

import numpy as np
import pytest

from beacon_tui.analysis.phases import Phase, phases_of
from beacon_tui.analysis.reasons import explain
from beacon_tui.analysis.score import composite
from beacon_tui.render.overview import numbers, overview, score_parts, title
from beacon_tui.render.text import cells
from beacon_tui.render.timeline import bytes_timeline, gaps_timeline
from tests.fakes import HOUR, START, fake_results

RESULTS = fake_results()
ROWS = range(len(RESULTS))


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize(("width", "height"), [(78, 20), (118, 36), (40, 8)])
def test_the_overview_keeps_to_its_size_and_is_clean(row: int, width: int, height: int) -> None:
    phases = phases_of(RESULTS, row)
    lines = overview(RESULTS, row, phases, explain(RESULTS, row, phases), width, height)
    assert all(cells(line) <= width and line.isprintable() for line in lines)
    if height >= 20:
        assert len(lines) <= height


def test_the_overview_shows_why_and_the_gaps_and_the_hours() -> None:
    phases = phases_of(RESULTS, 0)
    text = "\n".join(overview(RESULTS, 0, phases, explain(RESULTS, 0, phases), 78, 20))
    for words in ("300 check-ins about every 4m32s", "gaps between check-ins: 299", "1x", "activity, 2024-04-19"):
        assert words in text


def test_the_overview_says_once_how_often_chance_looks_the_same() -> None:
    phases = phases_of(RESULTS, 0)
    text = "\n".join(overview(RESULTS, 0, phases, explain(RESULTS, 0, phases), 78, 20))
    assert text.count("chance") == 1
    assert "false alarm" not in text


def test_the_title_says_who_and_how_suspicious() -> None:
    assert title(RESULTS, 0) == "73.54.23.243 → 64.225.56.201 :80/tcp  score 97 ●  http"
    name = RESULTS.columns["kind"].tolist().index("name")
    assert "cdn.example (4 addresses)" in title(RESULTS, name)
    assert all(title(RESULTS, row).isprintable() for row in ROWS)


def test_a_long_name_gives_way_in_the_title() -> None:
    names = RESULTS.columns["domain"].copy()
    names[0] = "0123456789abcdef.beacon.updates.example.com"
    results = replace(RESULTS, columns={**RESULTS.columns, "domain": names})
    whole = title(results, 0)
    assert whole.endswith(names[0])
    shorter = title(results, 0, 78)
    assert shorter.endswith(".example.com")
    assert "…" in shorter
    assert len(shorter) == 78 < len(whole)
    assert title(results, 0, len(whole)) == whole


def test_the_score_is_told_from_its_parts() -> None:
    assert score_parts(RESULTS, 0) == "score 97 = timing 97 × (0.15 + 0.75 × persistence 0.80 + 0.1 × size 1.00)"
    unknown = {name: values.copy() for name, values in RESULTS.columns.items()}
    unknown["size_score"][0] = unknown["score"][1] = np.nan
    results = replace(RESULTS, columns=unknown)
    assert score_parts(results, 0) == "score 97 = timing 97 × (0.15 + 0.75 × persistence 0.80) / 0.9, size unknown"
    assert score_parts(results, 1) == ""


def test_the_parts_that_are_told_make_the_score_of_the_analysis() -> None:
    timing, persistence = 0.8, 0.5
    told = timing * (0.15 + 0.75 * persistence) / 0.9
    assert composite(*(np.array([part]) for part in (timing, persistence, np.nan)))[0] == pytest.approx(told)
    told = timing * (0.15 + 0.75 * persistence + 0.1 * 0.7)
    assert composite(*(np.array([part]) for part in (timing, persistence, 0.7)))[0] == pytest.approx(told)


def test_unknown_numbers_are_dashes() -> None:
    unknown = RESULTS.columns["port"].tolist().index(-1)
    assert "period —" in "\n".join(numbers(RESULTS, unknown, ()))
    assert ":—/?" in title(RESULTS, unknown)


def test_several_periods_are_shown_with_their_times_within_the_width() -> None:
    noon, stop = START + 12 * HOUR, START + 24 * HOUR
    phases = (
        Phase(272.0, 0.26, 0.75, ((START, noon - HOUR), (noon, stop))),
        Phase(1.2, 0.5, 0.25, ((noon - HOUR, noon),)),
    )
    for width, height in ((78, 20), (118, 36), (40, 12)):
        lines = overview(RESULTS, 0, phases, explain(RESULTS, 0, phases), width, height)
        assert len(lines) <= height
        assert all(cells(line) <= width for line in lines)
        slow, fast = lines[-2:]
        assert slow.startswith(" 4m32s  75% ━")
        assert fast.startswith("  1.2s  25%  ")
        assert abs(fast.index("━") - slow.index(" ", 14)) <= 1
    assert numbers(RESULTS, 0, phases)[2:4] == [
        " 4m32s  75%  04-19 00:00 → 04-20 00:00",
        "  1.2s  25%  04-19 11:00 → 04-19 12:00",
    ]
    assert numbers(RESULTS, 0, phases[:1])[2].startswith("gaps:")


@pytest.mark.parametrize("row", ROWS)
def test_the_timeline_has_one_point_a_gap_and_one_a_known_size(row: int) -> None:
    frame = RESULTS.connections(row)
    gaps, sizes = gaps_timeline(RESULTS, row, 7000, 400), bytes_timeline(RESULTS, row, 7000, 400)
    assert len(gaps.x) == len(gaps.y) == len(frame) - 1
    assert len(sizes.x) == len(sizes.y) == int(frame["orig_bytes"].notna().sum())
    for picture in (gaps, sizes):
        for places, labels in (picture.x_ticks, picture.y_ticks):
            assert len(places) == len(labels) == len(set(labels))
        assert picture.left < picture.right
        assert picture.bottom < picture.top
        assert all(picture.bottom <= height <= picture.top for height in picture.y)
        assert picture.holes == RESULTS.window.holes
        assert all(picture.left <= place <= picture.right for place in picture.x_ticks[0])


def test_the_heights_are_the_logarithms_of_the_gaps() -> None:
    times = RESULTS.connections(0)["ts"].to_numpy()
    assert gaps_timeline(RESULTS, 0, 70, 400).y == pytest.approx(np.log10(np.diff(times)).tolist())


def test_unknown_sizes_are_counted_in_the_title() -> None:
    results = fake_results()
    results.frame.loc[results.order[:7], "orig_bytes"] = np.nan
    assert bytes_timeline(results, 0, 70, 400).title == "bytes sent by each of 293 connections, 7 unknown"
