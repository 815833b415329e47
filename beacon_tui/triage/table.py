"""What the candidate table draws of a desk."""

from collections.abc import Callable
from functools import partial

from beacon_tui.render.candidates import CandidateRows
from beacon_tui.render.groups import GroupedRows
from beacon_tui.triage.desk import Desk


def table(desk: Desk, chosen: str, clock: Callable[[], float] | None) -> CandidateRows:
    """The lines of the candidates, where the column keys stand on `chosen` and `clock` tells the time of the logs."""
    spec, groups = desk.spec, desk.groups
    rows = partial(GroupedRows, heads=groups, hidden_by=desk.view.hidden_by) if groups.by else CandidateRows
    return rows(
        desk.results,
        groups.lines.lines,
        spec.sort,
        spec.descending,
        chosen,
        desk.rule_text,
        spec.show_hidden,
        desk.marks,
        spec.long_only,
        spec.then,
        desk.columns,
        clock,
        desk.view.known,
    )
