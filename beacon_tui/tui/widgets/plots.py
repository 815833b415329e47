"""The two plots that plotext draws: the interval histogram and the timeline."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Final

from textual.reactive import reactive
from textual_plotext import PlotextPlot

from beacon_tui.render.histogram import MOST_GAPS
from beacon_tui.units import count

if TYPE_CHECKING:
    from textual.app import RenderResult

    from beacon_tui.render.axis import Tick
    from beacon_tui.render.timeline import Timeline
    from beacon_tui.tui.panels.panel import Opened

BAR_COLOR, MARK_COLOR, HOLE_COLOR = "cyan", "yellow", "gray"
COUNT_TICKS: Final = 6
"""Labels beside the histogram, about."""

AXIS_CELLS: Final = 10
"""Cells that plotext takes for the counts and the frame beside the picture."""


class CandidatePlot(PlotextPlot):
    """A plot of one candidate."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = "clear"
        self._opened: Opened | None = None

    def show(self, opened: "Opened") -> None:
        """Draw another candidate."""
        self._opened = opened
        self.refresh()


class IntervalPlot(CandidatePlot):
    """How often which gap occurred, the period and its multiples marked."""

    zoom = reactive(MOST_GAPS)
    """How near the picture goes, an index of `ZOOMS`."""
    logarithmic = reactive(False)
    """Whether the height of a bar is the logarithm of its count."""

    def render(self) -> "RenderResult":
        """Draw for the size of the moment: bin `i` stands at x = i, so that growing bins look equal."""
        import numpy as np

        from beacon_tui.render.histogram import interval_histogram
        from beacon_tui.render.overview import gaps_title

        if (one := self._opened) is None:
            return ""
        gaps = np.diff(one.check_ins)
        period = float(one.results.columns["period"][one.row])
        periods = [phase.period for phase in one.phases]
        histogram = interval_histogram(gaps, period, max(self.size.width - AXIS_CELLS, 10), periods, self.zoom)
        if not histogram.counts.size:
            return gaps_title(histogram)
        plot = self.plt
        plot.clear_figure()
        plot.title(gaps_title(histogram))
        heights = np.log10(1 + histogram.counts) if self.logarithmic else histogram.counts
        plot.bar(range(len(histogram.counts)), heights.tolist(), color=BAR_COLOR, width=1)
        places = [(tick.column / histogram.cells, tick.label) for tick in histogram.ticks]
        plot.xticks([place for place, _ in places], [label for _, label in places])
        most = int(histogram.counts.max(initial=1))
        if self.logarithmic:
            powers = [0, *(10**power for power in range(len(str(most))))]
            plot.yticks(np.log10(1 + np.array(powers)).tolist(), [count(power) for power in powers])
        else:
            plot.yticks([float(tick) for tick in range(0, most + 1, -(-most // COUNT_TICKS))])
        self._mark(histogram.marks, histogram.cells)
        return super().render()

    def _mark(self, marks: "Iterable[Tick]", cells: int) -> None:
        """Stand a line at the period and at each multiple, with its number on top."""
        for mark in marks:
            self.plt.vline(mark.column // cells, color=MARK_COLOR)
            self.plt.text(mark.label, x=mark.column // cells, y=0, color=MARK_COLOR, alignment="left")


class TimelinePlot(CandidatePlot):
    """One dot a connection: time against the gap before it, or against its bytes."""

    MEASURES: ClassVar = ("gaps", "bytes")

    measure = reactive("gaps")
    """What the height of a dot says."""

    def turn(self) -> None:
        """Show the other measure."""
        self.measure = next(name for name in self.MEASURES if name != self.measure)

    def render(self) -> "RenderResult":
        """Draw for the size of the moment, on a logarithmic height with round ticks."""
        from beacon_tui.render.timeline import bytes_timeline, gaps_timeline

        if (one := self._opened) is None:
            return ""
        make = gaps_timeline if self.measure == "gaps" else bytes_timeline
        picture = make(one.results, one.row, max(self.size.width - AXIS_CELLS, 10), max(self.size.height, 2))
        if not picture.x:
            return picture.title
        plot = self.plt
        plot.clear_figure()
        plot.title(picture.title)
        plot.xlim(picture.left, picture.right)
        plot.ylim(picture.bottom, picture.top)
        self._shade(picture)
        plot.scatter(picture.x, picture.y, color=BAR_COLOR, marker="braille")
        plot.xticks(*picture.x_ticks)
        plot.yticks(*picture.y_ticks)
        return super().render()

    def _shade(self, picture: "Timeline") -> None:
        """Shade the holes of the capture from bottom to top."""
        heights = picture.bottom, picture.top
        for hole in picture.holes:
            # The declared types of plotext say one number where it takes two.
            self.plt.rectangle(hole, heights, marker="░", color=HOLE_COLOR, fill=True)  # type: ignore[arg-type]
