"""Lexicons: whatever comes in whatever portions, it is as if all had been there at once."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.triage.lexicon import Lexicon
from beacon_tui.triage.ranks import UNKNOWN_RANK, rank

texts = st.none() | st.text("aAbB", max_size=3)
looks = st.lists(st.tuples(st.lists(texts, max_size=12), st.randoms()), min_size=1, max_size=4)


def objects(values: list[str | None]) -> np.ndarray:
    """Make an object array."""
    column = np.empty(len(values), object)
    column[:] = values
    return column


@given(looks, st.booleans())
def test_a_column_ranks_the_same_whatever_was_ranked_before(
    looks: list[tuple[list[str | None], Random]], known: bool
) -> None:
    former, before = None, list[str | None]()
    for more, random in looks:
        kept = random.sample(range(len(before)), random.randint(0, len(before)))
        rows = [*kept, *[-1] * len(more)]
        values = [*(before[row] for row in kept), *more]
        places = random.sample(range(len(rows)), len(rows))
        rows, values = [rows[place] for place in places], [values[place] for place in places]
        where = np.array(rows, np.int64) if known else None
        former = former.grown(objects(values), str.lower, where) if former else rank(objects(values), str.lower)
        before = values
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
