"""`beacon-tui config`: the settings that are in force, and where each of them comes from."""

from pathlib import Path

import click

from beacon_tui.cli.options import ALLOWLIST, ASCII, CACHE, MIN_SCORE, NO_MOUSE, READ_ONLY, STARTER, THEME
from beacon_tui.cli.streams import write_out


@click.command("config")
@ALLOWLIST
@STARTER
@CACHE
@READ_ONLY
@MIN_SCORE
@THEME
@ASCII
@NO_MOUSE
@click.option("--format", "form", type=click.Choice(["toml", "json"]), default="toml", show_default=True)
def show_config(
    allowlist: Path | None,
    starter: bool | None,
    cache: bool | None,
    read_only: bool | None,
    min_score: float | None,
    theme: str | None,
    plain: bool | None,
    no_mouse: bool,
    form: str,
) -> None:
    """Print the settings that are in force, each with its origin: built-in, a file, a variable or a flag."""
    from beacon_tui.config import trace_settings
    from beacon_tui.render.settings import settings_json, settings_toml

    mouse = False if no_mouse else None
    flags = {"allowlist": allowlist, "starter": starter, "cache": cache, "min_score": min_score, "theme": theme}
    settings, origins = trace_settings({**flags, "ascii": plain, "mouse": mouse, "read_only": read_only})
    write_out((settings_json if form == "json" else settings_toml)(settings, origins))
