"""The group of all commands, and the one place where errors become exit codes."""

import sys

import click
from click.shell_completion import CompletionItem

from beacon_tui import __version__
from beacon_tui.cli.allow import allow
from beacon_tui.cli.cache import show_cache
from beacon_tui.cli.completion import completion
from beacon_tui.cli.manual import man
from beacon_tui.cli.opening import open_app
from beacon_tui.cli.picture import picture
from beacon_tui.cli.scanning import scan
from beacon_tui.cli.settings import show_config
from beacon_tui.cli.streams import open_streams, say
from beacon_tui.cli.synthetic import inject, prove, sample
from beacon_tui.errors import BeaconError, NothingReadable

EXIT_NOTHING, EXIT_USAGE = 1, 2


class PathsFirst(click.Group):
    """A group whose first word may be a path: `beacon-tui PATH` means `beacon-tui open PATH`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `open` in front of what is no command and no option of the group's own."""
        if args and args[0] not in {*self.commands, "--help", "-h", "--version"}:
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What the shell may complete the first word to: a path, a command, or an option."""
        found = super().shell_complete(ctx, incomplete)
        return found if incomplete.startswith("-") else [CompletionItem(incomplete, type="file"), *found]


@click.group(cls=PathsFirst, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="beacon-tui")
def cli() -> None:
    """Find command-and-control beacons in Zeek logs.

    \b
    beacon-tui PATH...        open the application on log files or folders
    beacon-tui scan PATH...   do the same without a screen
    beacon-tui prove PATH...  say which beacons would be found in them

    A PATH is a log, a folder of logs, or a tree of dated folders: conn.log with ssl.log and http.log
    beside it, TSV or JSON, plain or compressed (gzip, bzip2, xz, zstd). - is standard input.
    """  # noqa: D301  click reads the escape itself


for command in (open_app, scan, allow, sample, inject, prove, show_cache, show_config, completion, man, picture):
    cli.add_command(command)


def main() -> None:
    """Run the command line; every error that a user can meet is one sentence on standard error."""
    try:
        open_streams()
        cli(prog_name="beacon-tui")
    except NothingReadable as error:
        say(str(error))
        sys.exit(EXIT_NOTHING)
    except (BeaconError, OSError) as error:
        say(str(error))
        sys.exit(EXIT_USAGE)
