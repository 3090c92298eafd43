"""Says in words what a filter of the sales list asks for."""

from sqlalchemy import and_, select
from sqlmodel import Session

from fair_pos.catalogue.models import Product
from fair_pos.programme import reference
from fair_pos.programme.models import Commune, ProductSet
from fair_pos.reports import words
from fair_pos.reports.books import BOOTH, SHIFT, TILL
from fair_pos.reports.filters import NONE, SaleFilter
from fair_pos.reports.scope import Scope
from fair_pos.reports.tables import Phrase


def describe(session: Session, scope: Scope, chosen: SaleFilter) -> list[Phrase]:
    """Say in words what a filter asks for, one phrase for each part."""
    known = {
        "kind": words.KINDS,
        "booth_kind": words.BOOTH_KINDS,
        "sponsor": words.REVENUE,
        "exhibitor_kind": words.EXHIBITOR_KINDS | {NONE: words.UNKNOWN_GOODS},
        "stars": words.STARS,
        "means": words.MEANS,
        "state": words.STATES,
        "ocop": words.OCOP,
        "flagged": words.FLAGGED,
    }
    names = _names(session, scope, chosen)
    found = []
    for name, value in chosen.values().items():
        head = words.FILTERS.get(name)
        said = known.get(name, {}).get(value) or names.get(name) or Phrase(value, value)
        if head is not None:
            found.append(Phrase(f"{head.vi}{said.vi}", f"{head.en}{said.en}"))
    return found


def _names(session: Session, scope: Scope, chosen: SaleFilter) -> dict[str, Phrase]:
    """Look up what a filter names by its key: commune, product, set, days."""
    days = {"day": chosen.day, "from": chosen.first, "to": chosen.last}
    found = {name: f"{day:%d/%m/%Y}" for name, day in days.items() if day}
    if chosen.country:
        countries = {row["code"]: row["name"] for row in reference.rows("countries")}
        found["country"] = countries.get(chosen.country, chosen.country)
    if chosen.commune:
        commune = session.get(Commune, chosen.commune)
        found["commune"] = commune.full_name if commune else chosen.commune
    if chosen.product:
        product = session.get(Product, (scope.org_id, chosen.product))
        found["product"] = product.name if product else chosen.product
    if chosen.shift:
        found["shift"] = _shift(session, scope, chosen.shift)
    if chosen.criteria and chosen.set_no:
        one = session.get(ProductSet, (chosen.criteria, chosen.set_no))
        found["set"] = f"{one.set_no}. {one.set_name}" if one else str(chosen.set_no)
    return {name: Phrase(text, text) for name, text in found.items()}


def _shift(session: Session, scope: Scope, shift_id: str) -> str:
    """Name a shift by its number and till: `2, B017-1`."""
    statement = (
        select(SHIFT.c.number, BOOTH.c.code, TILL.c.series)
        .join(BOOTH, and_(BOOTH.c.org_id == SHIFT.c.org_id, BOOTH.c.id == SHIFT.c.booth_id))
        .join(TILL, and_(TILL.c.org_id == SHIFT.c.org_id, TILL.c.id == SHIFT.c.till_id))
        .where(SHIFT.c.org_id == scope.org_id, SHIFT.c.id == shift_id)
    )
    row = session.execute(statement).first()
    return f"{row.number}, {row.code}-{row.series}" if row else shift_id
