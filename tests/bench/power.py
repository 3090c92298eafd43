"""Simulated power cuts under the program's own write path: acknowledged sales, whole files."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from fair_pos.core.clock import FixedClock, SystemClock
from fair_pos.db import checkup, copies, witness
from fair_pos.settings import Settings
from tests import databases
from tests.bench.figures import Figure, at_least, at_most
from tests.bench.scene import free_port, scene, wait_until_up
from tests.cli.takeovers import Till, numbers, program
from tests.db.power.cuts import Tally, cut, judge, tally
from tests.db.power.disk import Act
from tests.db.power.selling import sell

CLOCK = FixedClock(datetime(2027, 1, 30, 3, 42, tzinfo=UTC))
SALES = 300
CUTS = 500
CONTROL_CUTS = 200
AT_COPY, AFTER_COPY = 300, 200
LYING_SEEDS = (31, 32)
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
            yield _control(name, tally(morning, CONTROL_CUTS, 21, folder / "cut", honest=honest))
    yield from _lying_disk(made, folder)
    yield from _standby(folder)


def _lying_disk(made: databases.Template, folder: Path) -> Iterator[Figure]:
    """What a start finds of what the full comparison finds."""
    damaged = found = short = noticed = 0
    for seed in LYING_SEEDS:
        with _fresh(made, folder, seed) as settings:
            morning = sell(settings, CLOCK, SALES, seed)
            for file, at in cut(morning, CONTROL_CUTS, seed, folder / "cut", honest=False):
                said, truth = checkup.damage(file), judge(file, morning, at)
                bad = bool(truth.corrupt or truth.half)
                damaged, found = damaged + bad, found + (bad and bool(said))
                if not bad and truth.lost:
                    short += 1
                    noticed += witness.missing(file, morning.note(at)) != 0
    yield at_least(f"damaged files found at start, of {damaged}", found, damaged, damaged)
    yield at_least(f"missing tails found by the witness, of {short}", noticed, short, short)


def _standby(folder: Path) -> Iterator[Figure]:
    """Two processes, kill -9 under way, the same address; then the till sends all again."""
    share, second = folder / "share", folder / "second"
    with scene(tills=1) as made:
        port = free_port()
        where = ("--host", "127.0.0.1", "--port", port)
        till = Till(port, made.tokens[0], "1", made.cast.hanh, made.cast.eggs)
        with program(made.settings.data, "serve", "--port", port) as running:
            wait_until_up(port)
            till.sell(AT_COPY)
            copies.make(made.settings, SystemClock(), share)
            till.sell(AFTER_COPY)
            running.kill()
            running.wait(20)
            began = time.perf_counter()
        with program(second, "standby", share, *where):
            wait_until_up(port)
            till.epoch, before = "", till.epoch
            till.sell(1)
            took = time.perf_counter() - began
            assert till.epoch != before
            till.send_all()
            all_there = time.perf_counter() - began
        stored = numbers(second)
    yield at_most("standby: kill -9 to the first sale accepted", took, 60, 10, "s")
    yield Figure(f"standby: until {len(till.kept)} sales were sent again", f"{all_there:.1f} s")
    yield at_most("standby: sales lost", len(till.kept) - len(set(stored)), 0, 0)
    yield at_most("standby: sales doubled", len(stored) - len(set(stored)), 0, 0)


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
