"""The side panel: why the candidate under the cursor scored as it did, or what a group is made of."""

from typing import TYPE_CHECKING

from textual.widgets import Static

if TYPE_CHECKING:
    from beacon_tui.triage.desk import Desk
    from beacon_tui.triage.grouping import At, Key


class Why(Static):
    """The name, the numbers and the reasons of one candidate, or the members of a group in short.

    Its size is fixed, so nothing else is painted anew.
    """

    def __init__(self) -> None:
        super().__init__(id="why", markup=False)

    def explain(self, desk: "Desk", at: "At | None") -> None:
        """Say it of what stands on a line; None empties the panel."""
        lines = [] if at is None else _candidate(desk, at) if isinstance(at, int) else _members(desk, at)
        self.update("\n".join(lines), layout=False)


def _candidate(desk: "Desk", row: int) -> list[str]:
    """The name, the numbers and the reasons of a candidate."""
    from beacon_tui.analysis.phases import phases_of
    from beacon_tui.analysis.reasons import explain
    from beacon_tui.render.overview import numbers, title
    from beacon_tui.render.text import clean

    phases = phases_of(desk.results, row)
    lines = [title(desk.results, row), "", *numbers(desk.results, row, phases), ""]
    lines += [*remembered, ""] if (remembered := desk.view.known.words(row)) else []
    lines += [f"• {clean(reason)}" for reason in explain(desk.results, row, phases)]
    rule = desk.rule_text(row)
    return [*lines, "", f"hidden by {clean(rule)}"] if rule else lines


def _members(desk: "Desk", key: "Key") -> list[str]:
    """The members of a group in short."""
    from beacon_tui.render.members import summary

    rows = desk.groups.found(key)
    covered = desk.view.hidden_by[rows] >= 0
    marked = len(desk.marks.intersection(rows.tolist())) if desk.marks else 0
    return summary(desk.results, rows, key.column, covered, marked)
