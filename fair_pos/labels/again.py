"""A logged printing drawn again: the same words, places, codes and serials, and no new ones."""

import json
from dataclasses import asdict

from sqlmodel import Session, col, select

from fair_pos.core.clock import Clock
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.core.serials import CODE_SIGNS
from fair_pos.db import journal
from fair_pos.labels import formats, sheets
from fair_pos.labels.keys import Keys
from fair_pos.labels.models import LabelPrint, LabelPrintLine
from fair_pos.labels.rules import LabelText
from fair_pos.labels.sheets import Run, Sheets
from fair_pos.printing.label import Offset

LINES_MAX = 50_000


class NotAgainError(FairPosError):
    """A printing that would be different now: its key is gone, or words are set otherwise."""

    code = "label_not_again"
    status = 409
    vi = "Không vẽ lại đúng như cũ được: khóa tem cũ đã mất hoặc chữ xếp khác trước. In tem mới."
    en = "It would not be the same: the old key is gone or words are set otherwise. Print new ones."


class PrintedEarlierError(NotAgainError):
    """A printing of a version that did not keep what its labels said."""

    vi = "Không vẽ lại được: lần in này từ phiên bản trước. In tem mới với số mới."
    en = "It cannot be drawn again: an earlier version printed it. Print new labels."


def paper_of(made: Sheets, used: int) -> str:
    """Write what a printing's paper is like."""
    facts = formats.facts(made.form) | {"used": used, "shift": asdict(made.offset)}
    return json.dumps(facts, ensure_ascii=False)


def paper_of_run(run: Run, label_code: str) -> str:
    """Write what the labels of a run say, the address with a gap for the code."""
    before, _, after = run.addresses[0].partition(f"/{label_code}")
    around = [f"{before}/", after[CODE_SIGNS - len(label_code) :]]
    facts = {"text": asdict(run.text), "code": label_code, "around": around}
    return json.dumps(facts, ensure_ascii=False)


def entry_of(session: Session, org_id: str, venue_id: str, print_id: str) -> LabelPrint:
    """Return a venue's printing.

    Raises:
        NotFoundError: no such printing there.
    """
    entry = session.get(LabelPrint, (org_id, print_id))
    if entry is None or entry.venue_id != venue_id:
        raise NotFoundError
    return entry


def note(session: Session, clock: Clock, entry: LabelPrint, by: str) -> None:
    """Write into the journal that somebody drew the same labels once more."""
    facts = {"by": by, "labels": entry.labels}
    journal.write(session, clock, journal.Fact("label.drawn_again", entry.id, facts))


def sheets_of(session: Session, keys: Keys, entry: LabelPrint) -> Sheets:
    """Return what stood on a printing's paper.

    Raises:
        NotAgainError, PrintedEarlierError: it cannot be the same.
    """
    if not entry.paper:
        raise PrintedEarlierError
    statement = (
        select(LabelPrintLine)
        .where(LabelPrintLine.org_id == entry.org_id, LabelPrintLine.print_id == entry.id)
        .order_by(col(LabelPrintLine.first_serial))
        .limit(LINES_MAX)
    )
    paper = json.loads(entry.paper)
    runs = [_run(line, keys) for line in session.exec(statement)]
    made = sheets.sheets(
        formats.of_facts(entry.format, paper), runs, paper["used"], Offset(**paper["shift"])
    )
    if sheets.sha256(made) != entry.sha256:
        raise NotAgainError
    return made


def _run(line: LabelPrintLine, keys: Keys) -> Run:
    facts = json.loads(line.paper)
    before, after = facts["around"]
    addresses = []
    for number in range(line.first_serial, line.last_serial + 1):
        serial = keys.again(facts["code"], line.key_id, number)
        if serial is None:
            raise NotAgainError
        addresses.append(f"{before}{serial.code}{after}")
    return Run(LabelText(**facts["text"]), line.first_serial, tuple(addresses))
