"""The proof: which synthetic beacons would have surfaced in the traffic that is loaded."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from beacon_tui.tui.messages import Proved
from beacon_tui.tui.screens.asking import Asking
from beacon_tui.tui.widgets.scroll import Scroll


class ProofScreen(Asking[None]):
    """The table, once it is there."""

    def box(self) -> ComposeResult:
        """What is being done."""
        with Scroll():
            yield Static("Trying synthetic beacons on this traffic …", markup=False)

    @on(Proved)
    def _show(self, message: Proved) -> None:
        """Show what came of it."""
        self.query_one("Scroll Static", Static).update(message.words)
