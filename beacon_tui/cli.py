"""The command line: parse, call, exit code; no logic of its own."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from beacon_tui import __version__
from beacon_tui.errors import BeaconError, NothingReadable
from beacon_tui.options import (
    ALLOWLIST,
    CACHE,
    HOURS,
    MISSED,
    MODEL,
    MODEL_HELP,
    PATHS,
    SEED,
    SELECTION_HELP,
    STARTER,
    FilePath,
    selecting,
    sleep,
)
from beacon_tui.streams import open_streams, write_out

if TYPE_CHECKING:
    from beacon_tui.config import Settings
    from beacon_tui.zeek.progress import Progress
    from beacon_tui.zeek.selection import Selection

EXIT_NOTHING, EXIT_USAGE = 1, 2


class PathsFirst(click.Group):
    """A group whose first word may be a path: `beacon-tui PATH` means `beacon-tui open PATH`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `open` in front of what is no command and no option of the group's own."""
        if args and args[0] not in {*self.commands, "--help", "-h", "--version"}:
            args = ["open", *args]
        return super().parse_args(ctx, args)


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


@cli.command("open", epilog=SELECTION_HELP)
@PATHS
@ALLOWLIST
@STARTER
@CACHE
@selecting
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal, for selecting text.")
def open_app(
    paths: tuple[Path, ...],
    allowlist: Path | None,
    starter: bool | None,
    cache: bool | None,
    selection: "Selection",
    no_mouse: bool,
) -> None:
    """Open the application on PATH... (the word `open` may be left out)."""
    from beacon_tui.config import missing_allowlist
    from beacon_tui.tui.app import BeaconApp

    if Path("-") in paths:
        _free_keyboard()
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("The application needs a terminal (ssh -t); `beacon-tui scan` does without.")
    settings = _settings(allowlist=allowlist, starter=starter, cache=cache, mouse=False if no_mouse else None)
    app = BeaconApp(paths, settings, selection, missing_allowlist(settings))
    app.run(mouse=settings.mouse)
    sys.exit(app.return_code)


@cli.command(epilog=SELECTION_HELP)
@PATHS
@ALLOWLIST
@STARTER
@CACHE
@selecting
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.option("--all", "everything", is_flag=True, help="List every candidate, allowlisted and unscored ones too.")
@click.option("--long", is_flag=True, help="List the sessions of an hour or more, longest first, whatever their score.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="List the N best at most.")
@click.option("--min-score", type=click.FloatRange(0, 1), metavar="S", help="List scores of S and above.")
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help="Write to FILE, replacing it.")
def scan(
    paths: tuple[Path, ...],
    allowlist: Path | None,
    starter: bool | None,
    cache: bool | None,
    selection: "Selection",
    form: str,
    everything: bool,
    long: bool,
    limit: int | None,
    min_score: float | None,
    output: Path | None,
) -> None:
    """Print the beacon candidates of PATH... without a screen.

    Exit codes: 0 done, 1 nothing readable, 2 wrong usage. Only the result goes to standard output.
    """
    from beacon_tui.analysis.pipeline import run
    from beacon_tui.config import missing_allowlist
    from beacon_tui.render.status import chance_line, counts_line, hole_lines, selected_line, window_line
    from beacon_tui.triage.allowlist import Allowlist
    from beacon_tui.triage.export.files import write
    from beacon_tui.triage.report import below_score, long_words, report, select
    from beacon_tui.triage.starter import in_force
    from beacon_tui.triage.view import View
    from beacon_tui.zeek.cache import cache_in
    from beacon_tui.zeek.progress import Monitor

    least = 0.0 if (everything or long) and min_score is None else min_score
    settings = _settings(allowlist=allowlist, starter=starter, cache=cache, min_score=least)
    _say(missing_allowlist(settings))
    rules = in_force(Allowlist(settings.allowlist).rules, settings.starter)
    with _progress() as show:
        results = run(paths, Monitor(show), settings.min_check_ins, selection, cache_in(settings))
    for skip in results.counts.skipped:
        _say(str(skip))
    view = View.of(results, rules)
    listed = select(view, everything, long, settings.min_score)[:limit]
    hidden, starter_hides = (0, 0) if everything else (view.allowlisted, view.by_starter)
    below = 0 if long else below_score(view, everything, settings.min_score)
    _say("\n".join([window_line(results.window), *hole_lines(results.window)]))
    _say(selected_line(results.counts.selected))
    _say(counts_line(results.counts, len(listed), hidden, below, starter_hides))
    _say(chance_line(results.counts, settings.min_score, len(listed)))
    _say(long_words(view, everything, long, len(listed)))
    text = report(view, listed, form, get_terminal_size().columns if sys.stdout.isatty() else 160, long)
    if output is None or str(output) == "-":
        write_out(text)
    else:
        write(output, text, overwrite=True)


@cli.command("cache")
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


@cli.command()
@click.argument("folder", type=FilePath(file_okay=False), metavar="DIR")
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True, help="Equal seeds write equal logs.")
def sample(folder: Path, seed: int) -> None:
    """Write a day of sample logs, with known beacons hidden in them, into DIR."""
    from beacon_tui.analysis.sample_logs import write_samples

    for path in write_samples(folder, seed):
        write_out(f"{path}\n")


@cli.command(epilog=MODEL_HELP)
@PATHS
@click.option(
    "-o",
    "--output",
    "folder",
    type=FilePath(),
    required=True,
    metavar="DIR",
    help="A new or empty folder.",
)
@click.option(
    "--period", type=sleep, default="60s", show_default=True, metavar="T", help="Sleep, such as 90s, 10m or 1h."
)
@click.option(
    "--jitter", type=click.FloatRange(0, 1), default=0.3, show_default=True, metavar="F", help="Fraction of the period."
)
@MODEL
@MISSED
@HOURS
@SEED
def inject(
    paths: tuple[Path, ...],
    folder: Path,
    period: float,
    jitter: float,
    model: str,
    missed: float,
    hours: tuple[float, float] | None,
    seed: int,
) -> None:
    """Write a copy of PATH... with a synthetic beacon in it into DIR, and say which pair it is.

    The beacon calls a documentation address from the busiest internal host. Every other row and file is
    copied as it is; links are not followed.
    """
    from beacon_tui.analysis.beacons import Plan
    from beacon_tui.analysis.injection import inject
    from beacon_tui.render.status import injected_line
    from beacon_tui.zeek.progress import Monitor

    with _progress() as show:
        injected = inject(paths, folder, Plan(model, period, jitter, missed, hours, seed), Monitor(show))
    for note in injected.notes:
        _say(note)
    write_out(f"{injected_line(injected.beacon)}\n{folder}\n")


@cli.command(epilog=f"{MODEL_HELP}\n\n{SELECTION_HELP}")
@PATHS
@ALLOWLIST
@STARTER
@selecting
@click.option(
    "--period",
    "periods",
    type=sleep,
    multiple=True,
    metavar="T",
    help="Sleep, such as 90s, 10m or 1h, instead of 10 s to 12 h; may be repeated.",
)
@click.option(
    "--jitter",
    "jitters",
    type=click.FloatRange(0, 1),
    multiple=True,
    metavar="F",
    help="Fraction of the period, instead of 0 to 0.9; may be repeated.",
)
@MODEL
@MISSED
@HOURS
@SEED
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def prove(
    paths: tuple[Path, ...],
    allowlist: Path | None,
    starter: bool | None,
    selection: "Selection",
    periods: tuple[float, ...],
    jitters: tuple[float, ...],
    model: str,
    missed: float,
    hours: tuple[float, float] | None,
    seed: int,
    form: str,
) -> None:
    """Say which synthetic beacons would surface in the traffic of PATH..., and at what rank.

    A grid of periods and jitters is drawn into the traffic in memory, and all of it is scanned. Nothing is written.
    """
    from beacon_tui.analysis.proof import JITTERS, PERIODS, grid, try_logs
    from beacon_tui.config import missing_allowlist
    from beacon_tui.render.status import selected_line
    from beacon_tui.triage.allowlist import Allowlist
    from beacon_tui.triage.export.proof import proof_json, proof_text
    from beacon_tui.triage.proof import prove
    from beacon_tui.triage.starter import in_force
    from beacon_tui.zeek.progress import Monitor

    settings = _settings(allowlist=allowlist, starter=starter)
    _say(missing_allowlist(settings))
    rules = in_force(Allowlist(settings.allowlist).rules, settings.starter)
    plans = grid(model, periods or PERIODS, jitters or JITTERS, missed, hours, seed)
    with _progress() as show:
        trial = try_logs(paths, plans, Monitor(show), settings.min_check_ins, selection)
    for skip in trial.results.counts.skipped:
        _say(str(skip))
    _say(selected_line(trial.results.counts.selected))
    proof = prove(trial, rules, settings.min_score, settings.min_check_ins)
    write_out(proof_json(proof) if form == "json" else proof_text(proof))


def main() -> None:
    """Run the command line; every error that a user can meet is one sentence on standard error."""
    try:
        open_streams()
        cli(prog_name="beacon-tui")
    except NothingReadable as error:
        _say(str(error))
        sys.exit(EXIT_NOTHING)
    except (BeaconError, OSError) as error:
        _say(str(error))
        sys.exit(EXIT_USAGE)


def _free_keyboard() -> None:
    """Take the keys from the terminal where the logs come on standard input."""
    from beacon_tui.zeek.spool import free_keyboard

    try:
        free_keyboard()
    except OSError as error:
        raise BeaconError("The application needs a terminal for its keys: use beacon-tui scan -") from error


def _settings(**flags: Any) -> "Settings":  # noqa: ANN401  flags are of many types
    """The effective settings; a flag that was not given is None."""
    from beacon_tui.config import load_settings

    return load_settings(flags)


def _say(sentences: str) -> None:
    """Say something on standard error; what a log or a path brought in cannot act on the terminal."""
    from beacon_tui.render.text import clean

    for line in sentences.splitlines():
        click.echo(f"beacon-tui: {clean(line)}", err=True)


@contextmanager
def _progress() -> "Iterator[Callable[[Progress], None]]":
    """A function that keeps one line of progress on standard error where that is a terminal; it is wiped at the end."""
    from beacon_tui.render.status import progress_line

    def show(progress: "Progress") -> None:
        """Replace the line."""
        click.echo(f"\r\x1b[K{progress_line(progress, 79)}", nl=False, err=True)

    if not sys.stderr.isatty():
        yield lambda _progress: None
        return
    try:
        yield show
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)
