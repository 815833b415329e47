"""`beacon-tui open`: the application."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from beacon_tui.cli.options import (
    ALLOWLIST,
    ASCII,
    CACHE,
    FOLLOW,
    NO_MOUSE,
    PATHS,
    READ_ONLY,
    SELECTION_HELP,
    STARTER,
    THEME,
    can_follow,
    selecting,
    settings_of,
)
from beacon_tui.errors import BeaconError

if TYPE_CHECKING:
    from beacon_tui.zeek.selection import Selection


@click.command("open", epilog=SELECTION_HELP)
@PATHS
@ALLOWLIST
@STARTER
@CACHE
@READ_ONLY
@selecting
@FOLLOW
@THEME
@ASCII
@NO_MOUSE
def open_app(
    paths: tuple[Path, ...],
    allowlist: Path | None,
    starter: bool | None,
    cache: bool | None,
    read_only: bool | None,
    selection: "Selection",
    follow: bool,
    theme: str | None,
    plain: bool | None,
    no_mouse: bool,
) -> None:
    """Open the application on PATH... (the word `open` may be left out)."""
    from beacon_tui.config import missing_allowlist
    from beacon_tui.tui.app import BeaconApp

    if follow:
        can_follow(paths)
    if Path("-") in paths:
        _free_keyboard()
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("The application needs a terminal (ssh -t); `beacon-tui scan` does without.")
    mouse = False if no_mouse else None
    settings = settings_of(
        allowlist=allowlist, starter=starter, cache=cache, read_only=read_only, theme=theme, ascii=plain, mouse=mouse
    )
    app = BeaconApp(paths, settings, selection, missing_allowlist(settings), follow)
    app.run(mouse=settings.mouse)
    sys.exit(app.return_code)


def _free_keyboard() -> None:
    """Take the keys from the terminal where the logs come on standard input."""
    from beacon_tui.zeek.spool import free_keyboard

    try:
        free_keyboard()
    except OSError as error:
        raise BeaconError("The application needs a terminal for its keys: use beacon-tui scan -") from error
