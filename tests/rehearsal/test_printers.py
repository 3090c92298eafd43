"""The printers of a rehearsal are a process of their own and remember every paper."""

import socket
from contextlib import closing

import pytest

from fair_pos.printing.addresses import network
from fair_pos.printing.network import NetworkDriver
from fair_pos.printing.outcome import Fault, Reach, Sheet
from fair_pos.printing.talk import Pace
from fair_pos.rehearsal.printers import Printers

JOB = b"receipt " * 1_000
PACE = Pace(answers_status=True, chunk_bytes=1_000, pause_s=0)


@pytest.fixture
def printers(tmp_path):
    with closing(Printers.started(tmp_path, 1)) as process:
        yield process


def send(printers):
    return NetworkDriver(network(printers.addresses[0]), PACE).send(Sheet("j", JOB), bool)


def test_a_whole_job_is_a_paper(printers):
    assert send(printers).reach is Reach.CONFIRMED
    [paper] = printers.papers()
    assert (paper.whole, paper.bytes) == (True, len(JOB))


def test_a_printer_that_dies_in_the_middle_leaves_a_torn_paper(printers):
    printers.tell(0, "cut", 3_000)
    assert send(printers).reach is Reach.UNKNOWN
    assert send(printers).reach is Reach.CONFIRMED
    torn, whole = printers.papers()
    assert (torn.whole, whole.whole) == (False, True)
    assert torn.bytes < whole.bytes


def test_without_paper_nothing_is_sent(printers):
    printers.tell(0, "paper_out")
    outcome = send(printers)
    assert (outcome.reach, outcome.fault) == (Reach.NOTHING, Fault.PAPER_OUT)
    assert printers.papers() == []


def test_switched_off_it_takes_nothing(printers):
    printers.tell(0, "off")
    assert send(printers).reach is Reach.NOTHING
    printers.tell(0, "on")
    assert send(printers).reach is Reach.CONFIRMED


def test_a_sender_that_is_killed_leaves_a_torn_paper(printers):
    host, port = printers.addresses[0].split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(JOB[:3_000])
        line.shutdown(socket.SHUT_WR)
        while line.recv(64):
            pass
    [paper] = printers.papers()
    assert not paper.whole
