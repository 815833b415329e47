"""One candidate: why, its gaps, its timeline, its rhythm and its connections."""

from math import isnan
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Static

from beacon_tui.analysis.phases import phases_of
from beacon_tui.analysis.reasons import explain
from beacon_tui.render.connections import ConnectionRows
from beacon_tui.render.overview import overview, title
from beacon_tui.render.raster import raster
from beacon_tui.tui.commands import Place, bindings
from beacon_tui.tui.widgets.context import ContextPanel
from beacon_tui.tui.widgets.key_line import KeyLine
from beacon_tui.tui.widgets.line_table import LineTable
from beacon_tui.tui.widgets.message_line import MessageLine
from beacon_tui.tui.widgets.picture import Picture
from beacon_tui.tui.widgets.plots import IntervalPlot, TimelinePlot

if TYPE_CHECKING:
    from beacon_tui.analysis.model import Results

PANELS: Final = ("overview", "intervals", "timeline", "raster", "connections", "context")

MOST_LINES: Final = 2000
"""Lines of the raster: beyond it a line holds several periods."""


class PairScreen(Screen[None]):
    """Six panels, one at a time, under a line that says who and how suspicious."""

    PLACE: ClassVar[Place] = "pair"
    BINDINGS: ClassVar = bindings(PLACE)

    def __init__(self, results: "Results", row: int) -> None:
        super().__init__()
        self._results, self._row = results, row
        self._times, self._phases = results.check_ins(row), phases_of(results, row)

    def compose(self) -> ComposeResult:
        """The title, the names of the panels, the panels, the keys."""
        results, row = self._results, self._row
        yield Static(title(results, row), id="title", markup=False)
        yield Static(id="panels")
        with ContentSwitcher(initial="overview"):
            yield Picture(self._overview, id="overview")
            yield IntervalPlot(results, row, self._phases, id="intervals")
            yield TimelinePlot(results, row, id="timeline")
            with VerticalScroll(id="raster"):
                yield Picture(self._raster)
            yield LineTable(id="connections")
            yield ContextPanel(results, row)
        yield MessageLine()
        yield KeyLine("pair", "app")

    def on_mount(self) -> None:
        """Fill in the connections and name the panels."""
        self.query_one(LineTable).show(ConnectionRows(self._results, self._row))
        self._name_panels()

    def on_resize(self) -> None:
        """Give the raster as many lines as it has periods."""
        picture = self.query_one("#raster Picture", Picture)
        picture.styles.height = len(self._raster(self.size.width, MOST_LINES))

    def _overview(self, width: int, height: int) -> list[str]:
        """Draw the overview."""
        reasons = explain(self._results, self._row, self._phases)
        return overview(self._results, self._row, self._phases, reasons, width, height)

    def _raster(self, width: int, _height: int) -> list[str]:
        """Draw one line a period."""
        columns, window = self._results.columns, self._results.window
        if isnan(columns["score"][self._row]):
            return ["no rhythm can be told, so there is no period to draw a line of"]
        period = float(columns["period"][self._row])
        return raster(self._times, period, width, MOST_LINES, self._times[0], self._times[-1], holes=window.holes)

    def _name_panels(self) -> None:
        """Write the names of the panels, the open one standing out."""
        shown = self.query_one(ContentSwitcher).current
        line = Content("  ").join(
            Content.styled(f"{number} {name}", "bold reverse" if name == shown else "")
            for number, name in enumerate(PANELS, 1)
        )
        self.query_one("#panels", Static).update(line)

    def action_show(self, name: str) -> None:
        """Open a panel."""
        self.query_one(ContentSwitcher).current = name
        self._name_panels()
        focusable = self.query(f"#{name}.-focusable, LineTable#{name}, VerticalScroll#{name}")
        if focusable:
            focusable.first().focus()
        else:
            self.set_focus(None)

    def action_panel(self, step: int) -> None:
        """Open the panel beside this one."""
        shown = self.query_one(ContentSwitcher).current or PANELS[0]
        self.action_show(PANELS[(PANELS.index(shown) + step) % len(PANELS)])

    def action_measure(self) -> None:
        """Turn the timeline between gaps and bytes, and show it."""
        if self.query_one(ContentSwitcher).current == "timeline":
            self.query_one(TimelinePlot).turn()
        self.action_show("timeline")

    def action_back(self) -> None:
        """Go back to the candidates."""
        self.dismiss()
