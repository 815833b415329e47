"""`beacon-tui picture`: the screen as an SVG, for a report or the README."""

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from beacon_tui.cli.options import ASCII, PATHS, THEME, FilePath, settings_of
from beacon_tui.errors import NothingReadable

if TYPE_CHECKING:
    from beacon_tui.tui.app import BeaconApp

LOOK = 0.05
"""Seconds between two looks whether all is loaded."""


def _size(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, int]:
    """Columns and lines out of a text such as `80x24`."""
    found = re.fullmatch(r"(\d{2,3})x(\d{2,3})", value)
    if not found:
        raise click.BadParameter(f"'{value}' is not columns and lines such as 80x24.", ctx, param)
    return int(found[1]), int(found[2])


@click.command()
@PATHS
@click.option(
    "-o", "--output", type=FilePath(), metavar="FILE", required=True, help="The SVG, replaced if it is there."
)
@click.option("--keys", default="", help="Keys to press first, parted by commas, such as j,enter,2.")
@click.option("--size", callback=_size, default="100x30", show_default=True, help="Columns and lines of the screen.")
@THEME
@ASCII
def picture(
    paths: tuple[Path, ...], output: Path, keys: str, size: tuple[int, int], theme: str | None, plain: bool | None
) -> None:
    """Write what the application shows of PATH..., after some keys, as a picture (SVG); nothing else is written."""
    from beacon_tui.triage.export.files import write
    from beacon_tui.tui.app import BeaconApp

    app = BeaconApp(paths, settings_of(theme=theme, ascii=plain, read_only=True))
    write(output, asyncio.run(_drawn(app, [key for key in keys.split(",") if key], size)), overwrite=True)


async def _drawn(app: "BeaconApp", keys: list[str], size: tuple[int, int]) -> str:
    """The screen of an application after its logs are loaded and keys are pressed; raises NothingReadable."""
    async with app.run_test(size=size) as pilot:
        while app.candidates.desk is None:
            if app.candidates.failure:
                raise NothingReadable(app.candidates.failure)
            await asyncio.sleep(LOOK)
        await pilot.press(*keys)
        await pilot.pause()
        # The fonts would be fetched from the network by whoever looks at it.
        return re.sub(r"@font-face \{.*?\}\s*", "", app.export_screenshot(title="beacon-tui"), flags=re.DOTALL)
