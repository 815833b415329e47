"""What became of synthetic beacons, judged on results made up by hand."""

import json
from dataclasses import replace
from typing import Any

import pytest

from beacon_tui.analysis.beacons import Beacon, Plan, Trial
from beacon_tui.render.text import cells
from beacon_tui.triage.export.proof import proof_json, proof_text
from beacon_tui.triage.proof import Proof, prove
from beacon_tui.triage.rules import Rule
from tests.analysis.frames import calls, frame_of
from tests.fakes import EXAMPLES, HOSTILE, Fake, fake_results

SRC = "10.0.3.7"
PLANS = (
    Plan("cobalt", 60, 0.0),
    Plan("cobalt", 60, 0.5),
    Plan("cobalt", 21600, 0.0),
    Plan("cobalt", 21600, 0.5),
)
SCORES = (0.93, 0.4999, None, None)
"""Surfaces; falls short by a hair; not judged; not judged."""
CALLS = (100, 90, 5, 6)
EVEN = tuple(Fake(f"10.1.0.{n}", ("192.0.2.1",), score=0.9) for n in range(1, 31))


def trial(fakes: tuple[Fake, ...] = EXAMPLES, src: str = SRC) -> Trial:
    """The examples with four beacons among them."""
    dsts = [f"203.0.113.{n}" for n in range(201, 205)]
    beacons = tuple(
        Beacon(plan, src, dst, frame_of(calls(range(count), orig_h=src, resp_h=dst)))
        for plan, dst, count in zip(PLANS, dsts, CALLS, strict=True)
    )
    judged = [
        Fake(src, (dst,), plan.period, score=score)
        for plan, dst, score in zip(PLANS, dsts, SCORES, strict=True)
        if score is not None
    ]
    return Trial(fake_results((*fakes, *judged)), beacons)


def proof(*rules: Rule, min_score: float = 0.5, **more: Any) -> Proof:  # noqa: ANN401  for `trial`
    """The proof of it."""
    return prove(trial(**more), rules, min_score, 6)


def test_each_gets_its_fate_and_its_rank_among_the_users_own_candidates() -> None:
    first, second, third, fourth = proof().outcomes
    assert (first.fate, first.rank, first.score) == ("surfaced", 2, 0.93)
    assert (second.fate, second.rank, second.score) == ("missed", 7, 0.4999)
    assert (third.fate, third.rank, third.score, third.check_ins) == ("too short", None, None, 5)
    assert (fourth.fate, fourth.rank, fourth.check_ins) == ("too few", None, 6)
    assert (proof().rivals, proof().possible, proof().count("surfaced")) == (8, 3, 1)


def test_the_least_score_decides() -> None:
    assert [outcome.fate for outcome in proof(min_score=0.4).outcomes[:2]] == ["surfaced", "surfaced"]
    assert [outcome.fate for outcome in proof(min_score=0.95).outcomes[:2]] == ["missed", "missed"]


def test_nobody_reads_down_to_rank_21() -> None:
    best = Fake("10.1.1.1", ("192.0.2.1",), score=0.99)
    for above, fate in ((19, "surfaced"), (20, "missed")):
        fakes = tuple(replace(best, src=f"10.1.1.{n}") for n in range(1, above + 1))
        outcome = proof(fakes=fakes).outcomes[0]
        assert (outcome.rank, outcome.fate) == (above + 1, fate)


def test_equal_scores_share_a_rank() -> None:
    fakes = tuple(replace(fake, score=0.93) for fake in EVEN)
    assert proof(fakes=fakes).outcomes[0].rank == 1


def test_allowlisted_candidates_are_no_rivals() -> None:
    best = proof(Rule(src="73.54.23.243"))
    assert (best.outcomes[0].rank, best.rivals) == (1, 7)


def test_a_rule_that_would_hide_the_beacon_is_named() -> None:
    first, second, third, _ = proof(Rule(src=SRC, port=443)).outcomes
    assert (first.fate, second.fate, third.fate) == ("hidden", "hidden", "too short")
    assert SRC in first.rule
    text = proof_text(proof(Rule(src=SRC, port=443)))
    assert "2 hidden by your rule" in text
    assert "0 of 3" in text


def test_the_table_has_periods_down_and_jitters_across() -> None:
    lines = proof_text(proof()).splitlines()
    assert lines[2].split() == ["every", "±0", "%", "±50", "%"]
    assert lines[3].split() == ["60", "s", "rank", "2,", "93", "missed,", "49"]
    assert lines[4].split() == ["6", "h", "too", "short", "too", "few"]
    assert "Would have surfaced: 1 of 3 that the window allows." in lines
    assert "60 s ±50 %: missed: score 49, rank 7" in lines


@pytest.mark.parametrize("model", ["cobalt", "merlin"])
def test_the_table_says_what_was_asked_for(model: str) -> None:
    one = proof()
    plans = [replace(outcome.plan, model=model, missed=0.25, hours=(8, 18)) for outcome in one.outcomes]
    outcomes = tuple(replace(outcome, plan=plan) for outcome, plan in zip(one.outcomes, plans, strict=True))
    text = proof_text(replace(one, outcomes=outcomes))
    for words in (model, SRC, "24 h", "25 % missed", "hours 8-18"):
        assert words in text.splitlines()[0]
    assert ("±" in text) == (model == "cobalt")


def test_a_hostile_source_cannot_act_on_the_terminal_and_the_default_table_fits_a_box() -> None:
    text = proof_text(proof(src=HOSTILE))
    assert all(line.isprintable() for line in text.split("\n"))
    whole = proof_text(proof())
    assert max(cells(line) for line in whole.splitlines()) <= 72


def test_the_object_says_the_same() -> None:
    whole = json.loads(proof_json(proof(Rule(src="73.54.23.243"), src=HOSTILE)))
    assert (whole["src"], whole["surfaced"], whole["possible"], whole["candidates"]) == (HOSTILE, 1, 3, 7)
    assert [beacon["outcome"] for beacon in whole["beacons"]] == ["surfaced", "missed", "too_short", "too_few"]
    assert whole["beacons"][0] == {
        "model": "cobalt",
        "period": 60,
        "jitter": 0.0,
        "missed": 0.0,
        "hours": None,
        "seed": 7,
        "dst": "203.0.113.201",
        "port": 443,
        "check_ins": 100,
        "outcome": "surfaced",
        "score": 0.93,
        "rank": 1,
        "rule": None,
    }
