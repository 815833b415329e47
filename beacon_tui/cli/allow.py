"""`beacon-tui allow`: the rules of the allowlist without a screen."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from beacon_tui.cli.options import ALLOWLIST, FilePath, settings_of
from beacon_tui.cli.streams import progress, say, write_out
from beacon_tui.errors import AllowlistError
from beacon_tui.units import many

if TYPE_CHECKING:
    from beacon_tui.triage.allowlist import Allowlist
    from beacon_tui.triage.rules import Rule
    from beacon_tui.triage.view import View

MATCH = ("src", "dst", "name", "port", "proto", "service", "account")


@click.group()
def allow() -> None:
    """List and change the rules of what is known to be benign."""


def matching(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for each field that says what a rule covers, and their values as `fields`."""

    @wraps(command)
    def with_fields(**values: Any) -> None:  # noqa: ANN401  as click has them
        """Gather the fields that are given."""
        given = {name: values.pop(name) for name in MATCH}
        command(fields={name: value for name, value in given.items() if value is not None}, **values)

    words = {
        "src": "Address or CIDR of the source.",
        "dst": "Address or CIDR of the destination, or `broadcast`.",
        "name": "Server name; *.x.example covers x.example too.",
        "port": "Destination port.",
        "proto": "tcp, udp or icmp.",
        "service": "Protocol as Zeek recognised it.",
        "account": "Account that kerberos.log or ntlm.log confirm on the source: name, or name@domain.",
    }
    made = with_fields
    for name in reversed(MATCH):
        made = click.option(f"--{name}", type=int if name == "port" else str, help=words[name])(made)
    return made


REASON = click.option("--reason", default="", metavar="TEXT", help="Why it is benign.")
EXPIRES = click.option("--expires", default="", metavar="DAY", help="The last day, as 2026-12-31, or a time, as 30d.")


@allow.command("list")
@ALLOWLIST
@click.option("--starter", is_flag=True, help="List the rules of the starter list as well.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def list_rules(allowlist: Path | None, starter: bool, form: str) -> None:
    """List the rules with their numbers."""
    from beacon_tui.triage.rule_report import rules_json, rules_text
    from beacon_tui.triage.starter import starter_rules

    book = _opened(allowlist, change=False)
    rules = book.rules + (starter_rules() if starter else ())
    if not book.rules:
        say(f"{book.path} has no rules.")
    write_out(rules_json(rules) if form == "json" else rules_text(rules))


@allow.command()
@ALLOWLIST
@matching
@REASON
@EXPIRES
def add(allowlist: Path | None, fields: dict[str, Any], reason: str, expires: str) -> None:
    """Add a rule.

    What agrees with every field that is given is benign.
    """
    from beacon_tui.triage.rule_line import last_day
    from beacon_tui.triage.scopes import signed

    rule = signed(_made(lambda: {**fields, "reason": reason, "expires": last_day(expires)}))
    if _opened(allowlist).add(rule):
        write_out(f"added {rule.text()}\n")
    else:
        write_out(f"is there already: {rule.text()}\n")


@allow.command()
@ALLOWLIST
@matching
@click.argument("numbers", nargs=-1, type=click.IntRange(min=1), metavar="[NUMBER]...")
@click.option("--all", "everything", is_flag=True, help="Remove all rules that match, if there are several.")
def remove(allowlist: Path | None, fields: dict[str, Any], numbers: tuple[int, ...], everything: bool) -> None:
    """Remove rules by number, or by what they say.

    A rule matches that says the same of every field that is given.
    """
    if bool(numbers) == bool(fields):
        raise click.UsageError("Say which rule: its number in `beacon-tui allow list`, or what it says, as --dst ADDR.")
    book = _opened(allowlist)
    if numbers and max(numbers) > len(book.rules):
        raise click.UsageError(f"There is no rule {max(numbers)}: {book.path} has {many(len(book.rules), 'rule')}.")
    wanted = _made(lambda: fields) if fields else None
    found = [book.rules[number - 1] for number in dict.fromkeys(numbers)] or [
        rule for rule in book.rules if wanted and rule.says(wanted)
    ]
    if not found:
        raise click.UsageError("No rule says so.")
    if fields and len(found) > 1 and not everything:
        raise click.UsageError(f"{len(found):,} rules say so; --all removes all of them.")
    edit = book.change([(rule, None) for rule in found])
    for old, _ in edit.steps if edit else ():
        write_out(f"removed {old.text() if old else ''}\n")


@allow.command()
@ALLOWLIST
@click.argument("paths", nargs=-1, type=FilePath(), metavar="[PATH]...")
def check(allowlist: Path | None, paths: tuple[Path, ...]) -> None:
    """Say what is wrong with the rules.

    With PATH... it also says what each of them hides in these logs.

    Exit codes: 0 all rules can be used, 1 some cannot, 2 wrong usage.
    """
    from beacon_tui.triage.allowlist import read_text
    from beacon_tui.triage.rule_file import check_rules
    from beacon_tui.triage.rule_report import check_text
    from beacon_tui.triage.rules import Rule

    path = settings_of(allowlist=allowlist).allowlist
    try:
        entries = check_rules(read_text(path), str(path))
    except AllowlistError as error:
        entries = [error]
    if not entries:
        say(f"{path} has no rules.")
    write_out(check_text(entries, _view(paths) if entries and paths else None))
    broken = [entry for entry in entries if not isinstance(entry, Rule)]
    for entry in broken:
        say(str(entry))
    sys.exit(1 if broken else 0)


@allow.command("import")
@ALLOWLIST
@click.argument("file", type=FilePath(), metavar="FILE")
@click.option(
    "--as", "end", type=click.Choice(["dst", "src"]), default="dst", show_default=True, help="Whose they are."
)
@REASON
@EXPIRES
def import_list(allowlist: Path | None, file: Path, end: Any, reason: str, expires: str) -> None:  # noqa: ANN401
    """Add a rule for each line of a list.

    A line of FILE is a name, an address or a CIDR; # begins a comment, and - is standard input.

    Exit codes: 0 all lines were taken, 1 some were not, 2 wrong usage.
    """
    from beacon_tui.triage.listing import read_listing
    from beacon_tui.triage.rule_line import last_day
    from beacon_tui.triage.scopes import signed

    _made(lambda: {"port": 0, "reason": reason, "expires": last_day(expires)})
    listing = read_listing(_lines(file), end, reason, last_day(expires))
    book = _opened(allowlist)
    edit = book.change([(None, signed(rule)) for rule in listing.rules])
    added = len(edit.steps) if edit else 0
    for mistake in listing.mistakes:
        say(f"{'standard input' if str(file) == '-' else file}, {mistake}")
    known = listing.repeated + len(listing.rules) - added
    write_out(f"{many(added, 'rule')} added, {known:,} there already, {many(len(listing.mistakes), 'line')} left out\n")
    sys.exit(1 if listing.mistakes else 0)


def _opened(allowlist: Path | None, change: bool = True) -> "Allowlist":
    """The allowlist that is asked for, or else that of the settings; raises AllowlistError where it may not change."""
    from beacon_tui.triage.allowlist import Allowlist
    from beacon_tui.triage.rulebook import ONLY_READ

    settings = settings_of(allowlist=allowlist)
    if change and settings.read_only:
        raise AllowlistError(ONLY_READ)
    return Allowlist(settings.allowlist)


def _made(values: Callable[[], dict[str, Any]]) -> "Rule":
    """The rule of some values; what is wrong with one of them is wrong usage."""
    from beacon_tui.triage.rules import Rule, RuleError

    try:
        return Rule(**values())
    except RuleError as error:
        raise click.UsageError(error.sentence) from error


def _view(paths: tuple[Path, ...]) -> "View":
    """The candidates of some logs."""
    from beacon_tui.analysis.pipeline import run
    from beacon_tui.triage.view import View
    from beacon_tui.zeek.cache import cache_in
    from beacon_tui.zeek.progress import Monitor

    settings = settings_of()
    with progress() as show:
        results = run(paths, Monitor(show), settings.min_check_ins, cache=cache_in(settings))
    for skip in results.counts.skipped:
        say(str(skip))
    return View.of(results)


def _lines(file: Path) -> list[str]:
    """The lines of a file, or of standard input."""
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return content.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise AllowlistError(f"{file} is no UTF-8 text: byte {error.start} is not.") from error
    except OSError as error:
        raise AllowlistError(f"{file} cannot be read: {error.strerror}.") from error
