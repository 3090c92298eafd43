"""Labels: choose products, look at what will be printed, print, read the log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.accounts.queries import Viewer
from fair_pos.catalogue import ocop
from fair_pos.catalogue.ocop import NoStars, StarsOnDay
from fair_pos.core.clock import business_date
from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store
from fair_pos.labels import actions, keys, queries, rules, shelf
from fair_pos.labels.actions import Printed, Printing
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.queries import Filter
from fair_pos.labels.rules import Goods, Lot
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue
from fair_pos.web import label_lots, label_prints, label_rolls
from fair_pos.web.forms import Posted, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.label_calibration import offset_of
from fair_pos.web.pages import reader_language
from fair_pos.web.place import VenueOf
from fair_pos.web.typed import whole

router = APIRouter(prefix="/v/{venue_code}/labels", include_in_schema=False)
SHOWN_MAX = 300
EACH_MAX = 5000
NUMBER = "n_"
"""A field `n_{listing id}` holds how many labels are wanted."""
REFUSED = "r_"
"""The same of a label that could not be made: asked for again when it is drawn again."""


@dataclass(frozen=True, slots=True)
class Row:
    """A product as the pages show it: its stars today, labels so far, labels wanted."""

    goods: Goods
    stars: StarsOnDay
    printed: int
    labels: int
    lot: Lot = field(default_factory=Lot)
    refusal: str = ""
    """Why it can have no label of the chosen format, in the reader's language."""

    @property
    def why_plain(self) -> dict[str, str]:
        """Return the reason for no stars by language."""
        return {"vi": self.stars.vi, "en": self.stars.en}


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
    with store.reading() as session:
        offered = _offered(session, store, venue, Filter(chosen.q, chosen.booth))
        each = min(max(chosen.each, 0), EACH_MAX)
        rows = _rows(session, store, venue, [(one, each) for one in offered[:SHOWN_MAX]])
        booths = sorted({one.booth for one in _offered(session, store, venue, Filter())})
        forms = shelf.active(session, venue.org_id)
    return show(
        request,
        "labels/choose.html",
        venue=venue,
        rows=rows,
        found=len(offered),
        booths=booths,
        chosen=chosen,
        forms=forms,
    )


@router.post("/review")
def review(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Show what will be printed, and ask about labels without the OCOP mark; writes nothing."""
    form = _format(store, venue, str(posted.get("form", "")))
    wanted = _wanted(posted, REFUSED) | _wanted(posted)
    with store.reading() as session:
        offered = _offered(session, store, venue, Filter())
        asked = [(one, wanted[one.listing_id]) for one in offered if one.listing_id in wanted]
        rows = _rows(session, store, venue, asked)
        printers = venues.active_printers(session, venue)
    rules.check_number(row.labels for row in rows)
    printing = _printing(viewer, store, venue, form, label_lots.lots(posted))
    rows = [_looked_at(row, store, printing, reader_language(request)) for row in rows]
    return show(
        request,
        "labels/review.html",
        venue=venue,
        form_chosen=form,
        first=label_lots.used(posted, form) + 1,
        printers=printers,
        printer_chosen=str(posted.get("printer", request.cookies.get(label_lots.REMEMBERED, ""))),
        preview=lambda row: urlencode(
            {"listing": row.goods.listing_id, "form": form.key}
            | label_lots.query(printing.lots, row.goods.listing_id)
        ),
        rows=rows,
        marked=sum(row.labels for row in rows if row.stars.stars and not row.refusal),
        plain=sum(row.labels for row in rows if not row.stars.stars and not row.refusal),
        expired=any(row.stars.reason is NoStars.EXPIRED for row in rows),
        **label_rolls.choice(store, venue, form, posted),
    )


@router.post("/print")
def print_sheet(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Log a printing and answer with its sheets; plain labels only when they were agreed to."""
    form = _format(store, venue, str(posted.get("form", "")))
    with store.reading() as session:
        printer = label_lots.printer(posted, venues.active_printers(session, venue))
    printing = replace(
        _printing(viewer, store, venue, form, label_lots.lots(posted)),
        used=label_lots.used(posted, form),
        offset=offset_of(printer),
        printer_id=label_rolls.chosen(posted, form),
    )
    wanted = _wanted(posted)

    def action(session: Session) -> Printed:
        if posted.get("plain") == "1":
            return actions.print_labels(session, store.clock, printing, wanted)
        today = business_date(store.clock.now())
        marked = {
            one.listing_id
            for one in _offered(session, store, venue, Filter())
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
    printing = _printing(viewer, store, venue, form, {listing: lot})
    with store.reading() as session:
        for one in _offered(session, store, venue, Filter()):
            if one.listing_id == listing:
                picture = actions.preview(store.clock, printing, one)
                return Response(picture, media_type="image/png")
    raise NotFoundError


def _offered(session: Session, store: Store, venue: Venue, wanted: Filter) -> list[Goods]:
    return queries.goods(session, venue, store.clock.now(), wanted)


def _rows(
    session: Session, store: Store, venue: Venue, asked: Iterable[tuple[Goods, int]]
) -> list[Row]:
    asked = list(asked)
    today = business_date(store.clock.now())
    so_far = queries.so_far(session, venue.org_id, (one.product_id for one, _ in asked))
    return [
        Row(one, ocop.stars_on(one.certificates, today), so_far.get(one.product_id, 0), labels)
        for one, labels in asked
    ]


def _looked_at(row: Row, store: Store, printing: Printing, language: str) -> Row:
    refused = actions.refusal(store.clock, printing, row.goods)
    why = refused.error.sentence(language) if refused else ""
    return replace(row, lot=printing.lot(row.goods), refusal=why)


def _wanted(posted: FormData, start: str = NUMBER) -> dict[str, int]:
    """Read how many labels of which listings; empty and 0 ask for none.

    Raises:
        BadNumberError: not a number up to 5.000.
    """
    read = whole(0, EACH_MAX)
    typed = {
        key.removeprefix(start): value.strip()
        for key, value in posted.items()
        if key.startswith(start) and isinstance(value, str) and value.strip()
    }
    numbers = {listing: read(text) for listing, text in typed.items()}
    return {listing: number for listing, number in numbers.items() if number}


def _format(store: Store, venue: Venue, key: str) -> LabelFormat:
    """Return the size of a key, of none the first."""
    with store.reading() as session:
        if not key:
            return shelf.every(session, venue.org_id)[0]
        return shelf.one_of(session, venue.org_id, key)


def _printing(
    viewer: Viewer, store: Store, venue: Venue, form: LabelFormat, lots: Mapping[str, Lot]
) -> Printing:
    known = keys.load(store.settings.data)
    return Printing(venue, form, viewer.person_id, store.settings.base_url, known, lots)
