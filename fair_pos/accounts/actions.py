"""Writes: people, office sign-in, booth cards and tills. PIN sign-in stands in pins.py."""

from dataclasses import dataclass

from sqlmodel import Session, col, select, update

from fair_pos.accounts import earlier, queries, rules, secrets
from fair_pos.accounts.models import (
    BoothStaff,
    OfficeSession,
    Person,
    Role,
    Till,
    TillCard,
)
from fair_pos.core import ids
from fair_pos.core.clock import Clock, iso_utc
from fair_pos.core.errors import FairPosError, FieldError, NotFoundError
from fair_pos.core.text import clean
from fair_pos.db import journal

CARD_CODE_LENGTH = 10


class CardUsedError(FairPosError):
    """A booth card enrols one device, once."""

    code = "card_used"
    status = 409
    vi = "Thẻ gian này đã dùng. Nhờ Ban Tổ chức in thẻ mới."
    en = "This booth card was used already. Ask the organisers for a new one."


class CardExpiredError(FairPosError):
    """A code on a screen is good for a few minutes."""

    code = "card_expired"
    status = 410
    vi = "Mã này đã hết hạn. Lấy mã mới."
    en = "This code is out of date. Ask for a new one."


class CardRevokedError(FairPosError):
    """The organisers took the card back."""

    code = "card_revoked"
    status = 410
    vi = "Thẻ gian này đã thu hồi. Nhờ Ban Tổ chức in thẻ mới."
    en = "This booth card was revoked. Ask the organisers for a new one."


class CardUnknownError(FairPosError):
    """No card has this code."""

    code = "card_unknown"
    status = 404
    vi = "Không có thẻ gian nào mang mã này. Quét lại, hoặc gõ mã in dưới ô vuông."
    en = "No booth card has this code. Scan again or type the code under the square."


class LoginTakenError(FieldError):
    """Two people cannot have the same log-in."""

    code, field = "login_taken", "login"
    status = 409
    vi = "Tên đăng nhập “{detail}” đã có người dùng. Chọn tên khác."
    en = "The log-in “{detail}” is taken. Choose another."


@dataclass(frozen=True, slots=True)
class NewTill:
    """A till just enrolled; the token is shown this one time."""

    till_id: str
    booth_id: str
    series: str
    token: str


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to add. Office people have a log-in, booth people a PIN hash."""

    full_name: str
    role: Role
    login: str | None = None
    password_hash: str | None = None
    pin_hash: str | None = None
    address_form: str = ""
    commune_code: str | None = None


def add_office_person(session: Session, clock: Clock, org_id: str, new: NewPerson) -> Person:
    """Add somebody of the office.

    Raises:
        LoginTakenError: somebody else has this log-in.
    """
    taken = session.exec(
        select(Person.id).where(Person.org_id == org_id, Person.login == new.login)
    ).first()
    if taken:
        raise LoginTakenError(new.login or "")
    person = _add_person(session, clock, org_id, new)
    person.office_role = new.role
    session.add(person)
    session.flush()
    journal.write(session, clock, journal.Fact("person.added", person.id, {"role": new.role}))
    return person


def add_booth_person(
    session: Session, clock: Clock, org_id: str, booth_id: str, new: NewPerson
) -> Person:
    """Add somebody who sells at a booth."""
    person = _add_person(session, clock, org_id, new)
    session.add(
        BoothStaff(
            org_id=org_id, id=ids.new_id(), booth_id=booth_id, person_id=person.id, role=new.role
        )
    )
    session.flush()
    journal.write(
        session,
        clock,
        journal.Fact("person.added", person.id, {"role": new.role, "booth": booth_id}),
    )
    return person


def _add_person(session: Session, clock: Clock, org_id: str, new: NewPerson) -> Person:
    person = Person(
        org_id=org_id,
        id=ids.new_id(),
        full_name=clean(new.full_name),
        address_form=new.address_form,
        login=new.login,
        password_hash=new.password_hash,
        pin_hash=new.pin_hash,
        commune_code=new.commune_code,
        created_at=clock.now(),
    )
    session.add(person)
    session.flush()
    return person


def start_office_session(session: Session, clock: Clock, org_id: str, person_id: str) -> str:
    """Open a session of the office; returns its token."""
    token = secrets.new_token()
    now = clock.now()
    session.add(
        OfficeSession(
            org_id=org_id,
            id=secrets.token_hash(token),
            person_id=person_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + rules.OFFICE_LIFE,
        )
    )
    return token


def touch_office_session(session: Session, clock: Clock, org_id: str, session_id: str) -> None:
    """Remember that a session was used."""
    entry = session.get(OfficeSession, (org_id, session_id))
    if entry is not None:
        entry.last_seen_at = clock.now()
        session.add(entry)


def end_office_session(session: Session, clock: Clock, org_id: str, session_id: str) -> None:
    """Close a session of the office."""
    entry = session.get(OfficeSession, (org_id, session_id))
    if entry is not None and entry.ended_at is None:
        entry.ended_at = clock.now()
        session.add(entry)


def make_code(session: Session, clock: Clock, org_id: str, booth_id: str, made_by: str) -> TillCard:
    """Make a card that is shown on a screen and holds for ten minutes."""
    card = make_card(session, clock, org_id, booth_id, made_by)
    card.expires_at = clock.now() + rules.CODE_LIFE
    session.add(card)
    return card


def make_card(
    session: Session, clock: Clock, org_id: str, booth_id: str, made_by: str | None
) -> TillCard:
    """Make a new booth card; earlier ones stay as they are."""
    card = TillCard(
        org_id=org_id,
        id=ids.new_id(),
        booth_id=booth_id,
        code=ids.new_code(CARD_CODE_LENGTH),
        made_at=clock.now(),
        made_by=made_by,
    )
    session.add(card)
    session.flush()
    journal.write(session, clock, journal.Fact("card.made", card.id, {"booth": booth_id}))
    return card


def revoke_card(session: Session, clock: Clock, org_id: str, card_id: str) -> None:
    """Take an unused card back.

    Raises:
        NotFoundError: no such card.
    """
    card = session.get(TillCard, (org_id, card_id))
    if card is None:
        raise NotFoundError
    if card.revoked_at is None:
        card.revoked_at = clock.now()
        session.add(card)
        journal.write(session, clock, journal.Fact("card.revoked", card.id, {}))


def enrol(session: Session, clock: Clock, org_id: str, code: str, device_name: str) -> NewTill:
    """Turn a device into a till of the card's booth: a new series, a new token.

    Raises:
        CardUnknownError, CardRevokedError, CardExpiredError, CardUsedError: it cannot enrol.
    """
    card = queries.card_by_code(session, org_id, ids.read_code(code) or "")
    if card is None:
        raise CardUnknownError
    if card.revoked_at is not None:
        raise CardRevokedError
    if card.expires_at is not None and clock.now() >= card.expires_at:
        raise CardExpiredError
    moved_from = card.till_id
    claimed = session.exec(
        update(TillCard)
        .where(
            col(TillCard.org_id) == org_id,
            col(TillCard.id) == card.id,
            col(TillCard.used_at).is_(None),
        )
        .values(used_at=clock.now())
    )
    if claimed.rowcount != 1:
        raise CardUsedError
    new = _add_till(session, clock, card, device_name)
    if moved_from is not None:
        revoke_till(session, clock, org_id, moved_from)
        journal.write(session, clock, journal.Fact("till.moved", moved_from, {"to": new.till_id}))
    return new


def revoke_till(session: Session, clock: Clock, org_id: str, till_id: str) -> None:
    """End a till: its token opens nothing more; sales it made before are still taken.

    Raises:
        NotFoundError: no such till.
    """
    till = session.get(Till, (org_id, till_id))
    if till is None:
        raise NotFoundError
    if till.revoked_at is None:
        till.revoked_at = clock.now()
        session.add(till)
        journal.write(session, clock, journal.Fact("till.revoked", till.id, {}))


def _add_till(session: Session, clock: Clock, card: TillCard, device_name: str) -> NewTill:
    token = secrets.new_token()
    till = Till(
        org_id=card.org_id,
        id=ids.new_id(),
        booth_id=card.booth_id,
        series=earlier.next_series(session, card.org_id, card.booth_id),
        device_name=clean(device_name)[:80] or "Máy chưa đặt tên",
        token_hash=secrets.token_hash(token),
        enrolled_at=clock.now(),
    )
    session.add(till)
    session.flush()
    session.exec(
        update(TillCard)
        .where(col(TillCard.org_id) == card.org_id, col(TillCard.id) == card.id)
        .values(till_id=till.id)
    )
    journal.write(
        session,
        clock,
        journal.Fact(
            "till.enrolled",
            till.id,
            {"booth": till.booth_id, "series": till.series, "at": iso_utc(till.enrolled_at)},
        ),
    )
    return NewTill(till.id, till.booth_id, till.series, token)
