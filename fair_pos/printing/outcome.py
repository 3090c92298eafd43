"""What sending a job came to, in the words of the spool."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

SLOWEST_BYTES_A_SECOND = 10_000
"""What the slowest printer takes: 72 bytes a row, 8 rows a millimetre, 17 mm a second."""


class Fault(StrEnum):
    """Why a paper did not come, as far as it is known."""

    NONE = ""
    NOT_FOUND = "not_found"
    NO_ANSWER = "no_answer"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER_JAM = "cutter_jam"
    OFFLINE = "offline"
    BROKE_OFF = "broke_off"
    TIMED_OUT = "timed_out"
    UNREADABLE = "unreadable"
    NO_DRIVER = "no_driver"
    NO_PROFILE = "no_profile"


FAULT_SENTENCES: dict[Fault, tuple[str, str]] = {
    Fault.NOT_FOUND: ("Không thấy máy in", "Printer not found"),
    Fault.NO_ANSWER: ("Máy in không trả lời", "The printer does not answer"),
    Fault.PAPER_OUT: ("Hết giấy", "Out of paper"),
    Fault.COVER_OPEN: ("Mở nắp", "Cover open"),
    Fault.CUTTER_JAM: ("Kẹt dao cắt", "Cutter jammed"),
    Fault.OFFLINE: ("Máy in báo lỗi", "The printer reports a fault"),
    Fault.BROKE_OFF: ("Đứt kết nối khi đang in", "The connection broke while printing"),
    Fault.TIMED_OUT: ("Máy in nhận quá chậm", "The printer took too long"),
    Fault.UNREADABLE: ("Không dựng được phiếu", "The paper could not be drawn"),
    Fault.NO_DRIVER: ("Máy chủ thiếu phần mềm cho máy in này", "The server lacks its driver"),
    Fault.NO_PROFILE: ("Kiểu máy in không dùng được", "The printer's model cannot be used"),
}
"""What people read, Vietnamese and English."""


class Reach(StrEnum):
    """How far a job got."""

    NOTHING = "nothing"
    """No byte went out: it may be tried again."""
    IMPOSSIBLE = "impossible"
    """No byte went out and none ever will."""
    SENT = "sent"
    """All bytes went out; the printer gives no answer."""
    CONFIRMED = "confirmed"
    """The printer answered after the last byte."""
    UNKNOWN = "unknown"
    """Some bytes went out: a person looks at the printer and decides."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a job got, and the fault where there was one."""

    reach: Reach
    fault: Fault = Fault.NONE
    paper_low: bool | None = field(default=None, compare=False)
    """Beside the outcome: whether the roll ends soon; None where the printer does not say."""


class PaperLeft(StrEnum):
    """How much paper a printer says it has."""

    OK = "ok"
    LOW = "low"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Condition:
    """How a printer is now, as far as it tells; None is not known."""

    reached: bool
    answers: bool = False
    paper: PaperLeft = PaperLeft.UNKNOWN
    is_cover_open: bool | None = None
    fault: Fault = Fault.NONE


@dataclass(frozen=True, slots=True)
class Sheet:
    """One job as a driver sees it."""

    job_id: str
    bytes: bytes


class Driver(Protocol):
    """Brings bytes to one printer; a new one for each job, never shared."""

    def send(self, sheet: Sheet, begin: Callable[[], None]) -> Outcome:
        """Send a job within the driver's own limits of time.

        Calls `begin` once, immediately before the first byte; what it raises passes through, and
        then nothing was sent. Never raises on account of the printer.
        """

    def condition(self) -> Condition:
        """Tell how the printer is without printing, as far as this way can; never raises."""
