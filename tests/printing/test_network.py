import socket
from dataclasses import replace

import pytest

from fair_pos.printing import addresses
from fair_pos.printing.network import NetworkDriver
from fair_pos.printing.outcome import Fault, Outcome, PaperLeft, Reach, Sheet
from fair_pos.printing.talk import Pace
from tests.printing import fakes
from tests.printing.conftest import PATIENT, SILENT

JOB = b"\x1b@" + bytes(range(256)) * 200
STRICT = replace(SILENT, answers_status=True)


def send(address: str, job: bytes = JOB, pace: Pace = PATIENT) -> tuple[Outcome, int]:
    begun: list[int] = []
    driver = NetworkDriver(addresses.network(address), pace)
    return driver.send(Sheet("job", job), lambda: begun.append(1)), len(begun)


def test_a_printer_that_answers_confirms_the_whole_job():
    with fakes.printer() as fake:
        assert send(fake.address) == (Outcome(Reach.CONFIRMED), 1)
    assert fake.papers == [JOB]


def test_a_silent_printer_gets_the_job_and_it_counts_as_sent():
    with fakes.printer(answers=False) as fake:
        assert send(fake.address, pace=SILENT) == (Outcome(Reach.SENT), 1)
    assert fake.papers == [JOB]


def test_silence_is_a_fault_where_the_profile_says_that_it_answers():
    with fakes.printer(answers=False) as fake:
        assert send(fake.address, pace=STRICT) == (Outcome(Reach.NOTHING, Fault.NO_ANSWER), 0)
    assert fake.papers == []


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        (fakes.PAPER_OUT, Fault.PAPER_OUT),
        (fakes.COVER_OPEN, Fault.COVER_OPEN),
        (fakes.CUTTER, Fault.CUTTER_JAM),
        (fakes.OFFLINE, Fault.OFFLINE),
    ],
)
def test_nothing_is_sent_into_a_printer_that_reports_a_fault(state: str, fault: Fault):
    with fakes.printer(state=state) as fake:
        assert send(fake.address) == (Outcome(Reach.NOTHING, fault), 0)
    assert fake.papers == []


@pytest.mark.parametrize("noise", [b"\x80\xff", b"\x14\x00\x00\x0f"])
def test_answers_are_found_among_other_bytes(noise: bytes):
    with fakes.printer(noise=noise) as fake:
        assert send(fake.address)[0] == Outcome(Reach.CONFIRMED)
    with fakes.printer(noise=noise, done_answer=False) as fake:
        assert send(fake.address, pace=replace(PATIENT, done_s=0.1))[0] == Outcome(Reach.SENT)


def test_what_a_printer_says_unasked_is_no_answer_to_whether_it_is_done():
    with fakes.printer(done_says=b"\x14\x00\x00\x0f") as fake:
        assert send(fake.address, pace=replace(PATIENT, done_s=0.1))[0] == Outcome(Reach.SENT)


def test_a_printer_that_is_off_is_not_found_and_nothing_begins():
    assert send(fakes.nobody_listens()) == (Outcome(Reach.NOTHING, Fault.NOT_FOUND), 0)


def test_a_reset_before_the_first_byte_may_be_tried_again():
    with fakes.printer(dies_after=[0]) as fake:
        outcome, begun = send(fake.address)
        assert (outcome.reach, begun) == (Reach.NOTHING, 0)
        # the reset may be seen while connecting or after it: the network decides
        assert outcome.fault in {Fault.BROKE_OFF, Fault.NOT_FOUND}
        assert send(fake.address) == (Outcome(Reach.CONFIRMED), 1)
    assert fake.papers == [JOB]


@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("count", [1, 4096, len(JOB) - 1])
def test_a_reset_in_the_middle_is_unknown(count: int, *, answers: bool):
    with fakes.printer(dies_after=[count], answers=answers) as fake:
        told = send(fake.address, pace=PATIENT if answers else SILENT)
    assert told == (Outcome(Reach.UNKNOWN, Fault.BROKE_OFF), 1)
    assert fake.papers == []


@pytest.mark.parametrize("size", [8_000, 45_000])
def test_a_paper_that_only_lies_with_us_is_unknown_and_not_sent(size: int):
    """A printer with a small buffer takes the connection and then not a byte more."""
    with socket.socket() as printer:
        printer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        printer.bind(("127.0.0.1", 0))
        printer.listen()
        address = f"127.0.0.1:{printer.getsockname()[1]}"
        short = replace(SILENT, send_s=0.3, bytes_a_second=10_000_000)
        told = send(address, bytes(size), short)
    assert told == (Outcome(Reach.UNKNOWN, Fault.TIMED_OUT), 1)


def test_a_long_paper_gets_the_time_that_it_takes_to_print():
    slow = replace(SILENT, send_s=0, done_s=0, bytes_a_second=len(JOB) // 20)
    with fakes.printer(slow_s=0.02) as fake:
        assert send(fake.address, pace=slow)[0] == Outcome(Reach.CONFIRMED)


def test_no_answer_at_the_end_asks_once_more_how_the_printer_is():
    with fakes.printer(done_answer=False) as fake:
        assert send(fake.address, pace=replace(PATIENT, done_s=0.1))[0] == Outcome(Reach.SENT)


def test_when_beginning_is_refused_nothing_goes_out():
    def refuse() -> None:
        raise LookupError

    with fakes.printer() as fake, pytest.raises(LookupError):
        NetworkDriver(addresses.network(fake.address), PATIENT).send(Sheet("job", JOB), refuse)
    assert fake.papers == []


@pytest.mark.parametrize(
    ("state", "paper", "cover", "fault"),
    [
        (fakes.FINE, PaperLeft.OK, False, Fault.NONE),
        (fakes.PAPER_LOW, PaperLeft.LOW, False, Fault.NONE),
        (fakes.PAPER_OUT, PaperLeft.OUT, False, Fault.PAPER_OUT),
        (fakes.COVER_OPEN, PaperLeft.OK, True, Fault.COVER_OPEN),
    ],
)
def test_a_printer_tells_its_paper_and_its_cover(
    state: str, paper: PaperLeft, fault: Fault, *, cover: bool
):
    with fakes.printer(state=state) as fake:
        told = NetworkDriver(addresses.network(fake.address), PATIENT).condition()
    assert (told.answers, told.paper, told.is_cover_open, told.fault) == (True, paper, cover, fault)
    assert fake.papers == []


def test_of_a_silent_printer_nothing_is_known_but_that_it_is_there():
    with fakes.printer(answers=False) as fake:
        told = NetworkDriver(addresses.network(fake.address), SILENT).condition()
    assert (told.reached, told.answers, told.paper) == (True, False, PaperLeft.UNKNOWN)
