"""The desk remembers: verdicts on candidates in every data set, marks and looks in their own."""

import sqlite3
from pathlib import Path

import pytest

from beacon_tui.errors import AllowlistError, JournalError
from beacon_tui.render.candidates import SHOWN
from beacon_tui.triage.desk import Desk
from beacon_tui.triage.export.records import records
from beacon_tui.triage.grouping import Key
from beacon_tui.triage.journal.journal import Journal
from beacon_tui.triage.look import resume
from beacon_tui.triage.query.parse import parse
from beacon_tui.triage.recall import recall
from beacon_tui.triage.view import Spec, View
from tests.fakes import EXAMPLES, HOSTILE, SESSIONS, Fake, benign, fake_reasons, fake_results


def desk_in(folder: Path, fakes: tuple[Fake, ...] = EXAMPLES, logs: str = "logs", writing: bool = True) -> Desk:
    """A desk with the journal of a folder, as it was left."""
    journal = Journal(folder / "journal.db", [folder / logs], writing)
    desk = Desk(fake_results(fakes), folder / "allowlist.toml", journal=journal)
    resume(desk, {"web": "port:443"})
    return desk


def sources(desk: Desk, where: str) -> set[str]:
    """The sources of what a filter keeps."""
    rows = desk.view.rows(Spec().under(parse(where)))
    return {str(desk.results.columns["src"][row]) for row in rows}


def test_a_verdict_holds_in_every_data_set_wherever_the_candidate_stands(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    deed = desk.judge([1, 6], "malicious", f"  {HOSTILE}  twice ")
    assert deed
    assert deed.words == "malicious on 2 candidates"
    again = desk_in(tmp_path, EXAMPLES[1:], "other_logs")
    row = again.results.columns["src"].tolist().index("10.0.3.66")
    one = again.view.known.of(row)
    assert one.verdict == "malicious"
    assert one.note.isprintable()
    assert one.note.endswith("twice")
    assert len(again.view.known.verdicts) == 2


def test_verdicts_and_notes_are_filtered_and_sorted_by(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    for row, (verdict, note) in enumerate([("benign", "Fleet"), ("malicious", ""), ("watch", ""), ("", "fleet too")]):
        desk.judge([row], verdict, note)
    who = [str(source) for source in desk.results.columns["src"]]
    assert sources(desk, "verdict:malicious,watch") == {who[1], who[2]}
    assert sources(desk, "verdict:none") == sources(desk, "verdict:-") == set(who[3:])
    assert sources(desk, "!verdict:benign") == set(who[1:])
    assert sources(desk, "fleet") == sources(desk, "note:FLEET") == {who[0], who[3]}
    assert sources(desk, "!note:-") == {who[0], who[3]}
    rows = desk.view.rows(Spec().under(parse("sort:verdict")))
    assert rows[:4].tolist() == [1, 2, 0, 3]
    assert desk.view.rows(Spec().under(parse("sort:note")))[:2].tolist() == [0, 3]
    desk.filter(parse("verdict:none"), desk.spec)
    desk.judge([4], "benign", "")
    assert 4 not in desk.order
    desk.filter(parse("sort:verdict"), desk.spec)
    assert desk.order[:5].tolist() == [1, 2, 0, 4, 3]
    desk.judge([3], "malicious", "now")
    assert desk.order[:5].tolist() == [1, 3, 2, 0, 4]
    desk.filter(parse("now"), desk.spec)
    assert desk.order.tolist() == [3]


def test_records_hold_verdict_note_and_new(tmp_path: Path) -> None:
    desk_in(tmp_path, EXAMPLES[1:])
    desk = desk_in(tmp_path)
    desk.judge([1], "watch", "why")
    first, second, third = records(desk.view, [0, 1, 2], fake_reasons)
    assert (second["verdict"], second["note"], second["flags"]) == ("watch", "why", [])
    assert (first["verdict"], first["note"], first["flags"]) == (None, None, ["new"])
    assert third["verdict"] is None


def test_new_is_what_stands_out_and_did_not_the_last_time(tmp_path: Path) -> None:
    assert desk_in(tmp_path, EXAMPLES[:2]).shown.new == 0
    desk = desk_in(tmp_path, (*EXAMPLES, *SESSIONS), "next_day")
    fresh = {fake.src for fake in (*EXAMPLES[2:6], *SESSIONS)}
    assert sources(desk, "flag:new") == fresh
    assert desk.shown.new == len(fresh)
    assert "new: the journal has not met it before" in desk.view.known.words(int(desk.order[-1]))
    last = desk_in(tmp_path, (*EXAMPLES, *SESSIONS))
    assert last.shown.new == 0
    assert last.view.known.words(0)[0].startswith("first met 20")


def test_growing_logs_keep_verdicts_and_what_is_new(tmp_path: Path) -> None:
    desk_in(tmp_path, EXAMPLES[:2])
    desk = desk_in(tmp_path, EXAMPLES[:2])
    desk.judge([0], "watch", "")
    desk.toggle_mark(0)
    grown = recall(View.of(fake_results((Fake("10.9.9.9", ("192.0.2.9",), score=0.99), *EXAMPLES))), desk.journal, 0.5)
    assert desk.renew(grown, 0) == 1
    assert desk.view.known.of(1).verdict == "watch"
    assert desk.marks == {1}
    assert sources(desk, "flag:new") == {"10.9.9.9", *(fake.src for fake in EXAMPLES[2:6])}
    assert desk.undo()
    assert desk.marks == set()
    assert desk.undo()
    assert desk.view.known.of(1).verdict == ""


def test_everything_is_taken_back_in_order_whatever_it_is(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    desk.judge([0], "watch", "first")
    rule = benign(desk, 1)
    desk.toggle_mark(2)
    desk.judge([0], "malicious", "second")
    desk.mark(())
    taken = [deed.words for _ in range(5) if (deed := desk.undo())]
    assert taken == [
        "unmarked 10.0.3.7 → 192.0.2.10",
        "malicious on 73.54.23.243 → 64.225.56.201",
        "marked 10.0.3.7 → 192.0.2.10",
        f"hidden by {rule.text()}",
        "watch on 73.54.23.243 → 64.225.56.201",
    ]
    assert desk.undo() is None
    assert (desk.view.known.of(0).verdict, desk.marks, desk.allowlisted) == ("", set(), 0)
    redone = [deed.words for _ in range(5) if (deed := desk.redo())]
    assert redone == taken[::-1]
    assert (desk.view.known.of(0).note, desk.marks, desk.allowlisted) == ("second", set(), 1)
    desk.undo()
    desk.toggle_mark(4)
    assert desk.redo() is None
    assert desk_in(tmp_path).marks == {2, 4}


def test_what_a_rule_hides_is_no_longer_marked_until_it_is_taken_back(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    for row in (1, 2, 3):
        desk.toggle_mark(row)
    rule = benign(desk, 1)
    assert (desk.marks, desk.allowlisted) == ({2, 3}, 1)
    deed = desk.undo()
    assert deed
    assert deed.words == f"hidden by {rule.text()}"
    assert (desk.marks, desk.allowlisted) == ({1, 2, 3}, 0)
    desk.redo()
    assert (desk.marks, desk.allowlisted) == ({2, 3}, 1)
    desk.toggle_hidden()
    desk.toggle_mark(1)
    benign(desk, 2)
    assert desk.marks == {1, 3}
    desk.leave(None)
    assert desk_in(tmp_path).marks == {1, 3}


def test_a_data_set_comes_back_as_it_was_left(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    assert desk.resumed == ""
    desk.filter(parse("@web score:>0.1", {"web": "port:443"}), desk.spec)
    desk.sort_by("cv")
    desk.columns = ("note", "port")
    desk.toggle_mark(3)
    desk.leave(5)
    desk.journal.close()
    again = desk_in(tmp_path, (*EXAMPLES, Fake("10.9.9.9", ("192.0.2.9",), score=0.99)))
    assert again.spec.where.text == "@web score:>0.1"
    assert (again.spec.sort, again.spec.then, again.columns) == ("cv", ("score", True), ("note", "port"))
    assert (again.marks, again.at) == ({4}, 6)
    assert again.resumed.startswith("1 mark, filter, order and columns as you left them on ")
    other = desk_in(tmp_path, logs="other_logs")
    assert (other.marks, other.spec, other.columns, other.resumed) == (set(), Spec(), SHOWN, "")


TWICE = (
    *EXAMPLES,
    Fake("10.9.9.1", ("192.0.2.10",), score=0.4),
    Fake("10.0.3.7", ("198.51.100.9",), score=0.3, domain="updates.vendor.example"),
)
"""The examples, and two that are in a group with one of them by destination, by name and by source."""


def heads(desk: Desk) -> list[Key]:
    """The keys of the groups in the order shown."""
    return [at for place in range(len(desk.groups.lines.lines)) if isinstance(at := desk.groups.at(place), Key)]


@pytest.mark.parametrize("turns", [1, 2, 3])
@pytest.mark.parametrize("opened", ["none", "one", "all"])
def test_the_grouping_and_what_is_open_come_back(tmp_path: Path, turns: int, opened: str) -> None:
    desk = desk_in(tmp_path, TWICE)
    for _ in range(turns):
        desk.groups.turn(None)
    (key,) = heads(desk)
    lines = len(desk.groups.lines.lines)
    if opened == "one":
        desk.groups.fold(key)
    elif opened == "all":
        desk.groups.fold_all()
    desk.leave(key)
    desk.journal.close()
    again = desk_in(tmp_path, (*TWICE, Fake("10.7.7.7", ("192.0.2.7",), score=0.99)))
    assert again.groups.by == desk.groups.by
    assert heads(again) == [key]
    assert len(again.groups.lines.lines) == lines + 1 + (0 if opened == "none" else 2)
    assert again.at == key
    assert again.resumed.startswith("Groups as you left them on ")


def test_a_group_that_is_gone_leaves_the_cursor_in_sight(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, TWICE)
    desk.groups.turn(None)
    (key,) = heads(desk)
    desk.leave(key)
    again = desk_in(tmp_path, EXAMPLES[:2])
    assert again.groups.by == "dst"
    assert again.place_of(again.at or 0, 0) == 0


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "no", '{"where": "zzz:1"}', '{"order": [["flags", true]]}'),
        '{"order": 3, "columns": [[1], "x"]}',
        '{"by": ["dst"], "folds": {"dst": 1}}',
        '{"by": "x", "folds": {"src": {"others": [1, ["dst", "zz"], ["x", "y"]]}}}',
        '{"at": ["dst"], "folds": []}',
        '{"at": [[], {}], "folds": {"src": {"others": 3}}}',
        pytest.param("[" * 100_000, id="deep"),
    ],
)
def test_a_look_that_cannot_be_understood_does_no_harm(tmp_path: Path, text: str) -> None:
    Journal(tmp_path / "journal.db", [tmp_path / "logs"]).leave(text)
    desk = desk_in(tmp_path)
    assert desk.spec == Spec()
    assert len(desk.order) == len(EXAMPLES)


def test_what_another_hand_wrote_into_the_file_does_no_harm(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    desk.judge([0, 1], "watch", "")
    desk.toggle_mark(2)
    desk.journal.close()
    file = sqlite3.connect(tmp_path / "journal.db")
    file.execute("UPDATE decision SET verdict = 'evil', note = ? WHERE number = 1", ("\x1b[31mred",))
    for who in ("", "no", "{}", "[1]", '["pair", {}]', "[" * 100_000):
        file.execute(
            "INSERT INTO decision (who, verdict, note, author, made) VALUES (?, 'watch', '', '', 1e99)", (who,)
        )
        file.execute("INSERT INTO mark SELECT DISTINCT number, ? FROM data_set UNION SELECT -1, ?", (who, who))
    file.commit()
    file.close()
    again = desk_in(tmp_path)
    assert again.marks == {2}
    assert sorted(one.verdict for one in again.view.known.verdicts.values()) == ["", "watch"]
    (row,) = [row for row, one in again.view.known.verdicts.items() if not one.verdict]
    assert again.view.known.words(row)[0].startswith("no verdict: \\x1b[31mred (")
    assert sources(again, "verdict:watch")


def test_reading_only_changes_nothing_and_says_why(tmp_path: Path) -> None:
    first = desk_in(tmp_path)
    first.judge([0], "watch", "")
    first.journal.close()
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    desk = desk_in(tmp_path, writing=False)
    assert desk.view.known.of(0).verdict == "watch"
    with pytest.raises(JournalError, match="Read-only"):
        desk.judge([1], "watch", "")
    with pytest.raises(AllowlistError, match="Read-only"):
        benign(desk, 1)
    desk.toggle_mark(1)
    desk.leave(1)
    assert desk.marks == {1}
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
