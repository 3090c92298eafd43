"""The list of sales behind a figure, and one sale with everything that hangs on it."""

import json
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.accounts.models import Person
from fair_pos.checkout import queries as checkout
from fair_pos.checkout import sold_labels
from fair_pos.checkout.models import Sale
from fair_pos.core import serials
from fair_pos.core.errors import NotFoundError
from fair_pos.core.serials import Serial
from fair_pos.reports import filter_words, sales_list, trail, words
from fair_pos.reports.filters import SaleFilter
from fair_pos.venues import queries as venues
from fair_pos.web import paging
from fair_pos.web.forms import show
from fair_pos.web.guard import Office, StoreOf
from fair_pos.web.office.live import scope_for
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/sales", include_in_schema=False)


@router.get("")
def list_page(request: Request, viewer: Office, store: StoreOf, venue: VenueOf) -> Response:
    """List the sales that a filter asks for, with their total on top."""
    chosen = SaleFilter.read(request.query_params)
    number = paging.number(request)
    scope = scope_for(viewer, venue)
    with store.reading() as session:
        totals = sales_list.totals(session, scope, chosen)
        rows = sales_list.page(session, scope, chosen, number)
        described = filter_words.describe(session, scope, chosen)
        zones = [zone.name for zone in venues.zones(session, venue)]
        conflicts = sales_list.conflicts(session, scope) if chosen.flagged else []
    return show(
        request,
        "reports/sales.html",
        venue=venue,
        chosen=chosen,
        totals=totals,
        rows=rows,
        described=described,
        zones=zones,
        zone_options=[(name, name) for name in zones],
        conflicts=conflicts,
        number=number,
        pages_in_all=paging.pages(totals.documents, sales_list.PAGE),
        words=words,
    )


@router.get("/{sale_id}")
def sale_page(
    request: Request, sale_id: str, viewer: Office, store: StoreOf, venue: VenueOf
) -> Response:
    """Show one sale: lines, payments, corrections, what is odd, its journal line."""
    with store.reading() as session:
        view = checkout.sale_view(session, viewer.org_id, sale_id)
        if view.sale.venue_id != venue.id:
            raise NotFoundError
        booth = venues.booth_by_code(session, viewer, venue.id, view.place.booth_code)
        values: dict[str, Any] = {
            "view": view,
            "booth": booth,
            "original": _original(session, view.sale),
            "cashier": _name(session, viewer.org_id, view.sale.cashier_id),
            "approved_by": _name(session, viewer.org_id, view.sale.approved_by),
            "trail": trail.of_sale(session, viewer.org_id, sale_id),
            "conflicts": [
                (json.loads(body), at)
                for body, at in sales_list.conflicts_of(session, viewer.org_id, sale_id)
            ],
            "labels": _labels(session, viewer.org_id, sale_id),
            "flags": [flag for flag in view.sale.flags.split(",") if flag],
        }
    return show(request, "reports/sale.html", venue=venue, words=words, **values)


def _labels(session: Session, org_id: str, sale_id: str) -> dict[int, list[Serial | None]]:
    """Return the single labels by the line's position."""
    lines = sold_labels.by_line(session, org_id, [sale_id]).get(sale_id, {})
    return {position: [serials.read(code) for code in codes] for position, codes in lines.items()}


def _original(session: Session, sale: Sale) -> Sale | None:
    return session.get(Sale, (sale.org_id, sale.corrects_id)) if sale.corrects_id else None


def _name(session: Session, org_id: str, person_id: str | None) -> str:
    person = session.get(Person, (org_id, person_id)) if person_id else None
    return person.full_name if person else ""
