"""Finding a printer's model: a test page, three questions, the next model, a sample receipt."""

from collections.abc import Sequence

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.checkout import sample
from fair_pos.db import journal
from fair_pos.db.store import Store
from fair_pos.printing import profiles, queries, setup
from fair_pos.printing.models import Printer
from fair_pos.printing.outcome import FAULT_SENTENCES
from fair_pos.printing.setup import Answers, Letters, Ruler
from fair_pos.venues import printers as actions
from fair_pos.venues.models import Venue
from fair_pos.web.forms import Fields, Posted, show
from fair_pos.web.guard import Organiser, StoreOf
from fair_pos.web.place import VenueOf
from fair_pos.web.printers.printers import PrinterOf

router = APIRouter(prefix="/v/{venue_code}/printers/{printer_id}/setup", include_in_schema=False)
RULERS = {one.value: one for one in Ruler}
LETTERS = {one.value: one for one in Letters}
CODES = {"yes": True, "no": False}


@router.get("")
def look(
    request: Request,
    _: Organiser,
    store: StoreOf,
    venue: VenueOf,
    row: PrinterOf,
    tried: str = "",
) -> Response:
    """Offer to print the test page; once one was asked for, say where it is and ask about it."""
    known = _known(tried)
    return _page(request, store, venue, row, "ask" if known else "begin", known)


@router.post("")
def answer(  # noqa: PLR0913, PLR0917  FastAPI's way: what it needs stands in its signature
    request: Request,
    viewer: Organiser,
    store: StoreOf,
    venue: VenueOf,
    row: PrinterOf,
    posted: Posted,
) -> Response:
    """Take the answers: keep the model and print a sample, or try the next one."""
    fields = Fields(posted, request)
    tried = _known(fields.raw("tried")) or [row.profile]
    if fields.raw("act") == "print":
        _print_page(store, row, profiles.canonical(row.profile), viewer.person_id)
        return _ask(request, tried)
    answers = Answers(
        fields.choice("ruler", RULERS, Ruler.WHOLE),
        fields.choice("letters", LETTERS, Letters.RIGHT),
        fields.choice("code", CODES, default=True),
    )
    if fields.faults:
        return _page(request, store, venue, row, "missing", tried)
    if answers.is_right:
        _print_sample(store, venue, row, viewer.person_id)
        return _page(request, store, venue, row, "done", tried)
    if row.fault:  # what never reached the printer says nothing of its model
        return _ask(request, tried)
    known = profiles.usable()
    following = setup.next_profile(row.profile, tried, answers, known)
    if following is None:
        return _page(request, store, venue, row, "stuck", tried)
    _print_page(store, row, following, viewer.person_id)
    return _ask(request, [*tried, following])


@router.post("/keep")
def keep(viewer: Organiser, store: StoreOf, venue: VenueOf, row: PrinterOf) -> Response:
    """End with the model that is set."""
    _print_sample(store, venue, row, viewer.person_id)
    return RedirectResponse(f"/v/{venue.code}/printers/{row.id}", 303)


def _print_page(store: Store, row: Printer, profile: str, by: str) -> None:
    def action(session: Session) -> None:
        printer = session.get(Printer, (row.org_id, row.id))
        assert printer is not None, "printers are never deleted"
        if printer.profile != profile:
            printer.profile, printer.changed_at = profile, store.clock.now()
            session.add(printer)
            fields = {"profile": profile, "by": by}
            journal.write(session, store.clock, journal.Fact("printer.fitted", row.id, fields))
        actions.print_test(session, store.clock, printer, by)

    store.lane.run(action)


def _print_sample(store: Store, venue: Venue, row: Printer, by: str) -> None:
    def action(session: Session) -> None:
        document = sample.paper(
            session, venue, store.settings.base_url, store.clock.now(), store.signer
        )
        actions.queue_own_paper(session, store.clock, row, document, by)

    store.lane.run(action)


def _known(tried: str) -> list[str]:
    known = profiles.ids()
    return [one for one in tried.split(",") if one in known]


def _ask(request: Request, tried: Sequence[str]) -> Response:
    """Go on to the questions, at an address that can be loaded again without printing again."""
    return RedirectResponse(f"{request.url.path}?tried={','.join(tried)}", 303)


def _page(  # noqa: PLR0913, PLR0917  what the page shows
    request: Request,
    store: Store,
    venue: Venue,
    row: Printer,
    step: str,
    tried: Sequence[str] = (),
) -> Response:
    with store.reading() as session:
        jobs = queries.jobs_of_printer(session, row.org_id, row.id)
    return show(
        request,
        "printing/setup.html",
        venue=venue,
        printer=row,
        profile=profiles.of(row.profile),
        step="ask" if step == "missing" else step,
        tried=",".join(tried or [row.profile]),
        missing=step == "missing",
        page=next((one for one in jobs if not one.booth_id), None),
        faults=FAULT_SENTENCES,
    )
