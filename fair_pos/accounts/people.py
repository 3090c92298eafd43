"""Writes: new passwords and PINs of people who are there."""

import re

from sqlmodel import Session, col, select, update

from fair_pos.accounts import rules
from fair_pos.accounts.models import OfficeSession, Person
from fair_pos.core.clock import Clock
from fair_pos.core.errors import FairPosError, FieldError
from fair_pos.db import journal

_PIN = re.compile(r"[0-9]{4,8}")


class NoLoginError(FairPosError):
    """Nobody of the office has this log-in."""

    code = "no_login"
    status = 404
    vi = "Không có tài khoản nào tên đăng nhập “{detail}”. Xem danh sách tài khoản."
    en = "Nobody has the log-in “{detail}”. See the list of people."


class ShortPasswordError(FieldError):
    """A password that is guessed too soon."""

    code, field = "short_password", "password"
    vi = "Mật khẩu phải có ít nhất {detail} ký tự."
    en = "A password has at least {detail} characters."


class BadPinError(FieldError):
    """A PIN that the till's keys cannot type."""

    code, field = "bad_pin", "pin"
    vi = "PIN gồm 4 đến 8 chữ số."
    en = "A PIN has 4 to 8 digits."


def check_password(password: str) -> None:
    """Refuse a short password.

    Raises:
        ShortPasswordError: it is short.
    """
    if len(password) < rules.PASSWORD_MIN:
        raise ShortPasswordError(str(rules.PASSWORD_MIN))


def check_pin(pin: str) -> None:
    """Refuse what is no PIN.

    Raises:
        BadPinError: other signs than digits, too few or too many.
    """
    if not _PIN.fullmatch(pin):
        raise BadPinError


def set_password(
    session: Session, clock: Clock, org_id: str, login: str, password_hash: str
) -> Person:
    """Give somebody of the office a new password; whoever is signed in with the old one is out.

    Raises:
        NoLoginError: nobody has this log-in.
    """
    person = session.exec(
        select(Person).where(Person.org_id == org_id, Person.login == login)
    ).first()
    if person is None:
        raise NoLoginError(login)
    person.password_hash = password_hash
    session.add(person)
    session.exec(
        update(OfficeSession)
        .where(
            col(OfficeSession.org_id) == org_id,
            col(OfficeSession.person_id) == person.id,
            col(OfficeSession.ended_at).is_(None),
        )
        .values(ended_at=clock.now())
    )
    journal.write(session, clock, journal.Fact("person.password_set", person.id, {}))
    return person


def set_pin(session: Session, clock: Clock, person: Person, pin_hash: str) -> None:
    """Give somebody of a booth a new PIN."""
    person.pin_hash = pin_hash
    session.add(person)
    journal.write(session, clock, journal.Fact("person.pin_set", person.id, {}))
