"""What the panels of the pair's screen have in common, and the one candidate that they show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from beacon_tui.tui.command import PanelName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from beacon_tui.analysis.model import Results
    from beacon_tui.analysis.phases import Phase


@dataclass(frozen=True, eq=False, slots=True)
class Opened:
    """The candidate that is looked at."""

    results: "Results"
    """What was found, this among it."""
    row: int
    """Its row there."""
    check_ins: "NDArray[np.float64]"
    """When it checked in, seconds since 1970 UTC, rising."""
    phases: "tuple[Phase, ...]"
    """Its distinct periods, largest share first."""

    remembered: Callable[[], Sequence[str]] = tuple
    """What was decided on it, and when it was first met, in sentences."""

    @classmethod
    def of(cls, results: "Results", row: int, remembered: Callable[[], Sequence[str]] = tuple) -> "Opened":
        """Open a candidate of some results."""
        from beacon_tui.analysis.phases import phases_of

        return cls(results, row, results.check_ins(row), phases_of(results, row), remembered)

    @property
    def period(self) -> float:
        """Its dominant period in seconds; NaN where no rhythm can be told."""
        columns = self.results.columns
        return float("nan" if columns["score"][self.row] != columns["score"][self.row] else columns["period"][self.row])


class Panel(Vertical):
    """One way to look at a candidate; it is asked to show one when it is open, and only then."""

    NAME: ClassVar[PanelName]
    """What it is called, its id, and the place of its own commands."""
    SHORT: ClassVar[str] = ""
    """What it is called where there is little room, if that is not its name."""

    opened: Opened | None = None
    """The candidate that it shows."""

    def __init__(self) -> None:
        super().__init__(id=self.NAME)

    def show(self, opened: Opened) -> None:
        """Show a candidate."""
        if opened is not self.opened:
            self.opened = opened
            self.fill(opened)

    def fill(self, opened: Opened) -> None:
        """Draw another candidate."""
        raise NotImplementedError


def in_a_line(panels: Sequence[type[Panel]], width: int) -> tuple[list[str], str]:
    """The numbered names of panels, and what parts them: the short names where the others take more than `width`."""
    names = [f"{number} {panel.NAME}" for number, panel in enumerate(panels, 1)]
    if len("  ".join(names)) <= width:
        return names, "  "
    return [f"{number} {panel.SHORT or panel.NAME}" for number, panel in enumerate(panels, 1)], " "
