"""How well beacons of many kinds are told from everything else, beside the field's scores, in the same run.

Run by hand: python -m tests.benchmarks.detection [--seed N] [--each N] [--others N] [--show]. Asserts nothing.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from beacon_tui.analysis.model import Results
from beacon_tui.analysis.pipeline import analyse
from beacon_tui.zeek.columns import CATEGORIES
from tests.benchmarks.baselines import BASELINES, Scorer
from tests.benchmarks.traces import HOUR, MEMORYLESS, OTHERS, SCENARIOS, SLOW, Maker, Trace

Floats = NDArray[np.float64]

START = 1_760_000_400.0
"""When the windows begin: at midnight UTC, for traces that keep office hours."""
HOSTS = 250
"""Sources that the traces are spread over."""
OURS = "beacon_tui"


@dataclass(frozen=True)
class Trial:
    """Traces in one window and what each scorer says of them."""

    kinds: NDArray[np.str_]
    """The scenario of each trace, or the name of its maker when it is no beacon."""
    traces: Sequence[Trace]
    """The traces."""
    scores: dict[str, Floats]
    """By scorer; shape (traces,)."""
    rows: NDArray[np.int64]
    """The row of our table that speaks for each trace; -1 where it has none."""
    results: Results
    """What our analysis found."""

    @property
    def beacons(self) -> NDArray[np.bool_]:
        """Which traces are beacons."""
        return np.array([bool(trace.periods) for trace in self.traces])


def run(scenarios: dict[str, Maker], others: Sequence[Maker], hours: float, each: int, many: int, seed: int) -> Trial:
    """Draw the traces of one window, judge them all at once, and score each with the baselines."""
    rng, span = np.random.default_rng(seed), hours * HOUR
    kinds, traces = [], []
    for kind, maker in scenarios.items():
        kinds += [kind] * each
        traces += [maker(span, rng) for _ in range(each)]
    for number in range(many):
        maker = others[number % len(others)]
        kinds.append(maker.__name__)
        traces.append(maker(span, rng))
    frame, owner = _frame(traces, rng)
    results = analyse(frame, 1)
    rows = _rows_of(results, owner, len(traces))
    ours = np.where(rows >= 0, np.nan_to_num(results.columns["score"])[rows], 0.0)
    scores = {OURS: ours}
    for name, scorer in BASELINES.items():
        scores[name] = np.array([_baseline(scorer, trace, span) for trace in traces])
    return Trial(np.array(kinds), traces, scores, rows, results)


def _frame(traces: Sequence[Trace], rng: Generator) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The connections of all traces, shuffled, and the trace of each."""
    parts = []
    for number, trace in enumerate(traces):
        source = int(rng.integers(HOSTS))
        hosts = trace.hosts if trace.hosts.size else np.zeros(trace.times.size, np.int64)
        named = trace.named or (not trace.hosts.size and rng.random() < 0.5)
        parts.append(
            pd.DataFrame(
                {
                    "ts": np.round(START + trace.times, 6),
                    "uid": "",
                    "id.orig_h": f"10.0.{source >> 8}.{source & 255}",
                    "id.orig_p": 50000.0,
                    "id.resp_h": [f"198.{18 + (number >> 16)}.{number >> 8 & 255}.{number & 255}-{at}" for at in hosts],
                    "id.resp_p": 443.0,
                    "proto": "tcp",
                    "service": "ssl",
                    "duration": 0.3,
                    "orig_bytes": trace.sent,
                    "resp_bytes": trace.received,
                    "conn_state": trace.state,
                    "domain": f"n{number}.example" if named else None,
                    "trace": number,
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True).sample(frac=1, random_state=1, ignore_index=True)
    owner = frame.pop("trace").to_numpy()
    return frame.astype(dict.fromkeys((*CATEGORIES, "domain"), "category")), owner


def _rows_of(results: Results, owner: NDArray[np.int64], traces: int) -> NDArray[np.int64]:
    """The best row of the table of which most connections are of a trace, for each trace; the table is best first."""
    rows = np.full(traces, -1)
    for row in range(len(results) - 1, -1, -1):
        owners = owner[results.order[results.offsets[row] : results.offsets[row + 1]]]
        common = np.bincount(owners).argmax()
        if (owners == common).mean() > 0.5:
            rows[common] = row
    return rows


def _baseline(scorer: Scorer, trace: Trace, span: float) -> float:
    """The baseline's score of a trace: of the whole when it has a name, else of its best address."""
    if not trace.hosts.size or trace.named:
        return scorer(trace.times, trace.sent, span)
    each = [trace.hosts == host for host in np.unique(trace.hosts)]
    return max(scorer(trace.times[one], trace.sent[one], span) for one in each)


def average_precision(beacons: Floats, others: Floats, ratio: float = 100.0) -> float:
    """Average precision if there were `ratio` others to a beacon; of equal scores, the others come first."""
    ordered = np.sort(beacons)[::-1]
    above = others.size - np.searchsorted(np.sort(others), ordered, side="left")
    found = np.arange(1, ordered.size + 1)
    false = above / others.size * ratio * ordered.size
    return float((found / (found + false)).mean())


def table(trial: Trial) -> tuple[list[str], list[list[float]]]:
    """Average precision of each scorer by scenario."""
    others = ~trial.beacons
    names = list(dict.fromkeys(trial.kinds[trial.beacons]))
    return names, [
        [average_precision(score[trial.kinds == name], score[others]) for score in trial.scores.values()]
        for name in names
    ]


def period_errors(trial: Trial) -> Floats:
    """Relative error of the period of each beacon above the cut of 1 % false positives: to the nearest true one."""
    cut = np.quantile(trial.scores[OURS][~trial.beacons], 0.99)
    found = np.flatnonzero(trial.beacons & (trial.scores[OURS] > cut))
    told = trial.results.columns["period"][trial.rows[found]]
    return np.array(
        [
            min(abs(period / true - 1) for true in trial.traces[at].periods)
            for period, at in zip(told.tolist(), found.tolist(), strict=True)
        ]
    )


def main() -> None:
    """Run everything and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--each", type=int, default=60, help="beacons of each scenario")
    options.add_argument("--others", type=int, default=6000, help="traces that are no beacons")
    options.add_argument("--show", action="store_true", help="list the worst beacons and the best others")
    given = options.parse_args()
    day = run(dict(SCENARIOS), OTHERS, 24, given.each, given.others, given.seed)
    days = run(dict(SLOW), OTHERS, 120, given.each, given.others // 4, given.seed + 1)
    print(f"{'average precision, 1 beacon to 100 others':<42}" + "".join(f"{name:>12}" for name in day.scores))
    everything = [(*pair,) for trial in (day, days) for pair in zip(*table(trial), strict=True)]
    for name, values in everything:
        print(f"{name:<42}" + "".join(f"{value:12.3f}" for value in values))
    columns = np.array([values for _, values in everything])
    print(f"{'macro mean':<42}" + "".join(f"{value:12.3f}" for value in columns.mean(axis=0)))
    print(f"{'least':<42}" + "".join(f"{value:12.3f}" for value in columns.min(axis=0)))
    for rate in (0.01, 0.001):
        recall = [
            (score[day.beacons] > np.quantile(score[~day.beacons], 1 - rate)).mean() for score in day.scores.values()
        ]
        print(f"{f'recall at {rate:.1%} false positives':<42}" + "".join(f"{value:12.3f}" for value in recall))
    errors = np.concatenate((period_errors(day), period_errors(days)))
    print(f"period within 5 %: {(errors <= 0.05).mean():.1%} of {errors.size} found beacons")
    calibration(given.seed + 2, 10 * given.others)
    if given.show:
        show(day)


def calibration(seed: int, many: int) -> None:
    """Print how often `false_alarm` falls below what it states, on traces with no rhythm."""
    trial = run({}, MEMORYLESS, 24, 0, many, seed)
    judged = trial.rows[trial.rows >= 0]
    told = trial.results.columns["false_alarm"][judged]
    for stated in (0.1, 0.01, 0.001):
        print(f"false_alarm <= {stated}: observed {(told <= stated).mean():.5f} of {judged.size}")
    kinds = trial.kinds[trial.rows >= 0]
    for kind in dict.fromkeys(kinds):
        print(
            f"  {kind:<12}"
            + "".join(f"{(told[kinds == kind] <= stated).mean():10.5f}" for stated in (0.1, 0.01, 0.001))
        )


def show(trial: Trial) -> None:
    """Print the beacons that rank worst and the others that rank best, with what our table says of them."""
    scores = trial.scores[OURS]
    names = ("score", "timing_score", "persistence_score", "size_score", "period", "jitter", "missed", "cv", "events")
    for title, chosen in (("worst beacons", trial.beacons), ("best others", ~trial.beacons)):
        order = np.flatnonzero(chosen)[np.argsort(scores[chosen] * (1 if "worst" in title else -1))][:40]
        print(f"\n{title:<22}{'true':>8}" + "".join(f"{name[:9]:>10}" for name in names))
        for at in order.tolist():
            row = trial.rows[at]
            values = [trial.results.columns[name][row] if row >= 0 else np.nan for name in names]
            true = trial.traces[at].periods[0] if trial.traces[at].periods else np.nan
            print(f"{trial.kinds[at]:<22}{true:8.0f}" + "".join(f"{value:10.3g}" for value in values))


if __name__ == "__main__":
    main()
