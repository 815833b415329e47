"""A proof as a table with what it means, or as JSON."""

import json
from collections import Counter
from dataclasses import asdict
from typing import Final

from beacon_tui.analysis.beacons import PORT
from beacon_tui.analysis.implants import JITTERLESS
from beacon_tui.render.text import clean
from beacon_tui.triage.export.records import time
from beacon_tui.triage.proof import LOWEST_RANK, Outcome, Proof
from beacon_tui.units import count, hours, spelled_time

_PERIOD_WIDTH: Final = 7
_CELL_WIDTH: Final = 13
"""Cells of a column: five of them and the periods fit into a box on a terminal of 80."""


def proof_text(proof: Proof) -> str:
    """Write the table, periods down and jitters across, one sentence that sums it up, and what was missed and why."""
    plans = [outcome.plan for outcome in proof.outcomes]
    jitters = dict.fromkeys(plan.jitter for plan in plans)
    by_place = {(outcome.plan.period, outcome.plan.jitter): _cell(outcome) for outcome in proof.outcomes}
    heads = ["any jitter"] if plans[0].model in JITTERLESS else [f"±{100 * jitter:.3g} %" for jitter in jitters]
    lines = ["every".ljust(_PERIOD_WIDTH) + "".join(head.rjust(_CELL_WIDTH) for head in heads)]
    for period in dict.fromkeys(plan.period for plan in plans):
        cells = (by_place[period, jitter].rjust(_CELL_WIDTH) for jitter in jitters)
        lines.append(spelled_time(period).ljust(_PERIOD_WIDTH) + "".join(cells))
    return "\n".join([_title(proof), "", *lines, "", *_explanation(proof), *_misses(proof), ""])


def _title(proof: Proof) -> str:
    """What was tried."""
    plan = proof.outcomes[0].plan
    title = f"Beacons like {plan.model}, one at a time, from {clean(proof.src)}, {hours(3600 * proof.window.hours)}"
    if plan.missed:
        title += f", {100 * plan.missed:.3g} % missed"
    return title + (f", hours {plan.hours[0]:g}-{plan.hours[1]:g}" if plan.hours else "")


def _cell(outcome: Outcome) -> str:
    """One place of the table."""
    if outcome.score is None or outcome.fate == "hidden":
        return outcome.fate
    if outcome.fate == "surfaced":
        return f"rank {outcome.rank}, {100 * outcome.score:.0f}"
    return f"missed, {_cut(outcome.score)}"


def _cut(score: float) -> int:
    """A score in whole hundredths, not rounded: what fell short must not look as if it had reached the least one."""
    return int(100 * score)


def _explanation(proof: Proof) -> list[str]:
    """The sum, and how it was counted."""
    lines = [
        f"Would have surfaced: {proof.count('surfaced')} of {proof.possible} that the window allows.",
        f"Surfaced: rank {LOWEST_RANK} or better among your {count(proof.rivals)} candidates,",
        f"and a score (the second number) of {100 * proof.min_score:.0f} or more.",
    ]
    if proof.count("too short"):
        lines.append(f"Too short: fewer than {proof.fewest} check-ins fall into the window.")
    if proof.count("too few"):
        lines.append(f"Too few: bursts count once, and fewer than {proof.fewest} check-ins are left.")
    return lines


def _misses(proof: Proof) -> list[str]:
    """How far the others fell short, and which rules hide some."""
    lines = [
        f"{outcome.plan.label}: missed: score {_cut(outcome.score)}, rank {count(outcome.rank)}"
        for outcome in proof.outcomes
        if outcome.fate == "missed" and outcome.score is not None
    ]
    rules = Counter(outcome.rule for outcome in proof.outcomes if outcome.fate == "hidden")
    lines += [f"{count(number)} hidden by your rule {clean(rule)}" for rule, number in rules.items()]
    return ["", *lines] if lines else []


def proof_json(proof: Proof) -> str:
    """Write the object, one beacon a line, in ASCII without control characters; unknown is null."""
    head = {
        "src": proof.src,
        "start": time(proof.window.start),
        "stop": time(proof.window.stop),
        "candidates": proof.rivals,
        "lowest_rank": LOWEST_RANK,
        "min_score": proof.min_score,
        "surfaced": proof.count("surfaced"),
        "possible": proof.possible,
    }
    beacons = ",\n".join(json.dumps(_record(outcome), allow_nan=False) for outcome in proof.outcomes)
    return f'{json.dumps(head, allow_nan=False)[:-1]},\n"beacons": [\n{beacons}\n]}}\n'


def _record(outcome: Outcome) -> dict[str, object]:
    """Make plain values of one outcome."""
    return {
        **asdict(outcome.plan),
        "dst": outcome.dst,
        "port": PORT,
        "check_ins": outcome.check_ins,
        "outcome": outcome.fate.replace(" ", "_"),
        "score": outcome.score,
        "rank": outcome.rank,
        "rule": outcome.rule or None,
    }
