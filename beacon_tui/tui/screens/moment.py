"""Asks for a moment to jump to."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from beacon_tui.errors import SelectionError
from beacon_tui.tui.command import Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.screens.asking import Asking
from beacon_tui.tui.widgets.line import Line
from beacon_tui.units import moment
from beacon_tui.zeek.selection import moment_of


class MomentScreen(Asking[None]):
    """One line to type a time in; it stays until the time is understood and there is something at or after it."""

    PLACE: ClassVar[Place] = "moment"
    BINDINGS: ClassVar = bindings(PLACE)

    def __init__(self, near: float, newest: float, go_to: Callable[[float], bool]) -> None:
        super().__init__()
        self._near, self._newest, self._go_to = near, newest, go_to

    def box(self) -> ComposeResult:
        """What is asked, and the line."""
        with Vertical():
            yield Static("Go to the first connection at or after", markup=False)
            yield Line(placeholder=f"19:05, or {moment(self._near)}", compact=True, id="moment")
            yield Static(
                "a time of the day under the cursor, a date and time (UTC), or 2h before the end", markup=False
            )
            yield self.keys()

    def action_accept(self) -> None:
        """Go there."""
        try:
            wanted = moment_of(self.query_one(Line).value, self._near, self._newest)
        except SelectionError as error:
            self.notify(str(error), severity="error")
            return
        if self._go_to(wanted):
            self.dismiss()
        else:
            self.notify(f"There is no connection after {moment(wanted, '%Y-%m-%d %H:%M:%S')}", severity="error")
