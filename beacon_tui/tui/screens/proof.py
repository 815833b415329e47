"""The proof: which synthetic beacons would have surfaced in the traffic that is loaded."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from beacon_tui.tui.messages import Proved
from beacon_tui.tui.screens.asking import Asking


class ProofScreen(Asking):
    """The table, once it is there."""

    BINDINGS: ClassVar = [Binding("q", "dismiss", "Close", show=False)]

    def compose(self) -> ComposeResult:
        """What is being done."""
        with VerticalScroll():
            yield Static("Trying synthetic beacons on this traffic …   esc leaves", markup=False)

    @on(Proved)
    def _show(self, message: Proved) -> None:
        """Show what came of it."""
        self.query_one(Static).update(message.words)
