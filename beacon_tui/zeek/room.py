"""Connections that grow: columns with room at their end, so that more rows cost no more than themselves."""

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from beacon_tui.zeek.rows import NUMERIC, codes_of

ROOM: Final = 1.5
"""Values for which a column has room when it is made, by those that it holds."""


class Room:
    """The columns of the frame that was handed out last. Rows that were handed out never change."""

    def __init__(self) -> None:
        self._columns: dict[str, NDArray[Any]] = {}
        self._rows = 0

    def joined(self, frame: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
        """All rows of two complete frames with the same fields; quick where the first is the one handed out last."""
        if len(frame) != self._rows:
            self._columns.clear()
        columns = {field: self._joined(field, frame[field], more[field]) for field in map(str, more)}
        self._rows = len(frame) + len(more)
        return pd.DataFrame(columns, copy=False)

    def _joined(
        self, field: str, before: "pd.Series[Any]", more: "pd.Series[Any]"
    ) -> "pd.Series[Any] | pd.Categorical":
        """One column of both frames; codes that were there mean the same as before."""
        if field == "uid":
            return pd.concat([before, more], ignore_index=True)
        if field in NUMERIC:
            return pd.Series(self._appended(field, before.to_numpy(), more.to_numpy()), copy=False)
        kind, texts = before.dtype, more.cat.categories
        assert isinstance(kind, pd.CategoricalDtype)
        place = kind.categories.get_indexer(texts)
        if (new := place < 0).any():
            place[new] = len(kind.categories) + np.arange(new.sum())
            kind = pd.CategoricalDtype(kind.categories.append(texts[new]))
        codes = np.append(place, -1)[codes_of(more)]
        added = pd.Categorical.from_codes(codes, dtype=kind, validate=False).codes  # of the size that pandas gives them
        appended = self._appended(field, codes_of(before), np.asarray(added))
        return pd.Categorical.from_codes(appended, dtype=kind, validate=False)

    def _appended(self, field: str, before: NDArray[Any], more: NDArray[Any]) -> NDArray[Any]:
        """Values and more of them, where there is room for them behind those."""
        size, held = before.size + more.size, self._columns.get(field)
        kind = np.result_type(before, more)
        if held is None or held.size < size or held.dtype != kind or not np.may_share_memory(held, before):
            held = self._columns[field] = np.empty(int(size * ROOM), kind)
            held[: before.size] = before
        held[before.size : size] = more
        return held[:size]
