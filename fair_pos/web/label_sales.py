"""Labels that several sales carry: somebody copied one, or scanned one twice."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.checkout import sold_labels
from fair_pos.core import serials
from fair_pos.labels import keys
from fair_pos.web.forms import show
from fair_pos.web.guard import Reader, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/labels", include_in_schema=False)


@router.get("/sold-twice")
def sold_twice(request: Request, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """List each label with all its sales, those that were taken back, too."""
    ours = keys.load(store.settings.data)
    with store.reading() as session:
        found = sold_labels.sold_twice(session, venue.org_id, venue.id)
    labels = [(serials.read(sales[0].code), sales) for sales in found]
    foreign = {serial.code for serial, _ in labels if serial and not ours.is_ours(serial)}
    return show(request, "labels/sold_twice.html", venue=venue, labels=labels, foreign=foreign)
