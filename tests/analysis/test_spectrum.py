"""Spectral lines: clocks in noise are found, people and random callers are not."""

import numpy as np
import pytest

from beacon_tui.analysis.intervals import CheckIns
from beacon_tui.analysis.segments import Floats, offsets_of
from beacon_tui.analysis.spectrum import FEWEST, find_peaks, spectrum_of
from tests import naive

DAY = 86400.0


def check_ins(groups: list[Floats]) -> CheckIns:
    """Sorted times as check-ins."""
    return CheckIns(
        np.concatenate([np.sort(group) for group in groups]), offsets_of(np.array([g.size for g in groups]))
    )


@pytest.mark.parametrize("period", [300.0, 900.0, 3600.0])
def test_a_clock_is_found_under_as_much_other_traffic(period: float) -> None:
    rng = np.random.default_rng(1)
    clock = np.arange(0, DAY, period) + rng.uniform(0, 0.005 * period, int(DAY / period))
    noise = rng.uniform(0, DAY, clock.size)
    peaks = find_peaks(check_ins([np.concatenate((clock, noise))]))
    assert peaks.period[0] == pytest.approx(period, rel=0.02)
    assert 0.35 < peaks.locked[0] < 0.65
    assert peaks.evidence[0] > 2


def test_the_line_has_the_power_of_the_plain_transform() -> None:
    rng = np.random.default_rng(2)
    times = np.sort(np.arange(0, 6000, 60.0) + rng.uniform(0, 20, 100))
    peaks = find_peaks(check_ins([times]))
    cycles = (times[-1] - times[0]) / peaks.period[0]
    plain = max(naive.power(times.tolist(), cycles + step) for step in np.linspace(-0.5, 0.5, 21))
    assert peaks.locked[0] == pytest.approx(np.sqrt(plain / times.size), abs=0.1)


def test_random_callers_show_no_line_beyond_chance() -> None:
    rng = np.random.default_rng(3)
    peaks = find_peaks(check_ins([rng.uniform(0, DAY, 200) for _ in range(200)]))
    assert np.mean(peaks.evidence > 5) < 0.05
    assert np.median(peaks.locked) < 0.3


def test_batches_do_not_change_the_answer() -> None:
    rng = np.random.default_rng(4)
    groups = [rng.uniform(0, DAY, int(n)) for n in rng.integers(FEWEST, 400, 60)]
    together = find_peaks(check_ins(groups))
    alone = [find_peaks(check_ins([group])).evidence[0] for group in groups]
    assert together.evidence == pytest.approx(alone)


def test_too_few_check_ins_are_not_looked_at() -> None:
    peaks = find_peaks(check_ins([60 * np.arange(n, dtype=np.float64) for n in (FEWEST - 1, FEWEST)]))
    assert np.isnan(peaks.period[0])
    assert peaks.period[1] == pytest.approx(60, rel=0.1)


def test_the_spectrum_of_a_clock_has_its_line_and_its_harmonics() -> None:
    spectrum = spectrum_of(np.arange(0, DAY, 300.0))
    assert spectrum is not None
    assert spectrum.line == pytest.approx(300, rel=0.01)
    assert spectrum.strength > 100
    assert spectrum.locked > 0.9
    assert spectrum.evidence > 50
    assert spectrum.harmonics(300.0)[:2] == [2, 3]
    assert np.all(np.diff(spectrum.period) < 0)
    assert spectrum.period[0] == pytest.approx(DAY - 300)
    assert spectrum.period[-1] < 300 / 3


def test_the_spectrum_of_random_callers_seldom_shows_anything() -> None:
    rng = np.random.default_rng(5)
    spectra = [spectrum_of(np.sort(rng.uniform(0, DAY, 300))) for _ in range(40)]
    evidence = [spectrum.evidence for spectrum in spectra if spectrum]
    assert len(evidence) == 40
    assert np.mean(np.array(evidence) > 3) < 0.15
    assert np.mean([len(spectrum.harmonics(300.0)) for spectrum in spectra if spectrum]) < 0.3
    assert np.mean([spectrum.power.mean() for spectrum in spectra if spectrum]) == pytest.approx(1, abs=0.15)


def test_there_is_no_spectrum_of_few_check_ins_or_of_one_moment() -> None:
    assert spectrum_of(60 * np.arange(FEWEST - 1, dtype=np.float64)) is None
    assert spectrum_of(60 * np.arange(FEWEST, dtype=np.float64)) is not None
    assert spectrum_of(np.zeros(100)) is None
    assert spectrum_of(np.empty(0)) is None


def test_power_beyond_the_ends_of_the_spectrum_is_not_known() -> None:
    spectrum = spectrum_of(np.arange(0, DAY, 300.0))
    assert spectrum is not None
    assert np.isnan(spectrum.power_at(3 * DAY))
    assert np.isnan(spectrum.power_at(0.5))
    assert spectrum.power_at(spectrum.line) == spectrum.power.max()
