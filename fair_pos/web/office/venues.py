"""Fairs and outlets: the list of all, adding one, changing one."""

from collections.abc import Mapping
from datetime import date, time

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.core.clock import business_date, format_date
from fair_pos.core.errors import FieldError
from fair_pos.db.edit import Edit, stamp
from fair_pos.db.store import Store
from fair_pos.programme import queries as programme
from fair_pos.venues import actions, queries, rules
from fair_pos.venues.actions import VenueDraft, ZoneDraft
from fair_pos.venues.models import Venue, VenueKind, Zone
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Office, Organiser, StoreOf
from fair_pos.web.place import VenueOf, commune_groups
from fair_pos.web.typed import parse_day, parse_time, whole

router = APIRouter(include_in_schema=False)
at_venue = APIRouter(prefix="/v/{venue_code}")
NEW_ZONES = 5
"""Empty rows for zones at the end of the form."""
TEXTS = ("place", "theme", "directed_by", "hosted_by", "run_by", "help_phone", "wifi_name")


class NoZoneError(FieldError):
    """Booths stand in zones."""

    vi = "Cần ít nhất một khu. Ghi tên khu, ví dụ Khu 1."
    en = "At least one zone is needed. Write its name, e.g. Khu 1."


class SameZoneError(FieldError):
    """Two zones of one name."""

    vi = "Hai khu trùng tên. Đổi tên một khu."
    en = "Two zones have the same name. Rename one."


@router.get("/")
def all_venues(request: Request, viewer: Office, store: StoreOf) -> Response:
    """List fairs and outlets, with what comes next at each."""
    today = business_date(store.clock.now())
    with store.reading() as session:
        rows = queries.venues(session, viewer.org_id)
        listed = [
            {
                "venue": row,
                "booths": len(queries.booths(session, viewer, row.id)),
                "today": rules.today_at(queries.open_days(session, row), today),
            }
            for row in rows
        ]
    return show(request, "venues/all.html", listed=listed)


@router.get("/venues/new")
def new_venue(request: Request, _: Organiser, store: StoreOf, kind: str = "fair") -> Response:
    """Show the empty form of a fair or an outlet."""
    outlet = kind == VenueKind.OUTLET
    empty = VenueDraft(
        code="",
        kind=VenueKind.OUTLET if outlet else VenueKind.FAIR,
        name="",
        first_day=business_date(store.clock.now()),
        gates="" if outlet else "Cổng 1\nCổng 2",
        zones=(ZoneDraft("Quầy") if outlet else ZoneDraft("Khu 1"),),
    )
    values = {**_typed(empty, []), "first_day": ""}
    form = Form(values | {"zone_0_name": empty.zones[0].name})
    return _form_page(request, store, form, venue=None)


@router.post("/venues/new")
def add_venue(request: Request, viewer: Organiser, store: StoreOf, posted: Posted) -> Response:
    """Add a fair or an outlet."""
    fields = Fields(posted, request)

    def save() -> Venue:
        draft = _draft(fields, [])
        return store.lane.run(
            lambda session: actions.add_venue(session, store.clock, viewer.org_id, draft)
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, store, result, venue=None)
    return saved(f"/v/{result.code}", store)


@at_venue.get("/settings")
def edit_venue(request: Request, _: Organiser, store: StoreOf, venue: VenueOf) -> Response:
    """Show the form of a venue."""
    with store.reading() as session:
        values = _now(session, venue)
    return _form_page(request, store, Form(values), venue=venue)


@at_venue.post("/settings")
def change_venue(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Save a venue."""
    fields = Fields(posted, request)
    with store.reading() as session:
        zones = list(queries.zones(session, venue))
        theirs = _now(session, venue)

    def save() -> Venue:
        draft = _draft(fields, zones)
        edit = Edit(viewer.org_id, venue.id, fields.raw("seen"))
        return store.lane.run(
            lambda session: actions.change_venue(session, store.clock, edit, draft)
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        form = result.beside(theirs)
        return _form_page(request, store, form, venue=venue)
    return saved(f"/v/{result.code}/settings", store)


def _form_page(request: Request, store: Store, form: Form, *, venue: Venue | None) -> Response:
    with store.reading() as session:
        zones = list(queries.zones(session, venue)) if venue else []
        published = programme.published_fairs(session)
    return show(
        request,
        "venues/form.html",
        form,
        venue=venue,
        zone_keys=[zone.id for zone in zones] + [str(n) for n in range(NEW_ZONES)],
        published=[(fair.code, fair.name) for fair in published],
        commune_groups=commune_groups(),
        saved=saved_at(request),
    )


def _now(session: Session, venue: Venue) -> dict[str, str]:
    """Return a saved venue as the form's values."""
    zones = list(queries.zones(session, venue))
    closed = ", ".join(format_date(day) for day in queries.closed_days(session, venue))
    return {**_typed(venue, zones), "closed_days": closed, "seen": stamp(venue)}


def _typed(venue: Venue | VenueDraft, zones: list[Zone]) -> dict[str, str]:
    values = {name: getattr(venue, name) for name in (*TEXTS, "code", "kind", "name", "gates")}
    return values | {
        "commune_code": venue.commune_code or "",
        "first_day": format_date(venue.first_day),
        "last_day": format_date(venue.last_day) if venue.last_day else "",
        "opens_at": f"{venue.opens_at:%H:%M}",
        "closes_at": f"{venue.closes_at:%H:%M}",
        "silent_after_min": str(venue.silent_after_min),
        "cashier_discount_percent": str(venue.cashier_discount_percent),
        "leader_discount_percent": str(venue.leader_discount_percent),
        "compare_with": venue.compare_with or "",
        "is_demo": "1" if venue.is_demo else "",
        **{f"zone_{zone.id}_name": zone.name for zone in zones},
        **{f"zone_{zone.id}_title": zone.title for zone in zones},
    }


def _draft(fields: Fields, zones: list[Zone]) -> VenueDraft:
    kind = fields.choice("kind", {one.value: one for one in VenueKind}, VenueKind.FAIR)
    with_end = kind is VenueKind.FAIR
    percent = whole(0, 100)
    draft = VenueDraft(
        code=fields.read("code", rules.venue_code, ""),
        kind=kind,
        name=fields.text("name"),
        first_day=fields.read("first_day", parse_day, date.min),
        last_day=fields.read("last_day", parse_day, date.max) if with_end else None,
        commune_code=fields.choice("commune_code", _communes(), None),
        opens_at=fields.read("opens_at", parse_time, time.min),
        closes_at=fields.read("closes_at", parse_time, time.max),
        gates="\n".join(fields.lines("gates")),
        silent_after_min=fields.read("silent_after_min", whole(10, 600), 60),
        cashier_discount_percent=fields.read("cashier_discount_percent", percent, 0),
        leader_discount_percent=fields.read("leader_discount_percent", percent, 0),
        compare_with=fields.maybe("compare_with") or None,
        is_demo=fields.ticked("is_demo"),
        closed_days=fields.read_maybe("closed_days", _days, ()) if with_end else (),
        zones=_zones(fields, zones),
        **{name: fields.maybe(name) for name in TEXTS},
    )
    fields.check()
    return draft


def _communes() -> Mapping[str, str | None]:
    return {"": None, **{code: code for code in programme.places().communes}}


def _days(text: str) -> tuple[date, ...]:
    return tuple(parse_day(part) for part in text.replace(";", ",").split(",") if part.strip())


def _zones(fields: Fields, zones: list[Zone]) -> tuple[ZoneDraft, ...]:
    """Read a row of name and title per zone; an emptied name drops the zone."""
    keys: list[tuple[str, str | None]] = [(zone.id, zone.id) for zone in zones]
    keys += [(str(n), None) for n in range(NEW_ZONES)]
    drafts = [
        ZoneDraft(fields.maybe(f"zone_{key}_name", 40), fields.maybe(f"zone_{key}_title"), zone_id)
        for key, zone_id in keys
    ]
    named = tuple(draft for draft in drafts if draft.name)
    if not named:
        fields.blame("zones", NoZoneError())
    if len({draft.name.casefold() for draft in named}) < len(named):
        fields.blame("zones", SameZoneError())
    return named


router.include_router(at_venue)
