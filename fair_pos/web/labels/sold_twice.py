"""Labels that several sales carry: somebody copied one, or scanned one twice; settling them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.checkout import label_reviews
from fair_pos.checkout.label_reviews import Case, ReviewDraft
from fair_pos.core import serials
from fair_pos.core.errors import NotFoundError
from fair_pos.labels import keys, suspects
from fair_pos.labels.verdict import MANY_DEVICES, MANY_NETWORKS
from fair_pos.venues.models import Venue
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Organiser, Reader, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/labels/sold-twice", include_in_schema=False)


def case_of(venue: VenueOf, store: StoreOf, code: str) -> Case:
    """Return the label of an address, with its sales.

    Raises:
        NotFoundError: it is not in several sales, or in none of this fair.
    """
    with store.reading() as session:
        found = label_reviews.case(session, venue.org_id, code)
    here = any(one.venue_id == venue.id for one in found.sales)
    if not here or not (found.reviews or len(found.sales) > 1):
        raise NotFoundError
    return found


CaseOf = Annotated[Case, Depends(case_of)]


@router.get("")
def sold_twice(request: Request, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """List each label with all its sales, those that were taken back, too."""
    ours = keys.load(store.settings.data)
    with store.reading() as session:
        found = label_reviews.cases(session, venue.org_id, venue.id)
        seen = suspects.widely_seen(session, venue.org_id, venue.id)
    labels = [(serials.read(one.code), one) for one in found]
    foreign = {serial.code for serial, _ in labels if serial and not ours.is_ours(serial)}
    return show(
        request,
        "labels/sold_twice.html",
        venue=venue,
        labels=labels,
        foreign=foreign,
        suspects=[(one, ours.again(one.label_code, one.key_id, one.number)) for one in seen],
        many=(MANY_DEVICES, MANY_NETWORKS),
        saved=saved_at(request),
    )


@router.get("/{code}")
def review_page(request: Request, _: Organiser, venue: VenueOf, known: CaseOf) -> Response:
    """Show one label: its sales, what was found out, the form."""
    return _page(request, venue, known)


@router.post("/{code}")
def review(  # noqa: PLR0913  the parameters are the route's
    request: Request,
    viewer: Organiser,
    store: StoreOf,
    venue: VenueOf,
    known: CaseOf,
    *,
    posted: Posted,
) -> Response:
    """Settle a label with a reason, for the sales that the page showed."""
    fields = Fields(posted, request)

    def save() -> None:
        reason = fields.text("reason")
        fields.check()
        seen = {one.sale_id for one in known.sales} & set(fields.raw("seen").split())
        draft = ReviewDraft(known.code, seen, reason, viewer.person_id)
        store.lane.run(
            lambda session: label_reviews.write(session, store.clock, venue.org_id, draft)
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _page(request, venue, known, result)
    return saved(f"/v/{venue.code}/labels/sold-twice", store)


@router.post("/{code}/undo")
def undo(viewer: Organiser, store: StoreOf, venue: VenueOf, known: CaseOf) -> Response:
    """Take the newest review back: the label is suspicious again."""
    draft = ReviewDraft(known.code, (), "", viewer.person_id)
    store.lane.run(lambda session: label_reviews.write(session, store.clock, venue.org_id, draft))
    return saved(f"/v/{venue.code}/labels/sold-twice", store)


def _page(request: Request, venue: Venue, known: Case, form: Form | None = None) -> Response:
    return show(
        request,
        "labels/sold_twice_review.html",
        form,
        venue=venue,
        known=known,
        serial=serials.read(known.code),
    )
