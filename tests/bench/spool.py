"""The spool with simulated printers in a process of their own; a sale beside one that hangs."""

import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from fair_pos.core import ids
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from fair_pos.printing import payload, queries, spool
from fair_pos.printing.models import JobKind, Printer
from fair_pos.printing.spool import NewJob
from fair_pos.printing.worker import Worker
from fair_pos.rehearsal.printers import Printers
from tests.bench.figures import Figure, at_most
from tests.bench.receipt import twelve_goods
from tests.bench.scene import Scene, scene

JOBS, THREADS, PRINTERS, SALES = 200, 20, 3, 200


def run() -> list[Figure]:
    with scene(1) as made, closing(stores.open_store(made.settings)) as store:
        seconds, papers, whole = _flood(store, made)
        alone, beside = _answers(store, made)
    return [
        at_most(f"{JOBS} papers from {THREADS} threads, {PRINTERS} printers", seconds, 60, 20, "s"),
        Figure("papers printed / different / whole", f"{JOBS} / {papers} / {whole}"),
        at_most("queueing a paper, median", alone, 20, 5, "ms"),
        at_most("queueing a paper beside a printer that hangs, median", beside, 20, 5, "ms"),
    ]


@contextmanager
def _machines(store: Store, made: Scene, folder: str, count: int) -> Iterator[tuple]:
    printers = Printers.started(Path(made.settings.data) / folder, count)
    with closing(printers):
        rows = [_add(store, made, f"{folder} {at}", at) for at in printers.addresses]
        yield printers, rows


def _flood(store: Store, made: Scene) -> tuple[float, int, int]:
    with _machines(store, made, "flood", PRINTERS) as (printers, rows):
        worker = Worker(store)
        worker.start()
        began = time.perf_counter()
        with ThreadPoolExecutor(THREADS) as tills:
            list(tills.map(lambda n: _queue(store, made, rows[n % PRINTERS]), range(JOBS)))
        while len(printers.papers()) < JOBS and time.perf_counter() - began < 120:
            time.sleep(0.05)
        seconds = time.perf_counter() - began
        worker.stop()
        papers = printers.papers()
    return seconds, len(papers), sum(one.whole for one in papers)


def _answers(store: Store, made: Scene) -> tuple[float, float]:
    with _machines(store, made, "hang", 2) as (printers, (good, stuck)):
        worker = Worker(store)
        worker.start()
        alone = _median_ms(store, made, good)
        printers.tell(1, "hang")
        _queue(store, made, stuck)
        threading.Event().wait(1)
        beside = _median_ms(store, made, good)
        worker.stop()
    return alone, beside


def _median_ms(store: Store, made: Scene, printer: str) -> float:
    times = []
    for _ in range(SALES):
        began = time.perf_counter()
        _queue(store, made, printer)
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(0.01)
    with store.reading() as session:
        assert queries.jobs_of_printer(session, store.org_id, printer)
    return statistics.median(times)


def _queue(store: Store, made: Scene, printer: str) -> None:
    new = NewJob(
        store.org_id, printer, made.cast.hanh_booth, JobKind.RECEIPT, ids.new_id(),
        payload.dump(twelve_goods()),
    )  # fmt: skip
    store.lane.run(lambda session: spool.enqueue(session, store.clock, new))


def _add(store: Store, made: Scene, name: str, address: str) -> str:
    row = Printer(
        org_id=store.org_id, id=ids.new_id(), venue_id=made.cast.venue, name=name,
        driver="network", address=address, changed_at=store.clock.now(),
    )  # fmt: skip
    printer_id = row.id
    store.lane.run(lambda session: session.add(row))
    return printer_id
