"""The plain table: fits the width, says what matters, and is safe to print."""

import pytest

from beacon_tui.render.text import cells
from beacon_tui.triage.export.records import Record, records
from beacon_tui.triage.export.table import table_text
from beacon_tui.triage.view import View
from tests.fakes import EXAMPLES, SESSIONS, Fake, fake_reasons, fake_results


def made(*fakes: Fake) -> list[Record]:
    """Make the records of some candidates."""
    view = View.of(fake_results(fakes or EXAMPLES))
    return list(records(view, range(len(view.results)), fake_reasons))


def test_a_small_table_as_a_whole() -> None:
    beacon = Fake("73.54.23.243", ("64.225.56.201",), 272, 0.26, 300, 0.97, 80, columns={"cv": 0.158, "events": 951})
    rotating = Fake(
        "10.0.3.9", ("192.0.2.1", "192.0.2.2"), 301, 0.31, 10, 0.74, domain="cdn.example", columns={"cv": 0.11}
    )
    assert table_text(made(beacon, rotating), 100) == (
        "SCORE  SOURCE        DESTINATION      PORT  PERIOD  JITTER    CV    N  WHY\n"
        "   97  73.54.23.243  64.225.56.201      80   4m32s     26%  0.16  951  0 check-ins about every 4m32…\n"
        "   74  10.0.3.9      cdn.example (2)   443   5m01s     31%  0.11   10  1 check-ins about every 4m32…\n"
    )


def test_long_sessions_have_columns_of_their_own() -> None:
    assert table_text(made(*SESSIONS[:2]), 90, long=True) == (
        "SCORE  SOURCE     DESTINATION    PORT  LONGEST  TOTAL     SENT  RECEIVED\n"
        "    —  10.0.3.20  192.0.2.99      443    9h12m  9h12m  34.0 kB   51.0 kB\n"
        "    —  10.0.3.21  198.51.100.77    22    2h30m  2h30m   4.1 GB   70.0 MB\n"
    )


@pytest.mark.parametrize("width", [80, 100, 140, 400])
def test_no_line_is_wider_than_asked_for(width: int) -> None:
    long_name = Fake("2001:db8:aaaa:bbbb:cccc:dddd:eeee:1", ("192.0.2.1", "192.0.2.2"), domain="x" * 300, count=4)
    text = table_text(made(*EXAMPLES, long_name), width)
    assert max(map(cells, text.splitlines())) <= width
    assert len(text.splitlines()) == len(EXAMPLES) + 2


def test_the_reason_shows_where_there_is_room() -> None:
    assert "up to 26 % early or late" in table_text(made(), 200)
    assert "WHY" not in table_text(made(), 80)


def test_a_candidate_without_reasons_has_none() -> None:
    record = {**made()[0], "reasons": []}
    assert table_text([record], 200).splitlines()[1].endswith(" 300")


def test_unknown_values_are_dashes() -> None:
    unknown = table_text(made(), 80).splitlines()[-1].split()
    assert unknown[3:5] == ["—", "—"]


def test_hostile_names_are_harmless() -> None:
    hostile = Fake("10.0.0.1", ("192.0.2.1", "192.0.2.2"), count=4, domain="\x1b[2J\nx\u202e")
    text = table_text([{**record, "reasons": ["\x1b[2J"]} for record in made(hostile)], 120)
    assert text.replace("\n", "").isprintable()
    assert len(text.splitlines()) == 2
    assert r"\x1b[2J\x0ax\u202e (2)" in text


def test_without_candidates_there_is_no_table() -> None:
    assert table_text([], 80) == ""
