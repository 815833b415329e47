"""Columns of text or numbers made into rows that the analysis can rely on; rows that are wrong are counted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from sys import float_info
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from beacon_tui.zeek.columns import LOSS_FIELDS, NUMBERS
from beacon_tui.zeek.memory import give_back
from beacon_tui.zeek.tally import Tally, quoted

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

NUMERIC: Final = ("ts", *NUMBERS, *LOSS_FIELDS[1:], "status_code")
"""Fields that are float64; all others are text."""

NEVER_UNSET: Final = ("ts", "id.orig_h", "id.resp_h")
"""Fields without which a row says nothing."""

_PORTS = ("id.orig_p", "id.resp_p")
_YEAR_10000 = 253_402_300_800.0
_LONGEST = 1e10
"""Seconds that anything can last: some 300 years."""
_LIMITS = {
    "ts": _YEAR_10000,
    **dict.fromkeys(_PORTS, 65535.0),
    **dict.fromkeys(("duration", "ts_delta"), _LONGEST),
    **dict.fromkeys(("orig_bytes", "resp_bytes"), 2.0**64),
}
_WIDEST_ADDRESS = 100
"""Characters of an address, its zone included."""
_NOUNS = {
    "ts": "a time",
    **dict.fromkeys(_PORTS, "a port"),
    **dict.fromkeys(("duration", "ts_delta"), "a duration"),
    "percent_lost": "a share",
}
_EPOCH = pd.Timestamp(0, tz="UTC")


def sound(columns: "pd.DataFrame | Mapping[str, pd.Series[Any]]", needed: Collection[str] = NEVER_UNSET) -> bool:
    """Tell whether every row of typed columns can be used as it is; those of `NEVER_UNSET` must be known if needed."""
    return not any(
        _lost_its_text(column) or _is_wrong(str(field), column, needed).any() for field, column in columns.items()
    )


def sift(
    texts: pd.DataFrame, lines: NDArray[np.int64], tally: Tally, needed: Collection[str] = NEVER_UNSET
) -> pd.DataFrame:
    """The typed rows of columns of text; those that cannot be used are counted, each once, at their `lines`."""
    frame = pd.DataFrame({field: _typed(field, texts[field]) for field in map(str, texts)})
    wrong = np.zeros(len(texts), bool)
    for field in map(str, texts):
        unclear = frame[field].isna().to_numpy() & texts[field].notna().to_numpy()
        new = (unclear | _is_wrong(field, frame[field], needed)) & ~wrong
        if new.any():
            first = int(new.argmax())
            tally.add(field, _words(field, texts[field].iloc[first]), int(lines[first]), int(new.sum()))
            wrong |= new
    return frame[~wrong]


def complete(frame: pd.DataFrame, fields: Iterable[str]) -> pd.DataFrame:
    """Exactly these fields in this order, each of its own type; one that the frame lacks is unknown."""
    return pd.DataFrame({field: _column(field, frame) for field in fields}, copy=False)


def united(frames: Sequence[pd.DataFrame], fields: Sequence[str]) -> pd.DataFrame:
    """All rows of complete frames, one after another; the frames are used up, so that little is held twice."""
    if len(frames) < 2:
        return frames[0] if frames else complete(pd.DataFrame(), fields)
    columns = {}
    for field in fields:
        columns[field] = _joined(field, [frame.pop(field) for frame in frames])
        give_back()
    return pd.DataFrame(columns, copy=False)


def some_rows(frame: pd.DataFrame, chosen: Mask) -> pd.DataFrame:
    """Some rows of a frame, numbered anew; its categories are those that occur in them."""
    kept = frame.loc[chosen].reset_index(drop=True)
    for name in kept.select_dtypes("category"):
        kept[name] = kept[name].cat.remove_unused_categories()
    return kept


def seconds(values: Floats) -> Floats:
    """Times in seconds since 1970, where milliseconds, Zeek's `JSON::TS_MILLIS`, are told by their size."""
    return np.where(values > 1e11, 1e-3, 1.0) * values


def iso_seconds(texts: "pd.Series[str]") -> Floats:
    """Seconds since 1970 UTC of ISO 8601 texts; NaN where it is none."""
    times = pd.to_datetime(texts, format="ISO8601", utc=True, errors="coerce")
    return np.asarray((times - _EPOCH).dt.total_seconds(), np.float64)


def _typed(field: str, texts: "pd.Series[str]") -> "pd.Series[Any]":
    """A column of text as what its field should be; NaN where it is not that."""
    if field not in NUMERIC:
        return texts
    values = np.array(pd.to_numeric(texts, errors="coerce"), np.float64)
    if field == "ts":
        values = seconds(values)
        no_number = np.isnan(values)
        values[no_number] = iso_seconds(texts[no_number])
    return pd.Series(values, texts.index)


def _lost_its_text(column: "pd.Series[Any]") -> bool:
    """Tell whether pandas took a category for numbers or truth values, as it does when all of it looks like them."""
    if not isinstance(column.dtype, pd.CategoricalDtype) or not len(column.cat.categories):
        return False
    return column.cat.categories.dtype != "str"


def _is_wrong(field: str, column: "pd.Series[Any]", needed: Collection[str]) -> Mask:
    """Which values of a typed column make their row useless."""
    wrong = column.isna().to_numpy() if field in NEVER_UNSET and field in needed else np.zeros(len(column), bool)
    if field in NUMERIC:
        values = column.to_numpy(float)
        wrong = wrong | (values < 0) | (values > _LIMITS.get(field, float_info.max))
        if field in _PORTS:
            wrong |= values % 1 > 0
    elif field in NEVER_UNSET:
        wrong = wrong | _is_wide(column)
    return wrong


def _is_wide(column: "pd.Series[Any]") -> Mask:
    """Which texts are too wide for an address."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        wide = _is_wide(pd.Series(column.cat.categories, dtype="str"))
        return np.asarray(np.append(wide, False)[codes_of(column)])
    return column.str.len().to_numpy(float) > _WIDEST_ADDRESS


def _words(field: str, text: object) -> str:
    """What is wrong with a value that makes its row useless."""
    if not isinstance(text, str):
        return f"{field} is unset"
    return f"{field} is not {_NOUNS.get(field, 'an address' if field in NEVER_UNSET else 'a count')}: {quoted(text)}"


def _column(field: str, frame: pd.DataFrame) -> "pd.Series[Any] | pd.Categorical":
    """One complete column."""
    column = frame[field] if field in frame else pd.Series(np.nan, frame.index, dtype="str")
    if field in NUMERIC:
        values = column.to_numpy(float, na_value=np.nan)
        return pd.Series(np.round(values, 6) if field == "ts" else values, copy=False)
    if field == "uid":
        return column.astype("str").reset_index(drop=True)
    category = pd.Categorical(column)
    return pd.Categorical.from_codes(category.codes, category.categories.astype("str"))


def category(texts: pa.ChunkedArray) -> pd.Categorical:
    """The texts of dictionary arrays, one array or more, as a category."""
    whole = texts.unify_dictionaries()
    codes = np.concatenate([chunk.indices.fill_null(-1).to_numpy() for chunk in whole.chunks])
    return pd.Categorical.from_codes(codes, pd.Index(whole.chunk(0).dictionary.to_pandas(), dtype="str"))


def _joined(field: str, parts: "list[pd.Series[Any]]") -> "pd.Series[Any] | pd.Categorical":
    """One column out of those of several frames."""
    if field in NUMERIC or field == "uid":
        return pd.concat(parts, ignore_index=True)
    return category(pa.chunked_array(map(_dictionary, parts)))


def codes_of(column: "pd.Series[Any]") -> NDArray[np.signedinteger[Any]]:
    """The codes of a category column, -1 where unknown, shape (rows,): not a copy, as those of `cat` are; read-only."""
    assert isinstance(column.array, pd.Categorical)
    return np.asarray(column.array.codes)


def _dictionary(column: "pd.Series[Any]") -> pa.DictionaryArray:
    """A category column as Arrow has it."""
    codes = codes_of(column)
    texts = pa.array(column.cat.categories, pa.large_string())
    if isinstance(texts, pa.ChunkedArray):  # of no or several chunks
        texts = texts.combine_chunks()
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=codes < 0), texts)
