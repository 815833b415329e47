"""What several commands of the command line take: their arguments and options, and what the words mean."""

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from beacon_tui.analysis.implants import IMPLANTS
from beacon_tui.config import THEMES
from beacon_tui.errors import QueryError, SelectionError
from beacon_tui.units import parse_seconds
from beacon_tui.zeek.selection import TIMES, Selection, network, when

if TYPE_CHECKING:
    from beacon_tui.config import Settings
    from beacon_tui.triage.query.parse import Query


class FilePath(click.Path):
    """A path as a `Path`; an empty one, which would mean the current folder, is refused."""

    def __init__(self, **limits: Any) -> None:  # noqa: ANN401  as click has them
        super().__init__(path_type=Path, **limits)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """The path."""
        if not str(value):
            self.fail("the path is empty.", param, ctx)
        return super().convert(value, param, ctx)


def sleep(text: str) -> float:
    """The seconds of a length of time of a second or more, such as 90, 90s, 10m or 1h."""
    try:
        seconds = parse_seconds(text)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from error
    if seconds < 1:
        raise click.BadParameter(f"{text!a} is less than a second.")
    return seconds


PATHS = click.argument("paths", nargs=-1, required=True, type=FilePath(), metavar="PATH...")
ALLOWLIST = click.option("--allowlist", type=FilePath(), metavar="FILE", help="Rules of benign candidates (TOML).")

STARTER = click.option(
    "--starter/--no-starter", default=None, help="Hide multicast, broadcast, DHCP and NTP, as the starter list says."
)
CACHE = click.option(
    "--cache/--no-cache",
    default=None,
    help="Keep large logs in the user's cache folder, to open at once the next time.",
)
READ_ONLY = click.option(
    "--read-only", is_flag=True, default=None, help="Write nothing but exports: no journal, no rule, no cache."
)
MIN_SCORE = click.option("--min-score", type=click.FloatRange(0, 1), metavar="S", help="List scores of S and above.")
THEME = click.option(
    "--theme", type=click.Choice(THEMES), metavar="NAME", help="Colours, such as nord or textual-light."
)
NO_MOUSE = click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal, for selecting text.")

ASCII = click.option(
    "--ascii/--unicode", "plain", default=None, help="Draw without Unicode, or with it, whatever the locale says."
)
FOLLOW = click.option("--follow", is_flag=True, help="Read the logs on as they grow, through every rotation.")


def can_follow(paths: Iterable[Path]) -> None:
    """Raise a usage error where one of the paths is no file or folder that can be followed."""
    from beacon_tui.zeek.spool import is_pipe

    if pipe := next(filter(is_pipe, paths), None):
        raise click.UsageError(f"--follow needs files or folders: {pipe} is a pipe.")


def _hours(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[float, float] | None:
    """The first and the last working hour out of a text such as `8-18`; `22-6` spans midnight."""
    if value is None:
        return None
    try:
        first, last = (float(part) for part in value.split("-"))
    except ValueError as error:
        raise click.BadParameter(f"'{value}' is not two hours such as 8-18.", ctx, param) from error
    if not (0 <= first <= 24 and 0 <= last <= 24 and first != last):
        raise click.BadParameter(f"'{value}' is not two different hours from 0 to 24.", ctx, param)
    return first, last


MODEL = click.option(
    "--model", type=click.Choice(list(IMPLANTS)), default="cobalt", show_default=True, metavar="NAME", help="See below."
)
MISSED = click.option(
    "--missed", type=click.FloatRange(0, 1), default=0.0, metavar="F", help="Share of check-ins that do not come."
)
HOURS = click.option(
    "--hours", callback=_hours, metavar="A-B", help="Call only from hour A to hour B (UTC), such as 8-18."
)
SEED = click.option(
    "--seed", type=click.IntRange(min=0), default=7, show_default=True, help="Equal seeds draw equal beacons."
)
MODEL_HELP = "\n".join(("\b", "Models:", *(f"  {name:<12} {words}" for name, words in IMPLANTS.items())))


def _read_by(read: Callable[[str], object]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """A callback for what a function reads in the words of an option, which may be repeated."""

    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> Any:  # noqa: ANN401  one text or several
        """The values of an option; None, or no values, where it is not given."""
        try:
            if param.multiple:
                return tuple(map(read, value))
            return None if value is None else read(value)
        except SelectionError as error:
            raise click.BadParameter(str(error), ctx, param) from error

    return callback


_SELECTING = (
    click.option("--since", callback=_read_by(when), metavar="TIME", help="What started at TIME or later."),
    click.option("--until", callback=_read_by(when), metavar="TIME", help="What started before TIME."),
    click.option("--src", callback=_read_by(network), multiple=True, metavar="ADDR", help="From an address or CIDR."),
    click.option("--dst", callback=_read_by(network), multiple=True, metavar="ADDR", help="To an address or CIDR."),
    click.option("--sensor", multiple=True, metavar="NAME", help="What a sensor saw, by its _node_name."),
)

SELECTION_HELP = f"""A TIME is {TIMES}, before the newest connection of the logs. --src, --dst and --sensor may be
repeated. Connections are chosen by when they started."""


def selecting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that select connections; what they say comes to it as one `selection`."""

    @wraps(command)
    def with_selection(*args: Any, **words: Any) -> None:  # noqa: ANN401  whatever the command takes
        """Call the command."""
        parts = {name: words.pop(name) for name in ("since", "until", "src", "dst", "sensor")}
        try:
            selection = Selection(**parts)
        except SelectionError as error:
            raise click.UsageError(str(error)) from error
        command(*args, selection=selection, **words)

    for option in reversed(_SELECTING):
        option(with_selection)
    return with_selection


def where_of(text: str | None, settings: "Settings") -> "Query":
    """The filter that `--where` gives; it keeps all where it is not given."""
    from beacon_tui.triage.query.parse import parse

    try:
        return parse(text or "", settings.filters)
    except QueryError as error:
        raise click.BadParameter(str(error), param_hint="'--where'") from error


def settings_of(**flags: Any) -> "Settings":  # noqa: ANN401  flags are of many types
    """The effective settings; a flag that was not given is None."""
    from beacon_tui.config import load_settings

    return load_settings(flags)
