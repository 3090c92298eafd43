"""The till's API for shifts: open, cash in and out, X, count, close."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body

from fair_pos.checkout import shift_totals, shifts, snapshot
from fair_pos.checkout.shift_orders import CashOrder, CloseOrder, CountOrder, OpenOrder
from fair_pos.web.guard import HandingIn, StoreOf, TillAuth
from fair_pos.web.till import examples, facts

router = APIRouter(prefix="/api/v1/till/shifts", tags=["shifts"])


@router.post("")
def open_shift(
    store: StoreOf,
    till: HandingIn,
    body: Annotated[OpenOrder, Body(openapi_examples=examples.OPEN)],
) -> dict[str, Any]:
    """Open a shift; the same id again gives the same shift."""
    return facts.opening(store, till, body).done(store)


@router.post("/{shift_id}/cash")
def move_cash(
    store: StoreOf,
    till: HandingIn,
    shift_id: str,
    body: Annotated[CashOrder, Body(openapi_examples=examples.CASH)],
) -> dict[str, Any]:
    """Put cash into the box or take it out, with a reason."""
    return facts.cash(store, till, body, shift_id).done(store)


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
    till: HandingIn,
    shift_id: str,
    body: Annotated[CountOrder, Body(openapi_examples=examples.COUNT)],
) -> dict[str, Any]:
    """Freeze a count; only now the books' amount is told."""
    return facts.count(store, till, body, shift_id).done(store)


@router.post("/{shift_id}/close")
def close(
    store: StoreOf,
    till: HandingIn,
    shift_id: str,
    body: Annotated[CloseOrder, Body(openapi_examples=examples.CLOSE)],
) -> dict[str, Any]:
    """Write the Z and print it; the same call again gives the same Z."""
    return facts.closing(store, till, body, shift_id).done(store)
