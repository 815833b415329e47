"""What an export is made of: some candidates, what they were found in, and where the logs are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from beacon_tui.analysis.reasons import explain
from beacon_tui.triage.export.records import Record, records
from beacon_tui.triage.view import View


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Candidates that are exported together."""

    view: View
    """The load and the rules in force."""
    rows: Sequence[int]
    """Row numbers of the candidate table, in the order of the export."""
    paths: tuple[Path, ...] = ()
    """The logs and folders that were loaded, as the user gave them."""
    width: int = 160
    """Cells of a line where a terminal shows the export."""
    long: bool = False
    """Whether long sessions were asked for."""

    def records(self) -> Iterator[Record]:
        """The candidates as plain records, one after the other."""
        return records(self.view, self.rows, lambda row, phases: explain(self.view.results, row, phases))
