"""Whatever is decided, in whatever order: taking it back restores what was there before, also where it fails."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from beacon_tui.errors import AllowlistError
from beacon_tui.triage import allowlist
from beacon_tui.triage.atomic import replace_file
from beacon_tui.triage.desk import Desk
from beacon_tui.triage.journal.journal import Journal
from beacon_tui.triage.scopes import scopes
from tests.fakes import EXAMPLES, fake_results

RESULTS = fake_results(EXAMPLES)

ROWS = st.integers(0, 3)

State = tuple[object, ...]
"""The text of the allowlist, whether the starter list counts, marks and verdicts, shown and kept, what is hidden."""

Step = tuple[object, ...]

ALL_BACK, ALL_AGAIN = [(("undo",), False)] * 20, [(("redo",), False)] * 20

STEPS = st.one_of(
    st.tuples(st.just("mark"), st.sets(ROWS)),
    st.tuples(st.just("toggle"), ROWS),
    st.tuples(st.just("judge"), st.sets(ROWS), st.sampled_from(["", "benign", "watch"]), st.sampled_from([None, "x"])),
    st.tuples(st.just("allow"), st.sets(ROWS, min_size=1), st.integers(0, 3)),
    st.tuples(st.just("off"), st.integers(0, 3)),
    st.tuples(st.just("delete"), st.integers(0, 3)),
    st.tuples(st.sampled_from(["starter", "reread"])),
    st.tuples(st.just("undo")),
    st.tuples(st.sampled_from(["undo", "redo"])),
)


def state(desk: Desk) -> State:
    """All that is decided now, and what is kept of it."""
    path = desk.rulebook.path
    marked = {desk.results.columns["src"][row] for row in desk.marks}
    verdicts = {who: (one.verdict, one.note) for who, one in desk.journal.verdicts.items() if one.verdict or one.note}
    shown = {row: (one.verdict, one.note) for row, one in desk.view.known.verdicts.items()}
    text = path.read_text() if path.exists() else ""
    return text, desk.starter, marked, len(desk.journal.marks), verdicts, shown, desk.view.hidden_by.tolist()


def done(desk: Desk, what: object, *how: object) -> bool:
    """Do one of the steps that can be taken back; False when nothing was to do."""
    before, rules = state(desk), desk.rulebook.own
    match what, *how:
        case "mark", set(rows):
            desk.mark(rows)
        case "toggle", int(row):
            desk.toggle_mark(row)
        case "judge", set(rows), str(verdict), note:
            return desk.judge(rows, verdict, note if isinstance(note, str) else None) is not None
        case "allow", set(rows), int(place):
            found = [scope.rules for scope in scopes(desk.results, sorted(rows)) if scope.rules]
            return bool(found) and desk.allow(found[place % len(found)]) is not None
        case (("off" | "delete"), int(place)) if rules:
            old = rules[place % len(rules)]
            new = None if what == "delete" else replace(old, enabled=not old.enabled)
            return desk.change("", [(old, new)]) is not None
        case ("starter",):
            desk.toggle_starter()
        case ("reread",):
            desk.reread()
    return state(desk) != before


def tried(desk: Desk, what: object, how: list[object], fails: bool) -> bool:
    """Do a step, or take the last one back or do it again; a file cannot be written where it `fails`."""
    full = OSError(28, "No space left on device")
    with patch.object(allowlist, "replace_file", side_effect=full if fails else replace_file):
        if what in ("undo", "redo"):
            return (desk.undo() if what == "undo" else desk.redo()) is not None
        return done(desk, what, *how)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(STEPS, st.sampled_from([False, False, True])), min_size=5, max_size=20))
def test_every_order_of_doing_and_taking_back_restores_what_was_there(steps: list[tuple[Step, bool]]) -> None:
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.db", [Path("/logs")])
        desk = Desk(RESULTS, Path(folder) / "allowlist.toml", journal=journal)
        back, again = list[State](), list[State]()
        for (what, *how), fails in [*steps, *ALL_BACK, *ALL_AGAIN]:
            now = state(desk)
            try:
                did = tried(desk, what, how, fails)
            except AllowlistError:
                assert fails
                assert state(desk) == now
                continue
            if what in ("undo", "redo"):
                source, target = (back, again) if what == "undo" else (again, back)
                assert did == bool(source)
                target += [now] if source else []
                assert state(desk) == (source.pop() if source else now)
            elif did:
                back.append(now)
                again.clear()
            else:
                assert state(desk) == now
        journal.close()
