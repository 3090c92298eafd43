"""Booths: adding, changing, suspending one."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core.errors import FieldError
from fair_pos.db.edit import Edit, stamp
from fair_pos.db.store import Store
from fair_pos.programme import queries as programme
from fair_pos.venues import booths as actions
from fair_pos.venues import queries, rules
from fair_pos.venues.booths import BoothDraft
from fair_pos.venues.models import Booth, BoothKind, RecordMode, SponsorKind, Venue
from fair_pos.web.forms import (
    NOTE_MAX,
    Fields,
    Form,
    MissingError,
    Posted,
    attempt,
    saved,
    show,
)
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.place import SpotOf, VenueOf, commune_groups, zone_options

router = APIRouter(prefix="/v/{venue_code}/booths", include_in_schema=False)
SPARE_EXHIBITORS = 2
"""Empty choices for one more exhibitor at the same booth."""


class UnknownExhibitorError(FieldError):
    """Not one of the list."""

    vi = "Chọn chủ thể trong danh sách."
    en = "Choose an exhibitor of the list."


@router.get("/new")
def new_booth(
    request: Request, _: Organiser, store: StoreOf, venue: VenueOf, zone: str = ""
) -> Response:
    """Show the empty form of a booth."""
    with store.reading() as session:
        printers = queries.receipt_printers(session, venue)
        zones = queries.zones(session, venue)
    kind = BoothKind.COUNTER if venue.last_day is None else BoothKind.STANDARD
    values = {
        "kind": kind.value,
        "record_mode": RecordMode.TILL.value,
        "sponsor_kind": SponsorKind.COMMUNE.value,
        "commune_code": venue.commune_code or "" if venue.last_day is None else "",
        "zone_id": zone or zones[0].id,
        "printer_id": printers[0].id if printers else "",
    }
    return _form_page(request, store, venue, Form(values))


@router.post("/new")
def add_booth(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Add a booth."""
    fields = Fields(posted, request)

    def save() -> Booth:
        draft = _draft(fields, store, venue)
        return store.lane.run(
            lambda session: actions.add_booth(session, store.clock, viewer.org_id, venue.id, draft)
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, store, venue, result)
    return saved(f"/v/{venue.code}/booths/{result.code}", store)


@router.get("/{booth_code:path}/edit")
def edit_booth(request: Request, _: Organiser, store: StoreOf, spot: SpotOf) -> Response:
    """Show the form of a booth."""
    with store.reading() as session:
        chosen = {"exhibitor_ids": _exhibitor_ids(session, spot.booth)}
    form = Form(_typed(spot.booth), chosen=chosen)
    return _form_page(request, store, spot.venue, form, spot.booth)


@router.post("/{booth_code:path}/edit")
def change_booth(
    request: Request, viewer: Organiser, store: StoreOf, spot: SpotOf, posted: Posted
) -> Response:
    """Save a booth."""
    fields = Fields(posted, request)

    def save() -> Booth:
        draft = _draft(fields, store, spot.venue)
        edit = Edit(viewer.org_id, spot.booth.id, fields.raw("seen"))
        return store.lane.run(
            lambda session: actions.change_booth(session, store.clock, edit, draft)
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        form = result.beside(_typed(spot.booth))
        return _form_page(request, store, spot.venue, form, spot.booth)
    return saved(f"/v/{spot.venue.code}/booths/{result.code}", store)


@router.get("/{booth_code:path}/suspend")
def ask_suspend(request: Request, _: Organiser, spot: SpotOf) -> Response:
    """Say what stopping a booth means, before it is done."""
    return show(
        request,
        "venues/suspend.html",
        venue=spot.venue,
        booth=spot.booth,
        seen=stamp(spot.booth),
    )


@router.post("/{booth_code:path}/suspend")
def suspend(
    request: Request, viewer: Organiser, store: StoreOf, spot: SpotOf, posted: Posted
) -> Response:
    """Stop a booth from selling."""
    edit = Edit(viewer.org_id, spot.booth.id, Fields(posted, request).raw("seen"))
    store.lane.run(lambda session: actions.suspend_booth(session, store.clock, edit))
    return saved(spot.address, store)


@router.post("/{booth_code:path}/resume")
def resume(
    request: Request, viewer: Organiser, store: StoreOf, spot: SpotOf, posted: Posted
) -> Response:
    """Let a booth sell again."""
    edit = Edit(viewer.org_id, spot.booth.id, Fields(posted, request).raw("seen"))
    store.lane.run(lambda session: actions.resume_booth(session, store.clock, edit))
    return saved(spot.address, store)


def _form_page(
    request: Request, store: Store, venue: Venue, form: Form, booth: Booth | None = None
) -> Response:
    chosen = form.chosen.get("exhibitor_ids", [])
    with store.reading() as session:
        exhibitors = programme.exhibitors(session, venue.org_id)
        zones = queries.zones(session, venue)
        printers = queries.receipt_printers(session, venue)
    places = programme.places()
    return show(
        request,
        "venues/booth_form.html",
        form,
        venue=venue,
        booth=booth,
        zones=zone_options(zones),
        printers=[(one.id, one.name) for one in printers if one.active],
        exhibitors=[(one.id, one.name) for one in exhibitors],
        chosen=[*chosen, *[""] * SPARE_EXHIBITORS],
        commune_groups=commune_groups(),
        districts=[(one, one) for one in places.by_district],
        provinces=sorted(places.provinces.items()),
        countries=sorted(places.countries.items(), key=lambda one: one[1]),
    )


def _exhibitor_ids(session: Session, booth: Booth) -> list[str]:
    found = queries.exhibitors_of(session, booth.org_id, [booth.id])
    return [one.id for one in found.get(booth.id, [])]


def _typed(booth: Booth) -> dict[str, str]:
    names = (
        "code", "zone_id", "kind", "record_mode", "sponsor_kind", "commune_code",
        "former_district", "province", "country", "printer_id", "note",
    )  # fmt: skip
    return {name: getattr(booth, name) or "" for name in names} | {"seen": stamp(booth)}


def _draft(fields: Fields, store: Store, venue: Venue) -> BoothDraft:
    with store.reading() as session:
        zones = {one.id: one.id for one in queries.zones(session, venue)}
        printers = {one.id: one.id for one in queries.receipt_printers(session, venue)}
        known = {one.id for one in programme.exhibitors(session, venue.org_id)}
    exhibitors = fields.several("exhibitor_ids")
    if not known.issuperset(exhibitors):
        fields.blame("exhibitor_ids", UnknownExhibitorError())
    sponsor = fields.choice(
        "sponsor_kind", {one.value: one for one in SponsorKind}, SponsorKind.COMMUNE
    )
    commune, district = _commune(fields) if sponsor is SponsorKind.COMMUNE else (None, "")
    draft = BoothDraft(
        code=fields.read("code", rules.booth_code, ""),
        zone_id=fields.choice("zone_id", zones, ""),
        kind=fields.choice("kind", {one.value: one for one in BoothKind}, BoothKind.STANDARD),
        record_mode=fields.choice(
            "record_mode", {one.value: one for one in RecordMode}, RecordMode.TILL
        ),
        sponsor_kind=sponsor,
        commune_code=commune,
        former_district=district,
        province=_province(fields) if sponsor is SponsorKind.PROVINCE else "",
        country=_country(fields) if sponsor is SponsorKind.COUNTRY else "",
        printer_id=fields.choice("printer_id", {"": None, **printers}, None),
        note=fields.maybe("note", NOTE_MAX),
        exhibitor_ids=tuple(exhibitors),
    )
    fields.check()
    return draft


def _commune(fields: Fields) -> tuple[str, str]:
    """Return the commune and the former district, by default the commune's main one."""
    communes = programme.places().communes
    if not fields.raw("commune_code"):
        fields.blame("commune_code", MissingError())
    code = fields.choice("commune_code", {one: one for one in communes}, "")
    if not code:
        return "", ""
    district = fields.raw("former_district") or communes[code].former_districts[0]
    if district not in communes[code].former_districts:
        name = communes[code].name
        fields.blame("former_district", rules.FormerDistrictError(name[0].upper() + name[1:]))
    return code, district


def _province(fields: Fields) -> str:
    return fields.choice("province", {one: one for one in programme.places().provinces}, "")


def _country(fields: Fields) -> str:
    return fields.choice("country", {one: one for one in programme.places().countries}, "")
