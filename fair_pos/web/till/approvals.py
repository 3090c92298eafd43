"""PINs given at a till: compared outside the write lane, counted inside it."""

from fair_pos.accounts import pins, queries
from fair_pos.accounts.models import Role
from fair_pos.accounts.pins import PinResult, SignIn
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import claims
from fair_pos.checkout.orders import CorrectionOrder, DocumentOrder
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


def approver(store: Store, till: TillIdentity, order: DocumentOrder) -> str | None:
    """Return the booth leader whose PIN fits, or None: a sale is flagged, not refused for it."""
    leader = _leader(store, till, order)
    if leader is None or check_pin(store, till, *leader).state is not SignIn.OK:
        return None
    return leader[0]


def fitted(store: Store, till: TillIdentity, person_id: str, pin: str) -> bool:
    """Say whether a PIN fits that was given while the till was alone.

    No try is counted against person or till: a queue sent late must lock nobody. So that it finds
    no PIN by trying, a till with too many wrong ones in a day is not answered until tomorrow.
    """
    if not pin:
        return False
    with store.reading() as session:
        check = pins.start_late_check(session, store.clock, till, person_id)
    state = pins.compare(check, pin, stores.pepper(store.settings))
    if state is SignIn.WRONG:
        store.lane.run(lambda session: pins.count_late(session, store.clock, till))
    return state is SignIn.OK


def corrector(store: Store, till: TillIdentity, order: CorrectionOrder) -> str | None:
    """Return the booth leader whose PIN fits, or None where no leader's PIN was given.

    Of a correction that happened None also where the PIN does not fit.

    Raises:
        WrongPinError, WaitError, PersonLockedError: a leader's PIN was given and does not fit.
    """
    leader = _leader(store, till, order)
    if leader is None:
        return None
    if order.happened:
        return leader[0] if fitted(store, till, *leader) else None
    check_pin(store, till, *leader).raise_if_refused()
    return leader[0]


def _leader(store: Store, till: TillIdentity, order: DocumentOrder) -> tuple[str, str] | None:
    """Return the booth leader who approves and the PIN; a stored document needs none again.

    An exported document comes without its PIN: nothing is tried then.
    """
    approval = order.approval
    if approval is None or not approval.pin:
        return None
    with store.reading() as session:
        role = queries.booth_role(session, till.org_id, till.booth_id, approval.person_id)
        if role is not Role.BOOTH_LEADER or claims.is_known(session, till.org_id, order.id):
            return None
    return approval.person_id, approval.pin
