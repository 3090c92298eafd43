"""A one-time code on the organiser's screen: scanned within ten minutes, a device is a till."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.accounts import actions
from fair_pos.accounts.models import Till, TillCard
from fair_pos.accounts.queries import Viewer
from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store
from fair_pos.labels import cards
from fair_pos.labels.sheets import code_svg
from fair_pos.venues.models import Booth, Venue
from fair_pos.web.forms import Fields, Form, Posted, attempt, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/tills/add", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A code as its page shows it."""

    card: TillCard
    booth: Booth
    till: Till | None
    """What it became, once it was scanned."""
    left: timedelta

    @property
    def is_open(self) -> bool:
        """Say whether it can still be scanned."""
        return self.till is None and self.left > timedelta()


@router.get("")
def choose(
    request: Request, _: Organiser, store: StoreOf, venue: VenueOf, booth: str = ""
) -> Response:
    """Ask for which booth."""
    return _choose(request, store, venue, Form({"booth": booth}))


@router.post("")
def make(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Make a code and show it."""
    fields = Fields(posted, request)

    def write() -> str:
        booth_id = fields.choice(
            "booth", {booth.code: booth.id for booth in _booths(store, venue)}, ""
        )
        fields.check()
        return store.lane.run(
            lambda session: (
                actions.make_code(
                    session, store.clock, viewer.org_id, booth_id, viewer.person_id
                ).id
            )
        )

    made = attempt(fields, write)
    if isinstance(made, Form):
        return _choose(request, store, venue, made)
    return RedirectResponse(f"/v/{venue.code}/tills/add/{made}", 303)


@router.get("/{card_id}")
def page(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, card_id: str
) -> Response:
    """Show the code with the time that is left, or which till it has become."""
    with store.reading() as session:
        shown = _shown(session, store, viewer, venue, card_id)
    base = store.settings.base_url
    return show(request, "accounts/till_code.html", venue=venue, shown=shown, base=base)


@router.get("/{card_id}/qr.svg")
def picture(viewer: Organiser, store: StoreOf, venue: VenueOf, card_id: str) -> Response:
    """Draw the code: the address that makes a device a till."""
    with store.reading() as session:
        shown = _shown(session, store, viewer, venue, card_id)
    if not shown.is_open:
        raise NotFoundError
    address = f"{store.settings.base_url.upper()}/T/{shown.card.code}"
    return Response(code_svg(address), media_type="image/svg+xml")


def _shown(session: Session, store: Store, viewer: Viewer, venue: Venue, card_id: str) -> Shown:
    card = session.get(TillCard, (viewer.org_id, card_id))
    booth = session.get(Booth, (viewer.org_id, card.booth_id)) if card else None
    if card is None or booth is None or card.expires_at is None or booth.venue_id != venue.id:
        raise NotFoundError
    till = (
        session.get(Till, (viewer.org_id, card.till_id)) if card.used_at and card.till_id else None
    )
    return Shown(card, booth, till, card.expires_at - store.clock.now())


def _booths(store: Store, venue: Venue) -> Sequence[Booth]:
    with store.reading() as session:
        return [one.booth for one in cards.booth_cards(session, venue)]


def _choose(request: Request, store: Store, venue: Venue, form: Form) -> Response:
    with store.reading() as session:
        options = [
            (one.booth.code, " – ".join([one.booth.code, *one.exhibitors[:1]]))
            for one in cards.booth_cards(session, venue)
        ]
    return show(request, "accounts/add_till.html", form, venue=venue, options=options)
