"""The conversation with label printers: the same as with others, asked in their own language.

Source: TSC, TSPL/TSPL2 Programming Language, `<ESC>!?`: one byte, a bit for each condition,
answered at once. Zebra, ZPL II Programming Guide, `~HS`: three lines between STX and ETX, fields
parted by commas.
Whatever the printer says, a label is never repeated by itself.
"""

import time
from contextlib import suppress
from dataclasses import dataclass

from fair_pos.printing.outcome import Condition, Fault, Outcome, PaperLeft, Reach
from fair_pos.printing.profiles import Language
from fair_pos.printing.talk import Talk

_ASK_TSPL, _ASK_ZPL = b"\x1b!?", b"~HS"
_PRINTING = 0x20
_TSPL_FAULTS = (
    (0x04, Fault.PAPER_OUT),
    (0x01, Fault.COVER_OPEN),
    (0x02 | 0x08 | 0x10 | 0x80, Fault.OFFLINE),
)
"""Out of paper, head open; paper jam, out of ribbon, paused, other."""
_ETX, _ZPL_LINES = 3, 3
_AGAIN_S = 0.2


@dataclass(frozen=True, slots=True)
class _State:
    """What a label printer says of itself."""

    fault: Fault
    is_busy: bool


class LabelTalk(Talk):
    """One conversation with a label printer over one line."""

    can_confirm = False
    """Whether "not busy" after the last byte means that all labels came out."""

    def condition(self) -> Condition:
        """Ask how the printer is, without printing."""
        try:
            state = self._state()
        except OSError:
            return Condition(reached=True, fault=Fault.BROKE_OFF)
        if state is None:
            return Condition(reached=True, fault=self._silence())
        return Condition(
            reached=True,
            answers=True,
            paper=PaperLeft.OUT if state.fault is Fault.PAPER_OUT else PaperLeft.OK,
            is_cover_open=state.fault is Fault.COVER_OPEN,
            fault=state.fault,
        )

    def _fault(self) -> Fault:
        state = self._state()
        self.answers = state is not None
        return state.fault if state else self._silence()

    def _silence(self) -> Fault:
        return Fault.NO_ANSWER if self.pace.answers_status else Fault.NONE

    def _finish(self, wait_s: float) -> Outcome:
        """Wait while it prints, so that the next labels come only when these are out."""
        deadline = time.monotonic() + wait_s
        while self.answers and time.monotonic() < deadline:
            state = self._state()
            if state is None:
                break
            if state.fault:
                return Outcome(Reach.UNKNOWN, state.fault)
            if not state.is_busy and self.can_confirm:
                return Outcome(Reach.CONFIRMED)
            if not state.is_busy:
                break
            time.sleep(_AGAIN_S)
        self.line.hang_up(self.pace.close_s)
        return Outcome(Reach.SENT)

    def _state(self) -> _State | None:
        """Ask; None when the printer says nothing that can be understood."""
        raise NotImplementedError

    def _heard(self, question: bytes, end: int | None, times: int) -> bytes:
        """Return an answer: up to the n-th of its last byte, or one byte; empty for silence.

        Raises:
            ConnectionError: the printer hung up.
        """
        self.line.write(question, self.pace.status_s)
        deadline, heard = time.monotonic() + self.pace.status_s, bytearray()
        with suppress(TimeoutError):
            while (left := deadline - time.monotonic()) > 0:
                part = self.line.read(left)
                if not part:
                    raise ConnectionResetError
                heard += part
                if end is None or heard.count(end) == times:
                    return bytes(heard)
        return b""


class TsplTalk(LabelTalk):
    """With a TSPL printer; idle between two labels of a job looks like done, so it is only sent."""

    def _state(self) -> _State | None:
        heard = self._heard(_ASK_TSPL, None, 1)
        if not heard:
            return None
        faults = (fault for bits, fault in _TSPL_FAULTS if heard[0] & bits)
        return _State(next(faults, Fault.NONE), bool(heard[0] & _PRINTING))


class ZplTalk(LabelTalk):
    """With a ZPL printer; it counts formats that wait and labels that are to come."""

    can_confirm = True

    def _state(self) -> _State | None:
        lines = self._heard(_ASK_ZPL, _ETX, _ZPL_LINES).decode("ascii", "replace").split("\x03")
        fields = [line.strip("\x02\r\n ").split(",") for line in lines]
        try:
            paper_out, paused, waiting = (int(fields[0][at]) for at in (1, 2, 4))
            head_up, ribbon_out, left = (int(fields[1][at]) for at in (2, 3, 8))
        except (IndexError, ValueError):
            return None
        if paper_out or head_up:
            return _State(Fault.PAPER_OUT if paper_out else Fault.COVER_OPEN, is_busy=False)
        fault = Fault.OFFLINE if paused or ribbon_out else Fault.NONE
        return _State(fault, is_busy=bool(waiting or left))


def talker(language: Language) -> type[Talk]:
    """Return the conversation of a language."""
    return {Language.TSPL: TsplTalk, Language.ZPL: ZplTalk}.get(language, Talk)
