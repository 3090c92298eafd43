"""A printing of labels being drawn: how far it is, its files, stopping it, drawing it again."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from fair_pos.core.clock import local
from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store
from fair_pos.labels import again, drawing, sheets, shelf
from fair_pos.labels.actions import Printed
from fair_pos.labels.drawing import DrawingRoom
from fair_pos.labels.models import LabelPrint
from fair_pos.venues.models import Venue
from fair_pos.web import files
from fair_pos.web.forms import show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/labels/prints/{print_id}", include_in_schema=False)


def entry_of(print_id: str, _: Organiser, store: StoreOf, venue: VenueOf) -> LabelPrint:
    """Return the printing of the address.

    Raises:
        NotFoundError: no such printing at this venue.
    """
    with store.reading() as session:
        return again.entry_of(session, venue.org_id, venue.id, print_id)


EntryOf = Annotated[LabelPrint, Depends(entry_of)]


def room_of(request: Request) -> DrawingRoom:
    """Return where the running application draws labels."""
    found: DrawingRoom = request.app.state.drawing_room
    return found


def answer(request: Request, venue: Venue, printed: Printed) -> Response:
    """Return a small printing as its paper; a large one is drawn while its page tells how far."""
    entry = printed.entry
    if entry.labels > drawing.AT_ONCE:
        room_of(request).draw(entry)
        return RedirectResponse(_address(venue, entry), 303)
    name = f"tem-{entry.format}-{local(entry.printed_at):%Y%m%d-%H%M}.pdf"
    return files.to_open(sheets.pdf(printed.sheets), name)


def page(
    request: Request, store: Store, template: str, entry: LabelPrint, **values: Any
) -> Response:
    """Show a page that tells how far a printing is."""
    with store.reading() as session:
        form = shelf.find(session, entry.org_id, entry.format)
    return show(request, template, entry=entry, form_used=form, **values)


@router.get("")
def printing(
    request: Request, _: Organiser, store: StoreOf, venue: VenueOf, entry: EntryOf
) -> Response:
    """Show how far a printing is."""
    found = room_of(request).progress(entry)
    return page(request, store, "labels/printing.html", entry, venue=venue, progress=found)


@router.get("/progress")
def progress(request: Request, _: Organiser, venue: VenueOf, entry: EntryOf) -> Response:
    """Show the part of the page that changes."""
    found = room_of(request).progress(entry)
    return show(request, "labels/progress.html", venue=venue, entry=entry, progress=found)


@router.post("/draw")
def draw(
    request: Request, viewer: Organiser, store: StoreOf, venue: VenueOf, entry: EntryOf
) -> Response:
    """Draw it again: the same labels with the same numbers; the journal keeps who did."""
    store.lane.run(lambda session: again.note(session, store.clock, entry, viewer.person_id))
    room_of(request).draw(entry)
    return RedirectResponse(_address(venue, entry), 303)


@router.post("/cancel")
def cancel(request: Request, _: Organiser, venue: VenueOf, entry: EntryOf) -> Response:
    """Stop drawing; the numbers stay given."""
    room_of(request).cancel(entry)
    return RedirectResponse(_address(venue, entry), 303)


@router.get("/all.zip")
def everything(request: Request, _: Organiser, entry: EntryOf) -> Response:
    """Hand out all drawn parts in one file."""
    room = room_of(request)
    if not room.progress(entry).is_done or not room.packed(entry).exists():
        raise NotFoundError
    return FileResponse(room.packed(entry), filename=f"tem-{entry.format}.zip")


@router.get("/{number}.pdf")
def part(request: Request, number: int, _: Organiser, entry: EntryOf) -> Response:
    """Hand out one drawn part."""
    room = room_of(request)
    for one in room.progress(entry).parts:
        if one.number == number and room.file(entry, number).exists():
            return FileResponse(
                room.file(entry, number), filename=one.file_name, content_disposition_type="inline"
            )
    raise NotFoundError


def _address(venue: Venue, entry: LabelPrint) -> str:
    return f"/v/{venue.code}/labels/prints/{entry.id}"
