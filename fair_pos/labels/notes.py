"""Writes inspectors' notes: they are added and never changed; a correction is a note of its own."""

from dataclasses import asdict, dataclass

from sqlmodel import Session, col, select

from fair_pos.core.clock import Clock
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.db import journal
from fair_pos.labels.models import LabelNote, NoteKind


class AnsweredError(FairPosError):
    """Somebody else corrected or settled the note first."""

    code = "note_answered"
    status = 409
    vi = "Ghi nhận này đã được đính chính hoặc xử lý. Mở lại danh sách để xem."
    en = "This note was corrected or settled already. Open the list again."


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as it was written; whoever shows the empty form makes its id."""

    id: str
    venue_id: str
    code: str
    kind: NoteKind
    text: str
    written_by: str
    product_id: str | None = None
    booth_id: str | None = None
    place: str = ""
    photos: str = ""
    about_id: str | None = None


def write(session: Session, clock: Clock, org_id: str, draft: NoteDraft) -> bool:
    """Add a note; the same id again changes nothing and returns False.

    Raises:
        NotFoundError, AnsweredError: the note it is about is not of this venue, or has an answer.
    """
    if session.get(LabelNote, (org_id, draft.id)) is not None:
        return False
    if draft.about_id:
        _check_open(session, org_id, draft)
    row = LabelNote(org_id=org_id, written_at=clock.now(), **asdict(draft))
    session.add(row)
    session.flush()
    fields = {name: value for name, value in asdict(draft).items() if name != "id" and value}
    journal.write(session, clock, journal.Fact("label.noted", row.id, fields))
    return True


def _check_open(session: Session, org_id: str, draft: NoteDraft) -> None:
    earlier = session.get(LabelNote, (org_id, draft.about_id))
    if earlier is None or earlier.venue_id != draft.venue_id:
        raise NotFoundError
    answer = select(LabelNote).where(
        LabelNote.org_id == org_id, col(LabelNote.about_id) == draft.about_id
    )
    if session.exec(answer).first() is not None:
        raise AnsweredError
