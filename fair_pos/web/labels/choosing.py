"""Labels: choose products, look at what will be printed, print."""

from dataclasses import replace
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.catalogue import ocop
from fair_pos.core import ids
from fair_pos.core.clock import business_date
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.db.store import Store
from fair_pos.labels import actions, queries, rules, shelf
from fair_pos.labels.actions import Printed
from fair_pos.labels.built_in import BUILT_IN
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.queries import Filter
from fair_pos.labels.rules import Lot
from fair_pos.printing.label import NO_OFFSET
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue
from fair_pos.web.forms import Posted, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.labels import counts as label_counts
from fair_pos.web.labels import lots as label_lots
from fair_pos.web.labels import prints as label_prints
from fair_pos.web.labels import review as label_review
from fair_pos.web.labels import rolls as label_rolls
from fair_pos.web.labels.counts import EACH_MAX, NUMBER, REFUSED, Counts
from fair_pos.web.labels.review import REFUSED_STATUS, offered, printing_of
from fair_pos.web.pages import reader_language
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/labels", include_in_schema=False)
SHOWN_MAX = 300


class SizeGoneError(NotFoundError):
    """A size that was there when the form was shown."""

    code = "label_size_gone"
    vi = "Cỡ tem này không còn nữa. Chọn cỡ khác rồi xem trước khi in."
    en = "This label size is gone. Choose another and look before printing."


class Chosen(BaseModel):
    """What the list's address asks for."""

    q: str = ""
    booth: str = ""
    form: str = ""
    each: int = 0


class Preview(BaseModel):
    """Which label is drawn."""

    listing: str
    form: str
    lot: str = ""
    made: date | None = None
    use: date | None = None


@router.get("")
def choose(
    request: Request,
    _: Organiser,
    store: StoreOf,
    venue: VenueOf,
    chosen: Annotated[Chosen, Query()],
) -> Response:
    """List products with their stars today and a field for how many labels."""
    counts = label_counts.read(request.query_params.multi_items(), NUMBER)
    return _list(request, store, venue, chosen, counts)


@router.get("/review")
@router.get("/print")
def begin(_: Organiser, venue: VenueOf) -> Response:
    """Lead back to the list: a sign-in in between, or an address that was kept, ends here."""
    return RedirectResponse(f"/v/{venue.code}/labels", 303)


@router.post("/review")
def review(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Show what will be printed, and ask about labels without the OCOP mark; writes nothing."""
    counts = label_counts.read(posted.multi_items(), NUMBER, REFUSED)
    asked = str(posted.get("form", ""))
    try:
        form = _format(store, venue, asked)
        _check(counts)
    except FairPosError as fault:
        return _list(request, store, venue, Chosen(form=asked), counts, fault)
    seen = label_review.read(request, store, posted, printing_of(viewer, store, venue, form))
    rules.check_number(row.labels for row in seen.rows)
    return label_review.page(request, store, posted, seen)


@router.post("/print")
def print_sheet(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Log a printing and answer with its sheets; plain labels only when they were agreed to."""
    counts = label_counts.read(posted.multi_items(), NUMBER)
    wanted, asked = counts.numbers, str(posted.get("form", ""))
    try:
        form = _format(store, venue, asked)
        _check(counts)
    except FairPosError as fault:
        return _list(request, store, venue, Chosen(form=asked), counts, fault)
    seen = label_review.read(request, store, posted, printing_of(viewer, store, venue, form))
    if seen.is_refused(wanted):
        return label_review.page(request, store, posted, seen, status=REFUSED_STATUS)
    with store.reading() as session:
        printer = label_lots.printer(posted, venues.active_printers(session, venue))
    own_id = str(posted.get("id", ""))
    printing = replace(
        seen.printing,
        used=seen.used,
        offset=printer.offset if printer else NO_OFFSET,
        printer_id=label_rolls.chosen(posted, form),
        print_id=own_id if ids.is_id(own_id) else ids.new_id(),
    )

    def action(session: Session) -> Printed:
        if posted.get("plain") == "1":
            return actions.print_labels(session, store.clock, printing, wanted)
        today = business_date(store.clock.now())
        marked = {
            one.listing_id
            for one in offered(session, store, venue, Filter())
            if ocop.stars_on(one.certificates, today).stars
        }
        with_mark = {key: number for key, number in wanted.items() if key in marked}
        return actions.print_labels(session, store.clock, printing, with_mark)

    printed = store.lane.run(action)
    if printing.printer_id:
        return label_rolls.answer(venue, printed.entry)
    return label_lots.remember(label_prints.answer(request, venue, printed), printer)


@router.get("/preview.png")
def preview(
    viewer: Organiser, store: StoreOf, venue: VenueOf, asked: Annotated[Preview, Query()]
) -> Response:
    """Show one label, without a serial."""
    lot = Lot(asked.lot, asked.made, asked.use)
    form, listing = _format(store, venue, asked.form), asked.listing
    printing = replace(printing_of(viewer, store, venue, form), lots={listing: lot})
    with store.reading() as session:
        for one in offered(session, store, venue, Filter()):
            if one.listing_id == listing:
                picture = actions.preview(store.clock, printing, one)
                return Response(picture, media_type="image/png")
    raise NotFoundError


def _list(  # noqa: PLR0913, PLR0917  what the page shows
    request: Request,
    store: Store,
    venue: Venue,
    chosen: Chosen,
    counts: Counts,
    fault: FairPosError | None = None,
) -> Response:
    """Show the list; what was typed for goods that are not on it stays, out of sight."""
    with store.reading() as session:
        found = offered(session, store, venue, Filter(chosen.q, chosen.booth))
        rows = label_review.rows(session, store, venue, found[:SHOWN_MAX])
        booths = queries.booths_offering(session, venue)
        forms = shelf.active(session, venue.org_id)
    each = min(max(chosen.each, 0), EACH_MAX)
    seen = {row.goods.listing_id for row in rows}
    language = reader_language(request)
    answer = show(
        request,
        "labels/choose.html",
        venue=venue,
        rows=rows,
        found=len(found),
        booths=booths,
        chosen=chosen,
        forms=forms,
        texts={one: str(each or "") for one in seen} | counts.texts,
        faults={one: error.sentence(language) for one, error in counts.faults.items()},
        refusal=fault and fault.sentence(language),
        kept=urlencode(counts.address()),
        aside={one: text for one, text in counts.texts.items() if one not in seen},
    )
    answer.status_code = fault.status if fault else answer.status_code
    return answer


def _check(counts: Counts) -> None:
    """Refuse numbers that cannot be printed.

    Raises:
        BadNumberError, NothingChosenError, TooManyLabelsError: none, too many, no number.
    """
    for fault in counts.faults.values():
        raise fault
    rules.check_number(counts.numbers.values())


def _format(store: Store, venue: Venue, key: str) -> LabelFormat:
    """Return the size of a key, of none the first.

    Raises:
        SizeGoneError: somebody has removed it.
    """
    with store.reading() as session:
        found = shelf.find(session, venue.org_id, key or BUILT_IN[0].key)
    if found is None:
        raise SizeGoneError
    return found
