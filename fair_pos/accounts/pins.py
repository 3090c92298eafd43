"""Signing in by PIN or password: counted tries, locks, a constant answer.

A wrong try must be counted although the sign-in fails, so these functions return what happened
instead of raising: the caller commits first and then tells the person.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from fair_pos.accounts import queries, rules, secrets
from fair_pos.accounts.models import Attempts, Person, Till
from fair_pos.core.clock import Clock, business_date
from fair_pos.core.errors import FairPosError
from fair_pos.db import journal


class SignIn(StrEnum):
    """How a try ended."""

    OK = "ok"
    WRONG = "wrong"
    WAIT = "wait"
    LOCKED = "locked"


class WrongPinError(FairPosError):
    """The PIN does not fit."""

    code = "wrong_pin"
    status = 403
    vi = "Sai PIN, còn {detail} lần"
    en = "Wrong PIN, {detail} tries left"


class WaitError(FairPosError):
    """Too many wrong tries on this device."""

    code = "wait"
    status = 429
    vi = "Thử lại sau 1 phút"
    en = "Try again in 1 minute"


class PersonLockedError(FairPosError):
    """Too many wrong tries for this person today."""

    code = "person_locked"
    status = 403
    vi = "Tên này đã bị khóa. Chọn tên khác hoặc hỏi Ban Tổ chức."
    en = "This name is locked. Choose another or ask the organisers."


class WrongLoginError(FairPosError):
    """Log-in or password does not fit; which of them is not told."""

    code = "wrong_login"
    status = 403
    vi = "Sai tên đăng nhập hoặc mật khẩu. Gõ lại, kiểm tra phím Caps Lock và bộ gõ tiếng Việt."
    en = "Wrong log-in or password. Check Caps Lock and the keyboard, then type again."


@dataclass(frozen=True, slots=True)
class PinCheck:
    """What to compare outside the write lane: hashing takes long."""

    person_id: str
    """Empty for nobody of the booth: a stranger's day is not spent from here."""
    pin_hash: str | None
    state: SignIn


@dataclass(frozen=True, slots=True)
class PinResult:
    """What a try came to."""

    state: SignIn
    tries_left: int = 0

    def raise_if_refused(self) -> None:
        """Raise the sentence that belongs to a refusal.

        Raises:
            WrongPinError, WaitError, PersonLockedError: by state.
        """
        if self.state is SignIn.WRONG:
            raise WrongPinError(str(self.tries_left))
        if self.state is SignIn.WAIT:
            raise WaitError
        if self.state is SignIn.LOCKED:
            raise PersonLockedError


def start_pin_check(
    session: Session, clock: Clock, till: queries.TillIdentity, person_id: str
) -> PinCheck:
    """Look up what a PIN must fit; a stranger to the booth gets a check that cannot succeed."""
    role = queries.booth_role(session, till.org_id, till.booth_id, person_id)
    person = session.get(Person, (till.org_id, person_id)) if role else None
    known_id = person.id if person else ""
    usable = person is not None and person.active
    state = _lock(session, clock, till, known_id)
    return PinCheck(known_id, person.pin_hash if person and usable else None, state)


def start_late_check(
    session: Session, clock: Clock, till: queries.TillIdentity, person_id: str
) -> PinCheck:
    """Look up what a PIN given offline must fit, whatever locks there are since."""
    role = queries.booth_role(session, till.org_id, till.booth_id, person_id)
    person = session.get(Person, (till.org_id, person_id)) if role else None
    tries = _tries(session, clock, till.org_id, f"late:{till.till_id}")
    spent = rules.day_is_spent(tries, business_date(clock.now()))
    pin_hash = person.pin_hash if person and person.active else None
    return PinCheck(person_id, pin_hash, SignIn.LOCKED if spent else SignIn.OK)


def count_late(session: Session, clock: Clock, till: queries.TillIdentity) -> None:
    """Count a wrong PIN given offline."""
    _count(session, clock, till.org_id, f"late:{till.till_id}", SignIn.WRONG)


def _lock(session: Session, clock: Clock, till: queries.TillIdentity, person_id: str) -> SignIn:
    now = clock.now()
    person_tries = _tries(session, clock, till.org_id, f"person:{person_id}")
    if rules.day_is_spent(person_tries, business_date(now)):
        return SignIn.LOCKED
    till_tries = _tries(session, clock, till.org_id, f"till:{till.till_id}")
    return SignIn.WAIT if rules.is_locked(till_tries, now) else SignIn.OK


def compare(check: PinCheck, pin: str, pepper: bytes) -> SignIn:
    """Compare a PIN, outside any transaction."""
    if check.state is not SignIn.OK:
        return check.state
    return SignIn.OK if secrets.pin_fits(pin, check.pin_hash, pepper) else SignIn.WRONG


def compare_password(check: PinCheck, password: str) -> SignIn:
    """Compare a password, outside any transaction."""
    if check.state is not SignIn.OK:
        return check.state
    return SignIn.OK if secrets.password_fits(password, check.pin_hash) else SignIn.WRONG


def finish_pin_check(
    session: Session, clock: Clock, till: queries.TillIdentity, check: PinCheck, state: SignIn
) -> PinResult:
    """Count the try; on success forget earlier ones.

    Tries that were compared at the same time come here one after the other: those after the lock
    learn nothing, not even that they were right.
    """
    if state not in (SignIn.OK, SignIn.WRONG):
        return PinResult(state)
    lock = _lock(session, clock, till, check.person_id)
    if lock is not SignIn.OK:
        return PinResult(lock)
    subjects = [f"till:{till.till_id}"]
    if check.person_id:
        subjects.append(f"person:{check.person_id}")
    left = [_count(session, clock, till.org_id, subject, state) for subject in subjects]
    return PinResult(state, min(left))


def sign_in_at_till(
    session: Session, clock: Clock, till: queries.TillIdentity, person_id: str
) -> None:
    """Remember who sells at a till."""
    row = session.get(Till, (till.org_id, till.till_id))
    assert row is not None, "a till that showed its token exists"
    row.person_id = person_id
    row.person_since = clock.now()
    session.add(row)
    journal.write(
        session, clock, journal.Fact("till.signed_in", till.till_id, {"person": person_id})
    )


def sign_out_at_till(session: Session, clock: Clock, till: queries.TillIdentity) -> None:
    """Forget who sells at a till; the till itself stays enrolled."""
    row = session.get(Till, (till.org_id, till.till_id))
    assert row is not None, "a till that showed its token exists"
    if row.person_id is not None:
        journal.write(
            session,
            clock,
            journal.Fact("till.signed_out", till.till_id, {"person": row.person_id}),
        )
        row.person_id = None
        session.add(row)


def start_login(session: Session, clock: Clock, org_id: str, login: str) -> PinCheck:
    """Look up what a password must fit."""
    tries = _tries(session, clock, org_id, f"login:{login}")
    state = SignIn.WAIT if rules.is_locked(tries, clock.now()) else SignIn.OK
    person = session.exec(
        select(Person).where(
            Person.org_id == org_id,
            Person.login == login,
            col(Person.active).is_(True),
            col(Person.office_role).is_not(None),
        )
    ).first()
    return PinCheck(person.id if person else "", person.password_hash if person else None, state)


def finish_login(
    session: Session, clock: Clock, org_id: str, login: str, state: SignIn
) -> PinResult:
    """Count a try of the office's sign-in; after the lock nothing is learned."""
    if state not in (SignIn.OK, SignIn.WRONG):
        return PinResult(state)
    if rules.is_locked(_tries(session, clock, org_id, f"login:{login}"), clock.now()):
        return PinResult(SignIn.WAIT)
    return PinResult(state, _count(session, clock, org_id, f"login:{login}", state))


def _tries(session: Session, clock: Clock, org_id: str, subject: str) -> rules.Tries:
    row = session.get(Attempts, (org_id, subject))
    if row is None:
        return rules.Tries(business_date(clock.now()))
    return rules.Tries(row.day, row.in_row, row.in_day, row.locked_until)


def _count(session: Session, clock: Clock, org_id: str, subject: str, state: SignIn) -> int:
    now = clock.now()
    today = business_date(now)
    tries = _tries(session, clock, org_id, subject)
    if state is SignIn.OK:
        after = rules.Tries(tries.day, 0, tries.in_day)
    else:
        after = rules.after_wrong(tries, now, today)
    session.merge(
        Attempts(
            org_id=org_id,
            subject=subject,
            day=after.day,
            in_row=after.in_row,
            in_day=after.in_day,
            locked_until=after.locked_until,
        )
    )
    return rules.tries_left(after)
