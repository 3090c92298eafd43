"""What tills sent that people must look at: both contents of one id, and odd acts of shifts."""

import json
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.checkout import looks, queries
from fair_pos.checkout.looks import Conflict
from fair_pos.checkout.queries import SaleView
from fair_pos.web.forms import saved, saved_at, show
from fair_pos.web.guard import Organiser, Reader, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/tills/looks", include_in_schema=False)


@router.get("")
def page(request: Request, viewer: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """Show both contents side by side, and the odd acts of shifts."""
    with store.reading() as session:
        pairs = [
            (one, _sides(queries.sale_view(session, viewer.org_id, one.sale.id), one))
            for one in looks.conflicts(session, venue)
        ]
        acts = looks.odd_acts(session, venue)
        return show(
            request,
            "accounts/looks.html",
            venue=venue,
            pairs=pairs,
            acts=acts,
            saved=saved_at(request),
        )


@router.post("/{conflict_id}")
def settle(viewer: Organiser, store: StoreOf, venue: VenueOf, conflict_id: str) -> Response:
    """Mark one as looked at."""
    store.lane.run(
        lambda session: looks.settle(session, store.clock, venue, conflict_id, viewer.person_id)
    )
    return saved(f"/v/{venue.code}/tills/looks", store)


def _sides(stored: SaleView, conflict: Conflict) -> list[dict[str, Any]]:
    """Return what is counted and what is not, in one form."""
    body = json.loads(conflict.row.body)
    return [
        {
            "number": stored.sale.number,
            "total_vnd": stored.sale.total_vnd,
            "at": stored.sale.received_at,
            "lines": [(line.name, line.quantity_milli, line.amount_vnd) for line in stored.lines],
            "paid": [(money.means, money.amount_vnd) for money in stored.payments],
            "note": stored.sale.note or stored.sale.reason,
        },
        {
            "number": body["number"],
            "total_vnd": body.get("total_vnd"),
            "at": conflict.row.received_at,
            "lines": [
                (line.get("name", ""), line["quantity_milli"], None)
                for line in body.get("lines", [])
            ],
            "paid": [(money["means"], money["amount_vnd"]) for money in body.get("payments", [])],
            "note": body.get("note") or body.get("reason", ""),
        },
    ]
