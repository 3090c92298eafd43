from datetime import timedelta

import pytest
from sqlmodel import Session, select

from fair_pos.core.errors import NotFoundError
from fair_pos.db.journal import JournalLine
from fair_pos.printing import papers, queries, spool
from fair_pos.printing.models import JobKind, JobState
from fair_pos.printing.outcome import Fault
from fair_pos.printing.queries import JobLine
from fair_pos.printing.spool import JobTakenError, NoCopyError
from fair_pos.printing.worker import print_next
from tests.printing.conftest import Hall


def reprint(hall: Hall, job_id: str) -> JobLine:
    def action(session: Session) -> JobLine:
        return spool.reprint(session, hall.store.clock, hall.store.org_id, job_id, hall.cast.hanh)

    return hall.run(action)


def test_the_same_document_twice_is_one_job(hall: Hall):
    new = hall.new_job("Phiếu 1")
    first, second = (
        hall.run(lambda session: spool.enqueue(session, hall.store.clock, new)) for _ in range(2)
    )
    assert first == second
    assert hall.printer().waiting == 1


def test_a_copy_is_a_new_job_with_the_next_number_and_a_journal_line(hall: Hall):
    original = hall.queue("Phiếu 1")
    print_next(hall.store, hall.cast.printer)
    first = reprint(hall, original)
    print_next(hall.store, hall.cast.printer)
    second = reprint(hall, first.id)
    assert [first.copy_no, second.copy_no] == [1, 2]
    assert second.created_by == hall.cast.hanh
    with hall.store.reading() as session:
        lines = session.exec(select(JournalLine).where(JournalLine.kind == "print.copied")).all()
    assert len(lines) == 2
    assert lines[1].subject_id == second.document_id


def test_a_second_tap_on_reprint_gives_the_copy_that_already_waits(hall: Hall):
    original = hall.queue("Phiếu 1")
    assert reprint(hall, original).id == original
    print_next(hall.store, hall.cast.printer)
    assert reprint(hall, original) == reprint(hall, original)
    assert hall.printer().waiting == 1


def test_the_papers_of_a_document_are_listed_newest_first(hall: Hall):
    original = hall.queue("Phiếu 1")
    hall.queue("Phiếu khác")
    print_next(hall.store, hall.cast.printer)
    copy = reprint(hall, original)
    with hall.store.reading() as session:
        papers = queries.jobs_of_document(session, hall.store.org_id, copy.document_id)
        queue = queries.jobs_of_printer(session, hall.store.org_id, hall.cast.printer)
    assert [paper.id for paper in papers] == [copy.id, original]
    assert len(queue) == 3


def test_the_drawer_is_never_opened_by_a_reprint(hall: Hall):
    drawer = hall.queue("", JobKind.DRAWER)
    with pytest.raises(NoCopyError):
        reprint(hall, drawer)


def test_a_waiting_paper_can_be_cancelled_and_a_printed_one_not(hall: Hall):
    waiting = hall.queue("Phiếu 1")
    hall.run(lambda session: spool.cancel(session, hall.store.org_id, waiting))
    assert hall.job(waiting).state is JobState.CANCELLED
    assert not print_next(hall.store, hall.cast.printer)
    with pytest.raises(JobTakenError, match="Tải lại trang"):
        hall.run(lambda session: spool.cancel(session, hall.store.org_id, waiting))


def test_a_waiting_paper_moves_to_another_printer(hall: Hall):
    other = hall.add_printer("Khu 2", "virtual", "")
    job = hall.queue("Phiếu 1")
    hall.run(lambda session: spool.move(session, hall.store.org_id, job, other))
    assert not print_next(hall.store, hall.cast.printer)
    assert print_next(hall.store, other)
    assert hall.job(job).state is JobState.CONFIRMED


def test_only_an_unknown_paper_can_be_settled_by_a_person(hall: Hall):
    job = hall.queue("Phiếu 1")

    def settle(session: Session) -> None:
        spool.say_printed(session, hall.store.clock, hall.store.org_id, job)

    with pytest.raises(JobTakenError):
        hall.run(settle)


def test_a_printer_line_counts_what_waits_and_what_was_printed(hall: Hall):
    start = hall.store.clock.now()
    hall.queue("Phiếu 1")
    print_next(hall.store, hall.cast.printer)
    hall.store.clock.advance(timedelta(minutes=1))
    hall.queue("Phiếu 2")
    with hall.store.reading() as session:
        (line,) = queries.printers(session, hall.store.org_id, hall.cast.venue, start)
    assert (line.waiting, line.printed, line.fault) == (1, 1, Fault.NONE)
    assert line.waiting_since == start + timedelta(minutes=1)
    assert line.last_printed_at == start


def test_an_unknown_job_is_not_found(hall: Hall):
    with hall.store.reading() as session:
        for read in (queries.job, papers.paper, papers.setup):
            with pytest.raises(NotFoundError):
                read(session, hall.store.org_id, "no-such")
