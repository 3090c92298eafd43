"""Reads inspectors' notes: the latest first, and which still wait for the organisers."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from fair_pos.accounts.models import Person
from fair_pos.catalogue.models import Product
from fair_pos.labels.models import LabelNote, NoteKind
from fair_pos.venues.models import Booth, Venue

NOTES_MAX = 500
ANSWERS_MAX = 20_000
SUSPICIOUS = (NoteKind.FAKE, NoteKind.PRICE, NoteKind.EXPIRED)


@dataclass(frozen=True, slots=True)
class Noted:
    """A note with the names that belong to it."""

    note: LabelNote
    author: str
    product_name: str
    booth_code: str
    answer_id: str | None
    """The note that corrects or settles this one."""

    @property
    def photos(self) -> list[str]:
        """Return the file names of its pictures."""
        return self.note.photos.split()

    @property
    def is_open(self) -> bool:
        """Say whether the organisers still have to look at it."""
        return self.note.kind in SUSPICIOUS and self.answer_id is None


def notes(session: Session, venue: Venue) -> list[Noted]:
    """Return a venue's notes, the latest first, at most 500."""
    statement = (
        select(LabelNote, Person.full_name, Product.name, Booth.code)
        .outerjoin(
            Person,
            (col(Person.org_id) == LabelNote.org_id) & (col(Person.id) == LabelNote.written_by),
        )
        .outerjoin(
            Product,
            (col(Product.org_id) == LabelNote.org_id) & (col(Product.id) == LabelNote.product_id),
        )
        .outerjoin(
            Booth, (col(Booth.org_id) == LabelNote.org_id) & (col(Booth.id) == LabelNote.booth_id)
        )
        .where(LabelNote.org_id == venue.org_id, LabelNote.venue_id == venue.id)
        .order_by(col(LabelNote.written_at).desc(), col(LabelNote.id).desc())
        .limit(NOTES_MAX)
    )
    answers = _answers(session, venue)
    return [
        Noted(note, author or "", product or "", booth or "", answers.get(note.id))
        for note, author, product, booth in session.exec(statement)
    ]


def open_notes(session: Session, venue: Venue) -> int:
    """Return how many suspicious notes nobody has corrected or settled."""
    statement = (
        select(func.count())
        .select_from(LabelNote)
        .where(
            LabelNote.org_id == venue.org_id,
            LabelNote.venue_id == venue.id,
            col(LabelNote.kind).in_(SUSPICIOUS),
            col(LabelNote.id).not_in(
                select(LabelNote.about_id).where(
                    LabelNote.org_id == venue.org_id, col(LabelNote.about_id).is_not(None)
                )
            ),
        )
    )
    return session.exec(statement).one()


def _answers(session: Session, venue: Venue) -> dict[str, str]:
    """Return the correcting or settling note of each note that has one."""
    statement = (
        select(LabelNote)
        .where(
            LabelNote.org_id == venue.org_id,
            LabelNote.venue_id == venue.id,
            col(LabelNote.about_id).is_not(None),
        )
        .order_by(col(LabelNote.id).desc())
        .limit(ANSWERS_MAX)
    )
    return {row.about_id: row.id for row in session.exec(statement) if row.about_id}
