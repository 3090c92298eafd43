"""Writes: changing people, their roles, PINs and passwords. A new secret ends old sessions."""

from dataclasses import dataclass

from sqlmodel import Session, col, select, update

from fair_pos.accounts.actions import LoginTakenError
from fair_pos.accounts.models import Attempts, BoothStaff, OfficeSession, Person, Role
from fair_pos.core.clock import Clock
from fair_pos.core.errors import FieldError, NotFoundError
from fair_pos.db import journal


class LastAdminError(FieldError):
    """Without an administrator nobody could let people in."""

    code, field = "last_admin", "office_role"
    vi = "Phải còn ít nhất một quản trị viên. Cho người khác làm quản trị trước."
    en = "At least one administrator must remain. Make somebody else one first."


@dataclass(frozen=True, slots=True)
class OfficeDraft:
    """What is known about a person of the office; a commune only for a locality lead."""

    full_name: str
    login: str
    role: Role
    commune_code: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class SellerDraft:
    """What is known about somebody who sells at a booth."""

    full_name: str
    address_form: str
    role: Role
    active: bool = True


def change_office_person(
    session: Session, clock: Clock, org_id: str, person_id: str, draft: OfficeDraft
) -> None:
    """Change a person of the office; who is stopped is signed out at once.

    Raises:
        NotFoundError: nobody of the office.
        LoginTakenError, LastAdminError: what does not fit.
    """
    person = _person(session, org_id, person_id)
    if person.office_role is None:
        raise NotFoundError
    holder = session.exec(
        select(Person.id).where(Person.org_id == org_id, Person.login == draft.login)
    ).first()
    if holder not in (None, person_id):
        raise LoginTakenError(draft.login)
    if draft.role is not Role.ADMIN or not draft.active:
        _keep_an_admin(session, org_id, person_id)
    person.full_name, person.login = draft.full_name, draft.login
    person.office_role, person.commune_code = draft.role, draft.commune_code
    person.active = draft.active
    session.add(person)
    if not draft.active:
        _end_sessions(session, clock, person)
    fields = {"role": draft.role, "commune": draft.commune_code, "active": draft.active}
    journal.write(session, clock, journal.Fact("person.changed", person_id, fields))


def set_password(
    session: Session, clock: Clock, org_id: str, person_id: str, password_hash: str
) -> None:
    """Give a person a new password; open sessions end, wrong tries are forgotten."""
    person = _person(session, org_id, person_id)
    person.password_hash = password_hash
    session.add(person)
    _end_sessions(session, clock, person)
    _forget_tries(session, org_id, f"login:{person.login}")
    journal.write(session, clock, journal.Fact("person.password_set", person_id, {}))


def change_seller(session: Session, clock: Clock, staff: BoothStaff, draft: SellerDraft) -> None:
    """Change somebody who sells at a booth, or end it."""
    row = session.get(BoothStaff, (staff.org_id, staff.id))
    if row is None:
        raise NotFoundError
    person = _person(session, row.org_id, row.person_id)
    person.full_name, person.address_form = draft.full_name, draft.address_form
    row.role, row.active = draft.role, draft.active
    session.add_all([person, row])
    fields = {"booth": row.booth_id, "role": draft.role, "active": draft.active}
    journal.write(session, clock, journal.Fact("person.changed", person.id, fields))


def set_pin(session: Session, clock: Clock, org_id: str, person_id: str, pin_hash: str) -> None:
    """Give a seller a new PIN and forget the wrong tries."""
    person = _person(session, org_id, person_id)
    person.pin_hash = pin_hash
    session.add(person)
    _forget_tries(session, org_id, f"person:{person_id}")
    journal.write(session, clock, journal.Fact("person.pin_set", person_id, {}))


def staff_row(session: Session, org_id: str, booth_id: str, person_id: str) -> BoothStaff:
    """Return what a person is at a booth.

    Raises:
        NotFoundError: nobody of that booth.
    """
    row = session.exec(
        select(BoothStaff).where(
            BoothStaff.org_id == org_id,
            BoothStaff.booth_id == booth_id,
            BoothStaff.person_id == person_id,
        )
    ).first()
    if row is None:
        raise NotFoundError
    return row


def _person(session: Session, org_id: str, person_id: str) -> Person:
    person = session.get(Person, (org_id, person_id))
    if person is None:
        raise NotFoundError
    return person


def _keep_an_admin(session: Session, org_id: str, person_id: str) -> None:
    other = session.exec(
        select(Person.id).where(
            Person.org_id == org_id,
            Person.office_role == Role.ADMIN,
            col(Person.active).is_(True),
            Person.id != person_id,
        )
    ).first()
    if other is None:
        raise LastAdminError


def _end_sessions(session: Session, clock: Clock, person: Person) -> None:
    session.exec(
        update(OfficeSession)
        .where(
            col(OfficeSession.org_id) == person.org_id,
            col(OfficeSession.person_id) == person.id,
            col(OfficeSession.ended_at).is_(None),
        )
        .values(ended_at=clock.now())
    )


def _forget_tries(session: Session, org_id: str, subject: str) -> None:
    row = session.get(Attempts, (org_id, subject))
    if row is not None:
        session.delete(row)
