"""Reads inspectors' notes: the latest first, and which still wait for the organisers."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from fair_pos.accounts.models import Person
from fair_pos.catalogue.models import Product
from fair_pos.labels.models import LabelNote, NoteKind
from fair_pos.venues.models import Booth, Venue

PAGE = 100
OPEN = "open"
"""Instead of a kind: the notes that still wait for the organisers."""
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


def notes(session: Session, venue: Venue, only: str = "", page: int = 1) -> list[Noted]:
    """Return one page of a venue's notes, the latest first; of one kind, or those that wait."""
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
        .where(*_of(venue, only))
        .order_by(col(LabelNote.written_at).desc(), col(LabelNote.id).desc())
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    rows = session.exec(statement).all()
    answers = _answers(session, venue.org_id, [note.id for note, *_ in rows])
    return [
        Noted(note, author or "", product or "", booth or "", answers.get(note.id))
        for note, author, product, booth in rows
    ]


def counts(session: Session, venue: Venue) -> dict[str, int]:
    """Return how many notes of each kind a venue has."""
    statement = (
        select(LabelNote.kind, func.count()).where(*_of(venue)).group_by(col(LabelNote.kind))
    )
    return dict(session.exec(statement).all())


def open_notes(session: Session, venue: Venue) -> int:
    """Return how many suspicious notes nobody has corrected or settled."""
    statement = select(func.count()).select_from(LabelNote).where(*_of(venue, OPEN))
    return session.exec(statement).one()


def page_of(session: Session, note: LabelNote, venue: Venue) -> int:
    """Return the page of the whole list that a note stands on."""
    newer = (col(LabelNote.written_at) > note.written_at) | (
        (col(LabelNote.written_at) == note.written_at) & (col(LabelNote.id) > note.id)
    )
    statement = select(func.count()).select_from(LabelNote).where(*_of(venue), newer)
    return session.exec(statement).one() // PAGE + 1


def _of(venue: Venue, only: str = "") -> list[ColumnElement[bool]]:
    """Choose a venue's notes: all, those of a kind, or those that wait."""
    chosen = [col(LabelNote.org_id) == venue.org_id, col(LabelNote.venue_id) == venue.id]
    if only == OPEN:
        answered = select(LabelNote.about_id).where(
            LabelNote.org_id == venue.org_id, col(LabelNote.about_id).is_not(None)
        )
        chosen += [col(LabelNote.kind).in_(SUSPICIOUS), col(LabelNote.id).not_in(answered)]
    elif only:
        chosen.append(col(LabelNote.kind) == only)
    return chosen


def _answers(session: Session, org_id: str, note_ids: Collection[str]) -> dict[str, str]:
    """Return the correcting or settling note of each of these that has one."""
    statement = select(LabelNote.about_id, LabelNote.id).where(
        LabelNote.org_id == org_id, col(LabelNote.about_id).in_(note_ids)
    )
    return {about: answer for about, answer in session.exec(statement) if about}
