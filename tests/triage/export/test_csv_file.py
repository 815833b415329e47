"""CSV: reads back whole, and no cell does anything in a spreadsheet or a terminal."""

import csv
from io import StringIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.analysis.model import COLUMNS
from beacon_tui.triage.export.csv_file import csv_text, export
from beacon_tui.triage.export.records import FIELDS, Record, records
from beacon_tui.triage.view import View
from tests.fakes import fake_reasons, fake_results
from tests.triage.export.cases import case_of


def record_with(**values: object) -> Record:
    """Make a record of nothing but some values."""
    return {**dict.fromkeys(FIELDS), **values}


def cells_of(text: str) -> list[dict[str, str]]:
    """Read CSV back."""
    return list(csv.DictReader(StringIO(text, newline="")))


def test_a_header_and_one_line_a_record() -> None:
    made = list(records(View.of(fake_results()), range(8), fake_reasons))
    text = csv_text(made)
    read = cells_of(text)
    assert text.count("\r\n") == text.count("\n") == 9
    assert tuple(read[0]) == FIELDS
    assert [row["src"] for row in read] == [record["src"] for record in made]
    assert [float(row["score"]) for row in read] == [record["score"] for record in made]


def test_pandas_reads_every_value_back() -> None:
    case = case_of()
    made = list(case.records())
    read = pd.read_csv(StringIO(export(case)), keep_default_na=False, na_values=[""])
    assert tuple(read.columns) == FIELDS
    for name in (column.name for column in COLUMNS if column.kind not in ("text", "address", "list", "time")):
        expected = [np.nan if record[name] is None else record[name] for record in made]
        np.testing.assert_array_equal(read[name].to_numpy(np.float64), np.array(expected, np.float64), name)
    assert read["src"].tolist() == [record["src"] for record in made]
    seen = pd.to_datetime(read["first_seen"]).dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert seen.tolist() == [record["first_seen"] for record in made]


def test_without_records_there_is_a_header() -> None:
    assert csv_text([]) == ",".join(FIELDS) + "\r\n"


def test_lists_booleans_and_unknown_values() -> None:
    (row,) = cells_of(csv_text([record_with(flags=["few", "long"], reasons=[], allowlisted=True)]))
    assert (row["flags"], row["reasons"], row["allowlisted"], row["note"]) == ("few; long", "", "true", "")


def test_periods_are_one_readable_cell() -> None:
    periods = [{"period": 180.0, "share": 0.78}, {"period": 10.04, "share": 0.22}]
    (row,) = cells_of(csv_text([record_with(periods=periods)]))
    assert row["periods"] == "3m00s (78%); 10.0s (22%)"
    assert cells_of(csv_text([record_with(periods=None)]))[0]["periods"] == ""


@pytest.mark.parametrize(
    ("domain", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("  +1", "'  +1"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", r"'\x09=1"),
        ("\r\n@x", r"'\x0d\x0a@x"),
        ("\u200b=1", r"\u200b=1"),
        ("a=b", "a=b"),
        ('say "x", y', 'say "x", y'),
        ("\x1b[2J", r"\x1b[2J"),
        ("", ""),
    ],
)
def test_texts_are_made_harmless(domain: str, cell: str) -> None:
    assert cells_of(csv_text([record_with(domain=domain)]))[0]["domain"] == cell


def test_a_list_is_made_harmless_as_a_whole() -> None:
    (row,) = cells_of(csv_text([record_with(reasons=["=1", "=2"])]))
    assert row["reasons"] == "'=1; =2"


@given(st.text(st.characters()), st.lists(st.text(st.characters()), max_size=3))
def test_no_text_can_act(domain: str, reasons: list[str]) -> None:
    text = csv_text([record_with(domain=domain, reasons=reasons)])
    (row,) = cells_of(text)
    assert text.count("\n") == 2
    assert text.replace("\r\n", "").isprintable()
    for cell in row.values():
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))


def test_negative_numbers_stay_numbers() -> None:
    assert cells_of(csv_text([record_with(score=-0.5)]))[0]["score"] == "-0.5"
