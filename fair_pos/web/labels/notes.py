"""Inspectors' notes: writing one at a label with the phone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.accounts.queries import Viewer
from fair_pos.core import ids
from fair_pos.core.clock import business_date
from fair_pos.core.errors import NotFoundError
from fair_pos.core.text import clean
from fair_pos.db.store import Store
from fair_pos.labels import notes, queries
from fair_pos.labels.models import LabelNote, NoteKind
from fair_pos.labels.notes import NoteDraft
from fair_pos.labels.queries import Stall
from fair_pos.payments.codes import identify
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue
from fair_pos.web.forms import Fields, Form, MissingError, Posted, attempt, saved, show
from fair_pos.web.guard import Inspecting, StoreOf
from fair_pos.web.labels import note_list
from fair_pos.web.labels.note_list import FOUND, note_of
from fair_pos.web.labels.note_photos import Photos
from fair_pos.web.place import VenueOf

router = APIRouter(include_in_schema=False)
at_venue = APIRouter(prefix="/v/{venue_code}/notes")
CODE_MAX = 200


class Asked(BaseModel):
    """What a note is about: a scanned code, or an earlier note."""

    code: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """The label, the goods or the earlier note that a note is about."""

    code: str
    product_id: str | None = None
    product_name: str = ""
    exhibitor: str = ""
    stalls: tuple[Stall, ...] = ()
    earlier: LabelNote | None = None

    def booth_at(self, venue: Venue) -> str:
        """Return the number of the first booth that offers the goods at a venue, or nothing."""
        return next((one.booth for one in self.stalls if one.venue.id == venue.id), "")


@router.get("/notes/new")
def choose_venue(viewer: Inspecting, store: StoreOf, code: str = "") -> Response:
    """Go on to the fair that offers the goods, or to the latest one."""
    with store.reading() as session:
        subject = _subject(session, store, code)
        known = [one.venue for one in subject.stalls] or venues.venues(session, viewer.org_id)
        if not known:
            raise NotFoundError
        address = f"/v/{known[0].code}/notes/new?{urlencode({'code': code[:CODE_MAX]})}"
    return RedirectResponse(address, 303)


@at_venue.get("/new")
def new_note(
    request: Request,
    viewer: Inspecting,
    store: StoreOf,
    venue: VenueOf,
    asked: Annotated[Asked, Query()],
) -> Response:
    """Show the empty form of a note about a code, or about an earlier note."""
    with store.reading() as session:
        subject = _about(session, store, venue, asked)
        booth = subject.booth_at(venue)
        if subject.earlier and subject.earlier.booth_id:
            booth = _booths(session, viewer, venue).get(subject.earlier.booth_id, "")
    kind = request.query_params.get("kind", "")
    form = Form({"id": ids.new_id(), "booth": booth, "kind": kind})
    return _form_page(request, viewer, store, venue, subject, form=form)


@at_venue.post("/new")
def write_note(  # noqa: PLR0913  the parameters are the route's
    request: Request,
    viewer: Inspecting,
    store: StoreOf,
    venue: VenueOf,
    asked: Annotated[Asked, Query()],
    *,
    posted: Posted,
) -> Response:
    """Add a note; the same form sent again, after a lost answer, adds nothing."""
    fields = Fields(posted, request)
    with store.reading() as session:
        subject = _about(session, store, venue, asked)
        booths = {code: key for key, code in _booths(session, viewer, venue).items()}
    photos = Photos(store.settings.data)

    def save() -> None:
        draft = _draft(fields, viewer, venue, subject, booths)
        content = photos.read(fields)
        fields.check()
        with photos.kept(content) as names:
            whole = replace(draft, photos=" ".join(names))
            is_new = store.lane.run(
                lambda session: notes.write(session, store.clock, viewer.org_id, whole)
            )
            if not is_new:
                photos.drop(names)

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, viewer, store, venue, subject, form=result)
    return saved(f"/v/{venue.code}/notes?show=", store)


def _about(session: Session, store: Store, venue: Venue, asked: Asked) -> Subject:
    """Return what a note is about.

    Raises:
        NotFoundError: no such earlier note at this venue.
    """
    if not asked.about:
        return _subject(session, store, asked.code)
    earlier = note_of(session, venue, asked.about)
    return replace(_subject(session, store, earlier.code), earlier=earlier)


def _subject(session: Session, store: Store, text: str) -> Subject:
    """Find the goods of a scanned or typed code; what is of nothing here stays as it stood."""
    read = identify(clean(text)[:CODE_MAX])
    found = None
    if read.code:
        found = queries.by_label_code(session, store.org_id, read.code)
    elif read.gtin:
        same = queries.by_gtin(session, store.org_id, read.gtin.zfill(14))
        found = same[0] if len(same) == 1 else None
    code = read.serial or read.code or read.text
    if found is None:
        return Subject(code)
    product, exhibitor = found
    today = business_date(store.clock.now())
    stalls = queries.stalls(session, store.org_id, product.id, today)
    return Subject(code, product.id, product.name, exhibitor.name, tuple(stalls))


def _booths(session: Session, viewer: Viewer, venue: Venue) -> dict[str, str]:
    return {one.id: one.code for one in venues.booths(session, viewer, venue.id)}


def _draft(
    fields: Fields, viewer: Viewer, venue: Venue, subject: Subject, booths: Mapping[str, str]
) -> NoteDraft:
    kinds = {**FOUND, "settled": NoteKind.SETTLED} if _may_settle(viewer, subject) else FOUND
    kind = fields.choice("kind", kinds, NoteKind.OTHER)
    text = "\n".join(fields.lines("text"))
    if not text and kind is not NoteKind.RIGHT:
        fields.blame("text", MissingError())
    own_id = fields.raw("id")
    return NoteDraft(
        id=own_id if ids.is_id(own_id) else ids.new_id(),
        venue_id=venue.id,
        code=subject.code,
        kind=kind,
        text=text,
        written_by=viewer.person_id,
        product_id=subject.product_id,
        booth_id=fields.choice("booth", {"": None, **booths}, None),
        place=fields.maybe("place"),
        about_id=subject.earlier.id if subject.earlier else None,
    )


def _may_settle(viewer: Viewer, subject: Subject) -> bool:
    return subject.earlier is not None and viewer.organises


def _form_page(  # noqa: PLR0913  what a page shows
    request: Request,
    viewer: Viewer,
    store: Store,
    venue: Venue,
    subject: Subject,
    *,
    form: Form,
) -> Response:
    with store.reading() as session:
        booths = sorted(_booths(session, viewer, venue).values())
    return show(
        request,
        "labels/note.html",
        form,
        venue=venue,
        subject=subject,
        booths=[(code, code) for code in booths],
        may_settle=_may_settle(viewer, subject),
    )


router.include_router(at_venue)
router.include_router(note_list.router)
