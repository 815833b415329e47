"""`beacon-tui scan`: the candidates without a screen."""

import sys
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from beacon_tui.cli.following import follow as follow_logs
from beacon_tui.cli.options import (
    ALLOWLIST,
    CACHE,
    FOLLOW,
    MIN_SCORE,
    PATHS,
    READ_ONLY,
    SELECTION_HELP,
    STARTER,
    FilePath,
    can_follow,
    selecting,
    settings_of,
    where_of,
)
from beacon_tui.cli.streams import progress, say, write_out
from beacon_tui.errors import ExportError
from beacon_tui.triage.export.formats import BY_NAME, FORMATS, Format, format_for

if TYPE_CHECKING:
    from beacon_tui.zeek.selection import Selection


@click.command(epilog=SELECTION_HELP)
@PATHS
@ALLOWLIST
@STARTER
@CACHE
@READ_ONLY
@selecting
@click.option(
    "--format", "name", type=click.Choice([form.name for form in FORMATS]), help="By the ending of FILE, else table."
)
@click.option("--all", "everything", is_flag=True, help="List every candidate, allowlisted and unscored ones too.")
@click.option("--long", is_flag=True, help="List the sessions of an hour or more, longest first, whatever their score.")
@click.option("--where", metavar="QUERY", help="List what a filter keeps, such as 'dst:10.0.0.0/8 period:<5m'.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="List the N best at most.")
@MIN_SCORE
@FOLLOW
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help="Write to FILE, replacing it.")
def scan(
    paths: tuple[Path, ...],
    allowlist: Path | None,
    starter: bool | None,
    cache: bool | None,
    read_only: bool | None,
    selection: "Selection",
    name: str | None,
    everything: bool,
    long: bool,
    where: str | None,
    limit: int | None,
    min_score: float | None,
    follow: bool,
    output: Path | None,
) -> None:
    """Print the beacon candidates of PATH... without a screen.

    Exit codes: 0 done, 1 nothing readable, 2 wrong usage. Only the result goes to standard output.
    """
    from beacon_tui.analysis.pipeline import run
    from beacon_tui.config import missing_allowlist
    from beacon_tui.render.status import chance_line, counts_line, hole_lines, selected_line, window_line
    from beacon_tui.triage.allowlist import Allowlist
    from beacon_tui.triage.export.case import Case
    from beacon_tui.triage.export.files import write
    from beacon_tui.triage.journal.journal import journal_of
    from beacon_tui.triage.recall import recall
    from beacon_tui.triage.report import asked, below_score, long_words, select
    from beacon_tui.triage.starter import in_force
    from beacon_tui.triage.view import Spec, View
    from beacon_tui.zeek.cache import cache_in
    from beacon_tui.zeek.progress import Monitor

    settings = settings_of(allowlist=allowlist, starter=starter, cache=cache, read_only=read_only, min_score=min_score)
    query = where_of(where, settings)
    if follow:
        if name != "ndjson" or everything or long or limit or output:
            raise click.UsageError(
                "--follow prints lines as they come: give --format ndjson, and no --all, --long, --limit or -o."
            )
        can_follow(paths)
        follow_logs(paths, settings, selection, query)
        return
    whatever = min_score is None and (everything or long or "score" in query.fields)
    least = 0.0 if whatever else settings.min_score
    if str(output) == "-":
        output = None
    form = _form(name, output)
    say(missing_allowlist(settings))
    rules = in_force(Allowlist(settings.allowlist).rules, settings.starter)
    with progress() as show:
        results = run(paths, Monitor(show), settings.min_check_ins, selection, cache_in(settings))
    for skip in results.counts.skipped:
        say(str(skip))
    journal = journal_of(paths, writing=False)
    view = recall(View.of(results, rules), journal, settings.min_score)
    say(journal.complaint())
    spec = asked(everything, long, query)
    listed = select(view, spec, least)[:limit]
    hidden = view.hidden(Spec(show_hidden=everything, where=query))
    starter_hides = 0 if everything else view.starter_hides(query)
    say("\n".join([window_line(results.window), *hole_lines(results.window)]))
    say(selected_line(results.counts.selected))
    below = below_score(view, spec, least)
    say(counts_line(results.counts, len(listed), hidden.allowlisted, below, starter_hides, hidden.filtered))
    say("" if query else chance_line(results.counts, least, len(listed)))
    say(long_words(view, spec, len(listed)))
    width = get_terminal_size().columns if sys.stdout.isatty() else 160
    made = form.export(Case(view, listed.tolist(), paths, width, long))
    if output is None:
        write_out(made if form.name == "table" or isinstance(made, bytes) else made.encode("utf-8", "surrogateescape"))
    else:
        write(output, made, overwrite=True)


def _form(name: str | None, output: Path | None) -> Format:
    """The format that is asked for; raises ExportError where it cannot be told, or a terminal cannot show it."""
    form = BY_NAME[name] if name else format_for(output) if output else BY_NAME["table"]
    if form.binary and output is None and sys.stdout.isatty():
        raise ExportError(f"A terminal cannot show {form.name}: name a file with -o FILE, or pipe it to a program.")
    return form
