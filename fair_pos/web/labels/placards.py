"""Placards: choose products with stars, print the A4 sheets that hang at the booths."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core.clock import local
from fair_pos.labels import placards, queries
from fair_pos.labels.placards import Placards
from fair_pos.labels.queries import Filter
from fair_pos.web import files
from fair_pos.web.forms import Fields, Posted, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/placards", include_in_schema=False)


class Chosen(BaseModel):
    """What the list's address asks for."""

    q: str = ""
    booth: str = ""
    tick: str = ""


@router.get("")
def choose(
    request: Request,
    _: Organiser,
    store: StoreOf,
    venue: VenueOf,
    chosen: Annotated[Chosen, Query()],
) -> Response:
    """List the products with their stars today; those without have no placard, and why."""
    now = store.clock.now()
    with store.reading() as session:
        found = placards.offers(session, venue, now, Filter(chosen.q, chosen.booth))
        booths = queries.booths_offering(session, venue)
    return show(
        request,
        "labels/placards.html",
        venue=venue,
        rows=found,
        booths=booths,
        chosen=chosen,
        most=placards.PLACARDS_MAX,
        is_signed=store.signer.key is not None,
    )


@router.post("")
def print_chosen(
    viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted, request: Request
) -> Response:
    """Note who prints which placards, and answer with the sheets."""
    ticked = set(Fields(posted, request).several("product"))

    def action(session: Session) -> Placards:
        return placards.print_placards(
            session,
            store.clock,
            venue,
            ticked,
            base_url=store.settings.base_url,
            key=store.signer.key,
            by=viewer.person_id,
        )

    printed = store.lane.run(action)
    name = f"phieu-ocop-{venue.code}-{local(printed.at):%Y%m%d-%H%M}.pdf"
    return files.to_open(placards.pdf(printed), name)
