"""The side panel: why the candidate under the cursor scored as it did."""

from typing import TYPE_CHECKING

from textual.widgets import Static

if TYPE_CHECKING:
    from beacon_tui.triage.desk import Desk


class Why(Static):
    """The name, the numbers and the reasons of one candidate; its size is fixed, so nothing else is painted anew."""

    def __init__(self) -> None:
        super().__init__(id="why", markup=False)

    def explain(self, desk: "Desk", row: int | None) -> None:
        """Say it of a candidate, by its row in the results; None empties the panel."""
        from beacon_tui.analysis.phases import phases_of
        from beacon_tui.analysis.reasons import explain
        from beacon_tui.render.overview import numbers, title
        from beacon_tui.render.text import clean

        if row is None:
            self.update("", layout=False)
            return
        phases = phases_of(desk.results, row)
        lines = [title(desk.results, row), "", *numbers(desk.results, row, phases), ""]
        lines += [*remembered, ""] if (remembered := desk.view.known.words(row)) else []
        lines += [f"• {clean(reason)}" for reason in explain(desk.results, row, phases)]
        if rule := desk.rule_text(row):
            lines += ["", f"hidden by {clean(rule)}"]
        self.update("\n".join(lines), layout=False)
