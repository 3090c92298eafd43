"""Printers: how they are, their queues, their papers; adding and changing one."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.accounts import queries as accounts
from fair_pos.core.clock import business_date, local
from fair_pos.core.errors import NotFoundError
from fair_pos.db.edit import Edit, stamp
from fair_pos.db.store import Store
from fair_pos.labels import trial
from fair_pos.printing import drawer, late, profiles, queries, spool
from fair_pos.printing.models import DriverKind, Printer
from fair_pos.printing.outcome import FAULT_SENTENCES
from fair_pos.printing.queries import PrinterLine
from fair_pos.venues import printers as actions
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Venue
from fair_pos.venues.printers import PrinterDraft
from fair_pos.web.forms import Fields, Form, Posted, attempt, saved, saved_at, show
from fair_pos.web.guard import Organiser, Reader, StoreOf
from fair_pos.web.place import VenueOf

router = APIRouter(prefix="/v/{venue_code}/printers", include_in_schema=False)
DRIVERS = {one.value: one for one in DriverKind}
SHOWN_JOBS = 30
SHOWN_OPENINGS = 20


def printer_of(printer_id: str, venue: VenueOf, store: StoreOf) -> Printer:
    """Return the printer of the address.

    Raises:
        NotFoundError: no such printer at this venue.
    """
    with store.reading() as session:
        row = session.get(Printer, (venue.org_id, printer_id))
    if row is None or row.venue_id != venue.id:
        raise NotFoundError
    return row


PrinterOf = Annotated[Printer, Depends(printer_of)]


@router.get("")
def printers(request: Request, _: Reader, store: StoreOf, venue: VenueOf) -> Response:
    """List the printers, the queue of the first that is in trouble below."""
    return _overview(request, store, venue, None)


@router.get("/new")
def new_printer(request: Request, _: Organiser, store: StoreOf, venue: VenueOf) -> Response:
    """Show the empty form of a printer."""
    values = {"profile": profiles.DEFAULT, "driver": DriverKind.NETWORK.value, "active": "1"}
    return _form_page(request, store, venue, Form(values))


@router.post("/new")
def add_printer(
    request: Request, _: Organiser, store: StoreOf, venue: VenueOf, posted: Posted
) -> Response:
    """Add a printer."""
    fields = Fields(posted, request)

    def save() -> Printer:
        draft = _draft(fields, _names(store, venue))
        return store.lane.run(
            lambda session: actions.add_printer(session, store.clock, venue, draft)
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, store, venue, result)
    return saved(f"/v/{venue.code}/printers/{result.id}", store)


@router.get("/{printer_id}")
def printer(
    request: Request, _: Reader, store: StoreOf, venue: VenueOf, row: PrinterOf
) -> Response:
    """List the printers, the queue of one below."""
    return _overview(request, store, venue, row.id)


@router.get("/{printer_id}/edit")
def edit_printer(
    request: Request, _: Organiser, store: StoreOf, venue: VenueOf, row: PrinterOf
) -> Response:
    """Show the form of a printer."""
    return _form_page(request, store, venue, Form(_typed(row)), row)


@router.post("/{printer_id}/edit")
def change_printer(
    request: Request, _: Organiser, store: StoreOf, venue: VenueOf, row: PrinterOf, posted: Posted
) -> Response:
    """Save a printer."""
    fields = Fields(posted, request)

    def save() -> Printer:
        draft = _draft(fields, _names(store, venue))
        edit = Edit(row.org_id, row.id, fields.raw("seen"))
        return store.lane.run(
            lambda session: actions.change_printer(session, store.clock, edit, draft)
        )

    result = attempt(fields, save)
    if isinstance(result, Form):
        return _form_page(request, store, venue, result.beside(_typed(row)), row)
    return saved(f"/v/{venue.code}/printers/{row.id}", store)


@router.post("/{printer_id}/test")
def print_test(viewer: Organiser, store: StoreOf, venue: VenueOf, row: PrinterOf) -> Response:
    """Queue a test print."""
    store.lane.run(lambda session: actions.print_test(session, store.clock, row, viewer.person_id))
    return saved(f"/v/{venue.code}/printers/{row.id}", store)


@router.post("/{printer_id}/retry")
def retry(_: Organiser, store: StoreOf, venue: VenueOf, row: PrinterOf) -> Response:
    """Try the queue again at once."""
    store.lane.run(lambda session: spool.try_now(session, row.org_id, row.id))
    return RedirectResponse(f"/v/{venue.code}/printers/{row.id}", 303)


@router.post("/{printer_id}/pass-on")
def pass_on(
    _: Organiser, store: StoreOf, venue: VenueOf, row: PrinterOf, posted: Posted
) -> Response:
    """Let another printer of the venue print what waits here."""
    other = printer_of(str(posted.get("printer", "")), venue, store)
    store.lane.run(lambda session: spool.move_all(session, row.org_id, row.id, other.id))
    return RedirectResponse(f"/v/{venue.code}/printers/{other.id}", 303)


@router.post("/{printer_id}/held")
def decide_on_held(
    _: Organiser, store: StoreOf, venue: VenueOf, row: PrinterOf, posted: Posted
) -> Response:
    """Print or give up the old receipts that were held back."""
    if posted.get("act") == "print":
        store.lane.run(lambda session: late.release_all(session, store.clock, row.org_id, row.id))
    elif posted.get("act") == "cancel":
        store.lane.run(lambda session: late.cancel_all(session, row.org_id, row.id))
    else:
        raise NotFoundError
    return RedirectResponse(f"/v/{venue.code}/printers/{row.id}", 303)


def _overview(request: Request, store: Store, venue: Venue, chosen: str | None) -> Response:
    now = store.clock.now()
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    with store.reading() as session:
        lines = queries.printers(session, venue.org_id, venue.id, midnight)
        troubled = next((one.id for one in lines if one.fault), lines[0].id if lines else "")
        shown = chosen or troubled
        jobs = queries.jobs_of_printer(session, venue.org_id, shown)[:SHOWN_JOBS] if shown else []
        titles = spool.titles(session, venue.org_id, [job.id for job in jobs])
        openings = drawer.log(session, venue.org_id, shown)[:SHOWN_OPENINGS]
        people = {one for row in openings for one in (row.by, row.approved_by) if one}
        names = accounts.names(session, venue.org_id, people)
        booths = venues.booths(session, request.state.viewer, venue.id)
        line = next((one for one in lines if one.id == shown), None)
        forms = trial.fitting(session, venue.org_id, line.profile) if line else []
    return show(
        request,
        "venues/printers.html",
        venue=venue,
        lines=lines,
        shown=line,
        label_forms=forms,
        jobs=jobs,
        titles=titles,
        openings=openings,
        names=names,
        booths={one.id: one.code for one in booths},
        faults=FAULT_SENTENCES,
        models=profiles.usable(),
        faulty_profiles=profiles.faults(),
        others=_others(lines, line),
        today=business_date(now),
        saved=saved_at(request),
    )


def _others(lines: Sequence[PrinterLine], shown: PrinterLine | None) -> list[PrinterLine]:
    """Return the printers that can take over, the neighbour first: labels go to their like."""
    if shown is None:
        return []
    labels_only = profiles.of_labels()
    can = [one for one in lines if one.id != shown.id and one.active and not one.fault]
    same = [one for one in can if (one.profile in labels_only) is (shown.profile in labels_only)]
    return sorted(same, key=lambda one: one.id != shown.neighbour_id)


def _form_page(
    request: Request, store: Store, venue: Venue, form: Form, row: Printer | None = None
) -> Response:
    with store.reading() as session:
        can = venues.receipt_printers(session, venue)
    others = [one for one in can if row is None or one.id != row.id]
    return show(
        request,
        "venues/printer_form.html",
        form,
        venue=venue,
        printer=row,
        neighbours=[(one.id, one.name) for one in others],
        profiles=[(one, profile.name) for one, profile in profiles.usable().items()],
    )


def _typed(row: Printer) -> dict[str, str]:
    return {
        "name": row.name,
        "profile": row.profile,
        "driver": row.driver,
        "address": row.address,
        "active": "1" if row.active else "",
        "neighbour_id": row.neighbour_id or "",
        "has_drawer": "1" if row.has_drawer else "",
        "seen": stamp(row),
    }


def _names(store: Store, venue: Venue) -> dict[str, str | None]:
    """Return the printers that can be somebody's neighbour, and nobody."""
    with store.reading() as session:
        return {"": None, **{one.id: one.id for one in venues.receipt_printers(session, venue)}}


def _draft(fields: Fields, neighbours: dict[str, str | None]) -> PrinterDraft:
    driver = fields.choice("driver", DRIVERS, DriverKind.VIRTUAL)
    draft = PrinterDraft(
        name=fields.text("name", 60),
        profile=fields.choice("profile", {one: one for one in profiles.usable()}, profiles.DEFAULT),
        driver=driver,
        address="" if driver is DriverKind.VIRTUAL else fields.maybe("address", 120),
        active=fields.ticked("active"),
        neighbour_id=fields.choice("neighbour_id", neighbours, None),
        has_drawer=fields.ticked("has_drawer"),
    )
    fields.check()
    return draft
