"""Columns made into rows that can be relied on."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.zeek.columns import CATEGORIES, CONN_FIELDS, NUMBERS
from beacon_tui.zeek.rows import complete, iso_seconds, seconds, sift, sound, united
from beacon_tui.zeek.tally import Tally
from tests.zeek.logs import CONN


def sifted(**changes: str | None) -> tuple[pd.DataFrame, list[str]]:
    """One row of text with some values changed, read; and what was said of it."""
    texts = pd.DataFrame({field: [value] for field, value in (CONN | changes).items()}, dtype="str")
    tally = Tally()
    return sift(texts, np.array([7]), tally), [str(skip) for skip in tally.skipped("x")]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("ts", None, "ts is unset"),
        ("ts", "soon", "ts is not a time: 'soon'"),
        ("ts", "-1", "ts is not a time: '-1'"),
        ("ts", "inf", "ts is not a time: 'inf'"),
        ("ts", "nan", "ts is not a time: 'nan'"),
        ("ts", "1e300", "ts is not a time: '1e300'"),
        ("id.orig_h", None, "id.orig_h is unset"),
        ("id.resp_h", None, "id.resp_h is unset"),
        ("id.resp_p", "https", "id.resp_p is not a port: 'https'"),
        ("id.resp_p", "65536", "id.resp_p is not a port: '65536'"),
        ("id.orig_p", "80.5", "id.orig_p is not a port: '80.5'"),
        ("duration", "-0.1", "duration is not a duration: '-0.1'"),
        ("duration", "1_0", "duration is not a duration: '1_0'"),
        ("orig_bytes", "abc", "orig_bytes is not a count: 'abc'"),
        ("resp_bytes", "9" * 400, f"resp_bytes is not a count: '{'9' * 40}…'"),
        ("resp_bytes", "\x1b[2J", "resp_bytes is not a count: '?[2J'"),
    ],
)
def test_values_that_make_a_row_useless(field: str, value: str | None, words: str) -> None:
    frame, said = sifted(**{field: value})
    assert frame.empty
    assert said == [f"x: 1 row skipped: {words}, first at line 7"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id.resp_p", None),
        ("orig_bytes", None),
        ("duration", "0"),
        ("id.orig_p", "65535"),
        ("service", None),
        ("ts", "0"),
    ],
)
def test_values_that_are_fine(field: str, value: str | None) -> None:
    frame, said = sifted(**{field: value})
    assert (len(frame), said) == (1, [])
    assert sound(frame)


def test_a_row_with_two_faults_is_counted_once() -> None:
    assert sifted(ts="x", duration="y")[1] == ["x: 1 row skipped: ts is not a time: 'x', first at line 7"]


def test_times_may_be_iso_or_milliseconds() -> None:
    for text in ("1700000000.123456", "2023-11-14T22:13:20.123456Z", "2023-11-14T23:13:20.123456+01:00"):
        assert complete(sifted(ts=text)[0], CONN_FIELDS)["ts"].item() == 1700000000.123456
    assert complete(sifted(ts="1700000000123")[0], CONN_FIELDS)["ts"].item() == 1700000000.123


def test_iso_texts_that_are_none() -> None:
    assert np.isnan(iso_seconds(pd.Series(["soon", None, "2023-13-01"], dtype="str"))).all()
    assert len(iso_seconds(pd.Series([], dtype="str"))) == 0


@given(st.integers(0, 4_000_000_000_000_000))
def test_a_microsecond_survives(microseconds: int) -> None:
    text = f"{microseconds // 10**6}.{microseconds % 10**6:06d}"
    frame = complete(pd.DataFrame({"ts": [float(text)]}), ["ts"])
    assert f"{frame['ts'].item():.6f}" == text


def test_milliseconds_are_told_by_size() -> None:
    assert seconds(np.array([1.7e9, 1.7e12, np.nan, 19.98])).tolist()[:2] == [1.7e9, 1.7e9]


def is_right(frame: pd.DataFrame) -> None:
    """Check columns and types against what `columns.py` promises."""
    assert tuple(frame.columns) == CONN_FIELDS
    assert isinstance(frame.index, pd.RangeIndex)
    assert (frame.index.start, frame.index.step, frame.index.stop) == (0, 1, len(frame))
    for field in CONN_FIELDS:
        if field in CATEGORIES:
            assert isinstance(frame[field].dtype, pd.CategoricalDtype)
            assert frame[field].cat.categories.dtype == "str"
        else:
            assert frame[field].dtype == ("str" if field == "uid" else "float64")


def test_fields_that_a_log_lacks_are_unknown() -> None:
    frame = complete(pd.DataFrame({"ts": [1.0, 2.0], "id.orig_h": ["a", "b"]}), CONN_FIELDS)
    is_right(frame)
    assert frame.drop(columns=["ts", "id.orig_h"]).isna().all(axis=None)


def test_frames_are_united_with_their_categories() -> None:
    one = complete(pd.DataFrame({"ts": [1.0], "id.orig_h": ["a"], "uid": ["C1"]}), CONN_FIELDS)
    two = complete(pd.DataFrame({"ts": [2.0], "id.orig_h": ["b"], "service": ["dns"]}), CONN_FIELDS)
    both = united([one, two, complete(pd.DataFrame(), CONN_FIELDS)], CONN_FIELDS)
    is_right(both)
    assert both["id.orig_h"].tolist() == ["a", "b"]
    assert both["uid"].isna().tolist() == [False, True]
    assert both["service"].isna().tolist() == [True, False]


def test_no_frames_make_an_empty_one() -> None:
    is_right(united([], CONN_FIELDS))


def test_categories_that_are_no_text_are_not_sound() -> None:
    texts = {"ts": [1.0], "id.orig_h": ["a"], "id.resp_h": ["b"]}
    for service, verdict in (("dns", True), (None, True), (80, False), (True, False)):
        assert sound(pd.DataFrame(texts | {"service": pd.Categorical([service])})) == verdict


def test_all_columns_of_numbers_are_known_as_such() -> None:
    frame = complete(pd.DataFrame({field: [1.5] for field in NUMBERS}), NUMBERS)
    assert (frame.dtypes == "float64").all()
