"""The home page of a venue: its days, what is to do, booths that are silent, its zones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.accounts.queries import Viewer
from fair_pos.checkout import board, declared
from fair_pos.checkout.board import BoothState, Standing
from fair_pos.core.clock import business_date
from fair_pos.labels import expiry, note_queries
from fair_pos.labels import queries as labels
from fair_pos.printing import queries as printing
from fair_pos.printing.outcome import FAULT_SENTENCES
from fair_pos.programme import queries as programme
from fair_pos.venues import queries, rules
from fair_pos.venues.models import Booth, Venue, Zone
from fair_pos.web.forms import saved_at, show
from fair_pos.web.guard import Office, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}", include_in_schema=False)
SHOWN_DAYS = 14
SHOWN_SILENT = 8


@dataclass(frozen=True, slots=True)
class Day:
    """A day in the strip; `missing` slips and `open_shifts` keep a past day from being closed."""

    day: date
    stage: str
    measured_vnd: int
    declared_vnd: int
    missing: int
    open_shifts: int


@dataclass(frozen=True, slots=True)
class ZoneCount:
    """How the booths of a zone stand; `states` counts by state."""

    zone: Zone
    booths: int
    states: dict[str, int]
    total_vnd: int

    @property
    def sells(self) -> bool:
        """Say whether any booth of the zone sells."""
        return self.booths > self.states.get(BoothState.NOT_SELLING, 0)


@router.get("")
def home(request: Request, viewer: Office, store: StoreOf, venue: VenueOf) -> Response:
    """Show how the venue stands now and what is to do."""
    at = store.clock.now()
    today = business_date(at)
    with store.reading() as session:
        opened = queries.open_days(session, venue)
        standing = board.standings(session, viewer, venue, at)
        booths = [one.booth for one in standing]
        slips = declared.slips(session, viewer, venue.id)
        past = [day for day in _days(venue, opened, today) if day < today]
        missing = board.missing_slips(booths, frozenset(slips), past)
        names = queries.exhibitors_of(session, venue.org_id, [one.id for one in booths])
        values: dict[str, Any] = {
            "days": _strip(session, viewer, venue, today, missing),
            "tasks": _tasks(session, viewer, venue, at, missing),
            "zones": _zone_counts(queries.zones(session, venue), standing),
        }
    silent = [one for one in standing if one.state is BoothState.SILENT]
    return show(
        request,
        "venues/today.html",
        venue=venue,
        today=rules.today_at(opened, today),
        standing=standing,
        silent=sorted(silent, key=lambda one: -one.quiet_min)[:SHOWN_SILENT],
        silent_count=len(silent),
        names=names,
        places=programme.places(),
        without_exhibitor=[one for one in booths if one.sells and one.id not in names],
        saved=saved_at(request),
        **values,
    )


def _days(venue: Venue, opened: tuple[date, ...], today: date) -> tuple[date, ...]:
    """Return the days to look at: those of the fair, or the last week of an outlet."""
    if venue.last_day is not None:
        return opened
    first = max(venue.first_day, today - timedelta(days=6))
    return tuple(first + timedelta(days=n) for n in range((today - first).days + 1))


def _strip(
    session: Session, viewer: Viewer, venue: Venue, today: date, missing: dict[date, list[Booth]]
) -> list[Day]:
    measured = board.day_totals(session, viewer, venue.id)
    open_shifts = board.days_with_open_shifts(session, viewer, venue.id)
    told: dict[date, int] = {}
    for (_, day), slip in declared.slips(session, viewer, venue.id).items():
        told[day] = told.get(day, 0) + slip.total_vnd
    days = _days(venue, queries.open_days(session, venue), today)
    return [
        Day(
            day,
            "past" if day < today else "now" if day == today else "later",
            measured.get(day, 0),
            told.get(day, 0),
            len(missing.get(day, ())),
            open_shifts.get(day, 0),
        )
        for day in days[-SHOWN_DAYS:]
    ]


def _zone_counts(zones: Sequence[Zone], standing: list[Standing]) -> list[ZoneCount]:
    counts = []
    for zone in zones:
        here = [one for one in standing if one.booth.zone_id == zone.id]
        states: dict[str, int] = {}
        for one in here:
            states[one.state] = states.get(one.state, 0) + 1
        total = sum(one.taken.total_vnd for one in here if one.taken)
        counts.append(ZoneCount(zone, len(here), states, total))
    return counts


def _tasks(
    session: Session, viewer: Viewer, venue: Venue, at: datetime, missing: dict[date, list[Booth]]
) -> dict[str, Any]:
    """Return the facts behind the sentences of the to-do list."""
    today = business_date(at)
    printers = printing.printers(session, venue.org_id, venue.id, at)
    return {
        "printers": [one for one in printers if one.active and one.fault],
        "faults": FAULT_SENTENCES,
        "missing": missing,
        "endings": [
            one for one in labels.endings(session, viewer, venue, at) if one.days_left(today) >= 0
        ],
        "watch_days": expiry.WATCH_DAYS,
        "notes": note_queries.open_notes(session, venue),
        "visitors": _gates_to_count(session, venue, today),
    }


def _gates_to_count(session: Session, venue: Venue, today: date) -> list[tuple[str, date]]:
    """Return gates without a count for a past open day, the latest day first."""
    counted = queries.visitor_counts(session, venue)
    gates = venue.gates.splitlines()
    past = [day for day in queries.open_days(session, venue) if day < today]
    return [(gate, day) for day in reversed(past) for gate in gates if (gate, day) not in counted]
