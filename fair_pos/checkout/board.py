"""How each booth of a venue stands at a moment, and what each day brought so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from fair_pos.accounts.models import Till
from fair_pos.accounts.queries import Viewer
from fair_pos.checkout.models import BoothHour, Shift, ShiftClose
from fair_pos.core.clock import business_date
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Booth, RecordMode, Venue


class BoothState(StrEnum):
    """Exactly one of these holds for a booth."""

    SELLING = "selling"
    SILENT = "silent"
    CLOSED = "closed"
    """Sold today; every shift is closed."""
    DECLARED = "declared"
    NOT_OPENED = "not_opened"
    NOT_SELLING = "not_selling"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a booth sold on a day by its tills. `last_at` is its latest sale."""

    sales: int
    total_vnd: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A booth at a moment; `quiet_min` counts since its last sale or the opening of its shift."""

    booth: Booth
    state: BoothState
    taken: Taken | None
    quiet_min: int
    tills: int


def standings(session: Session, viewer: Viewer, venue: Venue, at: datetime) -> list[Standing]:
    """Return how the booths that a person may see stand, by zone and code."""
    rows = venues.booths(session, viewer, venue.id)
    taken = taken_on(session, venue, business_date(at))
    opened = open_since(session, venue, business_date(at))
    tills = _tills(session, venue)
    return [
        _standing(
            row,
            taken.get(row.id),
            opened.get(row.id),
            at=at,
            limit_min=venue.silent_after_min,
            tills=tills.get(row.id, 0),
        )
        for row in rows
    ]


def _standing(  # noqa: PLR0913  the facts of one booth, side by side
    booth: Booth,
    taken: Taken | None,
    opened_at: datetime | None,
    *,
    at: datetime,
    limit_min: int,
    tills: int,
) -> Standing:
    since = max((moment for moment in (opened_at, taken and taken.last_at) if moment), default=at)
    quiet_min = max(0, int((at - since).total_seconds()) // 60)
    state = _state(booth, taken, is_open=opened_at is not None, silent=quiet_min > limit_min)
    return Standing(booth, state, taken, quiet_min, tills)


def _state(booth: Booth, taken: Taken | None, *, is_open: bool, silent: bool) -> BoothState:
    if not booth.sells:
        return BoothState.NOT_SELLING
    if booth.record_mode == RecordMode.DECLARED:
        return BoothState.DECLARED
    if is_open:
        return BoothState.SILENT if silent else BoothState.SELLING
    return BoothState.CLOSED if taken else BoothState.NOT_OPENED


def taken_on(session: Session, venue: Venue, day: date) -> dict[str, Taken]:
    """Return what booths sold on a day, by booth."""
    statement = (
        select(
            BoothHour.booth_id,
            func.sum(BoothHour.sales),
            func.sum(BoothHour.total_vnd),
            func.max(BoothHour.last_at),
        )
        .where(
            BoothHour.org_id == venue.org_id,
            BoothHour.venue_id == venue.id,
            BoothHour.day == day,
        )
        .group_by(col(BoothHour.booth_id))
        .order_by(col(BoothHour.booth_id))
        .limit(venues.BOOTHS_MAX)
    )
    return {
        booth_id: Taken(int(sales), int(total), last_at)
        for booth_id, sales, total, last_at in session.exec(statement)
    }


def open_since(session: Session, venue: Venue, day: date) -> dict[str, datetime]:
    """Return since when booths have a shift open on a day, by booth: of several the latest."""
    statement = (
        select(Shift.booth_id, func.max(Shift.opened_at))
        .join(
            ShiftClose,
            (col(ShiftClose.org_id) == Shift.org_id) & (col(ShiftClose.id) == Shift.id),
            isouter=True,
        )
        .where(
            Shift.org_id == venue.org_id,
            Shift.venue_id == venue.id,
            Shift.business_date == day,
            col(ShiftClose.id).is_(None),
        )
        .group_by(col(Shift.booth_id))
        .order_by(col(Shift.booth_id))
        .limit(venues.BOOTHS_MAX)
    )
    return dict(session.exec(statement).all())


def _tills(session: Session, venue: Venue) -> dict[str, int]:
    statement = (
        select(Till.booth_id, func.count())
        .join(Booth, (col(Booth.org_id) == Till.org_id) & (col(Booth.id) == Till.booth_id))
        .where(
            Till.org_id == venue.org_id, Booth.venue_id == venue.id, col(Till.revoked_at).is_(None)
        )
        .group_by(col(Till.booth_id))
        .order_by(col(Till.booth_id))
        .limit(venues.BOOTHS_MAX)
    )
    return dict(session.exec(statement).all())


def day_totals(session: Session, viewer: Viewer, venue_id: str) -> dict[date, int]:
    """Return what the booths that a person may see sold by their tills, by day, whole đồng."""
    statement = (
        select(col(BoothHour.day), func.sum(BoothHour.total_vnd))
        .join(
            Booth,
            (col(Booth.org_id) == BoothHour.org_id) & (col(Booth.id) == BoothHour.booth_id),
        )
        .where(*venues.visible_booths(viewer), BoothHour.venue_id == venue_id)
        .group_by(col(BoothHour.day))
        .order_by(col(BoothHour.day))
        .limit(4000)
    )
    return {day: int(total) for day, total in session.exec(statement)}


def days_with_open_shifts(session: Session, viewer: Viewer, venue_id: str) -> dict[date, int]:
    """Return how many shifts of each day are not closed at the booths that a person may see."""
    statement = (
        select(col(Shift.business_date), func.count())
        .join(
            ShiftClose,
            (col(ShiftClose.org_id) == Shift.org_id) & (col(ShiftClose.id) == Shift.id),
            isouter=True,
        )
        .join(Booth, (col(Booth.org_id) == Shift.org_id) & (col(Booth.id) == Shift.booth_id))
        .where(
            *venues.visible_booths(viewer),
            Shift.venue_id == venue_id,
            col(ShiftClose.id).is_(None),
        )
        .group_by(col(Shift.business_date))
        .order_by(col(Shift.business_date))
        .limit(4000)
    )
    return dict(session.exec(statement).all())


def missing_slips(
    booths: Sequence[Booth], slips: frozenset[tuple[str, date]], days: Sequence[date]
) -> dict[date, list[Booth]]:
    """Return the declared booths without a slip, by day; days without one are left out."""
    declared = [one for one in booths if one.sells and one.record_mode == RecordMode.DECLARED]
    found = {day: [one for one in declared if (one.id, day) not in slips] for day in days}
    return {day: missing for day, missing in found.items() if missing}
