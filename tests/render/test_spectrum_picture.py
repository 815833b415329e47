"""The spectrum as lines: it fits, it marks the period, and it says what it is worth."""

import re

import numpy as np
import pytest

from beacon_tui.analysis.spectrum import spectrum_of
from beacon_tui.render.spectrum import spectrum_picture
from beacon_tui.render.text import cells

DAY = 86400.0
CLOCK = np.arange(0, DAY, 300.0)
RANDOM = np.sort(np.random.default_rng(8).uniform(0, DAY, 300))


@pytest.mark.parametrize("times", [CLOCK, RANDOM, CLOCK[:12], CLOCK[:3]])
@pytest.mark.parametrize(("width", "height"), [(78, 20), (118, 36), (40, 9), (20, 5)])
@pytest.mark.parametrize("period", [300.0, 5000.0, float("nan")])
def test_the_picture_keeps_to_its_width(
    times: "np.typing.NDArray[np.float64]", width: int, height: int, period: float
) -> None:
    lines = spectrum_picture(spectrum_of(times), period, width, height)
    assert all(cells(line) <= width for line in lines)
    assert len(lines) <= max(height, 7)


def test_the_line_of_a_clock_stands_over_the_mark_of_its_period() -> None:
    lines = spectrum_picture(spectrum_of(CLOCK), 300.0, 78, 20)
    assert lines[0].startswith("strongest line 5m00s: ")
    assert "1/2 (2m30s), 1/3 (1m40s)" in lines[1]
    assert any("no test" in line for line in lines)
    mark = lines[-2].index("▲period")
    top = next(line for line in lines if "│" in line)
    assert top.rstrip().endswith("█") or "█" in top
    assert abs(top.index("█", top.index("│")) - mark) <= 1 or top[mark] == "█"


def test_labels_of_harmonics_stand_apart() -> None:
    axis = spectrum_picture(spectrum_of(CLOCK), 300.0, 78, 20)[-2]
    assert re.findall("▲[^─┴]*", axis)[-2:] == ["▲1/2", "▲period"]
    assert axis.count("▲") == len(re.findall("[─┼┴]▲", axis)) >= 4


def test_without_a_line_that_is_said() -> None:
    lines = spectrum_picture(spectrum_of(RANDOM), 450.0, 78, 20)
    assert lines[0].startswith("no line beyond what chance shows; the strongest ")
    assert lines[1].startswith("the period 7m30s: ")
    assert lines[1].endswith("harmonics that stand out: none")


def test_few_check_ins_have_no_spectrum() -> None:
    assert spectrum_picture(None, 300.0, 78, 20) == ["no spectrum of fewer than 12 check-ins"]
