"""What the command line takes: paths and lengths of time, each checked when it is read."""

from pathlib import Path
from typing import Any

import click

from beacon_tui.units import parse_seconds


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
