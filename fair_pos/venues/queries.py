"""Reads: venues, their days and zones, booths and who stands there, visitors."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from fair_pos.accounts.models import Role
from fair_pos.accounts.queries import Viewer
from fair_pos.core.errors import NotFoundError
from fair_pos.printing import profiles
from fair_pos.printing.models import Printer
from fair_pos.programme.models import Exhibitor
from fair_pos.venues import rules
from fair_pos.venues.models import (
    Booth,
    BoothExhibitor,
    ClosedDay,
    SideResult,
    Venue,
    VisitorCount,
    Zone,
)

BOOTHS_MAX = 2000


def venues(session: Session, org_id: str) -> Sequence[Venue]:
    """Return all fairs and outlets, the latest first."""
    return session.exec(
        select(Venue)
        .where(Venue.org_id == org_id)
        .order_by(col(Venue.first_day).desc(), col(Venue.code))
        .limit(1000)
    ).all()


def venue_by_code(session: Session, org_id: str, code: str) -> Venue:
    """Return a venue by its code, in any case.

    Raises:
        NotFoundError: no such venue.
    """
    found = session.exec(
        select(Venue).where(Venue.org_id == org_id, Venue.code == code.upper())
    ).first()
    if found is None:
        raise NotFoundError
    return found


def closed_days(session: Session, venue: Venue) -> list[date]:
    """Return the days inside a fair on which it does not open, oldest first."""
    statement = (
        select(col(ClosedDay.day))
        .where(ClosedDay.org_id == venue.org_id, ClosedDay.venue_id == venue.id)
        .order_by(col(ClosedDay.day))
        .limit(rules.FAIR_DAYS_MAX)
    )
    return list(session.exec(statement))


def open_days(session: Session, venue: Venue) -> tuple[date, ...]:
    """Return the days on which a fair opens, oldest first; none for an outlet."""
    if venue.last_day is None:
        return ()
    return rules.open_days(venue.first_day, venue.last_day, closed_days(session, venue))


def zones(session: Session, venue: Venue) -> Sequence[Zone]:
    """Return a venue's zones in their order."""
    return session.exec(
        select(Zone)
        .where(Zone.org_id == venue.org_id, Zone.venue_id == venue.id)
        .order_by(col(Zone.position), col(Zone.id))
        .limit(200)
    ).all()


def visible_booths(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Return the conditions on Booth for what a person may see.

    A locality lead sees the booths of its own commune, everybody else of the office all.
    """
    mine = [col(Booth.org_id) == viewer.org_id]
    if viewer.role is Role.LOCALITY_LEAD:
        mine.append(col(Booth.commune_code) == (viewer.commune_code or ""))
    return mine


def booths(session: Session, viewer: Viewer, venue_id: str) -> Sequence[Booth]:
    """Return the booths of a venue that a person may see, by zone, then by code."""
    statement = (
        select(Booth)
        .join(Zone, (col(Zone.org_id) == Booth.org_id) & (col(Zone.id) == Booth.zone_id))
        .where(*visible_booths(viewer), Booth.venue_id == venue_id)
        .order_by(col(Zone.position), col(Booth.code), col(Booth.id))
        .limit(BOOTHS_MAX)
    )
    return session.exec(statement).all()


def booth_by_code(session: Session, viewer: Viewer, venue_id: str, code: str) -> Booth:
    """Return a booth that a person may see.

    Raises:
        NotFoundError: no such booth, or not for this person.
    """
    found = session.exec(
        select(Booth).where(
            *visible_booths(viewer), Booth.venue_id == venue_id, Booth.code == code.upper()
        )
    ).first()
    if found is None:
        raise NotFoundError
    return found


def exhibitors_of(
    session: Session, org_id: str, booth_ids: Sequence[str]
) -> dict[str, list[Exhibitor]]:
    """Return the exhibitors of booths by booth, the first one first."""
    statement = (
        select(BoothExhibitor.booth_id, Exhibitor)
        .join(
            Exhibitor,
            (col(Exhibitor.org_id) == BoothExhibitor.org_id)
            & (col(Exhibitor.id) == BoothExhibitor.exhibitor_id),
        )
        .where(BoothExhibitor.org_id == org_id, col(BoothExhibitor.booth_id).in_(booth_ids))
        .order_by(col(BoothExhibitor.position), col(BoothExhibitor.id))
        .limit(20_000)
    )
    found: dict[str, list[Exhibitor]] = {}
    for booth_id, exhibitor in session.exec(statement):
        found.setdefault(booth_id, []).append(exhibitor)
    return found


def booths_of_exhibitors(session: Session, viewer: Viewer) -> dict[str, list[tuple[Venue, Booth]]]:
    """Return where exhibitors stand, by exhibitor, the latest venue first."""
    statement = (
        select(BoothExhibitor.exhibitor_id, Venue, Booth)
        .join(
            Booth,
            (col(Booth.org_id) == BoothExhibitor.org_id)
            & (col(Booth.id) == BoothExhibitor.booth_id),
        )
        .join(Venue, (col(Venue.org_id) == Booth.org_id) & (col(Venue.id) == Booth.venue_id))
        .where(*visible_booths(viewer))
        .order_by(col(Venue.first_day).desc(), col(Booth.code), col(Booth.id))
        .limit(50_000)
    )
    found: dict[str, list[tuple[Venue, Booth]]] = {}
    for exhibitor_id, venue, booth in session.exec(statement):
        found.setdefault(exhibitor_id, []).append((venue, booth))
    return found


def printers(session: Session, venue: Venue) -> Sequence[Printer]:
    """Return the printers of a venue, by name."""
    return session.exec(
        select(Printer)
        .where(Printer.org_id == venue.org_id, Printer.venue_id == venue.id)
        .order_by(col(Printer.active).desc(), col(Printer.name), col(Printer.id))
        .limit(200)
    ).all()


def active_printers(session: Session, venue: Venue) -> list[Printer]:
    """Return those in use."""
    return [one for one in printers(session, venue) if one.active]


def receipt_printers(session: Session, venue: Venue) -> list[Printer]:
    """Return those that print receipts: label printers are left out."""
    labels_only = profiles.of_labels()
    return [one for one in printers(session, venue) if one.profile not in labels_only]


def visitor_counts(session: Session, venue: Venue) -> dict[tuple[str, date], VisitorCount]:
    """Return the counts that hold, by gate and day: of several the newest."""
    newest = (
        select(func.max(VisitorCount.id))
        .where(VisitorCount.org_id == venue.org_id, VisitorCount.venue_id == venue.id)
        .group_by(col(VisitorCount.gate), col(VisitorCount.day))
    )
    statement = (
        select(VisitorCount)
        .where(VisitorCount.org_id == venue.org_id, col(VisitorCount.id).in_(newest))
        .order_by(col(VisitorCount.day), col(VisitorCount.gate))
        .limit(5000)
    )
    return {(row.gate, row.day): row for row in session.exec(statement)}


def side_results(session: Session, venue: Venue) -> dict[str, SideResult]:
    """Return the side results that hold, by kind: of several the newest."""
    statement = (
        select(SideResult)
        .where(SideResult.org_id == venue.org_id, SideResult.venue_id == venue.id)
        .order_by(col(SideResult.id))
        .limit(1000)
    )
    return {row.kind: row for row in session.exec(statement)}
