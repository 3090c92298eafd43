"""The watch over certificates: which goods lose their stars within 90 days or during the fair."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core.clock import business_date
from fair_pos.labels import expiry, queries
from fair_pos.web.forms import show
from fair_pos.web.guard import Office, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/labels", include_in_schema=False)


@router.get("/expiring")
def expiring(request: Request, viewer: Office, store: StoreOf, venue: VenueOf) -> Response:
    """List the goods by the day their stars end, and how many labels they have on packs."""
    today = business_date(store.clock.now())
    with store.reading() as session:
        found = queries.endings(session, viewer, venue, store.clock.now())
        printed = queries.so_far(session, venue.org_id, (one.goods.product_id for one in found))
    return show(
        request, "labels/expiring.html", venue=venue, today=today, endings=found, printed=printed,
        watch_days=expiry.WATCH_DAYS,
    )  # fmt: skip
