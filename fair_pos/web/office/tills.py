"""The tills of a venue: which of them needs somebody, and taking one back."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.accounts import actions
from fair_pos.accounts.queries import Viewer
from fair_pos.checkout import looks
from fair_pos.checkout import tills as queries
from fair_pos.checkout.tills import TillLine, TillState
from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue
from fair_pos.web.forms import saved, saved_at, show
from fair_pos.web.guard import Organiser, Reader, StoreOf
from fair_pos.web.place import VenueOf
from fair_pos.web.till import bundle

router = APIRouter(prefix="/v/{venue_code}/tills", include_in_schema=False)
WORST = (
    TillState.GAPS, TillState.LOST, TillState.WAITING, TillState.OFFLINE, TillState.OLD,
    TillState.CLOCK,
)  # fmt: skip
"""The order of those that need somebody: numbers that are missing first."""


@router.get("")
def tills(
    request: Request, viewer: Reader, store: StoreOf, venue: VenueOf, booth: str = ""
) -> Response:
    """List the tills; without a filter those that need somebody, if there are any."""
    with store.reading() as session:
        lines = _lines(store, viewer, venue)
        names = venues.exhibitors_of(session, venue.org_id, [one.booth.id for one in lines])
        last_sale = queries.last_sale_at(session, venue)
        conflicts = looks.open_conflicts(session, venue)
    lines = [one for one in lines if booth in ("", one.booth.code)]
    needing = any(one.needs_action for one in lines)
    show_only = request.query_params.get("show", "needs" if needing and not booth else "all")
    return show(
        request,
        "accounts/tills.html",
        venue=venue,
        booth=booth,
        rows=_chosen(lines, show_only),
        lines=lines,
        chosen=show_only,
        counts={key: len(_chosen(lines, key)) for key in ("needs", "all", *TillState)},
        names=names,
        last_sale=last_sale,
        conflicts=conflicts,
        current=bundle.version(),
        saved=saved_at(request),
    )


def _lines(store: Store, viewer: Viewer, venue: Venue) -> list[TillLine]:
    with store.reading() as session:
        return queries.till_lines(session, viewer, venue, store.clock.now(), bundle.version())


def _chosen(lines: list[TillLine], show_only: str) -> list[TillLine]:
    if show_only == "needs":
        needing = [one for one in lines if one.needs_action]
        return sorted(needing, key=lambda one: min(map(WORST.index, set(WORST) & {*one.states})))
    if show_only == "all":
        return [one for one in lines if TillState.REVOKED not in one.states]
    return [one for one in lines if show_only in one.states]


@router.get("/{till_id}/revoke")
def ask_revoke(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, till_id: str
) -> Response:
    """Say what taking a till back means, before it is done."""
    line = next((one for one in _lines(store, viewer, venue) if one.till.id == till_id), None)
    if line is None:
        raise NotFoundError
    return show(request, "accounts/revoke_till.html", venue=venue, line=line, seen="")


@router.post("/{till_id}/revoke")
def revoke(viewer: Organiser, store: StoreOf, venue: VenueOf, till_id: str) -> Response:
    """Take a till back."""
    store.lane.run(
        lambda session: actions.revoke_till(session, store.clock, viewer.org_id, till_id)
    )
    return saved(f"/v/{venue.code}/tills?show=revoked", store)
