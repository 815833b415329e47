"""`beacon-tui sample`, `inject` and `prove`: synthetic beacons."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from beacon_tui.cli.options import (
    ALLOWLIST,
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
    settings_of,
    sleep,
)
from beacon_tui.cli.streams import progress, say, write_out

if TYPE_CHECKING:
    from beacon_tui.zeek.selection import Selection


@click.command()
@click.argument("folder", type=FilePath(file_okay=False), metavar="DIR")
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True, help="Equal seeds write equal logs.")
def sample(folder: Path, seed: int) -> None:
    """Write a day of sample logs, with known beacons hidden in them, into DIR."""
    from beacon_tui.analysis.sample_logs import write_samples

    for path in write_samples(folder, seed):
        write_out(f"{path}\n")


@click.command(epilog=MODEL_HELP)
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

    with progress() as show:
        injected = inject(paths, folder, Plan(model, period, jitter, missed, hours, seed), Monitor(show))
    for note in injected.notes:
        say(note)
    write_out(f"{injected_line(injected.beacon)}\n{folder}\n")


@click.command(epilog=f"{MODEL_HELP}\n\n{SELECTION_HELP}")
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

    settings = settings_of(allowlist=allowlist, starter=starter)
    say(missing_allowlist(settings))
    rules = in_force(Allowlist(settings.allowlist).rules, settings.starter)
    plans = grid(model, periods or PERIODS, jitters or JITTERS, missed, hours, seed)
    with progress() as show:
        trial = try_logs(paths, plans, Monitor(show), settings.min_check_ins, selection)
    for skip in trial.results.counts.skipped:
        say(str(skip))
    say(selected_line(trial.results.counts.selected))
    proof = prove(trial, rules, settings.min_score, settings.min_check_ins)
    write_out(proof_json(proof) if form == "json" else proof_text(proof))
