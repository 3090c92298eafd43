"""The shifts of a venue: which are open and how long, what was counted, the Z as a picture."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.checkout import shift_list
from fair_pos.checkout.shift_list import Only, ShiftFilter
from fair_pos.core.clock import business_date
from fair_pos.printing import preview, profiles
from fair_pos.reports.filters import SaleFilter
from fair_pos.web import paging
from fair_pos.web.forms import show
from fair_pos.web.guard import Office, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/shifts", include_in_schema=False)


@router.get("")
def list_page(request: Request, viewer: Office, store: StoreOf, venue: VenueOf) -> Response:
    """List the shifts that a filter asks for, open ones first."""
    asked = request.query_params
    kept = SaleFilter.read({name: asked.get(name, "") for name in ("day", "booth")})
    only = asked.get("show", "")
    only = Only(only) if only in set(Only) else Only.EVERY
    chosen = ShiftFilter(kept.day, kept.booth.upper(), only)
    number = paging.number(request)
    with store.reading() as session:
        counts = shift_list.counts(session, viewer, venue, chosen)
        rows = shift_list.page(session, viewer, venue, chosen, number=number)
    return show(
        request,
        "reports/shifts.html",
        venue=venue,
        chosen=chosen,
        kept=kept,
        counts=counts,
        rows=rows,
        today=business_date(store.clock.now()),
        number=number,
        pages_in_all=paging.pages(counts.shifts, shift_list.PAGE),
    )


@router.get("/{shift_id}/z.png")
def slip(viewer: Office, store: StoreOf, venue: VenueOf, shift_id: str) -> Response:
    """Show the Z of a shift as its paper."""
    with store.reading() as session:
        document = shift_list.hand_over(session, viewer, venue, shift_id)
    picture = preview.document_png(document, profiles.load(profiles.DEFAULT))
    return Response(picture, media_type="image/png")
