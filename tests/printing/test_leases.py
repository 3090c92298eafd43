from datetime import timedelta

import pytest
from sqlmodel import Session

from fair_pos.printing import leases, queries, spool
from fair_pos.printing.leases import Leased
from fair_pos.printing.models import JobKind, JobState
from fair_pos.printing.outcome import Fault, Outcome, Reach
from fair_pos.printing.spool import JobTakenError
from tests.printing.conftest import Hall

PAPER_OUT = Outcome(Reach.NOTHING, Fault.PAPER_OUT)
PAST_LEASE = leases.LEASE + timedelta(seconds=1)


def lease(hall: Hall) -> Leased | None:
    return hall.run(
        lambda session: leases.lease(
            session, hall.store.clock, hall.store.org_id, hall.cast.printer
        )
    )


def begin(hall: Hall, held: Leased) -> None:
    hall.run(lambda session: leases.begin_sending(session, hall.store.clock, held, "sha"))


def settle(hall: Hall, held: Leased, outcome: Outcome) -> JobState | None:
    return hall.run(lambda session: leases.settle(session, hall.store.clock, held, outcome))


def due(hall: Hall) -> list[str]:
    with hall.store.reading() as session:
        return queries.printers_due(session, hall.store.org_id, hall.store.clock.now())


def test_jobs_are_taken_in_order_one_at_a_time(hall: Hall):
    first, second = hall.queue("Phiếu 1"), hall.queue("Phiếu 2")
    held = lease(hall)
    assert held is not None
    assert held.job_id == first
    assert lease(hall) is None
    begin(hall, held)
    assert lease(hall) is None
    assert settle(hall, held, Outcome(Reach.CONFIRMED)) is JobState.CONFIRMED
    held = lease(hall)
    assert held is not None
    assert held.job_id == second


def test_a_worker_killed_before_the_first_byte_loses_nothing(hall: Hall):
    """Acceptance check 9 of printing: killed with a leased paper, it prints once all the same."""
    job = hall.queue("Phiếu 1")
    killed = lease(hall)
    assert due(hall) == []
    hall.store.clock.advance(PAST_LEASE)
    assert due(hall) == [hall.cast.printer]
    held = lease(hall)
    assert held is not None
    assert held.job_id == job
    assert killed is not None
    with pytest.raises(JobTakenError):
        begin(hall, killed)
    begin(hall, held)
    assert settle(hall, killed, Outcome(Reach.CONFIRMED)) is None


def test_a_worker_killed_while_sending_leaves_it_unknown_and_prints_no_second_paper(hall: Hall):
    """Acceptance check 9 of printing: killed while sending, a person decides."""
    job = hall.queue("Phiếu 1")
    held = lease(hall)
    assert held is not None
    begin(hall, held)
    hall.store.clock.advance(PAST_LEASE)
    assert due(hall) == [hall.cast.printer]
    assert lease(hall) is None
    assert (hall.job(job).state, hall.job(job).fault) == (JobState.UNKNOWN, Fault.BROKE_OFF)
    assert due(hall) == []


@pytest.mark.parametrize("reach", [Reach.SENT, Reach.CONFIRMED])
def test_a_worker_killed_after_settling_prints_no_second_paper(hall: Hall, reach: Reach):
    """Acceptance check 9 of printing: killed after the paper, nothing comes again."""
    hall.queue("Phiếu 1")
    held = lease(hall)
    assert held is not None
    begin(hall, held)
    settle(hall, held, Outcome(reach))
    hall.store.clock.advance(PAST_LEASE)
    assert due(hall) == []
    assert lease(hall) is None


def test_a_person_settles_what_is_unknown(hall: Hall):
    job = hall.queue("Phiếu 1")
    held = lease(hall)
    assert held is not None
    begin(hall, held)
    settle(hall, held, Outcome(Reach.UNKNOWN, Fault.BROKE_OFF))
    hall.run(lambda session: spool.say_printed(session, hall.store.clock, hall.store.org_id, job))
    assert hall.job(job).state is JobState.CONFIRMED


def test_a_faulty_printer_holds_its_queue_in_order_and_is_tried_after_a_pause(hall: Hall):
    first = hall.queue("Phiếu 1")
    hall.queue("Phiếu 2")
    for _ in range(10):
        held = lease(hall)
        assert held is not None
        assert held.job_id == first
        assert settle(hall, held, PAPER_OUT) is JobState.QUEUED
        assert due(hall) == []
        assert lease(hall) is None
        hall.store.clock.advance(leases.LAST_RETRY)
    assert hall.job(first).fault is Fault.PAPER_OUT


def test_somebody_who_mended_the_printer_need_not_wait(hall: Hall):
    hall.queue("Phiếu 1")
    held = lease(hall)
    assert held is not None
    settle(hall, held, PAPER_OUT)
    hall.run(lambda session: spool.try_now(session, hall.store.org_id, hall.cast.printer))
    assert lease(hall) is not None


def test_the_time_of_a_fault_is_when_it_began(hall: Hall):
    hall.queue("Phiếu 1")
    began = hall.store.clock.now()
    for _ in range(3):
        held = lease(hall)
        assert held is not None
        settle(hall, held, PAPER_OUT)
        hall.store.clock.advance(leases.LAST_RETRY)
    assert (hall.printer().fault, hall.printer().fault_at) == (Fault.PAPER_OUT, began)
    held = lease(hall)
    assert held is not None
    begin(hall, held)
    settle(hall, held, Outcome(Reach.SENT))
    assert (hall.printer().fault, hall.printer().fault_at) == (Fault.NONE, None)


def test_a_paper_of_yesterday_is_given_up(hall: Hall):
    job = hall.queue("Phiếu 1")
    hall.store.clock.advance(leases.GIVE_UP_AFTER + timedelta(seconds=1))
    held = lease(hall)
    assert held is not None
    assert settle(hall, held, PAPER_OUT) is JobState.FAILED
    assert hall.job(job).fault is Fault.PAPER_OUT


def test_a_drawer_is_tried_once_and_never_late(hall: Hall):
    tried = hall.queue("", JobKind.DRAWER)
    held = lease(hall)
    assert held is not None
    assert settle(hall, held, PAPER_OUT) is JobState.FAILED
    late = hall.queue("", JobKind.DRAWER)
    hall.store.clock.advance(leases.DRAWER_STALE_AFTER)
    assert lease(hall) is None
    assert [hall.job(job).state for job in (tried, late)] == [JobState.FAILED] * 2


def test_a_job_cancelled_after_the_lease_is_not_sent(hall: Hall):
    job = hall.queue("Phiếu 1")
    held = lease(hall)
    assert held is not None
    hall.run(lambda session: spool.cancel(session, hall.store.org_id, job))
    with pytest.raises(JobTakenError):
        begin(hall, held)
    assert settle(hall, held, PAPER_OUT) is None
    assert hall.job(job).state is JobState.CANCELLED


def test_printers_that_are_switched_off_in_the_office_are_not_tried(hall: Hall):
    hall.queue("Phiếu 1")

    def switch_off(session: Session) -> None:
        printer = session.get(queries.Printer, (hall.store.org_id, hall.cast.printer))
        assert printer is not None
        printer.active = False
        session.add(printer)

    hall.run(switch_off)
    assert due(hall) == []
