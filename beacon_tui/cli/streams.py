"""The standard streams: some may be closed, full, or no longer read."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from beacon_tui.errors import BeaconError

if TYPE_CHECKING:
    from beacon_tui.zeek.progress import Progress


def open_streams() -> None:
    """Give each standard stream that the caller closed one to nowhere; without standard output there is no result."""
    sys.stdin = sys.stdin or open(os.devnull)  # noqa: SIM115  for as long as the program runs
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        raise BeaconError("Standard output is closed, so there is nowhere to write the result.")


def write_out(data: str | bytes) -> bool:
    """Write to standard output; say whether somebody reads on, for a reader that went away is no error.

    Text is for people: where the terminal knows no Unicode, it comes as ASCII. Bytes stay as they are.
    """
    try:
        if isinstance(data, bytes):
            sys.stdout.buffer.write(data)
        else:
            sys.stdout.write(_readable(data, sys.stdout))
        sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer would be tried again, and fail again, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise BeaconError(f"The result cannot be written to standard output: {error.strerror}.") from error
        return False
    return True


def _readable(text: str, stream: TextIO) -> str:
    """A text as a stream can take it."""
    try:
        text.encode(stream.encoding)
    except UnicodeEncodeError:
        from beacon_tui.render.plain import plain

        return plain(text)
    return text


def say(sentences: str) -> None:
    """Say something on standard error; what a log or a path brought in cannot act on the terminal."""
    from beacon_tui.render.text import clean

    for line in sentences.splitlines():
        click.echo(f"beacon-tui: {_readable(clean(line), sys.stderr)}", err=True)


@contextmanager
def progress() -> "Iterator[Callable[[Progress], None]]":
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
