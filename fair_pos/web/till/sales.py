"""The till's API for sales, refunds and voids, and for reading them back."""

import asyncio
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body
from starlette.responses import Response

from fair_pos.checkout import queries
from fair_pos.checkout.day_sheet import day_sheet
from fair_pos.checkout.orders import RefundOrder, SaleOrder, VoidOrder
from fair_pos.core.clock import business_date
from fair_pos.printing import preview, profiles
from fair_pos.printing.models import Printer
from fair_pos.web.guard import HandingIn, SaleTill, StoreOf, TillAuth
from fair_pos.web.till import examples, facts
from fair_pos.web.till.forms import day_sheet_form, sale_form, sale_row_form

router = APIRouter(prefix="/api/v1/till", tags=["sales"])

DEFAULT_PROFILE = "generic-80"
"""The paper of a booth without a printer: its picture goes to the customer's phone."""


@router.post("/sales")
async def post_sale(
    store: StoreOf,
    till: SaleTill,
    order: Annotated[SaleOrder, Body(openapi_examples=examples.SALE)],
) -> dict[str, Any]:
    """Store a sale that happened. The same body again gives the same answer."""
    if order.approval is None:
        deed = facts.sale(store, till, order)
    else:
        deed = await asyncio.to_thread(facts.sale, store, till, order)
    return await deed.told(deed.submit(store))


@router.post("/refunds")
async def post_refund(
    store: StoreOf,
    till: HandingIn,
    order: Annotated[RefundOrder, Body(openapi_examples=examples.REFUND)],
) -> dict[str, Any]:
    """Give goods back, by line and quantity."""
    deed = await asyncio.to_thread(facts.refund, store, till, order)
    return await deed.told(deed.submit(store))


@router.post("/voids")
async def post_void(
    store: StoreOf,
    till: HandingIn,
    order: Annotated[VoidOrder, Body(openapi_examples=examples.VOID)],
) -> dict[str, Any]:
    """Take a sale back whole."""
    deed = await asyncio.to_thread(facts.void, store, till, order)
    return await deed.told(deed.submit(store))


@router.get("/sales")
def list_sales(store: StoreOf, till: TillAuth, day: date | None = None) -> dict[str, Any]:
    """List the booth's documents of a day, newest first."""
    wanted = day or business_date(store.clock.now())
    with store.reading() as session:
        rows = queries.sales_of_day(session, till.org_id, till.booth_id, wanted)
    return {"day": wanted.isoformat(), "sales": [sale_row_form(row) for row in rows]}


@router.get("/sales/{sale_id}")
def read_sale(store: StoreOf, till: TillAuth, sale_id: str) -> dict[str, Any]:
    """Give one document of the booth whole."""
    with store.reading() as session:
        return sale_form(queries.sale_view(session, till.org_id, sale_id, till.booth_id))


@router.get("/sales/{sale_id}/receipt.png", response_class=Response)
def receipt_picture(store: StoreOf, till: TillAuth, sale_id: str) -> Response:
    """Give the receipt as the picture its paper shows."""
    with store.reading() as session:
        view = queries.sale_view(session, till.org_id, sale_id, till.booth_id)
        paper = queries.paper_of(session, view, till.address, till.signer)
        printer = session.get(Printer, (till.org_id, view.place.printer_id or ""))
    profile = profiles.of(printer.profile if printer else "") or profiles.load(DEFAULT_PROFILE)
    return Response(preview.document_png(paper, profile), media_type="image/png")


@router.get("/day-sheet")
def read_day_sheet(store: StoreOf, till: TillAuth, day: date | None = None) -> dict[str, Any]:
    """Give the booth's day sheet."""
    wanted = day or business_date(store.clock.now())
    with store.reading() as session:
        return day_sheet_form(day_sheet(session, till.org_id, till.booth_id, wanted))
