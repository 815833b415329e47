"""The standard streams: some may be closed, full, or no longer read."""

import os
import sys

from beacon_tui.errors import BeaconError


def open_streams() -> None:
    """Give each standard stream that the caller closed one to nowhere; without standard output there is no result."""
    sys.stdin = sys.stdin or open(os.devnull)  # noqa: SIM115  for as long as the program runs
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        raise BeaconError("Standard output is closed, so there is nowhere to write the result.")


def write_out(text: str) -> None:
    """Write to standard output; a reader that went away, such as `head`, is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer would be tried again, and fail again, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise BeaconError(f"The result cannot be written to standard output: {error.strerror}.") from error
