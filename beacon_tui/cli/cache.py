"""`beacon-tui cache`: what is kept of large logs."""

import click

from beacon_tui.cli.streams import write_out


@click.command("cache")
@click.option("--clear", is_flag=True, help="Remove all of it.")
def show_cache(clear: bool) -> None:
    """Say what the cache holds, or remove it: large logs as they were read, so that they open at once."""
    from beacon_tui.paths import cache_folder
    from beacon_tui.units import size
    from beacon_tui.zeek.cache import Cache

    cache = Cache(cache_folder())
    if clear:
        write_out(f"{size(cache.clear())} removed from {cache.folder}\n")
    else:
        write_out(f"{size(cache.size)} in {cache.folder}\n")
