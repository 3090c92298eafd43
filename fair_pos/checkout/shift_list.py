"""The office's list of shifts: those that are still open first, then the newest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, case, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from fair_pos.accounts.models import Person, Till
from fair_pos.accounts.queries import Viewer
from fair_pos.checkout import context, shift_paper
from fair_pos.checkout.models import Sale, SaleKind, Shift, ShiftAddendum, ShiftClose
from fair_pos.core.document import Document
from fair_pos.core.errors import NotFoundError
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Booth, Venue

PAGE = 100


class Only(StrEnum):
    """Which shifts to show; EVERY leaves none out."""

    EVERY = ""
    OPEN = "open"
    DIFFERENT = "different"
    """Closed, and the cash was not what the books expected."""


@dataclass(frozen=True, slots=True)
class ShiftFilter:
    """Which shifts; None and "" do not filter."""

    day: date | None = None
    booth: str = ""
    only: Only = Only.EVERY


@dataclass(frozen=True, slots=True)
class Sold:
    """What a shift sold, by its sales as they are stored now; late ones are among them."""

    sales: int = 0
    corrections: int = 0
    total_vnd: int = 0
    late: int = 0
    """Documents that arrived after its Z."""


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift of the list; an open one has no `close`, and nobody is told its expected cash."""

    shift: Shift
    close: ShiftClose | None
    booth: str
    till: Till
    opened_by: str
    closed_by: str
    sold: Sold


@dataclass(frozen=True, slots=True)
class ShiftCounts:
    """What the whole list comes to."""

    shifts: int
    open: int
    different: int
    difference_vnd: int
    """Of all closed ones together."""


def page(
    session: Session, viewer: Viewer, venue: Venue, chosen: ShiftFilter, *, number: int = 1
) -> list[ShiftRow]:
    """Return a page of 100 of the shifts that a person may see."""
    opener, closer = aliased(Person), aliased(Person)
    is_open = col(ShiftClose.id).is_(None)
    statement: Any = _of(
        select(Shift, ShiftClose, Booth.code, Till, opener.full_name, closer.full_name),  # type: ignore[call-overload]
        viewer,
        venue,
        chosen,
    )
    statement = (
        statement.join(Till, (col(Till.org_id) == Shift.org_id) & (col(Till.id) == Shift.till_id))
        .outerjoin(opener, (opener.org_id == Shift.org_id) & (opener.id == Shift.opened_by))
        .outerjoin(closer, (closer.org_id == Shift.org_id) & (closer.id == ShiftClose.closed_by))
        .order_by(
            case((is_open, 0), else_=1),
            case((is_open, col(Shift.opened_at))),
            col(Shift.opened_at).desc(),
            col(Shift.id).desc(),
        )
        .offset((number - 1) * PAGE)
        .limit(PAGE)
    )
    rows = session.exec(statement).all()
    sold = _sold(session, venue.org_id, [shift.id for shift, *_ in rows])
    return [
        ShiftRow(shift, close, booth, till, opened or "", closed or "", sold.get(shift.id, Sold()))
        for shift, close, booth, till, opened, closed in rows
    ]


def counts(session: Session, viewer: Viewer, venue: Venue, chosen: ShiftFilter) -> ShiftCounts:
    """Add up the shifts that a person may see."""
    difference = col(ShiftClose.difference_vnd)
    columns: Any = select(
        func.count(),
        func.count() - func.count(col(ShiftClose.id)),
        func.coalesce(func.sum(case((difference != 0, 1), else_=0)), 0),
        func.coalesce(func.sum(difference), 0),
    )
    statement: Any = _of(columns.select_from(Shift), viewer, venue, chosen)
    row = session.exec(statement).one()
    return ShiftCounts(*(int(value) for value in row))


def hand_over(session: Session, viewer: Viewer, venue: Venue, shift_id: str) -> Document:
    """Lay out the Z of a shift again, from its row.

    Raises:
        NotFoundError: no such shift at the booths that the person may see, or it has no Z yet.
    """
    columns = select(Shift, ShiftClose, Person.full_name)
    found: Any = _of(columns, viewer, venue, ShiftFilter()).outerjoin(
        Person, (col(Person.org_id) == Shift.org_id) & (col(Person.id) == ShiftClose.closed_by)
    )
    row = session.exec(found.where(Shift.id == shift_id)).first()
    if row is None or row[1] is None:
        raise NotFoundError
    shift, close, name = row
    place = context.place_of(session, shift.org_id, shift.booth_id)
    return shift_paper.hand_over(place, shift, close, name or "")


def _of(statement: Any, viewer: Viewer, venue: Venue, chosen: ShiftFilter) -> Select[Any]:
    """Choose shifts with their booth, and their Z where there is one."""
    found: Select[Any] = (
        statement.join(
            Booth, (col(Booth.org_id) == Shift.org_id) & (col(Booth.id) == Shift.booth_id)
        )
        .outerjoin(
            ShiftClose,
            (col(ShiftClose.org_id) == Shift.org_id) & (col(ShiftClose.id) == Shift.id),
        )
        .where(*venues.visible_booths(viewer), Shift.venue_id == venue.id)
    )
    if chosen.day:
        found = found.where(col(Shift.business_date) == chosen.day)
    if chosen.booth:
        found = found.where(col(Booth.code) == chosen.booth)
    if chosen.only is Only.OPEN:
        found = found.where(col(ShiftClose.id).is_(None))
    if chosen.only is Only.DIFFERENT:
        found = found.where(col(ShiftClose.difference_vnd) != 0)
    return found


def _sold(session: Session, org_id: str, shift_ids: Collection[str]) -> dict[str, Sold]:
    """Add up the stored documents of shifts."""
    is_sale = col(Sale.kind) == SaleKind.SALE
    late = col(ShiftAddendum.id).is_not(None)
    statement = (
        select(  # type: ignore[call-overload]
            Sale.shift_id,
            func.sum(case((is_sale, 1), else_=0)),
            func.sum(case((is_sale, 0), else_=1)),
            func.sum(Sale.total_vnd),
            func.sum(case((late, 1), else_=0)),
        )
        .outerjoin(
            ShiftAddendum,
            (col(ShiftAddendum.org_id) == Sale.org_id) & (col(ShiftAddendum.id) == Sale.id),
        )
        .where(Sale.org_id == org_id, col(Sale.shift_id).in_(shift_ids))
        .group_by(col(Sale.shift_id))
    )
    return {
        shift_id: Sold(*(int(value) for value in values))
        for shift_id, *values in session.exec(statement)
    }
