"""Reads: who is behind a token, and what they may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from fair_pos.accounts import rules, secrets
from fair_pos.accounts.models import (
    ORGANISING_ROLES,
    BoothStaff,
    OfficeSession,
    Person,
    Role,
    Till,
    TillCard,
)
from fair_pos.signing.keys import Signer


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody signed in to the office."""

    org_id: str
    person_id: str
    full_name: str
    role: Role
    commune_code: str | None
    language: str
    session_id: str
    last_seen_at: datetime

    @property
    def organises(self) -> bool:
        """Say whether this person may write what the organisers write."""
        return self.role in ORGANISING_ROLES


@dataclass(frozen=True, slots=True)
class TillIdentity:
    """A till that showed its token, and who signed in at it by PIN."""

    org_id: str
    till_id: str
    booth_id: str
    series: str
    revoked_at: datetime | None
    person_id: str | None
    address: str = ""
    """Of the server, as its receipts carry it."""
    signer: Signer | None = None
    """Whose key signs its receipts."""


def viewer_of(session: Session, org_id: str, token: str, now: datetime) -> Viewer | None:
    """Return who holds an office token, or None: unknown, ended, idle or too old."""
    statement = (
        select(OfficeSession, Person)
        .join(
            Person,
            (col(Person.org_id) == OfficeSession.org_id)
            & (col(Person.id) == OfficeSession.person_id),
        )
        .where(OfficeSession.org_id == org_id, OfficeSession.id == secrets.token_hash(token))
    )
    row = session.exec(statement).first()
    if row is None:
        return None
    entry, person = row
    alive = (
        entry.ended_at is None
        and now < entry.expires_at
        and now < entry.last_seen_at + rules.OFFICE_IDLE
    )
    if not alive or not person.active or person.office_role is None:
        return None
    return Viewer(
        org_id,
        person.id,
        person.full_name,
        Role(person.office_role),
        person.commune_code,
        person.language,
        entry.id,
        entry.last_seen_at,
    )


def till_of(session: Session, org_id: str, token: str) -> TillIdentity | None:
    """Return the till that holds a device token, revoked ones included."""
    statement = select(Till).where(
        Till.org_id == org_id, Till.token_hash == secrets.token_hash(token)
    )
    till = session.exec(statement).first()
    return None if till is None else identity_of(till)


def identity_of(till: Till) -> TillIdentity:
    """Return a till as the one who acts."""
    return TillIdentity(
        till.org_id, till.id, till.booth_id, till.series, till.revoked_at, till.person_id
    )


def card_by_code(session: Session, org_id: str, code: str) -> TillCard | None:
    """Return a booth card by its code, used and revoked ones included."""
    return session.exec(
        select(TillCard).where(TillCard.org_id == org_id, TillCard.code == code)
    ).first()


def staff_of_booth(session: Session, org_id: str, booth_id: str) -> list[tuple[Person, str]]:
    """Return active people of a booth with their role there, leaders first, then by name."""
    statement = (
        select(Person, BoothStaff.role)
        .join(
            BoothStaff,
            (col(BoothStaff.org_id) == Person.org_id) & (col(BoothStaff.person_id) == Person.id),
        )
        .where(
            BoothStaff.org_id == org_id,
            BoothStaff.booth_id == booth_id,
            col(BoothStaff.active).is_(True),
            col(Person.active).is_(True),
        )
        .order_by(col(BoothStaff.role), col(Person.full_name), col(Person.id))
        .limit(100)
    )
    return [(person, role) for person, role in session.exec(statement)]


def booth_role(session: Session, org_id: str, booth_id: str, person_id: str) -> Role | None:
    """Return what a person is at a booth, or None."""
    statement = select(BoothStaff.role).where(
        BoothStaff.org_id == org_id,
        BoothStaff.booth_id == booth_id,
        BoothStaff.person_id == person_id,
        col(BoothStaff.active).is_(True),
    )
    role = session.exec(statement).first()
    return Role(role) if role else None


def people(session: Session, org_id: str) -> list[Person]:
    """Return everybody, office first, then by name."""
    statement = (
        select(Person)
        .where(Person.org_id == org_id)
        .order_by(col(Person.office_role).is_(None), col(Person.full_name), col(Person.id))
        .limit(5000)
    )
    return list(session.exec(statement))


def names(session: Session, org_id: str, person_ids: Collection[str]) -> dict[str, str]:
    """Return people's full names by their ids."""
    rows = session.exec(
        select(Person.id, Person.full_name)
        .where(Person.org_id == org_id, col(Person.id).in_(person_ids))
        .limit(len(person_ids))
    )
    return dict(rows.all())
