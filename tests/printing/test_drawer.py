"""The drawer opens once, with a reason, and never by a reprint."""

import pytest

from fair_pos.core import ids
from fair_pos.printing import drawer, paper, spool
from fair_pos.printing.drawer import Pulse
from fair_pos.printing.models import JobState, Printer
from fair_pos.printing.outcome import Fault
from tests.cast import give_a_drawer
from tests.printing import fakes
from tests.printing.conftest import Hall


def ask(hall: Hall, printer: str, sale: str = "") -> str:
    pulse = Pulse(
        hall.store.org_id, printer, hall.cast.hanh_booth, sale or ids.new_id(),
        hall.cast.hanh, "Đổi tiền lẻ",
    )  # fmt: skip
    return hall.run(lambda session: drawer.open_it(session, hall.store.clock, pulse))


def test_asked_twice_it_opens_once_and_stands_in_its_log(hall: Hall):
    with fakes.printer() as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        give_a_drawer(hall.store, printer)
        sale = ids.new_id()
        assert ask(hall, printer, sale) == ask(hall, printer, sale)
        hall.print_all(printer)
    assert [(paper.read(job).pulses, paper.read(job).sheets) for job in fake.papers] == [(1, ())]
    with hall.store.reading() as session:
        (line,) = drawer.log(session, hall.store.org_id, printer)
    assert (line.reason, line.by, line.state) == (
        "Đổi tiền lẻ", hall.cast.hanh, JobState.CONFIRMED,
    )  # fmt: skip


def test_a_reprint_of_the_sale_does_not_open_it(hall: Hall):
    with fakes.printer() as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        give_a_drawer(hall.store, printer)
        receipt = hall.queue("Phiếu 1", printer_id=printer)
        hall.print_all(printer)
        hall.run(
            lambda session: spool.reprint(
                session, hall.store.clock, hall.store.org_id, receipt, hall.cast.hanh
            )
        )
        hall.print_all(printer)
    assert [paper.read(job).pulses for job in fake.papers] == [0, 0]


@pytest.mark.parametrize(
    ("profile", "hangs", "active", "opens"),
    [
        ("generic-80", True, True, True),
        ("generic-80", False, True, False),
        ("generic-80", True, False, False),
        ("bluetooth-58", True, True, False),
    ],
    ids=["all well", "none hangs there", "switched off", "no socket"],
)
def test_a_drawer_opens_where_one_hangs_at_a_socket(profile, *, hangs, active, opens):
    row = Printer(
        org_id="", id="", venue_id="", name="", profile=profile, has_drawer=hangs, active=active,
        changed_at=None,
    )  # fmt: skip
    assert drawer.opens(row) is opens


def test_a_drawer_behind_a_paper_that_cannot_come_is_given_up_at_once(hall: Hall):
    """odoo/odoo#285689: it stayed shut and nothing was said."""
    with fakes.printer(state=fakes.PAPER_OUT) as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        give_a_drawer(hall.store, printer)
        receipt = hall.queue("Phiếu 1", printer_id=printer)
        pulse = ask(hall, printer)
        hall.print_all(printer)
    assert (hall.job(pulse).state, hall.job(pulse).fault) == (JobState.FAILED, Fault.PAPER_OUT)
    assert hall.job(receipt).state is JobState.QUEUED
