"""The list of inspectors' notes: which wait, one note wherever it stands, its photos."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from fair_pos.core.errors import NotFoundError
from fair_pos.labels import note_queries
from fair_pos.labels.models import LabelNote, NoteKind
from fair_pos.labels.note_queries import OPEN
from fair_pos.venues.models import Venue
from fair_pos.web import paging
from fair_pos.web.forms import saved_at, show
from fair_pos.web.guard import Inspecting, StoreOf
from fair_pos.web.labels.note_photos import Photos
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/notes", include_in_schema=False)
FOUND = {one.value: one for one in NoteKind if one is not NoteKind.SETTLED}


@router.get("")
def listed(request: Request, _: Inspecting, store: StoreOf, venue: VenueOf) -> Response:
    """List the venue's notes, those that wait first asked for."""
    number = paging.number(request)
    with store.reading() as session:
        waiting = note_queries.open_notes(session, venue)
        counts = note_queries.counts(session, venue)
        only = request.query_params.get("show", OPEN if waiting else "")
        only = only if only in (OPEN, *FOUND) else ""
        rows = note_queries.notes(session, venue, only, number)
    total = sum(counts.values())
    listed = {OPEN: waiting, "": total, **counts}.get(only, 0)
    return show(
        request,
        "labels/notes.html",
        venue=venue,
        rows=rows,
        only=only,
        total=total,
        waiting=waiting,
        counts=counts,
        number=number,
        pages_in_all=paging.pages(listed, note_queries.PAGE),
        saved=saved_at(request),
    )


@router.get("/{note_id}")
def find(_: Inspecting, store: StoreOf, venue: VenueOf, note_id: str) -> Response:
    """Go to a note in the list, on whichever page it stands."""
    with store.reading() as session:
        note = note_of(session, venue, note_id)
        number = note_queries.page_of(session, note, venue)
    return RedirectResponse(f"/v/{venue.code}/notes?show=&page={number}#{note_id}", 303)


@router.get("/{note_id}/photos/{number}")
def photo(_: Inspecting, store: StoreOf, venue: VenueOf, note_id: str, number: int) -> Response:
    """Show a photo of a note, counted from 1."""
    with store.reading() as session:
        names = note_of(session, venue, note_id).photos.split()
    if not 1 <= number <= len(names):
        raise NotFoundError
    return FileResponse(Photos(store.settings.data).folder / names[number - 1])


def note_of(session: Session, venue: Venue, note_id: str) -> LabelNote:
    """Return a note of a venue.

    Raises:
        NotFoundError: there is none, or it is another venue's.
    """
    note = session.get(LabelNote, (venue.org_id, note_id))
    if note is None or note.venue_id != venue.id:
        raise NotFoundError
    return note
