"""The conversation with a printer over any line that answers: how it is, the job in strips, done?

Status questions and bits: Epson ESC/POS command reference, DLE EOT n and GS r 1. Answers come
without a frame: one byte for one question, known by its fixed bits.

Why not python-escpos' own calls: it offers no question about the cover, its time limits are 60 s
or none, and it does not tell whether the first byte went out.
"""

import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from typing import Protocol

from fair_pos.printing.outcome import (
    SLOWEST_BYTES_A_SECOND,
    Condition,
    Fault,
    Outcome,
    PaperLeft,
    Reach,
)

_PRINTER, _OFFLINE_CAUSE, _ERROR, _PAPER = (b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4))
_DONE = b"\x1dr\x01"
_LOW = 0x0C
_FIXED, _UNASKED, _UNASKED_REST = 0x93, 0x10, 3
#: What each question's answer says is wrong, the most useful first.
_FAULTS = (
    (_PAPER, 0x60, Fault.PAPER_OUT),
    (_OFFLINE_CAUSE, 0x20, Fault.PAPER_OUT),
    (_OFFLINE_CAUSE, 0x04, Fault.COVER_OPEN),
    (_ERROR, 0x08, Fault.CUTTER_JAM),
    (_PRINTER, 0x08, Fault.OFFLINE),
)


class UncountedError(OSError):
    """A write ran out of time and nobody can say how much of it went out."""


class Line(Protocol):
    """A two-way line to a printer. Every call ends within its time."""

    def write(self, part: bytes, limit_s: float) -> int:
        """Send what goes at once and return how many bytes it was.

        Raises:
            TimeoutError: not a byte went within the time.
            UncountedError: the time ran out, and some of it may have gone.
            OSError: the line broke.
        """

    def read(self, limit_s: float) -> bytes:
        """Return the next byte; nothing when the printer hung up.

        Raises:
            TimeoutError: it said nothing within the time.
            OSError: the line broke.
        """

    def hang_up(self, limit_s: float) -> None:
        """Say that this was all and wait until the printer has taken it, where a line can.

        Raises:
            OSError: the printer broke the line, so it did not take everything.
        """

    def close(self) -> None:
        """Give the line back; the printer may be gone."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a printer takes a job, and whether it must answer. Limits in seconds.

    `send_s` and `done_s` hold for short papers: a long one gets as much more as it takes to print.
    """

    answers_status: bool = False
    chunk_bytes: int = 9216
    pause_s: float = 0.02
    connect_s: float = 2.0
    status_s: float = 0.5
    send_s: float = 30.0
    done_s: float = 10.0
    close_s: float = 2.0
    bytes_a_second: int = SLOWEST_BYTES_A_SECOND
    talker: "type[Talk] | None" = None
    """Whose questions it understands; None: those of ESC/POS."""

    def printing_s(self, job_bytes: int) -> float:
        """Return how long the slowest printer prints a job."""
        return job_bytes / self.bytes_a_second


class NoDriverError(Exception):
    """The library that opens such a line is not installed."""


def send(
    open_line: Callable[[], Line], pace: Pace, job: bytes, begin: Callable[[], None]
) -> Outcome:
    """Send a job over a line of its own; see `Driver.send`."""
    line = _opened(open_line)
    if isinstance(line, Fault):
        return Outcome(Reach.NOTHING, line)
    with closing(line):
        return (pace.talker or Talk)(line, pace).send(job, begin)


def condition(open_line: Callable[[], Line], pace: Pace) -> Condition:
    """Ask over a line of its own how the printer is; see `Driver.condition`."""
    line = _opened(open_line)
    if isinstance(line, Fault):
        return Condition(reached=False, fault=line)
    with closing(line):
        return (pace.talker or Talk)(line, pace).condition()


def _opened(open_line: Callable[[], Line]) -> Line | Fault:
    try:
        return open_line()
    except NoDriverError:
        return Fault.NO_DRIVER
    except (OSError, UnicodeError):  # a name that no name server can be asked for
        return Fault.NOT_FOUND


class Talk:
    """One conversation over one line."""

    def __init__(self, line: Line, pace: Pace) -> None:
        self.line = line
        self.pace = pace
        self.answers = False
        self.paper_low: bool | None = None

    def send(self, job: bytes, begin: Callable[[], None]) -> Outcome:
        """Send a job; see `Driver.send`."""
        return replace(self._sent(job, begin), paper_low=self.paper_low)

    def _sent(self, job: bytes, begin: Callable[[], None]) -> Outcome:
        try:
            fault = self._fault()
        except OSError:
            fault = Fault.BROKE_OFF
        if fault:
            return Outcome(Reach.NOTHING, fault)
        begin()
        sent = 0
        longer = self.pace.printing_s(len(job))
        deadline = time.monotonic() + self.pace.send_s + longer
        try:
            while sent < len(job):
                sent += self._send_chunk(job[sent : sent + self.pace.chunk_bytes], deadline)
            return self._finish(self.pace.done_s + longer)
        except UncountedError:
            return Outcome(Reach.UNKNOWN, Fault.TIMED_OUT)
        except TimeoutError:
            return Outcome(Reach.UNKNOWN if sent else Reach.NOTHING, Fault.TIMED_OUT)
        except OSError:
            return Outcome(Reach.UNKNOWN if sent else Reach.NOTHING, Fault.BROKE_OFF)

    def condition(self) -> Condition:
        """Ask how the printer is, without printing."""
        try:
            fault = self._fault()
        except OSError:
            return Condition(reached=True, fault=Fault.BROKE_OFF)
        if self.paper_low is None:
            return Condition(reached=True, fault=fault)
        left = PaperLeft.LOW if fault is Fault.NONE and self.paper_low else PaperLeft.OK
        return Condition(
            reached=True,
            answers=True,
            paper=PaperLeft.OUT if fault is Fault.PAPER_OUT else left,
            is_cover_open=fault is Fault.COVER_OPEN,
            fault=fault,
        )

    def _send_chunk(self, chunk: bytes, deadline: float) -> int:
        sent = self.line.write(chunk, max(deadline - time.monotonic(), 0.001))
        time.sleep(self.pace.pause_s)
        return sent

    def _fault(self) -> Fault:
        """Ask for every known fault; silence counts as one only where the profile says so."""
        for question, bits, fault in _FAULTS:
            answer = self._ask(question, self.pace.status_s, fixed=_FIXED, value=0x12)
            if answer is None and not self.answers:
                return Fault.NO_ANSWER if self.pace.answers_status else Fault.NONE
            self.answers = True
            if answer is not None and question is _PAPER:
                self.paper_low = bool(answer & _LOW)
            if answer is not None and answer & bits:
                return fault
        return Fault.NONE

    def _ask(self, question: bytes, wait_s: float, *, fixed: int, value: int) -> int | None:
        """Return the first byte with the right fixed bits, or None when the printer is silent.

        Raises:
            ConnectionError: the printer hung up.
        """
        self.line.write(question, self.pace.status_s)
        deadline = time.monotonic() + wait_s
        with suppress(TimeoutError):
            while (left := deadline - time.monotonic()) > 0:
                answer = self.line.read(left)
                if not answer:
                    raise ConnectionResetError
                if answer[0] & _FIXED == _UNASKED:
                    self._skip_rest(deadline)
                elif answer[0] & fixed == value:
                    return answer[0]
        return None

    def _skip_rest(self, deadline: float) -> None:
        """Drop what follows the first of the four bytes that a printer sends unasked (GS a).

        By itself the second of them looks like the answer to "is it done?".
        """
        for _ in range(_UNASKED_REST):
            self.line.read(max(deadline - time.monotonic(), 0.001))

    def _finish(self, wait_s: float) -> Outcome:
        """Learn what can be learnt after the last byte."""
        done = self._ask(_DONE, wait_s, fixed=0x90, value=0) if self.answers else None
        if done is not None:
            return Outcome(Reach.CONFIRMED)
        if self.answers and (fault := self._fault()):
            return Outcome(Reach.UNKNOWN, fault)
        self.line.hang_up(self.pace.close_s)
        return Outcome(Reach.SENT)
