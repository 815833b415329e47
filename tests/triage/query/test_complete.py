"""Completion: what is certain is written, and all that could stand there is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.triage.query.complete import complete
from beacon_tui.triage.query.fields import COMMON
from beacon_tui.triage.view import View
from tests.fakes import EXAMPLES, Fake, fake_results

HOSTILE = Fake("10.0.0.1", ("192.0.2.1",), service="\x1b[2J,ssl,smb")
SIEVE = View.of(fake_results([*EXAMPLES, HOSTILE])).sieve


@pytest.mark.parametrize(
    ("typed", "written", "choices"),
    [
        ("scor", "score:", []),
        ("n:>1 !(peri", "n:>1 !(period:", []),
        ("PREV", "prevalence:", []),
        ("d", "d", ["dst:", "dur:", "dst_count:", "domain:", "duration_max:", "duration_total:"]),
        ("", "", [f"{name}:" for name in COMMON]),
        ("bogus", "bogus", []),
        ("service:", "service:", ["http", "ntp", "smb", "ssl"]),
        ("service:ssl,h", "service:ssl,http", []),
        ("service:s", "service:s", ["smb", "ssl"]),
        ("proto:t", "proto:tcp", []),
        ("flag:un", "flag:unanswered", []),
        ("state:RSTO", "state:RSTO", ["RSTO", "RSTOS0"]),
        ("sort:score-desc,per", "sort:score-desc,per", ["period", "persistence_score"]),
        ("sort:score-d", "sort:score-desc", []),
        ("sort:n,score-", "sort:n,score-", ["score-asc", "score-desc"]),
        ("src:10", "src:10", []),
        ("@", "@fle", ["@fleet", "@fleas"]),
        ("a @flea", "a @fleas", []),
    ],
)
def test_what_is_certain_is_written_and_the_rest_is_named(typed: str, written: str, choices: list[str]) -> None:
    done = complete(typed, len(typed), SIEVE, ["fleet", "fleas"])
    assert (done.text, done.cursor, list(done.choices)) == (written, len(written), choices)


def test_the_word_before_the_cursor_is_completed_and_what_stands_behind_stays() -> None:
    done = complete("scor n:>1", 4, SIEVE)
    assert (done.text, done.cursor) == ("score: n:>1", 6)


@given(st.text(max_size=8), st.data())
def test_nothing_before_the_word_and_nothing_behind_the_cursor_is_ever_changed(text: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(text)))
    done = complete(text, cursor, SIEVE, ["a"])
    assert done.text.endswith(text[cursor:])
    assert done.text[: done.cursor].lower().startswith(text[:cursor].lower())
