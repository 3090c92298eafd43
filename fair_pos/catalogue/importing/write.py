"""Writes a previewed list: new rows in, known rows brought up to date, nothing doubled."""

from sqlmodel import Session

from fair_pos.catalogue.importing import booth_plan, product_plan
from fair_pos.catalogue.importing.booths import BoothRow
from fair_pos.catalogue.importing.plan import ImportResult, Plan
from fair_pos.catalogue.importing.preview import Preview
from fair_pos.catalogue.importing.products import ProductRow
from fair_pos.core.clock import Clock
from fair_pos.venues.models import Venue


def import_booths(
    session: Session, clock: Clock, venue: Venue, preview: Preview[BoothRow], by: str
) -> ImportResult:
    """Write the good rows of a list of booths; the same list again changes nothing.

    A booth is known by its number in the venue, an exhibitor by its name and home.
    """
    plan = _plan_booths(session, clock, venue, preview, by)
    plan.apply(session, clock, booth_plan.ORDER)
    return plan.result


def import_products(
    session: Session, clock: Clock, venue: Venue, preview: Preview[ProductRow], by: str
) -> ImportResult:
    """Write the good rows of a list of products; the same list again changes nothing.

    A product is known by exhibitor, name and pack, a certificate by its decision's number. A
    changed price becomes a new row that holds from now on.

    Raises:
        BoothGoneError: a booth of the list is not there any more.
    """
    plan = _plan_products(session, clock, venue, preview, by)
    plan.apply(session, clock, product_plan.ORDER)
    return plan.result


def compare_booths(
    session: Session, clock: Clock, venue: Venue, preview: Preview[BoothRow]
) -> ImportResult:
    """Say what importing a list of booths would do, writing nothing."""
    return _plan_booths(session, clock, venue, preview, "").result


def compare_products(
    session: Session, clock: Clock, venue: Venue, preview: Preview[ProductRow]
) -> ImportResult:
    """Say what importing a list of products would do, writing nothing."""
    return _plan_products(session, clock, venue, preview, "").result


def _plan_booths(
    session: Session, clock: Clock, venue: Venue, preview: Preview[BoothRow], by: str
) -> Plan:
    plan = Plan(venue.org_id, clock.now(), by)
    planner = booth_plan.booth_planner(session, plan, venue)
    for row in preview.rows:
        planner.take(row)
    return plan


def _plan_products(
    session: Session, clock: Clock, venue: Venue, preview: Preview[ProductRow], by: str
) -> Plan:
    plan = Plan(venue.org_id, clock.now(), by)
    planner = product_plan.product_planner(session, plan, venue)
    for row in preview.rows:
        planner.take(row)
    return plan
