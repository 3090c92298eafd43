"""The layout of receipts, a venue's or one booth's: a form beside the paper it makes."""

import base64
from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from fair_pos.accounts.models import Person
from fair_pos.checkout import sample
from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store
from fair_pos.printing import logos, preview, profiles
from fair_pos.printing.logos import LogoRefusedError
from fair_pos.venues import layouts
from fair_pos.venues.layouts import PLAIN, Layout, LayoutEdit, Part
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.printers.layout_form import Desk, DeskOf, draft, kept, values

router = APIRouter(prefix="/v/{venue_code}/layout", include_in_schema=False)
PAPERS = {"80": "generic-80", "58": "generic-58"}


@router.get("")
def layout(request: Request, _: Organiser, store: StoreOf, desk: DeskOf) -> Response:
    """Show the layout and the paper it makes."""
    shown, typed = _stored(store, desk)
    return _page(request, store, desk, Form(typed), shown)


@router.post("")
def change(
    request: Request, viewer: Organiser, store: StoreOf, desk: DeskOf, posted: Posted
) -> Response:
    """Save the layout, only try it, undo the last save, or go back to the plain one."""
    fields = Fields(posted, request)
    act = fields.raw("act")
    edit = LayoutEdit(desk.owner, fields.raw("seen"), viewer.person_id)
    drafted = draft(fields, store, desk, viewer.person_id)

    def save() -> None:
        acts: dict[str, Callable[[Session], None]] = {
            "save": lambda session: layouts.save(session, store.clock, edit, drafted),
            "undo": lambda session: layouts.undo(session, store.clock, edit),
            "reset": lambda session: layouts.save(session, store.clock, edit, PLAIN),
        }
        if act not in acts:
            raise NotFoundError
        if act == "save":
            fields.check()
        store.lane.run(acts[act])

    is_try = act == "try"
    result = Form(fields.as_typed, fields.faults) if is_try else attempt(fields, save)
    if result is None:
        return saved(desk.address, store)
    shown, theirs = _stored(store, desk)
    if act in {"undo", "reset"}:
        return _page(request, store, desk, replace(result, values=theirs), shown)
    form = replace(result, values={**result.values, "logo": drafted.logo})
    return _page(request, store, desk, form.beside(theirs), drafted)


@router.post("/paper.png")
def paper(
    request: Request, viewer: Organiser, store: StoreOf, desk: DeskOf, posted: Posted
) -> Response:
    """Draw the paper as typed so far, faults or not."""
    fields = Fields(posted, request)
    drafted = draft(fields, store, desk, viewer.person_id)
    return Response(_paper(store, desk, drafted, fields.raw("mm")), media_type="image/png")


@router.post("/logo")
def add_logo(
    request: Request, viewer: Organiser, store: StoreOf, _: DeskOf, posted: Posted
) -> Response:
    """Take a logo before the form is saved, so that the paper can show it."""
    fields = Fields(posted, request)
    file = fields.upload("picture")
    try:
        if file is None:
            raise logos.NoPictureError
        return JSONResponse({"logo": kept(store, viewer.org_id, file, viewer.person_id)})
    except LogoRefusedError as refusal:
        return JSONResponse({"message": refusal.sentence(fields.language)}, refusal.status)


def _stored(store: Store, desk: Desk) -> tuple[Layout, dict[str, str]]:
    """Return the layout as it is saved, and as the form shows it."""
    with store.reading() as session:
        row = layouts.row_of(session, desk.owner)
    saved_layout = layouts.read(row.content) if row else PLAIN
    return saved_layout, values(saved_layout, row)


def _paper(store: Store, desk: Desk, drafted: Layout, width_mm: str) -> bytes:
    profile = profiles.load(PAPERS.get(width_mm, PAPERS["80"]))
    owner = desk.owner
    with store.reading() as session:
        if owner.booth_id:
            venue = layouts.layout_of(session, owner.org_id, owner.venue_id, None)
            drafted = layouts.merged(venue, drafted)
        document = sample.styled(session, owner, drafted, store)
    return preview.document_png(document, profile)


def _page(request: Request, store: Store, desk: Desk, form: Form, drafted: Layout) -> Response:
    with store.reading() as session:
        row = layouts.row_of(session, desk.owner)
        own = layouts.booths_with_own(session, desk.owner.org_id, desk.venue.id)
        person = session.get(Person, (desk.owner.org_id, row.changed_by)) if row else None
    width_mm = form.value("mm") if form.value("mm") in PAPERS else "80"
    picture = base64.b64encode(_paper(store, desk, drafted, width_mm)).decode()
    return show(
        request,
        "venues/layout.html",
        form,
        venue=desk.venue,
        desk=desk,
        row=row,
        changed_by=person.full_name if person else "",
        own=own,
        is_plain=row is None or row.content == layouts.dump(PLAIN),
        parts=[part.value for part in Part],
        paper=f"data:image/png;base64,{picture}",
        width_mm=width_mm,
        saved=saved_at(request),
    )
