from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest
import uuid_utils
from sqlmodel import Session

from fair_pos.core import ids
from fair_pos.core.document import Document, Text
from fair_pos.db.store import Store
from fair_pos.printing import addresses, payload, queries, spool
from fair_pos.printing.models import JobKind, Printer
from fair_pos.printing.network import NetworkDriver
from fair_pos.printing.outcome import Driver
from fair_pos.printing.papers import Setup
from fair_pos.printing.profiles import Profile
from fair_pos.printing.queries import JobLine, PrinterLine
from fair_pos.printing.spool import NewJob
from fair_pos.printing.talk import Pace
from fair_pos.printing.worker import print_next
from tests.cast import Cast

PATIENT = Pace(pause_s=0, connect_s=5, status_s=5, send_s=30, done_s=5, close_s=0.1)
"""For printers that answer: they are asked on a busy machine, too."""
SILENT = replace(PATIENT, status_s=0.1, done_s=0.1)


@dataclass
class Hall:
    """A store with the cast's printer, and the few things that happen to papers."""

    store: Store
    cast: Cast
    documents: list[str] = field(default_factory=list)

    def run(self, action: Callable[[Session], object]) -> object:
        return self.store.lane.run(action)

    def add_printer(self, name: str, driver: str, address: str) -> str:
        row = Printer(
            org_id=self.store.org_id, id=ids.new_id(), venue_id=self.cast.venue, name=name,
            driver=driver, address=address, changed_at=self.store.clock.now(),
        )  # fmt: skip
        self.run(lambda session: session.add(row))
        return row.id

    def new_job(self, text: str, kind: JobKind = JobKind.RECEIPT, printer_id: str = "") -> NewJob:
        return NewJob(
            org_id=self.store.org_id,
            printer_id=printer_id or self.cast.printer,
            booth_id=self.cast.hanh_booth,
            kind=kind,
            document_id=ids.new_id(),
            payload="" if kind is JobKind.DRAWER else payload.dump(Document(text, (Text(text),))),
        )

    def queue(self, text: str, kind: JobKind = JobKind.RECEIPT, printer_id: str = "") -> str:
        new = self.new_job(text, kind, printer_id)
        return self.run(lambda session: spool.enqueue(session, self.store.clock, new))

    def queue_receipt(self, number: str, sold: datetime, printer_id: str = "") -> str:
        """Queue a receipt that a till made at a moment and that comes now."""
        made = str(uuid_utils.uuid7(nanoseconds=int(sold.timestamp() * 1000) * 1_000_000))
        title = f"PHIẾU TÍNH TIỀN {number}"
        new = replace(
            self.new_job(number, printer_id=printer_id),
            document_id=made,
            payload=payload.dump(Document(title, (Text(number),))),
        )
        return self.run(lambda session: spool.enqueue(session, self.store.clock, new))

    def job(self, job_id: str) -> JobLine:
        with self.store.reading() as session:
            return queries.job(session, self.store.org_id, job_id)

    def printer(self, printer_id: str = "") -> PrinterLine:
        with self.store.reading() as session:
            lines = queries.printers(
                session, self.store.org_id, self.cast.venue, self.store.clock.now()
            )
        return next(line for line in lines if line.id == (printer_id or self.cast.printer))

    def print_all(self, printer_id: str = "") -> int:
        """Print until nothing can be tried now; returns how many were tried."""
        tries = 0
        while print_next(self.store, printer_id or self.cast.printer, patient):
            tries += 1
        return tries

    def print_all_virtual(self) -> int:
        """Print until nothing can be tried now at the cast's virtual printer."""
        tries = 0
        while print_next(self.store, self.cast.printer):
            tries += 1
        return tries


def patient(setup: Setup, profile: Profile) -> Driver:
    return NetworkDriver(addresses.network(setup.address), PATIENT)


@pytest.fixture
def hall(store: Store, cast: Cast) -> Hall:
    return Hall(store, cast)
