"""Simulated power cuts under the program's own write path: acknowledged sales, whole files."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from fair_pos.core.clock import FixedClock
from fair_pos.settings import Settings
from tests import databases
from tests.bench.figures import Figure, at_least, at_most
from tests.db.power.cuts import Tally, tally
from tests.db.power.disk import Act
from tests.db.power.selling import sell

CLOCK = FixedClock(datetime(2027, 1, 30, 3, 42, tzinfo=UTC))
SALES = 300
CUTS = 500
SEEDS = (11, 12, 13, 14, 15)


def run() -> list[Figure]:
    with (
        tempfile.TemporaryDirectory(prefix="fair-pos-bench-") as folder,
        databases.template("sqlite", Path(folder) / "template") as made,
    ):
        return list(_figures(made, Path(folder)))


def _figures(made: databases.Template, folder: Path) -> Iterator[Figure]:
    whole, syncs = Tally(), 0
    for seed in SEEDS:
        with _fresh(made, folder, seed) as settings:
            morning = sell(settings, CLOCK, SALES, seed)
            _sum(whole, tally(morning, CUTS, seed, folder / "cut"))
            syncs += morning.recording.count(Act.SYNC)
    yield at_least("power cuts, WAL, synchronous=FULL", whole.cuts, 2000, 10_000)
    yield at_most("corrupt files", whole.corrupt, 0, 0)
    yield at_most("half sales or broken chains", whole.half, 0, 0)
    yield at_most("cuts that lost an acknowledged sale", whole.losing, 0, 0)
    yield Figure("syncs per sale, bursts of 1 to 6", f"{syncs / SALES / len(SEEDS):.2f}")
    for name, synchronous, honest in (
        ("synchronous=NORMAL", "NORMAL", True),
        ("synchronous=OFF", "OFF", True),
        ("FULL on a disk that ignores syncs", "FULL", False),
    ):
        with _fresh(made, folder, 21) as settings:
            morning = sell(settings, CLOCK, SALES, 21, synchronous=synchronous)
            yield _control(name, tally(morning, CUTS, 21, folder / "cut", honest=honest))


def _control(name: str, found: Tally) -> Figure:
    said = (
        f"{found.cuts} cuts: {found.corrupt} corrupt, {found.half} half, "
        f"{found.losing} losing sales (worst {found.worst})"
    )
    return Figure(f"control: {name}", said)


def _sum(whole: Tally, part: Tally) -> None:
    whole.cuts += part.cuts
    whole.corrupt += part.corrupt
    whole.half += part.half
    whole.losing += part.losing


@contextmanager
def _fresh(made: databases.Template, folder: Path, seed: int) -> Iterator[Settings]:
    with tempfile.TemporaryDirectory(dir=folder, prefix=f"seed-{seed}-") as data:
        made.fresh(Path(data))
        (Path(data) / "pepper").write_text("of this bench")
        yield Settings(data=Path(data))
