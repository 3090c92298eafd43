"""Sizes of labels: the list, copying one, its measures with a picture, undo."""

import base64
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.accounts.queries import Viewer
from fair_pos.core.errors import NotFoundError
from fair_pos.labels import built_in, formats, sample, shelf, sizes
from fair_pos.labels.formats import A4_HEIGHT, A4_WIDTH, LabelFormat, Measures
from fair_pos.labels.models import LabelFormatRow
from fair_pos.venues.models import Venue
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Organiser, Reader, StoreOf
from fair_pos.web.place import VenueOf
from fair_pos.web.typed import tenths, whole

router = APIRouter(prefix="/v/{venue_code}/labels/formats", include_in_schema=False)
TITLE_MAX = 60
LIMITS = {
    "page_width": (200, 2200), "width": (150, 2100), "height": (100, 2970), "left": (0, 1000),
    "top": (0, 1500), "gap_x": (0, 500), "gap_y": (0, 500),
}  # fmt: skip
COUNTS = {"columns": (1, 12), "rows": (1, 40)}
ROLL_ONLY, SHEET_ONLY = frozenset({"page_width"}), frozenset({"rows", "top"})


def form_of(form_key: str, viewer: Organiser, store: StoreOf) -> LabelFormat:
    """Return the size of the address.

    Raises:
        NotFoundError: no such size.
    """
    with store.reading() as session:
        return shelf.one_of(session, viewer.org_id, form_key)


FormatOf = Annotated[LabelFormat, Depends(form_of)]


@router.get("")
def overview(request: Request, viewer: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """List the sizes, those switched off too."""
    with store.reading() as session:
        every = shelf.every(session, viewer.org_id)
        printed = sizes.printed(session, viewer.org_id)
    return show(
        request,
        "labels/formats.html",
        venue=venue,
        forms=every,
        printed=printed,
        changed={one.key for one in every if built_in.BY_KEY.get(one.key, one) != one},
        mm=formats.millimetres,
        saved=saved_at(request),
    )


@router.post("/{form_key}/draw")
def draw(
    request: Request, _: Organiser, venue: VenueOf, posted: Posted, form: FormatOf
) -> Response:
    """Show the sheet or roll of what is typed, or what is wrong with it."""
    fields = Fields(posted, request)
    typed = _draft(fields, form)
    _blame(fields, typed)
    return show(
        request,
        "labels/format_drawn.html",
        venue=venue,
        faults=fields.faults,
        **_drawn(typed, fields),
    )


@router.get("/{form_key}")
def edit(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, form: FormatOf
) -> Response:
    """Show a size's measures and its picture."""
    with store.reading() as session:
        typed = _typed(form, sizes.seen(session, viewer.org_id, form.key))
    fields = Fields(FormData(typed), request)
    return _page(request, viewer, store, venue, form, Form(typed), fields)


@router.post("/{form_key}")
def change(  # noqa: PLR0913, PLR0917  FastAPI's way: what it needs stands in its signature
    request: Request,
    viewer: Organiser,
    store: StoreOf,
    venue: VenueOf,
    form: FormatOf,
    posted: Posted,
) -> Response:
    """Save a size."""
    fields = Fields(posted, request)

    def save() -> LabelFormat:
        draft = _draft(fields, form)
        _blame(fields, draft)
        fields.check()
        store.lane.run(
            lambda session: sizes.change(
                session, store.clock, viewer.org_id, draft, fields.raw("seen")
            )
        )
        return draft

    result = attempt(fields, save)
    if isinstance(result, Form):
        with store.reading() as session:
            now = _typed(form, sizes.seen(session, viewer.org_id, form.key))
        return _page(request, viewer, store, venue, form, result.beside(now), fields)
    return saved(f"{_address(venue)}/{form.key}", store)


@router.post("/{form_key}/copy")
def copy(viewer: Organiser, store: StoreOf, venue: VenueOf, form: FormatOf) -> Response:
    """Add a copy of a size and open it."""
    made = store.lane.run(lambda session: sizes.copy(session, store.clock, viewer.org_id, form.key))
    return RedirectResponse(f"{_address(venue)}/{made.key}", 303)


@router.post("/{form_key}/back")
def back(
    viewer: Organiser, store: StoreOf, venue: VenueOf, form: FormatOf, posted: Posted
) -> Response:
    """Undo the last change, give back the built-in measures, or remove an own size."""
    acts = {"undo": sizes.undo, "restore": sizes.restore, "remove": sizes.remove}
    act = acts.get(str(posted.get("act", "")))
    if act is None:
        raise NotFoundError

    def action(session: Session) -> None:
        act(session, store.clock, viewer.org_id, form.key)

    store.lane.run(action)
    end = "" if act is sizes.remove else f"/{form.key}"
    return saved(f"{_address(venue)}{end}", store)


def _page(  # noqa: PLR0913, PLR0917  what the page shows
    request: Request,
    viewer: Viewer,
    store: StoreOf,
    venue: Venue,
    form: LabelFormat,
    typed: Form,
    fields: Fields,
) -> Response:
    with store.reading() as session:
        row = session.get(LabelFormatRow, (viewer.org_id, form.key))
        printed = sizes.printed(session, viewer.org_id).get(form.key, 0)
    return show(
        request,
        "labels/format.html",
        typed,
        venue=venue,
        size=form,
        is_built_in=form.key in built_in.BY_KEY,
        is_changed=built_in.BY_KEY.get(form.key, form) != form,
        can_undo=bool(row and row.before),
        printed=printed,
        saved=saved_at(request),
        faults={},
        **_drawn(_draft(fields, form), fields),
    )


def _drawn(form: LabelFormat, fields: Fields) -> dict[str, Any]:
    """Return what the picture needs; without faults there is a sample label in it."""
    one = form.measures
    rows = 2 if form.is_roll else one.rows
    boxes = [
        (one.left + column * (one.width + one.gap_x), one.top + row * (one.height + one.gap_y))
        for row in range(rows)
        for column in range(one.columns)
    ]
    high = rows * (one.height + one.gap_y) if form.is_roll else A4_HEIGHT
    is_good = not fields.faults and not sizes.faults(form)
    picture = base64.b64encode(sample.picture(form)).decode() if is_good else ""
    return {"drawn": form, "boxes": boxes, "page_height": high, "picture": picture}


def _typed(form: LabelFormat, seen: str) -> dict[str, str]:
    measures = {name: getattr(form.measures, name) for name in shelf.MEASURES}
    return {
        "title": form.title,
        "cut_lines": "1" if form.has_cut_lines else "",
        "active": "1" if form.is_active else "",
        "seen": seen,
        **{name: formats.millimetres(measures[name]) for name in LIMITS},
        **{name: str(measures[name]) for name in COUNTS},
    }


def _draft(fields: Fields, form: LabelFormat) -> LabelFormat:
    absent = SHEET_ONLY if form.is_roll else ROLL_ONLY
    known = {name: getattr(form.measures, name) for name in shelf.MEASURES}
    read = {name: tenths(*LIMITS[name]) for name in LIMITS}
    read |= {name: whole(*COUNTS[name]) for name in COUNTS}
    measures = {
        name: known[name] if name in absent else fields.read(name, read[name], known[name])
        for name in shelf.MEASURES
    }
    if not form.is_roll:
        measures["page_width"] = A4_WIDTH
    return LabelFormat(
        form.key,
        fields.text("title", TITLE_MAX),
        form.medium,
        Measures(**measures),
        has_cut_lines=fields.ticked("cut_lines") and not form.is_roll,
        is_active=fields.ticked("active"),
    )


def _blame(fields: Fields, draft: LabelFormat) -> None:
    """Note at its fields what is wrong with measures that could be read."""
    if not fields.faults:
        for fault in sizes.faults(draft):
            fields.blame(fault.field, fault)


def _address(venue: Venue) -> str:
    return f"/v/{venue.code}/labels/formats"
