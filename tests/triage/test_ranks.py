"""Ranks: the same order as sorting the values themselves, addresses as numbers, unknown apart."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon_tui.triage.ranks import UNKNOWN_RANK, TableRanks, address_key, network_keys, rank
from tests.fakes import fake_results

texts = st.lists(st.none() | st.text(st.characters(), max_size=5), max_size=30)
addresses = st.lists(st.none() | st.ip_addresses().map(str), max_size=30)


def objects(values: list[str | None]) -> np.ndarray:
    """Make an object array."""
    column = np.empty(len(values), object)
    column[:] = values
    return column


@given(texts)
def test_text_ranks_compare_as_the_texts_without_case(values: list[str | None]) -> None:
    ranks = rank(objects(values), str.lower)
    for one, place in zip(values, ranks.rank, strict=True):
        assert (place == UNKNOWN_RANK) == (one is None)
        assert one is None or ranks.keys[place] == one.lower()
    assert list(ranks.keys) == sorted(set(ranks.keys))


@given(addresses)
def test_addresses_rank_as_numbers_ipv4_first(values: list[str | None]) -> None:
    ranks = rank(objects(values), address_key).rank
    known = [place for place, value in enumerate(values) if value is not None]
    naive = sorted(known, key=lambda place: (ip_address(values[place]).version, int(ip_address(values[place]))))  # type: ignore[arg-type]
    assert [values[place] for place in sorted(known, key=lambda place: ranks[place])] == [
        values[place] for place in naive
    ]


@given(st.text(st.characters(), max_size=20))
def test_any_text_has_an_address_key(text: str) -> None:
    key = address_key(text)
    assert key[:1] in (b"\x04", b"\x06", b"\xff")


def test_what_is_no_address_comes_last() -> None:
    column = objects(["zzz", "2001:db8::1", "10.0.0.1", "9.0.0.1", None, "1.2.3.4\0"])
    assert rank(column, address_key).rank.tolist() == [4, 2, 1, 0, UNKNOWN_RANK, 3]


@given(texts, st.text(max_size=3), st.text(max_size=3))
def test_equal_and_between_are_the_plain_comparison(values: list[str | None], one: str, two: str) -> None:
    ranks = rank(objects(values), str.lower)
    lower = [value and value.lower() for value in values]
    assert ranks.within([ranks.equal(one)]).tolist() == [value == one for value in lower]
    inside = [value is not None and one <= value < two for value in lower]
    assert ranks.within([ranks.between(one, two)]).tolist() == inside
    assert sorted(ranks.rows([ranks.between(one, two)])) == np.flatnonzero(inside).tolist()
    assert ranks.count([ranks.between(one, two)]) == sum(inside)


@given(st.lists(st.ip_addresses().map(str), max_size=20), st.ip_addresses(), st.integers(0, 128))
def test_network_keys_enclose_exactly_the_network(
    values: list[str], inside: IPv4Address | IPv6Address, length: int
) -> None:
    network = ip_network((inside, min(length, inside.max_prefixlen)), strict=False)
    edges = [str(network[0]), str(network[-1])]
    ranks = rank(objects([*values, *edges]), address_key)
    naive = [ip_address(value) in network for value in [*values, *edges]]
    assert ranks.within([ranks.between(*network_keys(network))]).tolist() == naive


def test_the_order_of_ties_is_by_score_then_addresses() -> None:
    results = fake_results()
    ranks = TableRanks({**results.columns, "score": np.zeros(len(results))})
    sources = results.columns["src"][ranks.standing].tolist()
    assert sources == sorted(sources, key=lambda text: (ip_address(text).version, int(ip_address(text))))


@pytest.mark.parametrize("name", ["flags", "reasons", "nonsense"])
def test_a_column_of_lists_cannot_be_sorted_by(name: str) -> None:
    with pytest.raises(KeyError):
        TableRanks(fake_results().columns).numbers(name)
