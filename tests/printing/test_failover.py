"""A printer fails and its neighbour, if it has one, takes over what waits."""

from datetime import timedelta

import pytest

from fair_pos.printing import failover
from fair_pos.printing.models import JobKind, JobState, Printer
from tests.printing import fakes
from tests.printing.conftest import Hall


def choose(hall: Hall, printer: str, neighbour: str | None) -> None:
    def action(session) -> None:
        session.get(Printer, (hall.store.org_id, printer)).neighbour_id = neighbour

    hall.run(action)


def fail_for(hall: Hall, printer: str, time: timedelta) -> None:
    hall.print_all(printer)
    hall.store.clock.advance(time)
    hall.print_all(printer)


def test_after_half_a_minute_the_neighbour_prints_what_waits_once(hall: Hall):
    with fakes.printer(state=fakes.PAPER_OUT) as empty, fakes.printer() as good:
        here = hall.add_printer("Dãy A", "network", empty.address)
        there = hall.add_printer("Dãy B", "network", good.address)
        choose(hall, here, there)
        jobs = [hall.queue(f"Phiếu {n}", printer_id=here) for n in range(3)]
        fail_for(hall, here, failover.AFTER)
        assert [hall.job(job).printer_id for job in jobs] == [there] * 3
        hall.print_all(there)
        empty.state = fakes.FINE
        hall.print_all(here)
    assert len(good.papers) == 3
    assert empty.papers == []
    assert {hall.job(job).copy_no for job in jobs} == {0}


@pytest.mark.parametrize("chosen", [True, False])
def test_without_the_choice_or_too_early_nothing_moves(hall: Hall, *, chosen: bool):
    here = hall.add_printer("Dãy A", "network", fakes.nobody_listens())
    there = hall.add_printer("Dãy B", "virtual", "")
    choose(hall, here, there if chosen else None)
    job = hall.queue("Phiếu 1", printer_id=here)
    fail_for(hall, here, timedelta(seconds=10) if chosen else timedelta(minutes=10))
    assert hall.job(job).printer_id == here


def test_a_neighbour_that_fails_itself_is_not_asked(hall: Hall):
    here = hall.add_printer("Dãy A", "network", fakes.nobody_listens())
    there = hall.add_printer("Dãy B", "network", fakes.nobody_listens())
    choose(hall, here, there)
    hall.queue("Phiếu 0", printer_id=there)
    hall.print_all(there)
    job = hall.queue("Phiếu 1", printer_id=here)
    fail_for(hall, here, failover.AFTER)
    assert hall.job(job).printer_id == here


def test_what_may_have_come_out_and_the_drawer_stay(hall: Hall):
    with fakes.printer(dies_after=[1]) as torn:
        here = hall.add_printer("Dãy A", "network", torn.address)
        choose(hall, here, hall.add_printer("Dãy B", "virtual", ""))
        unknown = hall.queue("Phiếu 1", printer_id=here)
        hall.print_all(here)
        torn.state = fakes.PAPER_OUT
        drawer = hall.queue("", JobKind.DRAWER, printer_id=here)
        fail_for(hall, here, failover.AFTER)
    assert (hall.job(unknown).state, hall.job(unknown).printer_id) == (JobState.UNKNOWN, here)
    assert hall.job(drawer).printer_id == here
