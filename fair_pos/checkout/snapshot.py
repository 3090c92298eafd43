"""The catalogue of a till: everything it needs to sell, as one JSON value with its version."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from fair_pos.accounts import queries as accounts
from fair_pos.accounts.models import Till
from fair_pos.accounts.queries import TillIdentity
from fair_pos.catalogue.models import Listing, Price, Product
from fair_pos.checkout import context, receipt, shifts
from fair_pos.checkout.context import Place
from fair_pos.checkout.models import BoothProduct, Shift
from fair_pos.core.clock import Clock, business_date, format_date, iso_utc
from fair_pos.db import journal
from fair_pos.payments.models import Bank
from fair_pos.printing.models import Printer
from fair_pos.programme.models import Exhibitor, ProductSet

PRODUCT_LIMIT = 2000


def catalogue(session: Session, clock: Clock, till: TillIdentity) -> dict[str, Any]:
    """Return a till's catalogue; `version` is a hash over the rest but its counters.

    Raises:
        NotFoundError: the booth is gone.
    """
    site = journal.current_site(session)
    place = context.place_of(session, till.org_id, till.booth_id)
    exhibitors = context.exhibitors_of(session, till.org_id, till.booth_id)
    people = staff(session, till)
    content = {
        "is_demo": site.is_demo,
        "epoch": site.epoch,
        **_where(session, till, place),
        "exhibitors": [_exhibitor(row) for row in exhibitors],
        "account": _account(session, exhibitors),
        "staff": people,
        **_goods(session, clock, till),
        "shift": shift_form(shifts.open_shift_of(session, till.org_id, till.till_id)),
        "person": signed_in(session, till, people),
        "receipt": {"base_url": till.address, "layout": receipt.layout_form(session, place)},
        "printer": _printer(session, place),
    }
    return {"version": _version(content), **content}


def staff(session: Session, till: TillIdentity) -> list[dict[str, Any]]:
    """Return who may sign in at the booth; no hash of a PIN leaves the server."""
    return [
        {
            "id": person.id,
            "full_name": person.full_name,
            "address_form": person.address_form,
            "role": role,
        }
        for person, role in accounts.staff_of_booth(session, till.org_id, till.booth_id)
    ]


def signed_in(
    session: Session, till: TillIdentity, people: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Return which of the `staff` signed in at the till."""
    row = session.get(Till, (till.org_id, till.till_id))
    person_id = row.person_id if row else None
    return next((one for one in people if one["id"] == person_id), None)


def shift_form(shift: Shift | None) -> dict[str, Any] | None:
    """Return a shift as the till knows it."""
    if shift is None:
        return None
    return {
        "id": shift.id,
        "number": shift.number,
        "opened_at": iso_utc(shift.opened_at),
        "opened_by": shift.opened_by,
        "float_vnd": shift.float_vnd,
        "business_date": shift.business_date.isoformat(),
    }


def _version(content: dict[str, Any]) -> str:
    """Hash all but the counters that every sale moves."""
    till = {**content["till"], "last_seq": 0}
    products = [{**product, "sold": 0} for product in content["products"]]
    steady = {**content, "till": till, "products": products}
    return hashlib.sha256(journal.canonical(steady).encode()).hexdigest()[:16]


def _where(session: Session, till: TillIdentity, place: Place) -> dict[str, Any]:
    row = session.get(Till, (till.org_id, till.till_id))
    return {
        "till": {
            "id": till.till_id,
            "series": till.series,
            "last_seq": row.last_seq if row else 0,
        },
        "venue": {
            "code": place.venue_code,
            "name": place.venue_name,
            "kind": place.venue_kind,
            "help_phone": place.help_phone,
            "first_day": place.first_day.isoformat(),
            "last_day": place.last_day.isoformat() if place.last_day else None,
        },
        "booth": {
            "id": place.booth_id,
            "code": place.booth_code,
            "zone": place.zone_name,
            "place": place.line,
            "suspended": place.suspended,
        },
        "limits": {
            "cashier_discount_percent": place.cashier_discount_percent,
            "leader_discount_percent": place.leader_discount_percent,
        },
    }


def _exhibitor(row: Exhibitor) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "tax_code": row.tax_code,
        "address": row.address,
        "kind": row.kind,
    }


def _account(session: Session, exhibitors: list[Exhibitor]) -> dict[str, Any] | None:
    row = next((one for one in exhibitors if one.bank_bin and one.account_number), None)
    if row is None:
        return None
    bank = session.get(Bank, row.bank_bin)
    return {
        "bank_bin": row.bank_bin,
        "bank_name": bank.short_name if bank else row.bank_bin,
        "account_number": row.account_number,
        "account_name": row.account_name,
    }


def _printer(session: Session, place: Place) -> dict[str, Any] | None:
    row = session.get(Printer, (place.org_id, place.printer_id)) if place.printer_id else None
    if row is None:
        return None
    return {"name": row.name, "fault": row.fault, "drawer": place.has_drawer}


def _goods(session: Session, clock: Clock, till: TillIdentity) -> dict[str, Any]:
    now = clock.now()
    day = business_date(now)
    listed = _listed(session, till, now)
    ids = [product.id for product, *_ in listed]
    facts = context.goods_of(session, till.org_id, ids, now, day)
    demo = _demo_prices(session, till.org_id, ids)
    sold = _sold(session, till, day)
    products = []
    for product, position, exhibitor_name, group in listed:
        goods = facts[product.id]
        if goods.price_vnd is None:
            continue
        products.append(
            {
                "id": product.id,
                "name": product.name,
                "pack": product.pack,
                "unit": product.unit,
                "sold_by": product.sold_by,
                "price_vnd": goods.price_vnd,
                "price_is_demo": product.id in demo,
                "stars": goods.stars.stars,
                "certificate": goods.stars.decision_no if goods.stars.stars else "",
                "expires_on": _day(goods.stars.expires_on),
                "stars_reason": goods.stars.vi,
                "set_no": product.set_no,
                "group": group or "",
                "exhibitor_id": product.exhibitor_id,
                "exhibitor_name": exhibitor_name,
                "codes": [code for code in (product.label_code, product.gtin) if code],
                "position": position,
                "sold": sold.get(product.id, 0),
            }
        )
    names = sorted({group for _, _, _, group in listed if group})
    return {"groups": [{"key": name, "name": name} for name in names], "products": products}


def _listed(session: Session, till: TillIdentity, now: datetime) -> list[Any]:
    statement = (
        select(Product, Listing.position, Exhibitor.name, ProductSet.subgroup)  # type: ignore[call-overload]
        .join(
            Listing,
            (col(Listing.org_id) == Product.org_id) & (col(Listing.product_id) == Product.id),
        )
        .join(
            Exhibitor,
            (col(Exhibitor.org_id) == Product.org_id) & (col(Exhibitor.id) == Product.exhibitor_id),
        )
        .outerjoin(
            ProductSet,
            (col(ProductSet.criteria) == Product.criteria)
            & (col(ProductSet.set_no) == Product.set_no),
        )
        .where(
            Listing.org_id == till.org_id,
            Listing.booth_id == till.booth_id,
            col(Listing.active).is_(True),
            col(Product.withdrawn_at).is_(None) | (col(Product.withdrawn_at) > now),
        )
        .order_by(Listing.position, Product.search_key, Product.id)
        .limit(PRODUCT_LIMIT)
    )
    return list(session.execute(statement))


def _demo_prices(session: Session, org_id: str, ids: list[str]) -> set[str]:
    newest = (
        select(Price.product_id, func.max(Price.id).label("id"))  # type: ignore[call-overload]
        .where(Price.org_id == org_id, col(Price.product_id).in_(ids))
        .group_by(Price.product_id)
        .subquery()
    )
    statement = select(Price.product_id).where(  # type: ignore[call-overload]
        Price.org_id == org_id, Price.id == newest.c.id, col(Price.is_demo).is_(True)
    )
    return set(session.scalars(statement))


def _sold(session: Session, till: TillIdentity, day: date) -> dict[str, int]:
    statement = (
        select(BoothProduct.product_id, func.sum(BoothProduct.lines))  # type: ignore[call-overload]
        .where(
            BoothProduct.org_id == till.org_id,
            BoothProduct.booth_id == till.booth_id,
            col(BoothProduct.day) >= day - timedelta(days=1),
        )
        .group_by(BoothProduct.product_id)
    )
    return {product_id: int(lines) for product_id, lines in session.execute(statement)}


def _day(day: date | None) -> str | None:
    return format_date(day) if day else None
