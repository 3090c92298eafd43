"""Aligning a printer: a sheet with crosses, what was measured on it, the offset that is kept."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from fair_pos.db.edit import Edit, stamp
from fair_pos.db.store import Store
from fair_pos.labels import calibration, shelf
from fair_pos.labels.formats import millimetres
from fair_pos.printing.label import NO_OFFSET
from fair_pos.printing.models import Printer
from fair_pos.venues import printers as actions
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue
from fair_pos.web import files
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.place import VenueOf
from fair_pos.web.printers.printers import printer_of
from fair_pos.web.typed import tenths

router = APIRouter(prefix="/v/{venue_code}/labels/calibration", include_in_schema=False)
MOST = 100
"""Tenths: a printer that is farther off has its paper in wrongly."""


@router.get("")
def choose(
    request: Request, _: Organiser, store: StoreOf, venue: VenueOf, printer: str = ""
) -> Response:
    """Offer the sheet and ask what was measured on it."""
    return _page(request, store, venue, Form({"printer": printer}))


@router.get("/sheet.pdf")
def sheet(
    _: Organiser, store: StoreOf, venue: VenueOf, form: str = "", printer: str = ""
) -> Response:
    """Draw crosses where a size's labels are, moved as the printer's labels are."""
    with store.reading() as session:
        size = shelf.one_of(session, venue.org_id, form)
    row = printer_of(printer, venue, store) if printer else None
    name, offset = (row.name, row.offset) if row else ("chưa chọn", NO_OFFSET)
    paper = calibration.sheet(size, name, offset)
    return files.to_open(paper, f"chinh-may-in-{size.key}.pdf")


@router.post("")
def measured(
    request: Request, _: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Move a printer's labels by what was measured, or set them back."""
    fields = Fields(posted, request)
    row = printer_of(fields.raw("printer"), venue, store)

    def save() -> Printer:
        right, down = (
            _moved(fields, name, now)
            for name, now in (("right", row.offset.right), ("down", row.offset.down))
        )
        fields.check()
        edit = Edit(row.org_id, row.id, stamp(row))
        return store.lane.run(
            lambda session: actions.move_labels(session, store.clock, edit, right, down)
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _page(request, store, venue, result)
    return saved(f"/v/{venue.code}/labels/calibration?printer={row.id}", store)


def _moved(fields: Fields, name: str, now: int) -> int:
    """Return the new offset: what was measured is taken back; "zero" forgets all of it."""
    if fields.raw("act") == "zero":
        return 0
    off = fields.read(name, tenths(-MOST, MOST), 0)
    return max(-MOST, min(MOST, now - off))


def _page(request: Request, store: Store, venue: Venue, form: Form) -> Response:
    with store.reading() as session:
        printers = venues.active_printers(session, venue)
        forms = shelf.active(session, venue.org_id)
    chosen = next((one for one in printers if one.id == form.value("printer")), None)
    return show(
        request,
        "labels/calibration.html",
        form,
        venue=venue,
        printers=printers,
        chosen=chosen,
        offset=chosen.offset if chosen else NO_OFFSET,
        forms=forms,
        mm=millimetres,
        saved=saved_at(request),
    )
