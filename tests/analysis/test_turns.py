"""Whose turn it is to be judged again."""

import numpy as np

from beacon_tui.analysis.turns import A_LOOK, LARGE, Turns


def turns(*sizes: int) -> Turns:
    """When sources with so many connections have just been judged."""
    return Turns.of(np.repeat(np.arange(len(sizes)), sizes), len(sizes))


def test_sources_with_few_connections_are_judged_at_once() -> None:
    chosen, later = turns(5, LARGE - 1, 7).more(np.array([0, 1]), 3).next(np.array([0, 1]), 9)
    assert chosen.tolist() == [True, True, False]
    assert later.waiting == ()
    assert later.until.tolist() == [9, 9, LARGE + 11]


def test_a_source_that_is_new_counts_from_its_first_connection() -> None:
    chosen, later = turns(5).more(np.array([1, 1]), 2).next(np.array([1]), 7)
    assert chosen.tolist() == [False, True]
    assert later.sizes.tolist() == [5, 2]
    assert turns(5).more(np.array([1, 1]), 2).until.tolist() == [5, 0]


def test_large_sources_come_one_after_another_and_none_twice_before_all() -> None:
    some = turns(*[A_LOOK // 2] * 5)
    seen = list[list[int]]()
    for _ in range(5):
        chosen, some = some.next(np.arange(5), 0)
        seen.append(np.flatnonzero(chosen).tolist())
    assert seen == [[0, 1], [2, 3], [0, 4], [1, 2], [0, 3]]


def test_after_a_very_large_source_the_large_ones_wait_and_small_ones_do_not() -> None:
    some = turns(A_LOOK * 3, LARGE + 1, 4)
    chosen, some = some.next(np.array([0, 1, 2]), 0)
    assert chosen.tolist() == [True, False, True]
    seen = list[bool]()
    while some.waiting:
        chosen, some = some.next(np.array([2]), 0)
        assert chosen[2]
        seen.append(bool(chosen[1]))
    assert seen == [False, False, True]
