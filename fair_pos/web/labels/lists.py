"""Lists about labels: the log of printings, and the stars that end."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core.clock import business_date
from fair_pos.labels import expiry, queries, roll_jobs, shelf
from fair_pos.labels import log as printings
from fair_pos.web.forms import show
from fair_pos.web.guard import Office, Reader, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/labels", include_in_schema=False)


@router.get("/log")
def log(request: Request, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """Show who printed which labels, when and how many, on paper or at which printer."""
    with store.reading() as session:
        prints = printings.prints(session, venue.org_id, venue.id)
        forms = {one.key: one for one in shelf.every(session, venue.org_id)}
        at_printers = roll_jobs.progress(session, venue.org_id, [one.entry.id for one in prints])
    return show(
        request, "labels/log.html", venue=venue, prints=prints, forms=forms, at_printers=at_printers
    )


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
