"""The spool with simulated printers in a process of their own; sales beside one that hangs.

The one that hangs takes every connection and reads nothing of it.
"""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from sqlmodel import Session

from fair_pos.core import ids
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from fair_pos.printing import payload, spool
from fair_pos.printing.models import JobKind, Printer
from fair_pos.printing.spool import NewJob
from fair_pos.printing.worker import Worker
from fair_pos.rehearsal.printers import Printers
from fair_pos.venues.models import Booth
from tests.bench.figures import Figure, at_most
from tests.bench.receipt import twelve_goods
from tests.bench.sale import Load, closed_loop
from tests.bench.scene import Scene, scene, server

JOBS, THREADS, PRINTERS, SECONDS = 200, 20, 3, 5


def run() -> list[Figure]:
    with scene(1) as made, closing(stores.open_store(made.settings)) as store:
        seconds, papers, whole = _flood(store, made)
    none, hanging = _sales(hangs=False), _sales(hangs=True)
    return [
        at_most(f"{JOBS} papers from {THREADS} threads, {PRINTERS} printers", seconds, 60, 20, "s"),
        Figure("papers sent / come / whole", f"{JOBS} / {papers} / {whole}"),
        _answer("the booth has no printer", none),
        _answer("its printer accepts and never reads", hanging),
        at_most(
            "median beside the hanging printer ÷ without one", hanging.p50 / none.p50, 1.5, 1.2
        ),
    ]


def _answer(how: str, load: Load) -> Figure:
    times = f"p50 {load.p50:.1f}, p95 {load.p95:.1f}, p99 {load.p99:.1f} ms, {load.errors} errors"
    return Figure(f"a cash sale over HTTP, one till: {how}", times)


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


def _sales(*, hangs: bool) -> Load:
    """Sell over HTTP, one sale after the other."""
    with scene(1) as made, _prepared(made, hangs=hangs), server(made.settings) as port:
        asyncio.run(closed_loop(made, port, 1, seconds=1))
        return asyncio.run(closed_loop(made, port, 1, seconds=SECONDS))


@contextmanager
def _prepared(made: Scene, *, hangs: bool) -> Iterator[None]:
    """Take the booth's printer away, or put one there that takes connections and reads nothing."""
    with (
        closing(stores.open_store(made.settings)) as store,
        _machines(store, made, "hang", 1) as (printers, (stuck,)),
    ):
        printers.tell(0, "hang")
        store.lane.run(lambda session: _put_at_booth(session, made, stuck if hangs else None))
        yield


def _put_at_booth(session: Session, made: Scene, printer_id: str | None) -> None:
    session.get_one(Booth, (made.cast.org_id, made.cast.hanh_booth)).printer_id = printer_id


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
