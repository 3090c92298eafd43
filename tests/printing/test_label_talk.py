"""Label printers are asked in their own language; what goes out twice is never our doing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from fair_pos.printing import label_job, profiles, talk
from fair_pos.printing.label_talk import TsplTalk, ZplTalk, talker
from fair_pos.printing.outcome import Condition, Fault, Outcome, PaperLeft, Reach
from fair_pos.printing.profiles import Language
from fair_pos.printing.talk import Pace, Talk
from tests.printing.strips import strip

TSPL = Pace(pause_s=0, status_s=0.05, send_s=1, done_s=0.5, close_s=0.1, talker=TsplTalk)
ZPL = Pace(pause_s=0, status_s=0.05, send_s=1, done_s=0.5, close_s=0.1, talker=ZplTalk)
JOB = label_job.to_bytes(strip(1), profiles.load("label-tspl"))


@dataclass
class Line:
    """A label printer at the end of a line: its answers one after the other, the last for ever."""

    answers: list[bytes]
    got: bytearray = field(default_factory=bytearray)
    told: bytearray = field(default_factory=bytearray)
    breaks_after: int = 10**9

    def write(self, part: bytes, limit_s: float) -> int:
        if part in {b"\x1b!?", b"~HS"}:
            self.told += self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            return len(part)
        if len(self.got) >= self.breaks_after:
            raise ConnectionResetError
        self.got += part[: self.breaks_after]
        return min(len(part), self.breaks_after)

    def read(self, limit_s: float) -> bytes:
        if not self.told:
            raise TimeoutError
        return bytes([self.told.pop(0)])

    def hang_up(self, limit_s: float) -> None: ...

    def close(self) -> None: ...


def zpl(*, paper_out: int = 0, paused: int = 0, waiting: int = 0, head_up: int = 0, left: int = 0):
    first = f"\x02030,{paper_out},{paused},0240,{waiting:03},0,0,0,000,0,0,0\x03\r\n"
    second = f"\x02000,0,{head_up},0,0,2,4,0,{left:08},1,000\x03\r\n"
    return f"{first}{second}\x021234,0\x03\r\n".encode()


def sent(line: Line, pace: Pace) -> Outcome:
    return talk.send(lambda: line, pace, JOB, lambda: None)


@pytest.mark.parametrize(
    ("pace", "answer", "fault"),
    [
        (TSPL, b"\x04", Fault.PAPER_OUT),
        (TSPL, b"\x05", Fault.PAPER_OUT),
        (TSPL, b"\x01", Fault.COVER_OPEN),
        (TSPL, b"\x08", Fault.OFFLINE),
        (TSPL, b"\x10", Fault.OFFLINE),
        (ZPL, zpl(paper_out=1), Fault.PAPER_OUT),
        (ZPL, zpl(head_up=1), Fault.COVER_OPEN),
        (ZPL, zpl(paused=1), Fault.OFFLINE),
    ],
)
def test_into_a_printer_that_reports_a_fault_nothing_is_sent(
    pace: Pace, answer: bytes, fault: Fault
):
    line = Line([answer])
    assert sent(line, pace) == Outcome(Reach.NOTHING, fault)
    assert line.got == b""


def test_a_tspl_printer_is_waited_for_and_its_job_is_sent_not_confirmed():
    line = Line([b"\x00", b"\x20", b"\x00"])
    assert sent(line, TSPL) == Outcome(Reach.SENT)
    assert bytes(line.got) == JOB
    assert line.answers == [b"\x00"]


def test_a_zpl_printer_confirms_when_nothing_waits_and_no_label_is_left():
    line = Line([zpl(), zpl(waiting=1), zpl(left=1), zpl()])
    assert sent(line, ZPL) == Outcome(Reach.CONFIRMED)


@pytest.mark.parametrize(("pace", "busy"), [(TSPL, b"\x20"), (ZPL, zpl(left=3))])
def test_one_that_prints_longer_than_we_wait_has_taken_its_job(pace: Pace, busy: bytes):
    assert sent(Line([busy]), pace) == Outcome(Reach.SENT)


@pytest.mark.parametrize(
    ("pace", "after"), [(TSPL, b"\x04"), (TSPL, b"\x01"), (ZPL, zpl(paper_out=1))]
)
def test_a_fault_after_the_first_byte_leaves_the_labels_to_a_person(pace: Pace, after: bytes):
    fine = b"\x00" if pace is TSPL else zpl()
    assert sent(Line([fine, after]), pace).reach is Reach.UNKNOWN


@pytest.mark.parametrize("pace", [TSPL, ZPL])
def test_a_line_that_breaks_in_the_middle_leaves_the_labels_to_a_person(pace: Pace):
    line = Line([b""], breaks_after=5000)
    assert sent(line, pace) == Outcome(Reach.UNKNOWN, Fault.BROKE_OFF)


@pytest.mark.parametrize("pace", [TSPL, ZPL])
@pytest.mark.parametrize("answer", [b"", b"?", b"\x02\x03\x03\x03"])
def test_silence_and_babble_are_no_fault(pace: Pace, answer: bytes):
    if pace is TSPL and answer:
        return
    assert sent(Line([answer]), pace) == Outcome(Reach.SENT)


def test_silence_is_a_fault_where_the_profile_says_that_it_answers():
    pace = Pace(status_s=0.05, answers_status=True, talker=TsplTalk)
    assert sent(Line([b""]), pace) == Outcome(Reach.NOTHING, Fault.NO_ANSWER)


def conditions() -> Iterator[tuple[Pace, bytes, Condition]]:
    fine = Condition(reached=True, answers=True, paper=PaperLeft.OK, is_cover_open=False)
    out = Condition(True, True, PaperLeft.OUT, False, Fault.PAPER_OUT)
    up = Condition(True, True, PaperLeft.OK, True, Fault.COVER_OPEN)
    yield from ((TSPL, b"\x20", fine), (TSPL, b"\x04", out), (TSPL, b"\x01", up))
    yield from ((ZPL, zpl(), fine), (ZPL, zpl(paper_out=1), out), (ZPL, zpl(head_up=1), up))
    yield (TSPL, b"", Condition(reached=True))


@pytest.mark.parametrize(("pace", "answer", "expected"), list(conditions()))
def test_how_a_label_printer_is_can_be_asked(pace: Pace, answer: bytes, expected: Condition):
    assert talk.condition(lambda: Line([answer]), pace) == expected


def test_a_receipt_printer_is_asked_as_before():
    assert talker(Language.ESCPOS) is Talk
