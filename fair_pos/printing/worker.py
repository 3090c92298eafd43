"""Prints what waits: one job at a time per printer, different printers at the same time."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from fair_pos.core.errors import FairPosError
from fair_pos.db.store import Store
from fair_pos.printing import (
    drivers,
    failover,
    label,
    label_job,
    leases,
    logos,
    papers,
    payload,
    profiles,
    queries,
    render,
)
from fair_pos.printing.label import Offset
from fair_pos.printing.leases import Leased
from fair_pos.printing.models import JobKind
from fair_pos.printing.outcome import Driver, Fault, Outcome, Reach, Sheet
from fair_pos.printing.papers import Setup
from fair_pos.printing.profiles import Profile
from fair_pos.printing.queries import JobLine
from fair_pos.printing.spool import JobTakenError

Opener = Callable[[Setup, Profile], Driver]

MOST_PRINTERS_AT_ONCE = 16
POLL_S = 0.25
PATIENCE_S = 75.0
"""Longer than a driver takes at most."""

_log = logging.getLogger(__name__)


class Worker:
    """Looks for papers that wait and prints them, until it is stopped."""

    def __init__(self, store: Store, opener: Opener | None = None) -> None:
        self._store = store
        self._opener = opener or _opener(store)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._busy: set[str] = set()
        self._pool = ThreadPoolExecutor(MOST_PRINTERS_AT_ONCE, thread_name_prefix="printer")
        self._thread = threading.Thread(target=self._watch, name="print-worker", daemon=True)

    def start(self) -> None:
        """Begin to print in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the papers that are being sent, leave the rest in the queue, and end."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._pool.shutdown()

    def _watch(self) -> None:
        while not self._stopping.is_set():
            try:
                self._start_due()
            except Exception:  # noqa: BLE001  a locked database now must not end all printing
                _log.exception("print.watch_failed")
            self._stopping.wait(POLL_S)

    def _start_due(self) -> None:
        with self._store.reading() as session:
            due = queries.printers_due(session, self._store.org_id, self._store.clock.now())
        with self._lock:
            idle = [printer_id for printer_id in due if printer_id not in self._busy]
            self._busy.update(idle)
        for printer_id in idle:
            self._pool.submit(self._work_off, printer_id)

    def _work_off(self, printer_id: str) -> None:
        try:
            while not self._stopping.is_set() and print_next(self._store, printer_id, self._opener):
                pass
        except Exception:  # noqa: BLE001  the job's lease runs out; the printer is tried again
            _log.exception("print.worker_failed", extra={"printer": printer_id})
        finally:
            with self._lock:
                self._busy.discard(printer_id)


def print_next(
    store: Store, printer_id: str, opener: Opener | None = None, job_id: str = ""
) -> bool:
    """Print one paper of a printer, the named one or the next; False when none can be tried now."""
    held = store.lane.run_trade(
        lambda session: leases.lease(session, store.clock, store.org_id, printer_id, job_id)
    )
    if held is None:
        return False
    outcome = _print(store, held, opener or _opener(store))
    if outcome is not None:
        state = store.lane.run_trade(
            lambda session: leases.settle(session, store.clock, held, outcome)
        )
        facts = {"job": held.job_id, "printer": printer_id, "state": state, "fault": outcome.fault}
        _log.info("print.settled", extra=facts)
        if outcome.reach is Reach.NOTHING:
            _pass_on(store, printer_id)
    return True


def print_job(store: Store, printer_id: str, job_id: str, limit_s: float = PATIENCE_S) -> JobLine:
    """Print a job here, or wait until a running server has; return it as it is then."""
    deadline = time.monotonic() + limit_s
    pause = threading.Event()
    while True:
        print_next(store, printer_id, job_id=job_id)
        with store.reading() as session:
            job = queries.job(session, store.org_id, job_id)
        is_done = job.state not in queries.UNDONE
        if is_done or job.fault or time.monotonic() > deadline:
            return job
        pause.wait(POLL_S)


def _pass_on(store: Store, printer_id: str) -> None:
    moved = store.lane.run(
        lambda session: failover.pass_on(session, store.clock, store.org_id, printer_id)
    )
    if moved:
        _log.warning("print.passed_on", extra={"printer": printer_id, "papers": moved})


def _opener(store: Store) -> Opener:
    def open_by_setup(setup: Setup, profile: Profile) -> Driver:
        folder = drivers.virtual_papers(store.settings.data, setup.printer_id)
        return drivers.open_driver(setup.driver, setup.address, profile, folder)

    return open_by_setup


def _print(store: Store, held: Leased, opener: Opener) -> Outcome | None:
    """Draw and send a job; None when it was taken away before the first byte."""
    with store.reading() as session:
        setup = papers.setup(session, store.org_id, held.printer_id)
    profile = profiles.of(setup.profile)
    if profile is None:
        return Outcome(Reach.NOTHING, Fault.NO_PROFILE)
    try:
        driver = opener(setup, profile)
    except FairPosError:
        return Outcome(Reach.NOTHING, Fault.NOT_FOUND)
    try:
        job = _job_bytes(store, held, profile, setup.offset)
    except Exception:  # noqa: BLE001  one bad paper must not stop those behind it
        _log.exception("print.not_drawn", extra={"job": held.job_id})
        return Outcome(Reach.IMPOSSIBLE, Fault.UNREADABLE)
    sha256 = hashlib.sha256(job).hexdigest()
    longer_s = drivers.printing_s(setup.driver, setup.address, profile, len(job))

    def begin() -> None:
        store.lane.run_trade(
            lambda session: leases.begin_sending(session, store.clock, held, sha256, longer_s)
        )

    before = render.rest_of_strip(profile) if setup.has_failed else b""
    try:
        return driver.send(Sheet(held.job_id, before + job), begin)
    except JobTakenError:
        return None


def _job_bytes(store: Store, held: Leased, profile: Profile, offset: Offset) -> bytes:
    if held.kind is JobKind.DRAWER:
        return render.drawer_bytes(profile)
    if held.kind is JobKind.LABEL:
        return label_job.to_bytes(label.load(held.payload), profile, offset)
    if profile.is_for_labels:
        raise label_job.NoReceiptError
    with store.reading() as session:
        document = logos.load(session, store.org_id, held.payload)
    document = payload.mark_copy(document, held.copy_no)
    lacking = render.signs_lacking(document)
    if lacking:
        numbers = " ".join(f"U+{ord(sign):04X}" for sign in lacking)
        _log.warning("print.signs_lacking", extra={"job": held.job_id, "signs": numbers})
    return render.to_bytes(document, profile)
