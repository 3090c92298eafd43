"""kill -9 of the server under load, again and again: what was acknowledged is what is stored."""

import tempfile
from pathlib import Path

from fair_pos.rehearsal import play
from fair_pos.rehearsal.faults import Fault, Kind
from fair_pos.rehearsal.script import Script
from tests.bench.figures import Figure, at_least, at_most

KILLS = 50
EVERY_S = 4.5
"""A start takes about two seconds of them; the rest is selling."""


def run() -> list[Figure]:
    faults = tuple(Fault(2 + EVERY_S * number, Kind.SERVER_KILLED) for number in range(KILLS))
    minutes = (KILLS * EVERY_S + 4) / 60
    script = Script(booths=16, minutes=minutes, speed=60, seed=50, faults=faults)
    with tempfile.TemporaryDirectory(prefix="fair-pos-bench-") as folder:
        outcome = play.rehearse(script, Path(folder), lambda _: None)
    found = outcome.judgement
    return [
        Figure("sales meanwhile", str(outcome.sales)),
        at_least("kills survived", outcome.faults[Kind.SERVER_KILLED], KILLS, KILLS),
        at_most("acknowledged and not stored", len(found.lost), 0, 0),
        at_most("stored twice", len(found.doubled), 0, 0),
        at_most("sums, chain, numbers and papers that differ", len(found.wrong), 0, 0),
        Figure("drained after the last start", f"{outcome.drain_s:.1f} s"),
    ]
