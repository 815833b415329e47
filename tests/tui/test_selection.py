"""A selected view of the logs on the screen: nobody takes it for the whole."""

import asyncio
from pathlib import Path

import pytest

from beacon_tui.config import Settings
from beacon_tui.tui.app import BeaconApp
from beacon_tui.zeek.selection import Selection, network, when
from tests.tui.hand import SMALL

SAMPLES = Path(__file__).parents[2] / "sample_logs"

SAID = "selected: since 2026-01-15 12:00 UTC, src 10.20.0.21 · 5,341 rows left out"


def text(app: BeaconApp) -> str:
    """The screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


@pytest.mark.parametrize("keys", [(), ("l",), ("l", "l"), ("h",)])
async def test_the_screen_says_what_was_selected_in_every_view(tmp_path: Path, keys: tuple[str, ...]) -> None:
    chosen = Selection(since=when("2026-01-15T12:00"), src=(network("10.20.0.21"),))
    app = BeaconApp([SAMPLES], Settings(allowlist=tmp_path / "allowlist.toml"), chosen)
    async with app.run_test(size=SMALL) as pilot:
        for _ in range(600):
            if app.candidates.desk is not None:
                break
            await asyncio.sleep(0.1)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        assert SAID in text(app)
        assert keys == ("l",) or "203.0.113.10" in text(app)
        assert "10.20.0.5 " not in text(app)
