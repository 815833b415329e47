"""`beacon-tui man`: a man page made from the commands themselves."""

from collections.abc import Iterator
from dataclasses import fields
from inspect import cleandoc
from pathlib import Path

import click

from beacon_tui import __version__
from beacon_tui.cli.streams import write_out
from beacon_tui.render.roff import bold, plain, roff

EXIT_STATUS = (
    ("0", "Done."),
    ("1", "Nothing was readable. What it means for `allow check` and `allow import` is said there."),
    ("2", "Wrong usage, a setting or an allowlist that cannot be used, or a result that cannot be written."),
)


@click.command()
@click.pass_context
def man(ctx: click.Context) -> None:
    """Print the man page: `beacon-tui man | man -l -` shows it."""
    write_out(page(ctx.find_root().command))


def page(command: click.Command) -> str:
    """The man page, in roff, of a command with all the commands below it."""
    root = click.Context(command, info_name="beacon-tui")
    lines = [
        f'.TH BEACON\\-TUI 1 "" {roff(f"beacon-tui-{__version__}")}',
        *(".nh", ".ad l"),  # names and options are neither hyphenated nor spaced out
        *(".SH NAME", plain(f"beacon-tui - {command.get_short_help_str(200)}".rstrip("."))),
        *(".SH SYNOPSIS", _usage(root), ".br", f"{bold('beacon-tui')} {plain('PATH...')}"),
        *(".SH DESCRIPTION", *_text(command.help)),
        *(".SH OPTIONS", *_options(root)),
        ".SH COMMANDS",
    ]
    for context in _below(root):
        lines += [f".SS {roff(context.command_path)}", _usage(context), ".PP", *_text(context.command.help)]
        lines += [*_options(context), *_text(context.command.epilog)]
    for title, entries in (("ENVIRONMENT", _variables()), ("FILES", _files()), ("EXIT STATUS", EXIT_STATUS)):
        lines += [f".SH {title}", *(line for term, words in entries for line in _entry(term, words))]
    return "\n".join(lines) + "\n"


def _below(parent: click.Context) -> Iterator[click.Context]:
    """A context for every command below a group, each with those below it."""
    if isinstance(parent.command, click.Group):
        for name, command in parent.command.commands.items():
            context = click.Context(command, parent, name)
            yield context
            yield from _below(context)


def _usage(context: click.Context) -> str:
    """How a command is called."""
    return f"{bold(context.command_path)} {plain(' '.join(context.command.collect_usage_pieces(context)))}"


def _options(context: click.Context) -> list[str]:
    """The options of a command; --help, which all have, only with the first."""
    params = context.command.params if context.parent else context.command.get_params(context)
    records = [param.get_help_record(context) for param in params if isinstance(param, click.Option)]
    return [line for record in records if record for line in _entry(*record)]


def _entry(term: str, words: str) -> list[str]:
    """A term with what it means."""
    return [".TP", bold(term), plain(words)] if words else [".TP", bold(term)]


def _text(text: str | None) -> list[str]:
    """The paragraphs of a help text; one that begins with a backspace keeps its lines, as click has it."""
    lines = []
    for paragraph in cleandoc(text or "").split("\n\n"):
        if paragraph.startswith("\b\n"):
            lines += [".PP", ".nf", *map(plain, paragraph.splitlines()[1:]), ".fi"]
        elif paragraph:
            lines += [".PP", plain(" ".join(paragraph.split()))]
    return lines


def _variables() -> list[tuple[str, str]]:
    """Each variable of the environment with what it may be."""
    from beacon_tui.config import PREFIX, TABLES, Settings, wanted

    names = [setting.name for setting in fields(Settings) if setting.name not in TABLES]
    return [
        *((PREFIX + name.upper(), f"The setting {name}: {wanted(name)}.") for name in names),
        ("NO_COLOR", "If it is set, the application uses no colours."),
        ("TMPDIR", "Where files without a name are kept while the program runs."),
        ("XDG_CONFIG_HOME, XDG_CACHE_HOME", "Where the folders of the program are, instead of those below."),
    ]


def _files() -> list[tuple[str, str]]:
    """Each file that the program reads or writes by itself."""
    from beacon_tui.paths import SYSTEM_CONFIG, allowlist_path, cache_folder, config_folder

    return [
        (str(SYSTEM_CONFIG), "Settings for every user of the machine. `beacon-tui config` prints those in force."),
        (
            _short(config_folder() / "config.toml"),
            "Settings of the user, which win over those.",
        ),
        (
            _short(allowlist_path()),
            "The rules of what is known to be benign, unless the setting allowlist says otherwise.",
        ),
        (_short(cache_folder()), "Large logs as they were read. It can be removed at any time."),
    ]


def _short(path: Path) -> str:
    """A path with ~ for the user's home, so that the page is good for others."""
    return f"~/{path.relative_to(Path.home())}" if path.is_relative_to(Path.home()) else str(path)
