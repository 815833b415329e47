"""The neighbours as lines."""

import numpy as np
import pytest

from beacon_tui.analysis.neighbours import callers, others
from beacon_tui.render.neighbours import NeighbourRows, company
from beacon_tui.render.text import cells
from tests.analysis.test_neighbours import BEACON, FRIEND, RESULTS, STAGER, row_of
from tests.fakes import HOSTILE, Fake, fake_results


def lines(row: int, width: int = 79) -> list[str]:
    """The lines below the headings of the columns."""
    rows = NeighbourRows(RESULTS, row, callers(RESULTS, row), others(RESULTS, row))
    return ["".join(cell.text for cell in rows.row(place, width)[0]) for place in range(rows.count)]


@pytest.mark.parametrize("width", [40, 79, 160])
def test_both_lists_stand_under_what_they_are(width: int) -> None:
    found = lines(row_of(BEACON), width)
    assert all(cells(line) <= width for line in found)
    assert [place for place, line in enumerate(found) if line.startswith("──")] == [0, 3]
    if width >= 79:
        assert "who else calls 203.0.113.5: 2" in found[0]
        assert "what else 10.0.0.1 does: 2" in found[3]
        assert found[1].split()[:5] == ["70", "○", "10.0.0.2", "203.0.113.5", "443"]
        assert found[2].split()[:2] == ["few", "10.0.0.5"]
        assert found[4].split()[-1] == "100%"


def test_a_line_leads_to_its_candidate() -> None:
    row = row_of(BEACON)
    rows = NeighbourRows(RESULTS, row, callers(RESULTS, row), others(RESULTS, row))
    places = [rows.candidate(place) for place in range(rows.count)]
    assert places[:5] == [None, row_of(FRIEND), -1, None, row_of(STAGER)]
    assert rows.place_of(row_of(STAGER)) == 4
    assert rows.place_of(row) == 1


def test_what_comes_with_the_check_ins_is_named() -> None:
    words = company(RESULTS, others(RESULTS, row_of(BEACON)))
    assert words == "check-ins come with 203.0.113.9 :8080 at 100% (chance 1%), within 2 s"
    assert "nothing else" in company(RESULTS, others(RESULTS, row_of(FRIEND)))


def test_names_of_the_log_cannot_act_on_the_terminal() -> None:
    hostile = Fake("10.0.0.9", ("203.0.113.5", "203.0.113.6"), 60, 0.0, 100, 0.9, domain=HOSTILE)
    same = Fake("10.0.0.8", ("203.0.113.5", "203.0.113.6"), 60, 0.0, 100, 0.8, domain=HOSTILE)
    more = Fake("10.0.0.9", ("203.0.113.7", "203.0.113.8"), 60, 0.0, 100, 0.7, domain=HOSTILE + "2")
    results = fake_results([hostile, same, more])
    around = others(results, 0)
    rows = NeighbourRows(results, 0, callers(results, 0), around)
    text = ["".join(cell.text for cell in rows.row(place, 79)[0]) for place in range(rows.count)]
    assert len(text) == 4
    assert all(line.isprintable() for line in [*text, company(results, around)])
    assert np.all(around.accompanies)
