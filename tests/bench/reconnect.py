"""400 tills come back, each with a shift and five sales that wait.

Twice: as browser tills do, each at its own moment of the back-off, and all in the same instant.
Tills, server and database share the machine.
"""

import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from fair_pos.core.clock import FixedClock
from fair_pos.rehearsal import books, judge, scene
from fair_pos.rehearsal.clock import PlayClock
from fair_pos.rehearsal.customers import Customers
from fair_pos.rehearsal.judge import Device
from fair_pos.rehearsal.processes import Site, free_port
from fair_pos.rehearsal.scene import Cast, Kit
from fair_pos.rehearsal.script import FIRST_DAY, Script
from fair_pos.rehearsal.stall_day import Diary
from fair_pos.rehearsal.till import Till
from fair_pos.rehearsal.till_journal import TillJournal
from fair_pos.rehearsal.vendor import Vendor, acts_by_booth
from fair_pos.rehearsal.wire import Wire
from fair_pos.settings import Settings
from tests.bench.figures import Figure, at_most

TILLS = 400
SALES = 5
PATIENCE_S = 8.0
LONGEST_PAUSE_S = 30.0


def run() -> list[Figure]:
    spread, spread_s, wrong = _measured(LONGEST_PAUSE_S)
    at_once, at_once_s, wrong_at_once = _measured(0)
    worst = f"p50 {statistics.median(at_once):.1f}, p95 {_p95(at_once):.1f} s"
    what = f"{TILLS} tills, {SALES} sales each"
    return [
        at_most(f"{what}, back-off up to 30 s: all handed in", spread_s, 120, 60, "s"),
        at_most("a post, p95", _p95(spread), 2, 1, "s"),
        at_most(f"{what}, all in one instant: all handed in", at_once_s, 120, 30, "s"),
        Figure("a post in one instant", worst),
        at_most("lost, doubled, or anything else that differs", wrong + wrong_at_once, 0, 0),
    ]


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[18]


def _measured(pause_s: float) -> tuple[list[float], float, int]:
    """Let all come back within a pause; gives the posts' seconds, all seconds, what is wrong."""
    with tempfile.TemporaryDirectory(prefix="fair-pos-bench-") as folder:
        with _site(Path(folder)) as (site, kits, script):
            customers = Customers()
            tills = [_waiting(Path(folder), script, kit, site, customers) for kit in kits]
            posts: list[float] = []
            took = _come_back(tills, posts, pause_s)
            site.stop()
        said = books.read(Settings(data=site.data, database_url=""))
    devices = [
        Device(kit.till_id, frozenset(till.facts), {}, frozenset(till.waiting))
        for kit, till in zip(kits, tills, strict=True)
    ]
    return posts, took, len(judge.judge(customers, said, devices).wrong)


@contextmanager
def _site(folder: Path) -> Iterator[tuple[Site, list[Kit], Script]]:
    script = Script(booths=TILLS, minutes=10, speed=60, seed=400)
    days = tuple(day.day for day in script.score(0).days())
    data = folder / "data"
    opening = FixedClock(FIRST_DAY - timedelta(hours=1))
    nobody = (f"127.0.0.1:{free_port()}",)
    settings = Settings(data=data, database_url="")
    kits = scene.build(settings, opening, Cast(TILLS, days, nobody))
    site = Site(data, folder, free_port())
    with ExitStack() as stack:
        stack.callback(site.close)
        script.score(time.monotonic()).write(site.score_file)
        site.skew(0)
        site.start()
        yield site, kits, script


def _waiting(folder: Path, script: Script, kit: Kit, site: Site, customers: Customers) -> Till:
    """Sell offline: a shift and some sales are on the device, and nothing else is."""
    score = script.score(time.monotonic())
    rng = random.Random(kit.stall.code)
    diary = Diary(kit.stall, score.days()[0], rng, 0)
    acts = diary.write(SALES)[: SALES + 1]
    journal = TillJournal(folder / f"{kit.stall.code}.jsonl")
    wire = Wire(site.port, kit.token, patience_s=PATIENCE_S)
    till = Till.opened(journal, wire, PlayClock(score), rng)
    vendor = Vendor(kit, till, customers, acts_by_booth(acts)[kit.stall.code])
    vendor.play_now()
    journal.close()
    return till


def _come_back(tills: list[Till], posts: list[float], pause_s: float) -> float:
    gate = threading.Barrier(len(tills) + 1)

    def come_back(till: Till) -> None:
        gate.wait()
        time.sleep(pause_s * till.rng.random() * (0.5 + till.rng.random()))
        while not till.is_settled():
            began = time.perf_counter()
            heard = till.hand_in()
            posts.append(time.perf_counter() - began)
            if not heard:
                time.sleep(till.pause_s())

    threads = [threading.Thread(target=come_back, args=(till,)) for till in tills]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began
