"""The walk of the README: from launch on the sample logs to a Zeek intelligence file, by keys alone."""

from pathlib import Path
from typing import Final

import pytest

from beacon_tui.analysis.truth import DEAD, JITTERED, ROTATING, SLOW
from beacon_tui.config import Settings
from beacon_tui.tui.app import BeaconApp
from tests.tui.hand import SMALL, Hand, until

SAMPLES: Final = Path(__file__).parents[2] / "sample_logs"

KEYS: Final = ["j", "space", "j", "space", "space", "j", "j", "space", "e"]
INTEL: Final = ["down"] * 6
MOST_KEYS: Final = 40


async def test_from_launch_to_an_intel_file_with_the_planted_beacons_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(allowlist=tmp_path / "allowlist.toml")
    app = BeaconApp([SAMPLES], settings)
    async with app.run_test(size=SMALL) as pilot:
        while app.candidates.desk is None:
            await pilot.pause(0.05)
        hand = Hand(app, pilot, app.candidates.desk)
        await until(hand, "82 shown")
        await hand.press(*KEYS)
        assert "Export 4 candidates" in hand.screen
        await hand.press(*INTEL, "enter")
        await until(hand, "Wrote 4 candidates to beacons-2026-01-15.intel")
    assert len([*KEYS, *INTEL, "enter"]) <= MOST_KEYS
    head, *rows = (tmp_path / "beacons-2026-01-15.intel").read_text().splitlines()
    assert head.startswith("#fields\tindicator\tindicator_type\t")
    found = {tuple(row.split("\t")[:2]) for row in rows}
    pairs = {(beacon.dst[0], "Intel::ADDR") for beacon in (JITTERED, SLOW, DEAD)}
    names = {(str(beacon.domain), "Intel::DOMAIN") for beacon in (JITTERED, ROTATING)}
    assert found == pairs | names
