"""A morning of selling on a recorded disk, and the judge of what a power cut left of it."""

import random
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlmodel import select

from fair_pos.accounts.queries import TillIdentity, till_of
from fair_pos.checkout import sales
from fair_pos.checkout.orders import SaleOrder
from fair_pos.core import ids
from fair_pos.db import store as stores
from fair_pos.db.engine import open_sqlite
from fair_pos.db.journal import JournalLine
from fair_pos.db.store import Store
from fair_pos.db.witness import Note
from fair_pos.settings import Settings
from tests import cast as casts
from tests.cast import Cast
from tests.db.power import driver
from tests.db.power.disk import VFS, Act, Recording, RecordingVfs
from tests.tills import line

TILLS = 4
BURST = 6
"""Most sales that wait for the lane at once."""


@dataclass(frozen=True)
class Morning:
    """What was done to the disk, and the org whose books they are."""

    recording: Recording
    org_id: str
    notes: dict[str, Note]
    """By sale: how far the journal went with it."""

    def note(self, cut: int) -> Note:
        """How far the journal went when the last sale before the cut was acknowledged."""
        told = [self.notes[sale] for sale in self.acknowledged(cut)]
        return max(told, key=lambda note: note.seq)

    def acknowledged(self, cut: int) -> set[str]:
        steps = self.recording.steps[:cut]
        return {step.file for step in steps if step.act is Act.ACK}


def sell(
    settings: Settings, clock: Any, count: int, seed: int, *, synchronous: str = "FULL"
) -> Morning:
    """Sell on a database of the cast; every write of it is recorded."""
    chance = random.Random(seed)
    vfs = RecordingVfs(settings.data)
    assert vfs is not None, VFS
    with _recorded(settings, clock, synchronous) as store:
        cast, tills = _stage(store)
        for sold in _bursts(count, chance):
            _burst(store, cast, tills, range(*sold), vfs.recording)
        notes = _notes(store)
        recording = Recording(vfs.recording.start, list(vfs.recording.steps))
        return Morning(recording, store.org_id, notes)


def _notes(store: Store) -> dict[str, Note]:
    with store.reading() as session:
        rows = session.exec(select(JournalLine).where(JournalLine.kind == "sale.sold")).all()
    return {row.subject_id: Note(row.epoch, row.seq, row.hash, 0) for row in rows}


@contextmanager
def _recorded(settings: Settings, clock: Any, synchronous: str) -> Iterator[Store]:
    database = open_sqlite(settings.sqlite_file, driver)  # type: ignore[arg-type]

    @event.listens_for(database.write, "connect")
    def weaken(connection: Any, _record: Any) -> None:
        if synchronous != "FULL":
            connection.execute(f"PRAGMA synchronous={synchronous}")

    store = stores.store_over(database, settings, clock)
    try:
        yield store
    finally:
        store.close()


def _stage(store: Store) -> tuple[Cast, list[TillIdentity]]:
    cast = casts.raise_curtain(store)
    tokens = [casts.enrol(store, cast.hanh_booth).token for _ in range(TILLS)]
    with store.reading() as session:
        tills = [till_of(session, store.org_id, token) for token in tokens]
    return cast, [till for till in tills if till is not None]


def _bursts(count: int, chance: random.Random) -> Iterator[tuple[int, int]]:
    done = 0
    while done < count:
        end = min(count, done + chance.randint(1, BURST))
        yield done, end
        done = end


def _burst(
    store: Store, cast: Cast, tills: list[TillIdentity], numbers: range, recording: Recording
) -> None:
    waiting = [_submit(store, cast, tills[n % TILLS], n // TILLS + 1, recording) for n in numbers]
    for future in waiting:
        future.result(30)


def _submit(
    store: Store, cast: Cast, till: TillIdentity, seq: int, recording: Recording
) -> "Future[Any]":
    order = SaleOrder.model_validate(_body(store, cast, till, seq))
    future = store.lane.submit_trade(lambda session: sales.sell(session, store.clock, till, order))
    future.add_done_callback(lambda _: recording.note(Act.ACK, order.id))
    return future


def _body(store: Store, cast: Cast, till: TillIdentity, seq: int) -> dict[str, Any]:
    lines = [
        line(cast.squid, "Mực một nắng Cô Tô loại 2", 600_000, 450, unit="kg", sold_by="weight"),
        line(cast.eggs, "Trứng vịt biển Đồng Rui", 45_000, 2000),
        line(cast.oranges, "Cam Vạn Yên", 45_000, 1000, unit="kg"),
    ]
    paid = {"means": "cash", "amount_vnd": 405_000, "tendered_vnd": 405_000, "change_vnd": 0}
    return {
        "id": ids.new_id(),
        "seq": seq,
        "number": f"B017-{till.series}-{seq:06d}",
        "public_code": ids.new_code(10),
        "shift_id": "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c12",
        "cashier_id": cast.hanh,
        "sold_at": store.clock.now().isoformat(),
        "lines": lines,
        "total_vnd": 405_000,
        "payments": [paid],
    }
