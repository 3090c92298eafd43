"""Labels at a label printer: which printer, how far it is, stopping the rest, a test label."""

from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store
from fair_pos.labels import roll_jobs, trial
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.models import LabelPrint
from fair_pos.labels.roll_jobs import Progress
from fair_pos.printing import profiles
from fair_pos.venues.models import Venue
from fair_pos.web.forms import Posted, saved, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.labels.prints import EntryOf, page
from fair_pos.web.place import VenueOf
from fair_pos.web.printers.printers import PrinterOf

router = APIRouter(prefix="/v/{venue_code}", include_in_schema=False)
PRINTER = "roll_printer"
"""The field of the printer that prints labels of a roll; empty: they become a file."""


def choice(store: Store, venue: Venue, form: LabelFormat, posted: FormData) -> dict[str, Any]:
    """Return what `labels/roll_choice.html` shows: a label printer goes before a file."""
    with store.reading() as session:
        can = roll_jobs.printers(session, venue, form)
    first = can[0].id if can and profiles.load(can[0].profile).is_for_labels else ""
    return {"label_printers": can, "roll_printer": str(posted.get(PRINTER, first))}


def chosen(posted: FormData, form: LabelFormat) -> str:
    """Return the printer that was chosen for labels of a roll; empty for a file."""
    return str(posted.get(PRINTER, "")) if form.is_roll else ""


def answer(venue: Venue, entry: LabelPrint) -> Response:
    """Go to the page that tells how far a printing is."""
    return RedirectResponse(f"/v/{venue.code}/labels/rolls/{entry.id}", 303)


@router.get("/labels/rolls/{print_id}")
def printing(
    request: Request, _: Organiser, store: StoreOf, venue: VenueOf, entry: EntryOf
) -> Response:
    """Show how far labels at a printer are."""
    found = _progress(store, entry)
    return page(request, store, "labels/roll.html", entry, venue=venue, progress=found)


@router.get("/labels/rolls/{print_id}/progress")
def progress(
    request: Request, _: Organiser, store: StoreOf, venue: VenueOf, entry: EntryOf
) -> Response:
    """Show the part of the page that changes."""
    found = _progress(store, entry)
    return show(request, "labels/roll_progress.html", venue=venue, entry=entry, progress=found)


@router.post("/labels/rolls/{print_id}/stop")
def stop(viewer: Organiser, store: StoreOf, venue: VenueOf, entry: EntryOf) -> Response:
    """Give up the labels that wait; their numbers stay given."""
    store.lane.run(
        lambda session: roll_jobs.stop(
            session, store.clock, entry.org_id, entry.id, viewer.person_id
        )
    )
    return answer(venue, entry)


@router.post("/printers/{printer_id}/label-test")
def print_trial(
    viewer: Organiser, store: StoreOf, venue: VenueOf, row: PrinterOf, posted: Posted
) -> Response:
    """Queue labels that try a printer."""
    form_key = str(posted.get("form", ""))
    store.lane.run(
        lambda session: trial.print_trial(session, store.clock, row, form_key, viewer.person_id)
    )
    return saved(f"/v/{venue.code}/printers/{row.id}", store)


def _progress(store: Store, entry: LabelPrint) -> Progress:
    """Return how far a printing is.

    Raises:
        NotFoundError: its labels went to a file.
    """
    with store.reading() as session:
        found = roll_jobs.progress(session, entry.org_id, [entry.id])
    if entry.id not in found:
        raise NotFoundError
    return found[entry.id]
