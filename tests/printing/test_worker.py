import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fair_pos.core.document import Document, Text
from fair_pos.printing import leases, paper, payload, profiles, render, spool, worker
from fair_pos.printing.drivers import virtual_papers
from fair_pos.printing.models import JobKind, JobState
from fair_pos.printing.outcome import Fault
from fair_pos.printing.worker import Worker, print_next
from tests.printing import fakes
from tests.printing.conftest import Hall, patient

PROFILE = profiles.load("generic-80")


def drawn(text: str, copy_no: int = 0) -> bytes:
    document = payload.mark_copy(Document(text, (Text(text),)), copy_no)
    return render.to_bytes(document, PROFILE)


LONG = "Phiếu " * 150


def until(condition: Callable[[], bool]) -> None:
    pause, deadline = threading.Event(), time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        pause.wait(0.01)


def test_the_virtual_printer_shows_the_paper_of_the_job(hall: Hall):
    job = hall.queue("Phiếu 1")
    assert print_next(hall.store, hall.cast.printer)
    folder = virtual_papers(hall.store.settings.data, hall.cast.printer)
    assert (folder / f"{job}.png").read_bytes() == paper.png(drawn("Phiếu 1"))
    assert hall.job(job).state is JobState.CONFIRMED


def test_a_paper_of_which_nothing_was_written_goes_back_to_the_queue(hall: Hall):
    folder = virtual_papers(hall.store.settings.data, hall.cast.printer)
    folder.parent.mkdir()
    folder.write_text("in the way")
    job = hall.queue("Phiếu 1")
    assert print_next(hall.store, hall.cast.printer)
    assert (hall.job(job).state, hall.job(job).fault) == (JobState.QUEUED, Fault.NOT_FOUND)
    folder.unlink()
    hall.store.clock.advance(leases.FIRST_RETRY)
    assert print_next(hall.store, hall.cast.printer)
    assert hall.job(job).state is JobState.CONFIRMED


def test_a_copy_comes_out_with_its_mark(hall: Hall):
    with fakes.printer() as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        job = hall.queue("Phiếu 1", printer_id=printer)
        hall.print_all(printer)
        hall.run(
            lambda session: spool.reprint(
                session, hall.store.clock, hall.store.org_id, job, hall.cast.hanh
            )
        )
        hall.print_all(printer)
    assert fake.papers == [drawn("Phiếu 1"), drawn("Phiếu 1", copy_no=1)]


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        (fakes.PAPER_OUT, Fault.PAPER_OUT),
        (fakes.COVER_OPEN, Fault.COVER_OPEN),
        (fakes.OFFLINE, Fault.OFFLINE),
    ],
)
def test_a_paper_waits_until_the_fault_is_cleared_and_comes_once(
    hall: Hall, state: str, fault: Fault
):
    """Acceptance check 7 of printing: queued, nothing appears; cleared, exactly one paper."""
    with fakes.printer(state=state) as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        job = hall.queue("Phiếu 1", printer_id=printer)
        for _ in range(3):
            assert hall.print_all(printer) == 1
            hall.store.clock.advance(leases.LAST_RETRY)
        assert (hall.job(job).state, hall.printer(printer).fault) == (JobState.QUEUED, fault)
        assert fake.papers == []
        fake.state = fakes.FINE
        hall.print_all(printer)
        hall.store.clock.advance(leases.LAST_RETRY)
        hall.print_all(printer)
    assert fake.papers == [drawn("Phiếu 1")]
    assert (hall.job(job).state, hall.printer(printer).fault) == (JobState.CONFIRMED, Fault.NONE)


def test_a_printer_whose_roll_ends_soon_prints_and_says_so_until_there_is_a_new_one(hall: Hall):
    with fakes.printer(state=fakes.PAPER_LOW) as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        job = hall.queue("Phiếu 1", printer_id=printer)
        hall.print_all(printer)
        told = hall.printer(printer)
        assert (hall.job(job).state, told.fault, told.paper_low) == (
            JobState.CONFIRMED, Fault.NONE, True,
        )  # fmt: skip
        fake.state = fakes.FINE
        hall.queue("Phiếu 2", printer_id=printer)
        hall.print_all(printer)
    assert not hall.printer(printer).paper_low


def test_a_printer_that_is_off_keeps_the_paper_in_the_queue(hall: Hall):
    """Acceptance check 7 of printing: off."""
    printer = hall.add_printer("Mạng", "network", fakes.nobody_listens())
    job = hall.queue("Phiếu 1", printer_id=printer)
    assert hall.print_all(printer) == 1
    assert (hall.job(job).state, hall.job(job).fault) == (JobState.QUEUED, Fault.NOT_FOUND)


@pytest.mark.parametrize("driver", ["network", "file"])
def test_a_printer_without_an_address_is_not_found(hall: Hall, driver: str):
    printer = hall.add_printer("Máy thử", driver, "" if driver == "network" else "/dev/no/such")
    job = hall.queue("Phiếu 1", printer_id=printer)
    assert print_next(hall.store, printer)
    assert (hall.job(job).state, hall.job(job).fault) == (JobState.QUEUED, Fault.NOT_FOUND)


def test_a_reset_before_the_first_byte_is_tried_again_and_gives_one_paper(hall: Hall):
    """Acceptance check 8 of printing: reset after 0 bytes."""
    with fakes.printer(dies_after=[0]) as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        job = hall.queue("Phiếu 1", printer_id=printer)
        hall.print_all(printer)
        hall.store.clock.advance(leases.FIRST_RETRY)
        hall.print_all(printer)
    assert fake.papers == [drawn("Phiếu 1")]
    assert (hall.job(job).state, hall.job(job).attempts) == (JobState.CONFIRMED, 2)


@pytest.mark.parametrize("count", [100, 1_000, 9_000])
def test_the_paper_after_a_torn_one_is_whole_for_a_printer_that_waits_for_dots(
    hall: Hall, count: int
):
    """A line that breaks inside a strip leaves a printer waiting: it must not eat what follows."""
    with fakes.printer(dies_after=[count]) as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        hall.queue(LONG, printer_id=printer)
        hall.queue("Phiếu 2", printer_id=printer)
        hall.queue("Phiếu 3", printer_id=printer)
        hall.print_all(printer)
    shown = paper.read(fake.broken[0] + fake.came[0])
    (wanted,) = paper.read(drawn("Phiếu 2")).sheets
    last = shown.sheets[-1]
    assert last.crop((0, last.height - wanted.height, wanted.width, last.height)) == wanted
    assert (shown.cuts, shown.resets) == (1, 2)
    assert fake.came[1] == drawn("Phiếu 3")


@pytest.mark.parametrize("count", [1, 256, len(drawn("Phiếu 1")) - 1])
def test_a_reset_in_the_middle_is_unknown_and_never_repeated_by_itself(hall: Hall, count: int):
    with fakes.printer(dies_after=[count]) as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        job = hall.queue(LONG, printer_id=printer)
        hall.print_all(printer)
        hall.store.clock.advance(leases.GIVE_UP_AFTER)
        assert hall.print_all(printer) == 0
    assert (hall.job(job).state, hall.job(job).fault) == (JobState.UNKNOWN, Fault.BROKE_OFF)
    assert fake.papers == []


def test_a_paper_that_cannot_be_drawn_fails_and_the_next_one_comes(hall: Hall):
    with fakes.printer() as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        bad = spool.NewJob(
            hall.store.org_id, printer, hall.cast.hanh_booth, JobKind.RECEIPT, "doc", "{}"
        )
        broken = hall.run(lambda session: spool.enqueue(session, hall.store.clock, bad))
        hall.queue("Phiếu 2", printer_id=printer)
        hall.print_all(printer)
    assert (hall.job(broken).state, hall.job(broken).fault) == (JobState.FAILED, Fault.UNREADABLE)
    assert hall.printer(printer).fault is Fault.NONE
    assert fake.papers == [drawn("Phiếu 2")]


def test_the_drawer_opens_once_and_without_paper(hall: Hall):
    with fakes.printer() as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        hall.queue("", JobKind.DRAWER, printer)
        hall.print_all(printer)
    (job,) = fake.papers
    assert paper.read(job).pulses == 1
    assert paper.read(job).sheets == ()


def test_many_tills_to_three_printers_in_order_none_missing_double_or_mixed(hall: Hall):
    """Acceptance check 10 of printing: 200 papers from 20 threads to 3 printers."""
    with fakes.printer() as one, fakes.printer() as two, fakes.printer() as three:
        printers = {
            hall.add_printer(name, "network", fake.address): fake
            for name, fake in (("Một", one), ("Hai", two), ("Ba", three))
        }
        queued: dict[str, list[tuple[str, str]]] = {printer: [] for printer in printers}

        def sell(number: int) -> None:
            printer, text = list(printers)[number % 3], str(number)
            queued[printer].append((hall.queue(text, printer_id=printer), text))

        machine = Worker(hall.store, patient)
        machine.start()
        with ThreadPoolExecutor(20) as tills:
            list(tills.map(sell, range(200)))
        until(lambda: all(hall.printer(printer).waiting == 0 for printer in printers))
        machine.stop()
    for printer, fake in printers.items():
        by_bytes = {drawn(text): text for _, text in queued[printer]}
        came = [by_bytes[job] for job in fake.papers]
        assert came == [text for _, text in sorted(queued[printer])]
        assert fake.most_at_once == 1


def test_a_printer_that_never_reads_delays_no_sale_and_no_other_printer(hall: Hall):
    """Acceptance check 11 of printing: while one hangs, papers are queued and come elsewhere.

    The milliseconds of a sale stand in docs/benchmarks.md.
    """
    with fakes.printer(reads=False) as stuck, fakes.printer() as fine:
        slow = hall.add_printer("Treo", "network", stuck.address)
        good = hall.add_printer("Tốt", "network", fine.address)
        machine = Worker(hall.store, patient)
        hung = hall.queue("Phiếu 1", printer_id=slow)
        machine.start()
        until(lambda: hall.job(hung).attempts == 1)
        other = hall.queue("Phiếu 2", printer_id=good)
        until(lambda: hall.job(other).state is JobState.CONFIRMED)
        assert hall.job(hung).attempts == 1
        assert not hall.job(hung).fault, "it hangs still"
    machine.stop()


def test_a_worker_that_stops_leaves_the_rest_in_the_queue(hall: Hall, tmp_path: Path):
    machine = Worker(hall.store)
    machine.start()
    machine.stop()
    job = hall.queue("Phiếu 1")
    assert hall.job(job).state is JobState.QUEUED


def test_a_fault_while_looking_does_not_end_the_worker(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    failures = iter([OSError("disk"), OSError("disk")])
    real = worker.queries.printers_due

    def sometimes(*arguments: object) -> list[str]:
        failure = next(failures, None)
        if failure:
            raise failure
        return real(*arguments)

    monkeypatch.setattr(worker.queries, "printers_due", sometimes)
    job = hall.queue("Phiếu 1")
    machine = Worker(hall.store)
    machine.start()
    until(lambda: hall.job(job).state is JobState.CONFIRMED)
    machine.stop()
