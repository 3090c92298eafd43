"""Visitors by gate and day, and side results counted by hand."""

from datetime import date

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core import ids
from fair_pos.core.clock import business_date
from fair_pos.core.money import format_vnd
from fair_pos.db.store import Store
from fair_pos.venues import actions, queries
from fair_pos.venues.models import SideResult, Venue, VisitorCount
from fair_pos.web.forms import NOTE_MAX, Fields, Form, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.place import VenueOf
from fair_pos.web.typed import whole

router = APIRouter(prefix="/v/{venue_code}/visitors", include_in_schema=False)
VISITORS_MAX = 500_000
SIDE_KINDS = ("contracts", "violations")


@router.get("")
def page(request: Request, _: Organiser, store: StoreOf, venue: VenueOf) -> Response:
    """Show the counts that hold, ready to be changed."""
    return _page(request, store, venue, None)


@router.post("")
def count(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Save the counts that differ from what holds; every one is a new row."""
    fields = Fields(posted, request)
    with store.reading() as session:
        now = _now(session, venue)
    gates = venue.gates.splitlines()

    def save() -> None:
        rows = [
            VisitorCount(
                org_id=viewer.org_id,
                id=ids.new_id(),
                venue_id=venue.id,
                gate=gates[number],
                day=day,
                visitors=visitors,
                entered_by=viewer.person_id,
                entered_at=store.clock.now(),
            )
            for number in range(len(gates))
            for day in _days(store, venue)
            if (visitors := _changed(fields, f"g{number}_{day.isoformat()}", now)) is not None
        ]
        sides = [
            SideResult(
                org_id=viewer.org_id,
                id=ids.new_id(),
                venue_id=venue.id,
                kind=kind,
                number=number,
                note=fields.maybe(f"{kind}_note", NOTE_MAX),
                entered_by=viewer.person_id,
                entered_at=store.clock.now(),
            )
            for kind in SIDE_KINDS
            if (number := _changed_side(fields, kind, now)) is not None
        ]
        fields.check()
        store.lane.run(lambda session: _write(session, store, rows, sides))

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _page(request, store, venue, result)
    return saved(f"/v/{venue.code}/visitors", store)


def _write(
    session: Session, store: Store, rows: list[VisitorCount], sides: list[SideResult]
) -> None:
    for row in rows:
        actions.count_visitors(session, store.clock, row)
    for side in sides:
        actions.count_side_result(session, store.clock, side)


def _changed(fields: Fields, name: str, now: dict[str, str]) -> int | None:
    """Return a count that is new or differs; an emptied field changes nothing."""
    typed = fields.read_maybe(name, whole(0, VISITORS_MAX), None)
    return None if typed is None or format_vnd(typed) == now.get(name, "") else typed


def _changed_side(fields: Fields, kind: str, now: dict[str, str]) -> int | None:
    typed = fields.read_maybe(kind, whole(0, 100_000), None)
    same = (
        typed is not None
        and format_vnd(typed) == now.get(kind, "")
        and fields.maybe(f"{kind}_note", NOTE_MAX) == now.get(f"{kind}_note", "")
    )
    return None if same else typed


def _days(store: Store, venue: Venue) -> list[date]:
    """Return the open days up to today; of an outlet the last week."""
    today = business_date(store.clock.now())
    if venue.last_day is None:
        last_week = (date.fromordinal(today.toordinal() - n) for n in range(6, -1, -1))
        return [day for day in last_week if day >= venue.first_day]
    with store.reading() as session:
        return [day for day in queries.open_days(session, venue) if day <= today]


def _now(session: Session, venue: Venue) -> dict[str, str]:
    """Return the counts that hold as the form's values."""
    counts = queries.visitor_counts(session, venue)
    numbers = {gate: number for number, gate in enumerate(venue.gates.splitlines())}
    values = {
        f"g{numbers[gate]}_{day.isoformat()}": format_vnd(row.visitors)
        for (gate, day), row in counts.items()
        if gate in numbers
    }
    for kind, row in queries.side_results(session, venue).items():
        values |= {kind: format_vnd(row.number), f"{kind}_note": row.note}
    return values


def _page(request: Request, store: Store, venue: Venue, form: Form | None) -> Response:
    with store.reading() as session:
        values = _now(session, venue)
    return show(
        request,
        "venues/visitors.html",
        form or Form(values),
        venue=venue,
        gates=venue.gates.splitlines(),
        days=_days(store, venue),
        saved=saved_at(request),
    )
