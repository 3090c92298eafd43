"""A till comes back after an hour: its old receipts do not flood out of the printer."""

from datetime import timedelta

import pytest

from fair_pos.printing import late, spool
from fair_pos.printing.models import JobKind, JobState
from tests.printing import fakes
from tests.printing.conftest import Hall

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def states(hall: Hall, jobs: list[str]) -> list[JobState]:
    return [hall.job(job).state for job in jobs]


def hand_in(hall: Hall, count: int, printer: str = "", till: str = "B017-1") -> list[str]:
    """Forty sales of the last hour come at once, the newest a minute old."""
    now = hall.store.clock.now()
    return [
        hall.queue_receipt(f"{till}-{number:04}", now - HOUR + number * HOUR / count, printer)
        for number in range(1, count + 1)
    ]


def test_forty_receipts_of_an_hour_ago_wait_for_a_person(hall: Hall):
    with fakes.printer() as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        jobs = hand_in(hall, 40, printer)
        hall.print_all(printer)
        assert states(hall, jobs[:33]) == [JobState.HELD] * 33
        assert states(hall, jobs[33:]) == [JobState.CONFIRMED] * 7
        assert (len(fake.papers), hall.printer(printer).held) == (7, 33)
        clock = hall.store.clock
        hall.run(lambda session: late.release_all(session, clock, hall.store.org_id, printer))
        hall.print_all(printer)
        assert states(hall, jobs) == [JobState.CONFIRMED] * 40
    assert len(set(fake.papers)) == len(fake.papers) == 40


def test_old_receipts_nobody_wants_are_given_up_and_their_sales_stand(hall: Hall):
    jobs = hand_in(hall, 8)
    hall.print_all_virtual()
    org = hall.store.org_id
    assert hall.run(lambda session: late.cancel_all(session, org, hall.cast.printer)) == 6
    assert states(hall, jobs[:6]) == [JobState.CANCELLED] * 6


def test_a_till_whose_clock_is_slow_prints_as_any_other(hall: Hall):
    jobs = []
    for number in range(3):
        sold = hall.store.clock.now() - 3 * HOUR
        jobs.append(hall.queue_receipt(f"B017-1-{number:04}", sold))
        hall.store.clock.advance(5 * MINUTE)
    jobs.append(hall.queue_receipt("B017-2-0001", hall.store.clock.now()))
    hall.print_all_virtual()
    assert states(hall, jobs) == [JobState.CONFIRMED] * 4


@pytest.mark.parametrize("age", [-2 * HOUR, timedelta(0), 9 * MINUTE])
def test_a_receipt_of_the_last_minutes_prints_at_once(hall: Hall, age: timedelta):
    now = hall.store.clock.now()
    job = hall.queue_receipt("B017-1-0002", now - age)
    hall.queue_receipt("B017-1-0003", now)
    hall.print_all_virtual()
    assert hall.job(job).state is JobState.CONFIRMED


def test_a_held_paper_that_is_asked_for_is_no_copy(hall: Hall):
    now = hall.store.clock.now()
    job = hall.queue_receipt("B017-1-0001", now - HOUR)
    hall.queue_receipt("B017-1-0002", now)
    hall.print_all_virtual()
    assert hall.job(job).state is JobState.HELD
    asked = hall.run(
        lambda session: spool.reprint(session, hall.store.clock, hall.store.org_id, job, "")
    )
    assert (asked.id, asked.copy_no, asked.state) == (job, 0, JobState.QUEUED)
    hall.print_all_virtual()
    assert hall.job(job).state is JobState.CONFIRMED


def test_other_papers_are_never_too_old(hall: Hall):
    job = hall.queue("Tờ giao ca", JobKind.REPORT)
    hall.store.clock.advance(timedelta(hours=2))
    hall.print_all_virtual()
    assert hall.job(job).state is JobState.CONFIRMED
