"""One candidate: why, its gaps, its timeline, its rhythm, its connections; and the next one of the list."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

import numpy as np
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from beacon_tui.tui.command import PANEL_NAMES, Place
from beacon_tui.tui.commands import bindings
from beacon_tui.tui.keyboard import keyboard_of
from beacon_tui.tui.panels.connections import ConnectionsPanel
from beacon_tui.tui.panels.context import ContextPanel
from beacon_tui.tui.panels.intervals import IntervalsPanel
from beacon_tui.tui.panels.neighbours import NeighboursPanel
from beacon_tui.tui.panels.overview import OverviewPanel
from beacon_tui.tui.panels.panel import Opened, Panel, in_a_line
from beacon_tui.tui.panels.raster import RasterPanel
from beacon_tui.tui.panels.spectrum import SpectrumPanel
from beacon_tui.tui.panels.timeline import TimelinePanel
from beacon_tui.tui.screens.at_hand import AtHand
from beacon_tui.tui.widgets.key_line import KeyLine
from beacon_tui.tui.widgets.line_table import LineTable
from beacon_tui.tui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from beacon_tui.analysis.model import Results
    from beacon_tui.triage.desk import Desk

PANELS: Final[tuple[type[Panel], ...]] = (
    OverviewPanel,
    IntervalsPanel,
    TimelinePanel,
    RasterPanel,
    SpectrumPanel,
    ConnectionsPanel,
    NeighboursPanel,
    ContextPanel,
)
"""The panels in the order of their numbers."""

NAME_LINES: Final = 4
"""Lines that a long name takes at most in the overview: those of the longest that DNS knows, at 80 columns."""

AnyPanel = TypeVar("AnyPanel", bound=Panel)


class PairScreen(AtHand):
    """Panels, one at a time, under a line that says who and how suspicious; gives back the row looked at last."""

    PLACE: ClassVar[Place] = "pair"
    BINDINGS: ClassVar = bindings(PLACE, *PANEL_NAMES)

    def __init__(self, desk: "Desk", row: int) -> None:
        super().__init__()
        self._results, self._order = desk.results, desk.groups.lines.together
        self._opened = Opened.of(desk.results, row, self.remembered)
        self._last = 0
        """The place in the list of the candidate of it that was shown last."""
        self._whole_name: list[str] = []
        """The name of the candidate in lines, where the title has no room for all of it."""
        self._trail: list[int] = []
        """The candidates from whose neighbours others were opened, the last one last."""

    def compose(self) -> ComposeResult:
        """The title, the names of the panels, the panels, the keys."""
        yield Static(id="title", markup=False)
        yield Static(id="panels")
        with ContentSwitcher(initial=PANELS[0].NAME):
            for panel in PANELS:
                yield panel()
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the candidate."""
        self._show(self._opened.row)

    def on_resize(self) -> None:
        """Name the candidate and the panels as fully as the new width allows."""
        self._entitle()
        self._name_panels()

    # Which candidate

    def _show(self, row: int) -> None:
        """Show a candidate on the panel that is open, and say where in the list it stands."""
        self._opened = Opened.of(self._results, row, self.remembered)
        if (places := np.flatnonzero(self._order == row)).size:
            self._last = int(places[0])
        self._entitle()
        self.action_show(self._panel.NAME)

    def _entitle(self) -> None:
        """Say where in the list the candidate stands, whether it is marked, and who it is, in one line if it can be."""
        from beacon_tui.render.overview import title
        from beacon_tui.render.text import clean, folded

        row = self._opened.row
        listed = row == self._order[self._last]
        where = f"{self._last + 1:,} of {len(self._order):,}" if listed else "not in the list"
        before = f"{where} {'+' if self.marked else ' '}"
        width = self.size.width - 2
        shown, name = title(self._results, row, width - len(before)), clean(self._results.columns["domain"][row])
        self._whole_name = [] if name in shown else folded(f"name {name}", width, NAME_LINES)
        self.query_one("#title", Static).update(before + shown)

    @property
    def at_hand(self) -> "tuple[Results, int]":
        """The candidate that is looked at."""
        return self._results, self._opened.row

    def remembered(self) -> list[str]:
        """What was decided on it and the like, below its whole name where the title has no room for it."""
        return [*self._whole_name, *super().remembered()]

    def changed(self) -> None:
        """Say anew what was decided on it."""
        self._entitle()
        self.query_one(OverviewPanel).redraw()

    def action_step(self, step: int) -> None:
        """Show the candidate that stands so many places below in the list."""
        place = self._last + step
        if 0 <= place < len(self._order):
            self._trail.clear()
            self._show(int(self._order[place]))
        else:
            self.notify("This is the last one of the list" if step > 0 else "This is the first one of the list")

    @on(LineTable.Opened)
    def action_open(self) -> None:
        """Open the neighbour under the cursor."""
        self._on(NeighboursPanel, self._open)

    def _open(self, panel: NeighboursPanel) -> None:
        """Open the neighbour under the cursor of the panel, at a glance."""
        from beacon_tui.render.overview import title

        if panel.candidate == -1:
            self.notify("It has too few check-ins to be a candidate: there is nothing to look at", severity="warning")
        elif panel.candidate is not None:
            self._trail.append(before := self._opened.row)
            self.query_one(ContentSwitcher).current = OverviewPanel.NAME
            self._show(panel.candidate)
            self.notify(f"{keyboard_of(self.app).sign('back')} goes back to {title(self._results, before)}")

    def action_back(self) -> None:
        """Go back to the candidate from whose neighbours this one was opened, or to the list."""
        if not self._trail:
            self.dismiss(int(self._order[self._last]))
            return
        neighbour = self._opened.row
        self.query_one(ContentSwitcher).current = NeighboursPanel.NAME
        self._show(self._trail.pop())
        self.query_one(NeighboursPanel).point_at(neighbour)

    # Which panel

    @property
    def _panel(self) -> Panel:
        """The panel that is open."""
        return self.query_one(f"#{self.query_one(ContentSwitcher).current}", Panel)

    @property
    def places(self) -> tuple[Place, ...]:
        """Whose commands work here, those of the open panel among them."""
        return (self.PLACE, self._panel.NAME, "list")

    def _name_panels(self) -> None:
        """Write the names of the panels, the open one standing out, the others links."""
        shown = self._panel
        names, apart = in_a_line(PANELS, self.size.width - 2)
        line = Content(apart).join(
            Content.styled(name, "bold reverse" if panel is shown else f"@click=screen.show('{panel.NAME}')")
            for name, panel in zip(names, self.query(Panel), strict=True)
        )
        self.query_one("#panels", Static).update(line)

    def action_show(self, name: str) -> None:
        """Open a panel."""
        self.query_one(ContentSwitcher).current = name
        panel = self._panel
        panel.show(self._opened)
        self._name_panels()
        self.query_one(KeyLine).show(*self.places, "app")
        self.set_focus(next((widget for widget in panel.query("*") if widget.focusable), None))

    def action_panel(self, step: int) -> None:
        """Open the panel beside this one."""
        names = [panel.NAME for panel in PANELS]
        self.action_show(names[(names.index(self._panel.NAME) + step) % len(names)])

    def _on(self, kind: type[AnyPanel], act: Callable[[AnyPanel], None]) -> None:
        """Do something on a panel if it is open, else open it."""
        panel = self.query_one(kind)
        if panel is self._panel:
            act(panel)
        else:
            self.action_show(kind.NAME)

    def action_zoom(self, step: int) -> None:
        """Go nearer to the period in the histogram, or farther."""
        self._on(IntervalsPanel, lambda panel: panel.zoom(step))

    def action_scale(self) -> None:
        """Turn the counts of the histogram between linear and logarithmic."""
        self._on(IntervalsPanel, IntervalsPanel.scale)

    def action_whole(self) -> None:
        """Show the open picture as it was at first."""
        if isinstance(self._panel, IntervalsPanel | RasterPanel):
            self._panel.whole()

    def action_nudge(self, steps: int) -> None:
        """Fold the raster at a period that is so many small steps longer."""
        self._on(RasterPanel, lambda panel: panel.nudge(steps))

    def action_sort(self) -> None:
        """Sort the connections by the chosen column."""
        self._on(ConnectionsPanel, ConnectionsPanel.sort)

    def action_column(self, step: int) -> None:
        """Choose another column of the connections."""
        self._on(ConnectionsPanel, lambda panel: panel.column(step))

    def action_moment(self) -> None:
        """Ask for a moment, and go to it in the list of connections."""
        from beacon_tui.tui.screens.moment import MomentScreen

        self.action_show(ConnectionsPanel.NAME)
        panel = self.query_one(ConnectionsPanel)
        self.app.push_screen(MomentScreen(panel.moment, self._results.window.stop, panel.go_to))

    def action_measure(self) -> None:
        """Turn the timeline between gaps and bytes."""
        self._on(TimelinePanel, TimelinePanel.turn)
