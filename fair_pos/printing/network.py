"""A printer in the local network, port 9100: ask how it is, send in strips, ask whether it is done.

Status questions and bits: Epson ESC/POS command reference, DLE EOT n and GS r 1. Answers come
without a frame: one byte for one question, known by its fixed bits.
"""

import re
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from fair_pos.core.errors import FairPosError
from fair_pos.printing.outcome import Fault, Outcome, Reach, Sheet

DEFAULT_PORT = 9100

_ADDRESS = re.compile(r"^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+))(?::([0-9]{1,5}))?$")
_MAX_PORT = 65_535
_PRINTER, _OFFLINE_CAUSE, _ERROR, _PAPER = (b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4))
_DONE = b"\x1dr\x01"
#: What each question's answer says is wrong, the most useful first.
_FAULTS = (
    (_PAPER, 0x60, Fault.PAPER_OUT),
    (_OFFLINE_CAUSE, 0x20, Fault.PAPER_OUT),
    (_OFFLINE_CAUSE, 0x04, Fault.COVER_OPEN),
    (_ERROR, 0x08, Fault.CUTTER_JAM),
    (_PRINTER, 0x08, Fault.OFFLINE),
)


class BadAddressError(FairPosError):
    """A text that is no address of a printer."""

    code = "bad_printer_address"
    status = 422
    vi = "Địa chỉ máy in phải như 192.168.8.41 hoặc 192.168.8.41:9100. Đã ghi “{detail}”."
    en = "A printer's address looks like 192.168.8.41 or 192.168.8.41:9100. Written: “{detail}”."


@dataclass(frozen=True, slots=True)
class Address:
    """Where a network printer listens."""

    host: str
    port: int = DEFAULT_PORT


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a printer takes a job, and whether it must answer. Limits in seconds."""

    answers_status: bool = False
    chunk_bytes: int = 9216
    pause_s: float = 0.02
    connect_s: float = 2.0
    status_s: float = 0.5
    send_s: float = 30.0
    done_s: float = 10.0
    close_s: float = 2.0


def parse_address(text: str) -> Address:
    """Read `host`, `host:port` or `[IPv6]:port`.

    Raises:
        BadAddressError: anything else.
    """
    match = _ADDRESS.match(text.strip())
    port = int(match[3] or DEFAULT_PORT) if match else 0
    if match is None or not 0 < port <= _MAX_PORT:
        raise BadAddressError(text.strip())
    return Address(match[1] or match[2], port)


@dataclass(frozen=True, slots=True)
class NetworkDriver:
    """Sends a job over one connection of its own."""

    address: Address
    pace: Pace

    def send(self, sheet: Sheet, begin: Callable[[], None]) -> Outcome:
        """Send a job; see `Driver.send`."""
        try:
            line = socket.create_connection(
                (self.address.host, self.address.port), timeout=self.pace.connect_s
            )
        except OSError:
            return Outcome(Reach.NOTHING, Fault.NOT_FOUND)
        with line:
            return _Talk(line, self.pace).send(sheet.bytes, begin)


class _Talk:
    """One conversation with a printer."""

    def __init__(self, line: socket.socket, pace: Pace) -> None:
        self.line = line
        self.pace = pace
        self.answers = False

    def send(self, job: bytes, begin: Callable[[], None]) -> Outcome:
        try:
            fault = self._fault()
        except OSError:
            fault = Fault.BROKE_OFF
        if fault:
            return Outcome(Reach.NOTHING, fault)
        begin()
        sent = 0
        deadline = time.monotonic() + self.pace.send_s
        try:
            while sent < len(job):
                sent += self._send_chunk(job[sent : sent + self.pace.chunk_bytes], deadline)
            return self._finish()
        except TimeoutError:
            return Outcome(Reach.UNKNOWN if sent else Reach.NOTHING, Fault.TIMED_OUT)
        except OSError:
            return Outcome(Reach.UNKNOWN if sent else Reach.NOTHING, Fault.BROKE_OFF)

    def _send_chunk(self, chunk: bytes, deadline: float) -> int:
        self.line.settimeout(max(deadline - time.monotonic(), 0.001))
        sent = self.line.send(chunk)
        time.sleep(self.pace.pause_s)
        return sent

    def _fault(self) -> Fault:
        """Ask for every known fault; silence counts as one only where the profile says so."""
        for question, bits, fault in _FAULTS:
            answer = self._ask(question, self.pace.status_s, fixed=0x93, value=0x12)
            if answer is None and not self.answers:
                return Fault.NO_ANSWER if self.pace.answers_status else Fault.NONE
            self.answers = True
            if answer is not None and answer & bits:
                return fault
        return Fault.NONE

    def _ask(self, question: bytes, wait_s: float, *, fixed: int, value: int) -> int | None:
        """Return the first byte with the right fixed bits, or None when the printer is silent.

        Raises:
            ConnectionError: the printer hung up.
        """
        self.line.settimeout(self.pace.status_s)
        self.line.sendall(question)
        deadline = time.monotonic() + wait_s
        with suppress(TimeoutError):
            while (left := deadline - time.monotonic()) > 0:
                self.line.settimeout(left)
                answer = self.line.recv(1)
                if not answer:
                    raise ConnectionResetError
                if answer[0] & fixed == value:
                    return answer[0]
        return None

    def _finish(self) -> Outcome:
        """Learn what can be learnt after the last byte."""
        done = self._ask(_DONE, self.pace.done_s, fixed=0x90, value=0) if self.answers else None
        if done is not None:
            return Outcome(Reach.CONFIRMED)
        if self.answers and (fault := self._fault()):
            return Outcome(Reach.UNKNOWN, fault)
        self._hang_up()
        return Outcome(Reach.SENT)

    def _hang_up(self) -> None:
        """Close our half and wait for the printer's: a reset on the way is an error, not silence.

        Raises:
            OSError: the printer reset the connection, so it did not take everything.
        """
        self.line.shutdown(socket.SHUT_WR)
        self.line.settimeout(self.pace.close_s)
        with suppress(TimeoutError):
            while self.line.recv(64):
                pass
