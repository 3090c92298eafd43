"""PINs given at a till: compared outside the write lane, counted inside it."""

from fair_pos.accounts import pins, queries
from fair_pos.accounts.models import Role
from fair_pos.accounts.pins import PinResult, SignIn
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout.orders import Approval
from fair_pos.db import store as stores
from fair_pos.db.store import Store


def check_pin(store: Store, till: TillIdentity, person_id: str, pin: str) -> PinResult:
    """Compare a PIN and count the try; never raises, so that the count is committed."""
    with store.reading() as session:
        check = pins.start_pin_check(session, store.clock, till, person_id)
    state = pins.compare(check, pin, stores.pepper(store.settings))
    return store.lane.run(
        lambda session: pins.finish_pin_check(session, store.clock, till, check, state)
    )


def approver(store: Store, till: TillIdentity, approval: Approval | None) -> str | None:
    """Return the booth leader whose PIN fits, or None."""
    if approval is None:
        return None
    with store.reading() as session:
        role = queries.booth_role(session, till.org_id, till.booth_id, approval.person_id)
    if role is not Role.BOOTH_LEADER:
        return None
    result = check_pin(store, till, approval.person_id, approval.pin)
    return approval.person_id if result.state is SignIn.OK else None


def required_approver(store: Store, till: TillIdentity, approval: Approval | None) -> str | None:
    """Return the booth leader whose PIN fits, or None where no PIN was given.

    Raises:
        WrongPinError, WaitError, PersonLockedError: a PIN was given and does not fit.
    """
    if approval is None:
        return None
    with store.reading() as session:
        role = queries.booth_role(session, till.org_id, till.booth_id, approval.person_id)
    result = check_pin(store, till, approval.person_id, approval.pin)
    result.raise_if_refused()
    return approval.person_id if role is Role.BOOTH_LEADER else None
