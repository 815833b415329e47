"""How what was left out is said."""

import pytest

from beacon_tui.zeek.columns import Skipped


@pytest.mark.parametrize(
    ("skip", "sentence"),
    [
        (Skipped("a.log", "the file is empty"), "a.log: not read: the file is empty"),
        (Skipped("a.log", "ts is unset", 1, 9), "a.log: 1 row skipped: ts is unset, first at line 9"),
        (Skipped("a.log", "ts is unset", 2), "a.log: 2 rows skipped: ts is unset"),
    ],
)
def test_one_sentence(skip: Skipped, sentence: str) -> None:
    assert str(skip) == sentence
