"""The list of connections in any order."""

import numpy as np
import pytest

from beacon_tui.render.connections import SORTABLE, ConnectionRows
from tests.fakes import fake_results

RESULTS = fake_results()
ROW = RESULTS.columns["kind"].tolist().index("name")
"""A name over four addresses."""
RNG = np.random.default_rng(4)
RESULTS.frame.loc[RESULTS.rows(ROW), "orig_bytes"] = RNG.choice([1.0, 2.0, np.nan], RESULTS.rows(ROW).size)


def order(sort: str, descending: bool = False) -> list[int]:
    """Connections, numbered by time, as they stand in the list."""
    rows = ConnectionRows(RESULTS, ROW, sort, descending, sort)
    return [rows.connection(place) for place in range(rows.count)]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("name", [name for name in SORTABLE if name not in ("ts", "gap")])
def test_every_column_sorts_as_pandas_does(name: str, descending: bool) -> None:
    values = RESULTS.connections(ROW)[name].reset_index(drop=True)
    values = values.astype("str") if values.dtype == "category" and values.notna().all() else values
    expected = values.sort_values(ascending=not descending, kind="stable", na_position="last").index.tolist()
    assert order(name, descending) == expected


def test_the_order_of_time_turns_and_gaps_put_the_first_connection_last() -> None:
    number = len(RESULTS.connections(ROW))
    assert order("ts") == list(range(number))
    assert order("ts", descending=True) == list(range(number))[::-1]
    gaps = np.diff(RESULTS.connections(ROW)["ts"].to_numpy())
    assert order("gap", descending=True)[0] == int(gaps.argmax()) + 1
    assert order("gap")[-1] == order("gap", descending=True)[-1] == 0


def test_a_connection_is_found_by_its_moment_in_any_order() -> None:
    rows = ConnectionRows(RESULTS, ROW, "id.resp_h", True, "id.resp_h")
    times = RESULTS.connections(ROW)["ts"].to_numpy()
    assert rows.since(times[7]) == 7
    assert rows.since(times[7] + 1e-3) == 8
    assert rows.since(0) == 0
    assert rows.since(times[-1] + 1) is None
    assert rows.time(rows.place_of(7)) == times[7]
    assert rows.connection(rows.place_of(7)) == 7


def test_the_sorted_column_has_its_arrow_and_the_chosen_one_comes_into_sight() -> None:
    rows = ConnectionRows(RESULTS, ROW, "gap", True, "id.resp_h")
    header = rows.header(79)
    assert "DESTINATION" in "".join(cell.text for cell in header)
    assert [cell.text.strip() for cell in header if cell.look == "chosen"] == ["DESTINATION"]
    wide = "".join(cell.text for cell in rows.header(140))
    assert "GAP▼" in wide
    assert rows.column_at(wide.index("GAP"), 140) == "gap"
    assert rows.column_at(wide.index("UID"), 140) == ""
    assert rows.column_at(500, 140) == ""
