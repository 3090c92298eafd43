"""Compares a list of products with what is there: products, prices, certificates, listings."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from fair_pos.catalogue.importing import queries, sentences
from fair_pos.catalogue.importing.goods import CertificateRow
from fair_pos.catalogue.importing.plan import Plan
from fair_pos.catalogue.importing.products import ProductRow
from fair_pos.catalogue.importing.refusals import BoothGoneError
from fair_pos.catalogue.models import Certificate, CertificateState, Listing, Price, Product
from fair_pos.catalogue.ocop import expiry
from fair_pos.core.clock import iso_utc
from fair_pos.core.ids import new_code
from fair_pos.core.text import fold
from fair_pos.programme.reference import CRITERIA
from fair_pos.venues.models import Venue

ORDER = (Product, Listing, Price, Certificate)
LABEL_CODE_SIGNS = 10
_SEARCHED = ("name", "pack", "product_code", "gtin")
"""What a search looks into; the same as for a product entered by hand."""

_ProductKey = tuple[str, str, str]


@dataclass
class ProductPlanner:
    """Knows what is there and plans row by row, remembering what it has planned."""

    plan: Plan
    venue: Venue
    stands: dict[tuple[str, str], tuple[str, str]]
    """(booth number, exhibitor's name) → (booth's id, exhibitor's id)."""
    products: dict[_ProductKey, Row[Any]]
    prices: dict[str, int]
    listings: set[tuple[str, str]]
    certificates: dict[tuple[str, str], Row[Any]]
    met: dict[_ProductKey, str] = field(default_factory=dict)
    """Products of the rows above: the first row says what they are."""
    met_certificates: set[tuple[str, str]] = field(default_factory=set)

    def take(self, row: ProductRow) -> None:
        """Plan one row of the list.

        Raises:
            BoothGoneError: booth or exhibitor is not there any more since the preview.
        """
        stand = self.stands.get((row.booth, row.exhibitor))
        if stand is None:
            raise BoothGoneError(row.booth)
        booth_id, exhibitor_id = stand
        key = (exhibitor_id, fold(row.name), fold(row.pack))
        there = self.products.get(key)
        created = there is None and key not in self.met
        product_id, changed = self._product(row, key, there)
        listed = self._list(booth_id, product_id, row.row)
        priced = self._price(product_id, row.price_vnd)
        if created:
            self._tell_added(product_id, exhibitor_id, row)
        else:
            self._tell_news(product_id, row, listed=listed, priced=priced)
        if row.certificate:
            changed |= self._certificate(product_id, row.certificate)
        self.plan.count(created=created, changed=changed or listed or priced)

    def _tell_added(self, product_id: str, exhibitor_id: str, row: ProductRow) -> None:
        self.plan.tell(
            "product.added",
            product_id,
            exhibitor_id=exhibitor_id,
            name=row.name,
            pack=row.pack,
            unit=row.unit,
            set_no=row.set_no,
            price_vnd=row.price_vnd,
            booth=row.booth,
            venue=self.venue.code,
        )

    def _tell_news(self, product_id: str, row: ProductRow, *, listed: bool, priced: bool) -> None:
        if listed:
            self.plan.tell("product.listed", product_id, booth=row.booth, venue=self.venue.code)
        if priced:
            price_id = self.plan.added[Price][-1]["id"]
            at = iso_utc(self.plan.at)
            self.plan.tell(
                "price.set", price_id, product=product_id, price_vnd=row.price_vnd, valid_from=at
            )

    def _product(
        self, row: ProductRow, key: _ProductKey, there: Row[Any] | None
    ) -> tuple[str, bool]:
        if key in self.met:
            return (self.met[key], False)
        if there is None:
            self.met[key] = self._add(row, key)
            return (self.met[key], False)
        self.met[key] = there.id
        given = _given(row)
        texts = (given.get(name) or getattr(there, name) for name in _SEARCHED)
        given["search_key"] = fold(" ".join(texts))
        changed = self.plan.change(Product, there.id, there, given)
        if changed:
            self.plan.tell("product.changed", there.id, columns=sorted(changed))
        return (there.id, bool(changed))

    def _add(self, row: ProductRow, key: _ProductKey) -> str:
        return self.plan.add(
            Product,
            exhibitor_id=key[0],
            name=row.name,
            pack=row.pack,
            unit=row.unit,
            sold_by=row.sold_by,
            criteria=CRITERIA if row.set_no else None,
            set_no=row.set_no,
            product_code=row.product_code,
            gtin=row.gtin,
            label_code=new_code(LABEL_CODE_SIGNS),
            trace_url=row.trace_url,
            search_key=fold(" ".join(getattr(row, name) for name in _SEARCHED)),
            created_at=self.plan.at,
            changed_at=self.plan.at,
        )

    def _list(self, booth_id: str, product_id: str, position: int) -> bool:
        if (booth_id, product_id) in self.listings:
            return False
        self.listings.add((booth_id, product_id))
        self.plan.add(
            Listing, booth_id=booth_id, product_id=product_id, position=position, active=True
        )
        return True

    def _price(self, product_id: str, price_vnd: int) -> bool:
        """Add a price row when the price is another one; old ones stay."""
        if self.prices.get(product_id) == price_vnd:
            return False
        self.prices[product_id] = price_vnd
        self.plan.add(
            Price,
            product_id=product_id,
            price_vnd=price_vnd,
            valid_from=self.plan.at,
            is_demo=self.venue.is_demo,
            entered_by=self.plan.by,
            entered_at=self.plan.at,
        )
        return True

    def _certificate(self, product_id: str, given: CertificateRow) -> bool:
        key = (product_id, given.decision_no)
        if key in self.met_certificates:
            return False
        self.met_certificates.add(key)
        there = self.certificates.get(key)
        columns = {
            "stars": given.stars,
            "issued_on": given.issued_on,
            "expires_on": expiry(given.issued_on),
            "issuer": given.issuer,
        }
        if there is None:
            self._add_certificate(product_id, given.decision_no, columns)
            return True
        return self._change_certificate(there, columns)

    def _add_certificate(self, product_id: str, decision_no: str, columns: dict[str, Any]) -> None:
        certificate_id = self.plan.add(
            Certificate,
            product_id=product_id,
            decision_no=decision_no,
            certificate_no="",
            **columns,
            state=CertificateState.VALID,
            state_decision="",
            is_demo=self.venue.is_demo,
            changed_at=self.plan.at,
        )
        facts = {"product": product_id, "decision_no": decision_no, **_as_text(columns)}
        self.plan.tell("certificate.added", certificate_id, **facts)

    def _change_certificate(self, there: Row[Any], columns: dict[str, Any]) -> bool:
        """Correct stars or day; an extended end stays while the day stays."""
        if columns["issued_on"] == there.issued_on:
            columns.pop("expires_on")
        columns = {name: value for name, value in columns.items() if value}
        changed = self.plan.change(Certificate, there.id, there, columns)
        if changed:
            told = {name: columns[name] for name in changed}
            self.plan.tell("certificate.changed", there.id, **_as_text(told))
        return bool(changed)


def product_planner(session: Session, plan: Plan, venue: Venue) -> ProductPlanner:
    """Read what is there."""
    products: dict[_ProductKey, Row[Any]] = {}
    for row in queries.products(session, venue):
        products.setdefault((row.exhibitor_id, fold(row.name), fold(row.pack)), row)
    return ProductPlanner(
        plan=plan,
        venue=venue,
        stands={
            (stand.code, stand.name): (stand.booth_id, stand.exhibitor_id)
            for stand in queries.stands(session, venue)
        },
        products=products,
        prices=queries.prices(session, venue, plan.at),
        listings=queries.listings(session, venue),
        certificates=queries.certificates(session, venue),
    )


def _given(row: ProductRow) -> dict[str, Any]:
    """Return what the list says about a product; an empty cell says nothing."""
    given: dict[str, Any] = {"name": row.name, "pack": row.pack}
    if sentences.NOTE_UNIT not in row.notes:
        given |= {"unit": row.unit, "sold_by": row.sold_by}
    if row.set_no:
        given |= {"criteria": CRITERIA, "set_no": row.set_no}
    if row.product_code:
        given["product_code"] = row.product_code
    if row.gtin:
        given["gtin"] = row.gtin
    if row.trace_url:
        given["trace_url"] = row.trace_url
    return given


def _as_text(columns: dict[str, Any]) -> dict[str, Any]:
    """Write days as ISO text for the journal."""
    return {
        name: value.isoformat() if name.endswith("_on") else value
        for name, value in columns.items()
    }
