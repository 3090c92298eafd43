"""What `printers` says of a printer and of its papers."""

from typing import Any

from fair_pos.printing.models import JobState, Printer
from fair_pos.printing.outcome import FAULT_SENTENCES, Condition, Fault, PaperLeft
from fair_pos.printing.queries import JobLine
from fair_pos.venues.printers import PrinterDraft

PAPER_WORDS = {
    PaperLeft.OK: "còn",
    PaperLeft.LOW: "sắp hết",
    PaperLeft.OUT: "hết",
    PaperLeft.UNKNOWN: "không rõ",
}
COVER_WORDS = {True: "mở", False: "đóng", None: "không rõ"}
STATE_WORDS = {
    JobState.CONFIRMED: "đã in, máy in báo xong",
    JobState.SENT: "đã gửi hết, máy in này không báo lại: xem giấy",
    JobState.UNKNOWN: "chưa chắc đã in: xem giấy rồi chọn trên trang Máy in",
    JobState.QUEUED: "chưa in được, phiếu chờ trong hàng",
    JobState.SENDING: "đang gửi",
    JobState.FAILED: "không in được",
    JobState.HELD: "đang giữ lại",
    JobState.CANCELLED: "đã bỏ",
}


def outcome(job: JobLine) -> str:
    """Say what became of a paper, with the fault where there is one."""
    fault = f" ({FAULT_SENTENCES[job.fault][0].lower()})" if job.fault else ""
    return STATE_WORDS[job.state] + fault


def reached(draft: PrinterDraft) -> str:
    """Say how a printer is reached."""
    return f"{draft.driver.value} {draft.address}".strip()


def as_json(printer: Printer, told: Condition, waiting: int) -> dict[str, Any]:
    """Return a printer's condition for programs."""
    return {
        "name": printer.name,
        "driver": printer.driver,
        "address": printer.address,
        "profile": printer.profile,
        "online": told.reached and told.fault is Fault.NONE,
        "answers": told.answers,
        "paper": told.paper.value,
        "cover_open": told.is_cover_open,
        "fault": told.fault.value,
        "fault_words": FAULT_SENTENCES[told.fault][0] if told.fault else "",
        "waiting": waiting,
    }


def in_words(printer: Printer, told: Condition, waiting: int) -> list[str]:
    """Return a printer's condition for people, line by line."""
    state = FAULT_SENTENCES[told.fault][0] if told.fault else "sẵn sàng"
    if told.reached and not told.answers and not told.fault:
        state = "có mặt, không trả lời câu hỏi tình trạng (máy in loại này thường vậy)"
    cover = COVER_WORDS[told.is_cover_open]
    return [
        f"{printer.name}: {state}",
        f"   nối: {printer.driver} {printer.address}".rstrip() + f" · kiểu {printer.profile}",
        f"   giấy: {PAPER_WORDS[told.paper]} · nắp: {cover} · đang chờ: {waiting} phiếu",
    ]
