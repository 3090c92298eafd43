"""The people and the goods of one booth."""

import re

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.accounts import actions as accounts
from fair_pos.accounts import secrets
from fair_pos.accounts import staff as people
from fair_pos.accounts.actions import NewPerson
from fair_pos.accounts.models import BOOTH_ROLES, Person, Role
from fair_pos.accounts.staff import SellerDraft
from fair_pos.catalogue import actions as goods
from fair_pos.catalogue import queries as catalogue
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.db.store import Store, pepper
from fair_pos.venues import queries
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.place import Spot, SpotOf

router = APIRouter(prefix="/v/{venue_code}/booths/{booth_code:path}", include_in_schema=False)
ROLES = {role.value: role for role in BOOTH_ROLES}
PIN_LENGTH = 4


class PinError(FairPosError):
    """A PIN that the till's pad cannot take."""

    vi = "PIN gồm đúng 4 chữ số."
    en = "A PIN has exactly 4 digits."


def parse_pin(text: str) -> str:
    """Return a PIN.

    Raises:
        PinError: not four digits.
    """
    if not re.fullmatch(rf"[0-9]{{{PIN_LENGTH}}}", text):
        raise PinError
    return text


@router.get("/staff/new")
def new_seller(request: Request, _: Organiser, spot: SpotOf) -> Response:
    """Show the empty form of a seller."""
    return _form_page(request, spot, Form({"role": Role.CASHIER.value, "active": "1"}))


@router.post("/staff/new")
def add_seller(
    request: Request, viewer: Organiser, store: StoreOf, spot: SpotOf, posted: Posted
) -> Response:
    """Add somebody who sells at this booth."""
    fields = Fields(posted, request)

    def save() -> None:
        draft = _draft(fields)
        pin = fields.read("pin", parse_pin, "")
        fields.check()
        new = NewPerson(
            draft.full_name,
            draft.role,
            pin_hash=secrets.hash_pin(pin, pepper(store.settings)),
            address_form=draft.address_form,
        )
        store.lane.run(
            lambda session: accounts.add_booth_person(
                session, store.clock, viewer.org_id, spot.booth.id, new
            )
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, spot, result)
    return saved(spot.address, store)


@router.get("/staff/{person_id}")
def edit_seller(
    request: Request, _: Organiser, store: StoreOf, spot: SpotOf, person_id: str
) -> Response:
    """Show the form of a seller."""
    return _form_page(request, spot, Form(_typed(store, spot, person_id)))


@router.post("/staff/{person_id}")
def change_seller(
    request: Request, store: StoreOf, spot: SpotOf, person_id: str, posted: Posted, _: Organiser
) -> Response:
    """Save a seller; a PIN is changed only when one is typed."""
    fields = Fields(posted, request)

    def save() -> None:
        draft = _draft(fields)
        pin = fields.read_maybe("pin", parse_pin, "")
        fields.check()
        pin_hash = secrets.hash_pin(pin, pepper(store.settings)) if pin else ""
        with store.reading() as session:
            row = people.staff_row(session, spot.booth.org_id, spot.booth.id, person_id)
        store.lane.run(lambda session: people.change_seller(session, store.clock, row, draft))
        if pin_hash:
            store.lane.run(
                lambda session: people.set_pin(
                    session, store.clock, row.org_id, person_id, pin_hash
                )
            )

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, spot, result)
    return saved(spot.address, store)


@router.get("/products")
def choose_products(request: Request, viewer: Organiser, store: StoreOf, spot: SpotOf) -> Response:
    """Show the products of the booth's exhibitors, those it offers ticked."""
    with store.reading() as session:
        offered = catalogue.products_of_booth(session, viewer.org_id, spot.booth.id)
        exhibitors = queries.exhibitors_of(session, viewer.org_id, [spot.booth.id])
        here = {one.id for one in exhibitors.get(spot.booth.id, [])}
        every = catalogue.products_at_venue(session, viewer, spot.venue.id)
    chosen = {product.id for product, _ in offered}
    rest = [
        (product, who)
        for product, who in every
        if who.id in here and product.id not in chosen and product.withdrawn_at is None
    ]
    return show(
        request,
        "catalogue/booth_products.html",
        venue=spot.venue,
        booth=spot.booth,
        rows=[*offered, *rest],
        chosen=chosen,
    )


@router.post("/products")
def offer_products(
    request: Request, viewer: Organiser, store: StoreOf, spot: SpotOf, posted: Posted
) -> Response:
    """Let the booth offer exactly the ticked products."""
    chosen = tuple(dict.fromkeys(Fields(posted, request).several("product")))
    with store.reading() as session:
        for product_id in chosen:
            catalogue.product(session, viewer.org_id, product_id)
    store.lane.run(
        lambda session: goods.offer_products(
            session, store.clock, viewer.org_id, spot.booth.id, chosen
        )
    )
    return saved(spot.address, store)


def _form_page(request: Request, spot: Spot, form: Form) -> Response:
    return show(
        request,
        "accounts/seller.html",
        form,
        venue=spot.venue,
        booth=spot.booth,
        is_new=request.url.path.endswith("/new"),
    )


def _typed(store: Store, spot: Spot, person_id: str) -> dict[str, str]:
    with store.reading() as session:
        row = people.staff_row(session, spot.booth.org_id, spot.booth.id, person_id)
        person = session.get(Person, (row.org_id, person_id))
    if person is None:
        raise NotFoundError
    return {
        "full_name": person.full_name,
        "address_form": person.address_form,
        "role": row.role,
        "active": "1" if row.active else "",
    }


def _draft(fields: Fields) -> SellerDraft:
    return SellerDraft(
        full_name=fields.text("full_name", 80),
        address_form=fields.maybe("address_form", 12),
        role=fields.choice("role", ROLES, Role.CASHIER),
        active=fields.ticked("active"),
    )
