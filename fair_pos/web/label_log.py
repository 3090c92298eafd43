"""The log of label printings: who, when, which numbers, on paper or at which printer."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.labels import log as printings
from fair_pos.labels import roll_jobs, shelf
from fair_pos.web.forms import show
from fair_pos.web.guard import Reader, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/labels", include_in_schema=False)


@router.get("/log")
def log(request: Request, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """Show who printed which labels, when and how many."""
    with store.reading() as session:
        prints = printings.prints(session, venue.org_id, venue.id)
        forms = {one.key: one for one in shelf.every(session, venue.org_id)}
        at_printers = roll_jobs.progress(session, venue.org_id, [one.entry.id for one in prints])
    return show(
        request,
        "labels/log.html",
        venue=venue,
        prints=prints,
        forms=forms,
        at_printers=at_printers,
    )
