"""Two server processes on one database: one worker per printer, and a kill that loses nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from fair_pos.core.clock import SystemClock
from fair_pos.printing import leases
from fair_pos.printing.models import JobState
from tests.printing import fakes
from tests.printing.conftest import Hall
from tests.printing.test_worker import drawn, until

PAPERS = 12
PROGRAM = """
import sys
from fair_pos.db.store import open_store
from fair_pos.printing.worker import Worker
from fair_pos.settings import Settings
store = open_store(Settings(data=sys.argv[1], database_url=sys.argv[2]))
worker = Worker(store)
worker.start()
print("ready", flush=True)
sys.stdin.read()
worker.stop()
store.close()
"""


@contextmanager
def server(hall: Hall) -> Iterator["subprocess.Popen[str]"]:
    """Start a process that prints what waits, until the block ends."""
    settings = hall.store.settings
    command = [sys.executable, "-c", PROGRAM, str(settings.data), settings.database_url or ""]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.stdin.close()


def test_two_servers_share_a_printer_one_paper_at_a_time_in_order_none_double(hall: Hall):
    with fakes.printer() as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        with server(hall), server(hall):
            for number in range(PAPERS):
                hall.queue(str(number), printer_id=printer)
            until(lambda: hall.printer(printer).waiting == 0)
    assert fake.papers == [drawn(str(number)) for number in range(PAPERS)]
    assert fake.most_at_once == 1


def test_a_server_killed_while_a_paper_goes_out_leaves_it_to_a_person(hall: Hall):
    """Acceptance check 9 of printing, with a real kill -9."""
    with fakes.printer(done_answer=False) as fake:
        printer = hall.add_printer("Mạng", "network", fake.address)
        sent, waits = (hall.queue(text, printer_id=printer) for text in ("một", "hai"))
        with server(hall) as process:
            until(lambda: hall.job(sent).state is JobState.SENDING)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        fake.done_answer = True
        past = SystemClock().now() + 2 * leases.LEASE
        hall.store.clock.advance(past - hall.store.clock.now())
        hall.print_all(printer)
    assert (hall.job(sent).state, hall.job(waits).state) == (JobState.UNKNOWN, JobState.CONFIRMED)
    assert fake.papers.count(drawn("hai")) == 1
    assert fake.papers.count(drawn("một")) <= 1
