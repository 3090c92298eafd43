"""Exhibitors (chủ thể): the list, adding and changing one."""

from collections.abc import Callable

from fastapi import APIRouter
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core.errors import FieldError
from fair_pos.db.edit import Edit, stamp
from fair_pos.db.store import Store
from fair_pos.payments.models import Bank
from fair_pos.programme import actions, identity
from fair_pos.programme import queries as programme
from fair_pos.programme.actions import ExhibitorDraft
from fair_pos.programme.models import Exhibitor, ExhibitorKind
from fair_pos.venues import queries as venues
from fair_pos.venues.models import SponsorKind, Venue
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Organiser, Reader, StoreOf
from fair_pos.web.place import VenueOf, commune_groups

router = APIRouter(prefix="/v/{venue_code}/exhibitors", include_in_schema=False)
KINDS = {kind.value: kind for kind in ExhibitorKind}
TEXTS = (
    "name", "kind", "tax_code", "phone", "address", "commune_code", "province", "country",
    "bank_bin", "account_number", "account_name",
)  # fmt: skip


class HalfAccountError(FieldError):
    """A bank without a number, or a number without a bank, takes no money."""

    vi = "Ghi cả ngân hàng và số tài khoản, hoặc để trống cả hai."
    en = "Give both bank and account number, or neither."


@router.get("")
def exhibitors(
    request: Request, viewer: Reader, store: StoreOf, venue: VenueOf, q: str = ""
) -> Response:
    """List the exhibitors, all of the organisers' or those that match a search."""
    with store.reading() as session:
        rows = programme.exhibitors(session, viewer.org_id, q)
        places = venues.booths_of_exhibitors(session, viewer)
        banks = _banks(session)
    here = {
        key: [booth for at, booth in spots if at.id == venue.id] for key, spots in places.items()
    }
    return show(
        request,
        "catalogue/exhibitors.html",
        venue=venue,
        rows=sorted(rows, key=lambda one: not here.get(one.id)),
        booths=here,
        q=q,
        banks={one.bin: one.short_name for one in banks},
        places=programme.places(),
        saved=saved_at(request),
    )


@router.get("/new")
def new_exhibitor(request: Request, _: Organiser, store: StoreOf, venue: VenueOf) -> Response:
    """Show the empty form of an exhibitor."""
    values = {"kind": ExhibitorKind.HOUSEHOLD.value, "place_kind": SponsorKind.COMMUNE.value}
    return _form_page(request, store, venue, Form(values))


@router.post("/new")
def add_exhibitor(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Add an exhibitor."""
    fields = Fields(posted, request)

    def save() -> Exhibitor:
        draft = _draft(fields, None)
        return store.lane.run(
            lambda session: actions.add_exhibitor(session, store.clock, viewer.org_id, draft)
        )

    return _answer(request, store, venue, fields, save)


@router.get("/{exhibitor_id}")
def edit_exhibitor(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, exhibitor_id: str
) -> Response:
    """Show the form of an exhibitor."""
    with store.reading() as session:
        row = programme.exhibitor(session, viewer.org_id, exhibitor_id)
    return _form_page(request, store, venue, Form(_typed(row)), row)


@router.post("/{exhibitor_id}")
def change_exhibitor(  # noqa: PLR0913  the parameters are the route's
    request: Request,
    viewer: Organiser,
    store: StoreOf,
    venue: VenueOf,
    exhibitor_id: str,
    *,
    posted: Posted,
) -> Response:
    """Save an exhibitor."""
    fields = Fields(posted, request)
    with store.reading() as session:
        row = programme.exhibitor(session, viewer.org_id, exhibitor_id)

    def save() -> Exhibitor:
        draft = _draft(fields, row)
        edit = Edit(viewer.org_id, exhibitor_id, fields.raw("seen"))
        return store.lane.run(
            lambda session: actions.change_exhibitor(session, store.clock, edit, draft)
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, store, venue, result.beside(_typed(row)), row)
    return saved(f"/v/{venue.code}/exhibitors", store)


def _answer(
    request: Request, store: Store, venue: Venue, fields: Fields, save: Callable[[], Exhibitor]
) -> Response:
    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, store, venue, result)
    return saved(f"/v/{venue.code}/exhibitors", store)


def _form_page(
    request: Request, store: Store, venue: Venue, form: Form, row: Exhibitor | None = None
) -> Response:
    with store.reading() as session:
        banks = _banks(session)
    places = programme.places()
    return show(
        request,
        "catalogue/exhibitor.html",
        form,
        venue=venue,
        exhibitor=row,
        banks=[(one.bin, f"{one.short_name} – {one.name}") for one in banks],
        commune_groups=commune_groups(),
        provinces=sorted(places.provinces.items()),
        countries=sorted(places.countries.items(), key=lambda one: one[1]),
    )


def _banks(session: Session) -> list[Bank]:
    return list(session.exec(select(Bank).order_by(col(Bank.short_name)).limit(500)))


def _typed(row: Exhibitor) -> dict[str, str]:
    kind = SponsorKind.COMMUNE
    if not row.commune_code and (row.province or row.country):
        kind = SponsorKind.PROVINCE if row.province else SponsorKind.COUNTRY
    return {name: getattr(row, name) or "" for name in TEXTS} | {
        "place_kind": kind.value,
        "women_led": "1" if row.women_led else "",
        "ethnic_minority": "1" if row.ethnic_minority else "",
        "seen": stamp(row),
    }


def _draft(fields: Fields, before: Exhibitor | None) -> ExhibitorDraft:
    kind = fields.choice("place_kind", {one.value: one for one in SponsorKind}, SponsorKind.COMMUNE)
    places = programme.places()
    known = {
        "commune_code": {"": "", **{one: one for one in places.communes}},
        "province": {"": "", **{one: one for one in places.provinces}},
        "country": {"": "", **{one: one for one in places.countries}},
    }
    fits = {"commune_code": "commune", "province": "province", "country": "country"}
    place = {
        name: fields.choice(name, known[name], "") if fits[name] == kind else "" for name in known
    }
    bank = fields.maybe("bank_bin")
    account = fields.read_maybe("account_number", identity.account_number, "")
    if bool(bank) != bool(fields.maybe("account_number")):
        fields.blame("account_number" if bank else "bank_bin", HalfAccountError())
    draft = ExhibitorDraft(
        name=fields.text("name"),
        kind=fields.choice("kind", KINDS, ExhibitorKind.HOUSEHOLD),
        tax_code=_tax_code(fields, before),
        phone=fields.read_maybe("phone", identity.phone, ""),
        address=fields.maybe("address"),
        commune_code=place["commune_code"] or None,
        province=place["province"],
        country=place["country"],
        bank_bin=bank,
        account_number=account,
        account_name=identity.account_name(fields.maybe("account_name", 80)),
        women_led=fields.ticked("women_led"),
        ethnic_minority=fields.ticked("ethnic_minority"),
    )
    fields.check()
    return draft


def _tax_code(fields: Fields, before: Exhibitor | None) -> str:
    """Read the tax code; one that was there before, e.g. imported, is not doubted again."""
    typed = fields.maybe("tax_code", 20)
    if before is not None and typed == before.tax_code:
        return typed
    return fields.read_maybe("tax_code", identity.tax_code, "")
