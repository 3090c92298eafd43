"""Products: adding and changing one."""

from collections.abc import Sequence

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.catalogue import actions, ocop, queries
from fair_pos.catalogue.actions import PriceDraft, ProductDraft
from fair_pos.catalogue.importing.goods import is_page
from fair_pos.catalogue.models import Product, SoldBy
from fair_pos.core.errors import FieldError
from fair_pos.core.money import parse_vnd
from fair_pos.db.edit import Edit, stamp
from fair_pos.db.store import Store
from fair_pos.payments.gs1 import is_gtin
from fair_pos.programme import queries as programme
from fair_pos.programme.models import ProductSet
from fair_pos.programme.reference import CRITERIA
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/products", include_in_schema=False)
TEXTS = ("exhibitor_id", "name", "pack", "unit", "sold_by", "product_code", "gtin", "trace_url")


class ProductCodeError(FieldError):
    """Neither the old nor the new form."""

    code, field = "product_code", "product_code"
    vi = (
        "Mã sản phẩm có dạng 22-06994-1-2026 (mới) hoặc 22-203-06994-1-2024 (cũ)."
        " Đã ghi “{detail}”."
    )
    en = "A product code is 22-06994-1-2026 (new) or 22-203-06994-1-2024 (old): “{detail}”."


class GtinError(FieldError):
    """A bar code whose check digit does not fit."""

    code, field = "gtin", "gtin"
    vi = "Mã vạch có 8, 12, 13 hoặc 14 số và số cuối là số kiểm tra. “{detail}” không khớp."
    en = "A bar code has 8, 12, 13 or 14 digits, the last one checks. “{detail}” does not fit."


class TraceUrlError(FieldError):
    """Not an address of a page."""

    code, field = "trace_url", "trace_url"
    vi = "Địa chỉ trang truy xuất bắt đầu bằng https:// và không có dấu cách."
    en = "The trace page's address begins with https:// and has no spaces."


@router.get("/new")
def new_product(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, booth: str = ""
) -> Response:
    """Show the empty form of a product."""
    values = {"sold_by": SoldBy.PIECE.value, "booth": booth}
    with store.reading() as session:
        if booth:
            row = venues.booth_by_code(session, viewer, venue.id, booth)
            who = venues.exhibitors_of(session, viewer.org_id, [row.id]).get(row.id)
            values["exhibitor_id"] = who[0].id if who else ""
    return _form_page(request, store, venue, Form(values))


@router.post("/new")
def add_product(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Add a product with its first price, at the booth it was added from."""
    fields = Fields(posted, request)

    def save() -> Product:
        price = fields.read("price_vnd", parse_vnd, parse_vnd("0"))
        draft = _draft(fields, store, venue)

        def action(session: Session) -> Product:
            row = actions.add_product(session, store.clock, viewer.org_id, draft)
            at = store.clock.now()
            first = PriceDraft(row.id, price, at, viewer.person_id, venue.is_demo)
            actions.set_price(session, store.clock, viewer.org_id, first)
            if fields.raw("booth"):
                spot = venues.booth_by_code(session, viewer, venue.id, fields.raw("booth"))
                here = frozenset({spot.id})
                actions.offer_at(session, store.clock, viewer.org_id, row.id, here)
            return row

        return store.lane.run(action)

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, store, venue, result)
    return saved(f"/v/{venue.code}/products/{result.id}", store)


@router.get("/{product_id}/edit")
def edit_product(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, product_id: str
) -> Response:
    """Show the form of a product."""
    with store.reading() as session:
        row = queries.product(session, viewer.org_id, product_id)
    return _form_page(request, store, venue, Form(_typed(row)), row)


@router.post("/{product_id}/edit")
def change_product(  # noqa: PLR0913  the parameters are the route's
    request: Request,
    viewer: Organiser,
    store: StoreOf,
    venue: VenueOf,
    product_id: str,
    *,
    posted: Posted,
) -> Response:
    """Save a product."""
    fields = Fields(posted, request)
    with store.reading() as session:
        row = queries.product(session, viewer.org_id, product_id)

    def save() -> Product:
        draft = _draft(fields, store, venue)
        edit = Edit(viewer.org_id, product_id, fields.raw("seen"))
        return store.lane.run(
            lambda session: actions.change_product(session, store.clock, edit, draft)
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, store, venue, result.beside(_typed(row)), row)
    return saved(f"/v/{venue.code}/products/{product_id}", store)


def _form_page(
    request: Request, store: Store, venue: Venue, form: Form, row: Product | None = None
) -> Response:
    """Show the form of a product."""
    with store.reading() as session:
        exhibitors = programme.exhibitors(session, venue.org_id)
        sets = programme.product_sets(session)
    return show(
        request,
        "catalogue/product_form.html",
        form,
        venue=venue,
        product=row,
        exhibitors=[(one.id, one.name) for one in exhibitors],
        sets=_grouped(sets),
    )


def _grouped(sets: Sequence[ProductSet]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the product sets under their groups, as choices of a form."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for one in sets:
        heading = f"{one.group_no}. {one.group_name}"
        groups.setdefault(heading, []).append((one.set_no, f"{one.set_no:02d} {one.set_name}"))
    return list(groups.items())


def _typed(row: Product) -> dict[str, str]:
    values = {name: getattr(row, name) for name in TEXTS}
    return values | {"set_no": str(row.set_no or ""), "seen": stamp(row)}


def _draft(fields: Fields, store: Store, venue: Venue) -> ProductDraft:
    with store.reading() as session:
        known = {one.id: one.id for one in programme.exhibitors(session, venue.org_id)}
        sets = {str(one.set_no): one.set_no for one in programme.product_sets(session)}
    set_no = fields.choice("set_no", {"": None, **sets}, None)
    draft = ProductDraft(
        exhibitor_id=fields.choice("exhibitor_id", known, ""),
        name=fields.text("name"),
        unit=fields.text("unit", 20),
        pack=fields.maybe("pack", 60),
        sold_by=fields.choice("sold_by", {one.value: one for one in SoldBy}, SoldBy.PIECE),
        criteria=CRITERIA if set_no else None,
        set_no=set_no,
        product_code=fields.read_maybe("product_code", _product_code, ""),
        gtin=fields.read_maybe("gtin", _gtin, ""),
        trace_url=fields.read_maybe("trace_url", _trace_url, ""),
    )
    fields.check()
    return draft


def _product_code(text: str) -> str:
    found = ocop.parse_product_code(text)
    if found is None:
        raise ProductCodeError(text)
    return found.text


def _gtin(text: str) -> str:
    digits = text.replace(" ", "")
    if not is_gtin(digits):
        raise GtinError(text)
    return digits


def _trace_url(text: str) -> str:
    if not is_page(text):
        raise TraceUrlError
    return text
