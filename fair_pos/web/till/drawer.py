"""The till's API for the cash drawer: open it with a leader's PIN, and say whether it opened."""

from typing import Annotated

from fastapi import APIRouter, Body
from sqlmodel import Session

from fair_pos.accounts import queries as accounts
from fair_pos.accounts.models import Role
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import cash_drawer
from fair_pos.checkout.cash_drawer import Wish
from fair_pos.checkout.corrections import ApprovalNeededError
from fair_pos.checkout.orders import Approval, Id, Reason, Wire
from fair_pos.core.errors import NotFoundError
from fair_pos.printing import drawer
from fair_pos.printing.queries import OUT, UNDONE
from fair_pos.web.guard import StoreOf, TillAuth
from fair_pos.web.till import examples
from fair_pos.web.till.approvals import check_pin
from fair_pos.web.till.facts import NobodySignedInError

router = APIRouter(prefix="/api/v1/till/drawer", tags=["till"])


class DrawerOrder(Wire):
    """Somebody wants the drawer open without a sale; the same id opens it once."""

    id: Id
    reason: Reason
    approval: Approval


@router.post("")
def open_drawer(
    store: StoreOf,
    till: TillAuth,
    order: Annotated[DrawerOrder, Body(openapi_examples=examples.DRAWER)],
) -> dict[str, str]:
    """Open the drawer for a reason, with a booth leader's PIN; now or not at all."""
    if till.person_id is None:
        raise NobodySignedInError
    leader = order.approval.person_id
    with store.reading() as session:
        role = accounts.booth_role(session, till.org_id, till.booth_id, leader)
    if role is not Role.BOOTH_LEADER:
        raise ApprovalNeededError
    check_pin(store, till, leader, order.approval.pin).raise_if_refused()
    wish = Wish(order.id, till.person_id, order.reason, leader)

    def action(session: Session) -> dict[str, str]:
        cash_drawer.open_by_hand(session, store.clock, till, wish)
        return form(session, till, order.id)

    return store.lane.run(action)


@router.get("/{document_id}")
def read_drawer(store: StoreOf, till: TillAuth, document_id: str) -> dict[str, str]:
    """Say what became of the drawer that a sale, a cash move or somebody asked for."""
    with store.reading() as session:
        told = form(session, till, document_id)
    if told["state"] == "none":
        raise NotFoundError
    return told


def form(session: Session, till: TillIdentity, document_id: str) -> dict[str, str]:
    """Return whether the drawer opened: `none` (not asked), `waiting`, `opened`, `failed`."""
    found = drawer.opening(session, till.org_id, document_id, till.booth_id)
    if found is None:
        return {"state": "none", "fault": ""}
    if found.state in OUT:
        return {"state": "opened", "fault": ""}
    state = "waiting" if found.state in UNDONE else "failed"
    return {"state": state, "fault": found.fault}
