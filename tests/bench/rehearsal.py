"""A minute of the dress rehearsal with every kind of fault: what was sold, lost, doubled."""

import tempfile
from pathlib import Path

from fair_pos.rehearsal import play
from fair_pos.rehearsal.script import Script
from tests.bench.figures import Figure, at_least, at_most

SEEDS = (1, 2)


def run() -> list[Figure]:
    return [figure for seed in SEEDS for figure in _figures(seed)]


def _figures(seed: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="fair-pos-bench-") as folder:
        script = Script(booths=8, minutes=1, speed=60, seed=seed)
        outcome = play.rehearse(script, Path(folder), lambda _: None)
    found, what = outcome.judgement, f"seed {seed}: "
    kinds = f"{sum(outcome.faults.values())} of {len(outcome.faults)} kinds"
    return [
        Figure(f"{what}sales; faults", f"{outcome.sales}; {kinds}"),
        Figure(f"{what}disk full by", outcome.disk_full_by.value),
        at_least(f"{what}kinds of faults", len(outcome.faults), 20, 20),
        at_most(f"{what}lost", len(found.lost), 0, 0),
        at_most(f"{what}doubled", len(found.doubled), 0, 0),
        at_most(f"{what}sums that differ, chain, numbers, papers", len(found.wrong), 0, 0),
        at_most(f"{what}all of it", outcome.seconds, 90, 75, "s"),
    ]
