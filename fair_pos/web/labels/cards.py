"""Booth cards: which booths have one, make the missing ones, print, take one back."""

from typing import Annotated

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.accounts import actions
from fair_pos.accounts.queries import Viewer
from fair_pos.core.clock import local
from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store
from fair_pos.labels import card_paper, cards
from fair_pos.labels.card_paper import CardOrder
from fair_pos.labels.cards import BoothCard
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue
from fair_pos.web import files
from fair_pos.web.forms import saved, saved_at, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.place import VenueOf
from fair_pos.web.printers.printers import printer_of

router = APIRouter(prefix="/v/{venue_code}", include_in_schema=False)


@router.get("/cards")
def overview(request: Request, _: Organiser, store: StoreOf, venue: VenueOf) -> Response:
    """List the booths that sell on a till, each with its newest card."""
    with store.reading() as session:
        found = cards.booth_cards(session, venue)
        printers = venues.active_printers(session, venue)
    return show(
        request,
        "labels/cards.html",
        venue=venue,
        cards=found,
        missing=sum(one.card is None for one in found),
        open=sum(one.is_open for one in found),
        printers=printers,
        saved=saved_at(request),
    )


@router.post("/cards/make")
def make_missing(viewer: Organiser, store: StoreOf, venue: VenueOf) -> Response:
    """Make a card for every booth that never had one."""

    def action(session: Session) -> None:
        for one in cards.booth_cards(session, venue):
            if one.card is None:
                _make(session, store, viewer, one)

    store.lane.run(action)
    return saved(f"/v/{venue.code}/cards", store)


@router.post("/cards/new")
def make_one(
    viewer: Organiser, store: StoreOf, venue: VenueOf, booth: Annotated[str, Form()]
) -> Response:
    """Make another card for a booth whose card was used, lost or taken back."""

    def action(session: Session) -> None:
        _make(session, store, viewer, _card_of(session, venue, booth))

    store.lane.run(action)
    return saved(f"/v/{venue.code}/cards", store)


@router.post("/cards/revoke")
def revoke(
    viewer: Organiser, store: StoreOf, venue: VenueOf, booth: Annotated[str, Form()]
) -> Response:
    """Take back a booth's card that was not used yet."""

    def action(session: Session) -> None:
        one = _card_of(session, venue, booth)
        if one.card is not None and one.is_open:
            actions.revoke_card(session, store.clock, viewer.org_id, one.card.id)

    store.lane.run(action)
    return saved(f"/v/{venue.code}/cards", store)


@router.post("/cards/print")
def print_one(
    viewer: Organiser,
    store: StoreOf,
    venue: VenueOf,
    booth: Annotated[str, Form()],
    printer: Annotated[str, Form()],
) -> Response:
    """Print a booth's card on a receipt printer; go where its state shows."""
    chosen = printer_of(printer, venue, store)
    order = CardOrder(venue, chosen, store.settings.base_url, viewer.person_id)

    def action(session: Session) -> None:
        card_paper.print_card(session, store.clock, order, _card_of(session, venue, booth))

    store.lane.run(action)
    return saved(f"/v/{venue.code}/printers/{chosen.id}", store)


@router.get("/cards.pdf")
def paper(_: Organiser, store: StoreOf, venue: VenueOf, booth: str = "") -> Response:
    """Print the cards that still enrol a device; without any, go where they are made."""
    with store.reading() as session:
        found = [one for one in cards.booth_cards(session, venue, booth) if one.is_open]
    if not found:
        return RedirectResponse(f"/v/{venue.code}/cards", 303)
    now = store.clock.now()
    name = f"the-gian-{venue.code}-{local(now):%Y%m%d-%H%M}.pdf"
    return files.to_open(cards.pdf(venue, found, store.settings.base_url, now), name)


def _make(session: Session, store: Store, viewer: Viewer, one: BoothCard) -> None:
    actions.make_card(session, store.clock, viewer.org_id, one.booth.id, viewer.person_id)


def _card_of(session: Session, venue: Venue, booth_code: str) -> BoothCard:
    found = cards.booth_cards(session, venue, booth_code) if booth_code else []
    if not found:
        raise NotFoundError
    return found[0]
