"""The clipboard of the user's terminal: all that can be done is to send it a text; whether it takes it is not told."""

import os
import subprocess
from typing import TYPE_CHECKING, Final

from beacon_tui.errors import ExportError
from beacon_tui.units import size

if TYPE_CHECKING:
    from textual.app import App

MOST: Final = 74_994
"""Bytes of text that most terminals take at once: 100,000 as the sequence encodes them."""

PATIENCE: Final = 2.0
"""Seconds that tmux may take."""


def copy(app: "App[None]", text: str) -> str:
    """Send a text to the clipboard, and return what is known of it in words; raises ExportError when it is too long.

    tmux drops what a program in it sends (OSC 52), unless tmux itself is asked to pass it on.
    """
    data = text.encode("utf-8", "replace")
    if len(data) > MOST:
        raise ExportError(f"{size(len(data))} are too much for the clipboard of a terminal: write a file.")
    if "TMUX" in os.environ and _tmux(data):
        return "put into tmux's buffer and sent to the terminal's clipboard; some terminals ignore that"
    app.copy_to_clipboard(data.decode())
    return "sent to the terminal's clipboard; some terminals ignore that"


def _tmux(data: bytes) -> bool:
    """Whether tmux took the text, as it does from version 3.2 on."""
    try:
        done = subprocess.run(["tmux", "load-buffer", "-w", "-"], input=data, timeout=PATIENCE, capture_output=True)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
