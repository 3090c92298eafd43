"""A logged printing drawn again: the same words, places, codes and serials, and no new ones."""

import json
from dataclasses import asdict

from sqlmodel import Session, col, select

from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.core.serials import CODE_SIGNS
from fair_pos.labels import formats, sheets
from fair_pos.labels.formats import Shift
from fair_pos.labels.keys import Keys
from fair_pos.labels.models import LabelPrint, LabelPrintLine
from fair_pos.labels.rules import LabelText
from fair_pos.labels.sheets import Run, Sheets

LINES_MAX = 50_000


class NotAgainError(FairPosError):
    """A printing that cannot be drawn as it was."""

    code = "label_not_again"
    status = 409
    vi = "Không vẽ lại đúng như cũ được: {detail}. In tem mới với số mới."
    en = "It cannot be drawn as it was: {detail}. Print new labels with new numbers."


def paper_of(made: Sheets, used: int) -> str:
    """Write what a printing's paper is like."""
    facts = formats.facts(made.form) | {"used": used, "shift": asdict(made.shift)}
    return json.dumps(facts, ensure_ascii=False)


def paper_of_run(run: Run, label_code: str) -> str:
    """Write what the labels of a run say, the address with a gap for the code."""
    before, _, after = run.addresses[0].partition(f"/{label_code}")
    around = [f"{before}/", after[CODE_SIGNS - len(label_code) :]]
    facts = {"text": asdict(run.text), "code": label_code, "around": around}
    return json.dumps(facts, ensure_ascii=False)


def can_be_drawn(entry: LabelPrint) -> bool:
    """Say whether enough is known of a printing; those of earlier versions lack it."""
    return bool(entry.paper)


def entry_of(session: Session, org_id: str, venue_id: str, print_id: str) -> LabelPrint:
    """Return a venue's printing.

    Raises:
        NotFoundError: no such printing there.
    """
    entry = session.get(LabelPrint, (org_id, print_id))
    if entry is None or entry.venue_id != venue_id:
        raise NotFoundError
    return entry


def sheets_of(session: Session, keys: Keys, entry: LabelPrint) -> Sheets:
    """Return what stood on a printing's paper.

    Raises:
        NotAgainError: printed by an earlier version, its key is gone, or it would look different.
    """
    if not can_be_drawn(entry):
        raise NotAgainError("lần in này từ phiên bản trước")
    statement = (
        select(LabelPrintLine)
        .where(LabelPrintLine.org_id == entry.org_id, LabelPrintLine.print_id == entry.id)
        .order_by(col(LabelPrintLine.first_serial))
        .limit(LINES_MAX)
    )
    paper = json.loads(entry.paper)
    runs = [_run(line, keys) for line in session.exec(statement)]
    made = sheets.sheets(
        formats.of_facts(entry.format, paper), runs, paper["used"], Shift(**paper["shift"])
    )
    if sheets.sha256(made) != entry.sha256:
        raise NotAgainError("phiên bản này xếp chữ khác")
    return made


def _run(line: LabelPrintLine, keys: Keys) -> Run:
    facts = json.loads(line.paper)
    before, after = facts["around"]
    addresses = []
    for number in range(line.first_serial, line.last_serial + 1):
        serial = keys.again(facts["code"], line.key_id, number)
        if serial is None:
            raise NotAgainError("khóa của các tem này không còn")
        addresses.append(f"{before}{serial.code}{after}")
    return Run(LabelText(**facts["text"]), line.first_serial, tuple(addresses))
