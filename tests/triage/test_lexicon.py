"""Lexicons: whatever comes in whatever portions, it is as if all had been there at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.triage.lexicon import Lexicon
from beacon_tui.triage.ranks import UNKNOWN_RANK, rank

columns = st.lists(st.lists(st.none() | st.text("aAbB", max_size=3), max_size=12), min_size=1, max_size=4)


def objects(values: list[str | None]) -> np.ndarray:
    """Make an object array."""
    column = np.empty(len(values), object)
    column[:] = values
    return column


@given(columns)
def test_a_column_ranks_the_same_whatever_was_ranked_before(looks: list[list[str | None]]) -> None:
    former = None
    for values in looks:
        former = rank(objects(values), str.lower, former)
        fresh = rank(objects(values), str.lower)
        assert [None if place == UNKNOWN_RANK else former.keys[place] for place in former.rank] == [
            None if place == UNKNOWN_RANK else fresh.keys[place] for place in fresh.rank
        ]
        assert list(former.keys) == sorted(set(former.keys))
        for text in ("", "a", "ab", "bbb"):
            assert sorted(former.rows([former.equal(text)])) == sorted(fresh.rows([fresh.equal(text)]))


def test_a_lexicon_in_which_nothing_is_new_stays_as_it_is() -> None:
    lexicon = Lexicon.of(["b", "A"], str.lower)
    assert lexicon.ranked(objects(["A", None, "b", "b"]), str.lower, -1)[0] is lexicon
    more, ranks = lexicon.ranked(objects(["c", "a", "A", "b", None]), str.lower, -1)
    assert (list(more.keys), ranks.tolist()) == (["a", "b", "c"], [2, 0, 0, 1, -1])
