"""One product: its prices with history, certificates, booths; withdrawing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.catalogue import actions, ocop, queries
from fair_pos.catalogue import certificates as papers
from fair_pos.catalogue.actions import PriceDraft
from fair_pos.catalogue.certificates import CertificateDraft
from fair_pos.catalogue.models import Product
from fair_pos.core.clock import business_date
from fair_pos.core.errors import NotFoundError
from fair_pos.core.money import parse_vnd
from fair_pos.db.edit import Edit, stamp
from fair_pos.db.store import Store
from fair_pos.programme import queries as programme
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Office, Organiser, StoreOf
from fair_pos.web.place import VenueOf
from fair_pos.web.typed import parse_day

router = APIRouter(prefix="/v/{venue_code}/products/{product_id}", include_in_schema=False)
STARS = {"3": 3, "4": 4, "5": 5}
ISSUERS = ("UBND tỉnh Quảng Ninh", "Bộ Nông nghiệp và Môi trường")


@dataclass(frozen=True, slots=True)
class Item:
    """A product seen from a venue."""

    venue: Venue
    product: Product

    @property
    def address(self) -> str:
        """Return the address of the product's page."""
        return f"/v/{self.venue.code}/products/{self.product.id}"


def item_of(product_id: str, venue: VenueOf, viewer: Office, store: StoreOf) -> Item:
    """Return the product of the address, if the viewer may see it.

    Raises:
        NotFoundError: no such product, or not at a booth of this person.
    """
    with store.reading() as session:
        product = queries.product(session, viewer.org_id, product_id)
        if viewer.role == "locality_lead":
            seen = queries.products_at_venue(session, viewer, venue.id)
            if all(one.id != product_id for one, _ in seen):
                raise NotFoundError
    return Item(venue, product)


ItemOf = Annotated[Item, Depends(item_of)]


@router.get("")
def product(request: Request, viewer: Office, store: StoreOf, item: ItemOf) -> Response:
    """Show a product."""
    return _page(request, viewer.org_id, store, item)


@router.post("/price")
def set_price(
    request: Request, viewer: Organiser, store: StoreOf, item: ItemOf, posted: Posted
) -> Response:
    """Set a new listed price from now on."""
    fields = Fields(posted, request)

    def save() -> None:
        price = fields.read("price_vnd", parse_vnd, parse_vnd("0"))
        fields.check()
        draft = PriceDraft(
            item.product.id, price, store.clock.now(), viewer.person_id, item.venue.is_demo
        )
        store.lane.run(
            lambda session: actions.set_price(session, store.clock, viewer.org_id, draft)
        )

    return _answer(request, store, item, fields, save)


@router.post("/certificates")
def add_certificate(
    request: Request, viewer: Organiser, store: StoreOf, item: ItemOf, posted: Posted
) -> Response:
    """Enter a certificate."""
    fields = Fields(posted, request)

    def save() -> None:
        draft = CertificateDraft(
            product_id=item.product.id,
            stars=fields.choice("stars", STARS, 3),
            decision_no=fields.text("decision_no", 60),
            issuer=fields.text("issuer", 120),
            issued_on=fields.read("issued_on", parse_day, date.min),
            certificate_no=fields.maybe("certificate_no", 60),
            is_demo=item.venue.is_demo,
        )
        fields.check()
        store.lane.run(
            lambda session: papers.add_certificate(session, store.clock, viewer.org_id, draft)
        )

    return _answer(request, store, item, fields, save)


@router.post("/booths")
def offer_at(
    request: Request, viewer: Organiser, store: StoreOf, item: ItemOf, posted: Posted
) -> Response:
    """Let exactly the ticked booths of this venue offer the product; other venues stay."""
    ticked = set(Fields(posted, request).several("booth"))
    with store.reading() as session:
        here = {one.id for one in venues.booths(session, viewer, item.venue.id)}
        before = queries.booth_ids_listing(session, viewer.org_id, item.product.id)
    wanted = frozenset((before - here) | (ticked & here))
    store.lane.run(
        lambda session: actions.offer_at(
            session, store.clock, viewer.org_id, item.product.id, wanted
        )
    )
    return saved(item.address, store)


@router.get("/withdraw")
def ask_withdraw(request: Request, _: Organiser, item: ItemOf) -> Response:
    """Say what withdrawing means, before it is done."""
    return show(
        request,
        "catalogue/withdraw.html",
        venue=item.venue,
        product=item.product,
        seen=stamp(item.product),
    )


@router.post("/withdraw")
def withdraw(
    request: Request, viewer: Organiser, store: StoreOf, item: ItemOf, posted: Posted
) -> Response:
    """Take the product off every till."""
    edit = Edit(viewer.org_id, item.product.id, Fields(posted, request).raw("seen"))
    store.lane.run(lambda session: actions.withdraw_product(session, store.clock, edit))
    return saved(item.address, store)


@router.post("/restore")
def restore(
    request: Request, viewer: Organiser, store: StoreOf, item: ItemOf, posted: Posted
) -> Response:
    """Offer the product again."""
    edit = Edit(viewer.org_id, item.product.id, Fields(posted, request).raw("seen"))
    store.lane.run(lambda session: actions.restore_product(session, store.clock, edit))
    return saved(item.address, store)


def _answer(
    request: Request, store: Store, item: Item, fields: Fields, save: Callable[[], None]
) -> Response:
    result = attempt(fields, save)
    if isinstance(result, Form):
        return _page(request, item.product.org_id, store, item, result)
    return saved(item.address, store)


def _page(
    request: Request, org_id: str, store: Store, item: Item, form: Form | None = None
) -> Response:
    row = item.product
    today = business_date(store.clock.now())
    with store.reading() as session:
        found = queries.certificates_of(session, org_id, row.id)
        values: dict[str, Any] = {
            "exhibitor": programme.exhibitor(session, org_id, row.exhibitor_id),
            "prices": queries.price_history(session, org_id, row.id),
            "certificates": found,
            "stars": ocop.stars_on(found, today),
            "offered": queries.booth_ids_listing(session, org_id, row.id),
            "sets": {one.set_no: one for one in programme.product_sets(session)},
            "booths": _booths(request, store, item),
        }
    return show(
        request,
        "catalogue/product.html",
        form or Form({"issuer": ISSUERS[0]}),
        venue=item.venue,
        product=row,
        seen=stamp(row),
        today=today,
        saved=saved_at(request),
        **values,
    )


def _booths(request: Request, store: Store, item: Item) -> list[Any]:
    with store.reading() as session:
        rows = venues.booths(session, request.state.viewer, item.venue.id)
    return [one for one in rows if one.sells]
