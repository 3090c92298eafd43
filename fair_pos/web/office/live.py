"""The live board: a whole page, and the part of it that renews itself."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.accounts.models import Role
from fair_pos.accounts.queries import Viewer
from fair_pos.db.store import Store
from fair_pos.reports import charts
from fair_pos.reports.live import board_now
from fair_pos.reports.rules import format_change
from fair_pos.reports.scope import Scope
from fair_pos.venues import queries
from fair_pos.venues.models import Venue
from fair_pos.web.forms import show
from fair_pos.web.guard import Office, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/live", include_in_schema=False)
CHART_WIDTH, CHART_HEIGHT = 780, 282
SILENT_SHOWN = 6


@router.get("")
def live_page(request: Request, viewer: Office, store: StoreOf, venue: VenueOf) -> Response:
    """Show the board."""
    return show(request, "reports/live.html", **_values(store, viewer, venue))


@router.get("/board")
def board(request: Request, viewer: Office, store: StoreOf, venue: VenueOf) -> Response:
    """Give the renewed part alone."""
    return show(request, "reports/board.html", **_values(store, viewer, venue))


def scope_for(viewer: Viewer, venue: Venue) -> Scope:
    """Return a venue's scope as far as a person may see it."""
    commune = (viewer.commune_code or "") if viewer.role is Role.LOCALITY_LEAD else None
    return Scope(venue.org_id, venue.id, commune_code=commune)


def _values(store: Store, viewer: Viewer, venue: Venue) -> dict[str, Any]:
    with store.reading() as session:
        now = board_now(session, viewer, venue, scope_for(viewer, venue), store.clock.now())
        silent = now.silent[:SILENT_SHOWN]
        names = queries.exhibitors_of(session, venue.org_id, [one.booth.id for one in silent])
    return {
        "venue": venue,
        "board": now,
        "yesterday": now.day - timedelta(days=1),
        "silent": silent,
        "names": names,
        "chart": charts.bars(now.hours, CHART_WIDTH, CHART_HEIGHT),
        "zone_scale": max((zone.amount_vnd for zone in now.zones), default=0),
        "change": format_change(now.change_permille),
    }
