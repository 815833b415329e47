"""What surrounds a candidate: other callers, other candidates of its source, and what comes with its check-ins."""

from dataclasses import replace

import numpy as np
import pytest

from beacon_tui.analysis.model import Results
from beacon_tui.analysis.neighbours import NEAR, accompanied, callers, others
from beacon_tui.analysis.segments import Floats, offsets_of
from tests.fakes import DAY, START, Fake, fake_results

BEACON = Fake("10.0.0.1", ("203.0.113.5",), 600, 0.0, 140, 0.9)
STAGER = Fake("10.0.0.1", ("203.0.113.9",), 600, 0.0, 140, 0.4, port=8080)
OTHER = Fake("10.0.0.1", ("198.51.100.1",), 47 * 60, 0.0, 30, 0.3)
FRIEND = Fake("10.0.0.2", ("203.0.113.5",), 300, 0.1, 200, 0.7)
NAMED = Fake("10.0.0.3", ("192.0.2.1", "192.0.2.2"), 900, 0.0, 60, 0.6, domain="c2.example")
SHARER = Fake("10.0.0.4", ("192.0.2.7",), 900, 0.0, 60, 0.5, domain="c2.example")
RARE = Fake("10.0.0.5", ("203.0.113.5",), 4000, 0.0, 3, 0.0)
"""The last one, with the lowest score, is what becomes a pair that is no candidate."""

ALL = (BEACON, STAGER, OTHER, FRIEND, NAMED, SHARER, RARE)


def without_the_last(results: Results) -> Results:
    """The same logs, with too few connections of the last candidate for it to be one."""
    columns = {name: values[:-1] for name, values in results.columns.items()}
    offsets = results.offsets[:-1]
    return replace(
        results, columns=columns, flags=results.flags[:-1], offsets=offsets, order=results.order[: offsets[-1]]
    )


RESULTS = without_the_last(fake_results(ALL))


def row_of(fake: Fake) -> int:
    """The row of a made-up candidate."""
    return int(np.flatnonzero(RESULTS.columns["score"] == fake.score)[0])


def test_who_else_calls_a_destination_is_listed_with_those_that_are_no_candidates() -> None:
    found = callers(RESULTS, row_of(BEACON))
    assert found.candidate.tolist() == [row_of(FRIEND), -1]
    assert found.connections.tolist() == [200, 3]
    assert RESULTS.frame["id.orig_h"].iloc[found.first].tolist() == ["10.0.0.2", "10.0.0.5"]
    assert np.isnan(found.together).all()
    assert not found.accompanies.any()


def test_who_else_calls_a_name_is_found_at_other_addresses() -> None:
    assert callers(RESULTS, row_of(NAMED)).candidate.tolist() == [row_of(SHARER)]
    assert callers(RESULTS, row_of(SHARER)).candidate.tolist() == [row_of(NAMED)]


def test_what_comes_with_the_check_ins_stands_before_what_else_the_source_does() -> None:
    found = others(RESULTS, row_of(BEACON))
    assert found.candidate.tolist() == [row_of(STAGER), row_of(OTHER)]
    assert found.accompanies.tolist() == [True, False]
    assert found.together[0] == 1.0
    assert found.chance[0] == pytest.approx(2 * NEAR / 600, rel=0.05)
    assert others(RESULTS, row_of(STAGER)).candidate.tolist() == [row_of(BEACON), row_of(OTHER)]


def test_a_candidate_may_have_no_neighbours() -> None:
    results = fake_results([FRIEND])
    assert len(callers(results, 0)) == len(others(results, 0)) == 0


def naively(times: Floats, check_ins: Floats) -> tuple[float, float]:
    """The share of check-ins with company, and of the time near a connection, the plain way."""
    together = np.mean([np.abs(times - moment).min() <= NEAR for moment in check_ins])
    moments = np.linspace(check_ins[0], check_ins[-1], 20001)
    return float(together), float(np.mean([np.abs(times - moment).min() <= NEAR for moment in moments]))


def test_company_is_what_a_plain_count_says_also_where_connections_crowd() -> None:
    rng = np.random.default_rng(3)
    check_ins = START + np.sort(rng.uniform(0, 3000, 200))
    groups = [START + np.sort(rng.uniform(-200, 3200, size)) for size in (1, 5, 40, 400)]
    groups.append(np.sort(check_ins[:100] + rng.uniform(-1, 1, 100)))
    offsets = offsets_of(np.array([group.size for group in groups]))
    together, chance = accompanied(np.concatenate(groups), offsets, check_ins)
    for place, group in enumerate(groups):
        expected = naively(group, check_ins)
        assert together[place] == pytest.approx(expected[0])
        assert chance[place] == pytest.approx(expected[1], abs=0.01)


def test_company_of_dense_check_ins_is_no_more_than_chance() -> None:
    dense = Fake("10.0.0.1", ("203.0.113.5",), 3, 0.2, 20000, 0.9)
    results = fake_results([dense, OTHER])
    assert results.check_ins(0)[-1] < START + DAY
    assert not others(results, 1).accompanies.any()
