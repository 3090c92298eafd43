"""Products: the list, with today's price and stars."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.catalogue import ocop, queries
from fair_pos.catalogue.queries import Moment, Shown
from fair_pos.core.clock import business_date
from fair_pos.labels import expiry
from fair_pos.labels import queries as labels
from fair_pos.web.forms import saved_at, show
from fair_pos.web.guard import Office, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/products", include_in_schema=False)
PAGE = 100


@router.get("")
def products(
    request: Request, viewer: Office, store: StoreOf, venue: VenueOf, q: str = ""
) -> Response:
    """List the products of the venue's exhibitors, with today's stars and price."""
    only = request.query_params.get("show", "")
    at = store.clock.now()
    moment = Moment(at, business_date(at))
    with store.reading() as session:
        rows = queries.products_at_venue(session, viewer, venue.id, q)
        listed = queries.shown(session, viewer.org_id, rows, moment)
        offered = {product for _, product, _ in queries.listings(session, viewer, venue.id)}
        ending = {
            one.goods.product_id
            for one in labels.endings(session, viewer, venue, at)
            if one.days_left(moment.day) >= 0
        }
    states = {one.product.id: _state(one, ending, offered) for one in listed}
    counts: dict[str, int] = {}
    for state in (state for found in states.values() for state in found):
        counts[state] = counts.get(state, 0) + 1
    chosen = [one for one in listed if only in states[one.product.id]] if only else listed
    every = request.query_params.get("page") == "all"
    return show(
        request,
        "catalogue/products.html",
        venue=venue,
        rows=chosen if every else chosen[:PAGE],
        found=len(chosen),
        total=len(listed),
        counts=counts,
        only=only,
        q=q,
        watch_days=expiry.WATCH_DAYS,
        saved=saved_at(request),
    )


def _state(one: Shown, ending: set[str], offered: set[str]) -> set[str]:
    """Return the filters under which a product falls."""
    if one.product.withdrawn_at is not None:
        return {"withdrawn"}
    found = {"starred"} if one.stars.stars else {"plain"}
    if one.product.id in ending:
        found.add("expiring")
    if one.stars.reason in (ocop.NoStars.EXPIRED, ocop.NoStars.REVOKED):
        found.add("ended")
    if one.price is None:
        found.add("no_price")
    if one.product.id not in offered:
        found.add("nowhere")
    return found
