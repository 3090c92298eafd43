"""The till's API for shifts: open, cash in and out, X, count, close."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, Field
from sqlmodel import Session

from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import shift_close, shift_paper, shift_totals, shifts, snapshot
from fair_pos.checkout.models import CashMove
from fair_pos.checkout.orders import Amount, Id, Moment, Reason, Words
from fair_pos.checkout.shift_close import Closing, NewCount
from fair_pos.checkout.shifts import NewShift
from fair_pos.core.errors import FairPosError
from fair_pos.core.money import MAX_VND
from fair_pos.web import examples
from fair_pos.web.approvals import check_pin
from fair_pos.web.guard import StoreOf, TillAuth

router = APIRouter(prefix="/api/v1/till/shifts", tags=["shifts"])


class NobodySignedInError(FairPosError):
    """A shift belongs to somebody."""

    code = "nobody_signed_in"
    status = 403
    vi = "Chọn tên và nhập mã PIN trước."
    en = "Choose your name and enter the PIN first."


class OpenRequest(BaseModel):
    """Opening a shift with its float."""

    id: Id
    opened_at: Moment
    float_vnd: Amount = 0


class CashRequest(BaseModel):
    """Cash put in, or taken out (negative)."""

    id: Id
    amount_vnd: Annotated[int, Field(ge=-MAX_VND, le=MAX_VND)]
    reason: Reason
    moved_at: Moment


class CountRequest(BaseModel):
    """Notes counted: denomination in đồng to number."""

    id: Id
    notes: Annotated[
        dict[int, Annotated[int, Field(ge=0, le=100_000)]],
        Field(max_length=11, examples=[{"500000": 3, "10000": 12}]),
    ]
    counted_at: Moment


class CloseRequest(BaseModel):
    """The count that closes the shift, why it differs, and the PIN of who signed in."""

    count_id: Id
    explanation: Annotated[Words, Field(max_length=300)] = ""
    pin: Annotated[str, Field(max_length=12)]


def seller(till: TillIdentity) -> str:
    """Return who is signed in at a till.

    Raises:
        NobodySignedInError: nobody.
    """
    if till.person_id is None:
        raise NobodySignedInError
    return till.person_id


@router.post("")
def open_shift(
    store: StoreOf,
    till: TillAuth,
    body: Annotated[OpenRequest, Body(openapi_examples=examples.OPEN)],
) -> dict[str, Any]:
    """Open a shift; the same id again gives the same shift."""
    new = NewShift(body.id, body.opened_at, body.float_vnd, seller(till))
    shift = store.lane.run(lambda session: shifts.open_shift(session, store.clock, till, new))
    return {"shift": snapshot.shift_form(shift)}


@router.post("/{shift_id}/cash")
def move_cash(
    store: StoreOf,
    till: TillAuth,
    shift_id: str,
    body: Annotated[CashRequest, Body(openapi_examples=examples.CASH)],
) -> dict[str, Any]:
    """Put cash into the box or take it out, with a reason."""
    move = CashMove(
        org_id=till.org_id,
        id=body.id,
        shift_id=shift_id,
        amount_vnd=body.amount_vnd,
        reason=body.reason,
        moved_at=body.moved_at,
        moved_by=seller(till),
    )
    store.lane.run(lambda session: shifts.move_cash(session, store.clock, till, move))
    return {}


@router.get("/{shift_id}/x")
def read_x(store: StoreOf, till: TillAuth, shift_id: str) -> dict[str, Any]:
    """Add the shift up so far; never tells the expected cash."""
    with store.reading() as session:
        shift = shifts.own_shift(session, till, shift_id)
        totals = shift_totals.totals_of(session, shift)
    return {"shift": snapshot.shift_form(shift), **asdict(totals)}


@router.post("/{shift_id}/counts")
def count(
    store: StoreOf,
    till: TillAuth,
    shift_id: str,
    body: Annotated[CountRequest, Body(openapi_examples=examples.COUNT)],
) -> dict[str, Any]:
    """Freeze a count; only now the books' amount is told."""
    new = NewCount(body.id, shift_id, body.notes, body.counted_at, seller(till))
    counted = store.lane.run(lambda session: shift_close.count(session, store.clock, till, new))
    return asdict(counted)


@router.post("/{shift_id}/close")
def close(
    store: StoreOf,
    till: TillAuth,
    shift_id: str,
    body: Annotated[CloseRequest, Body(openapi_examples=examples.CLOSE)],
) -> dict[str, Any]:
    """Write the Z and print it; the same call again gives the same Z."""
    person_id = seller(till)
    check_pin(store, till, person_id, body.pin).raise_if_refused()
    closing = Closing(shift_id, body.count_id, body.explanation, person_id)

    def action(session: Session) -> dict[str, Any]:
        done, is_new = shift_close.close(session, store.clock, till, closing)
        if is_new:
            shift_paper.queue(session, store.clock, till, done)
        return shift_paper.form(done)

    return store.lane.run(action)
