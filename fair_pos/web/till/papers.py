"""The till's API for papers: print a slip, say what became of a paper, print it again as a copy."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body
from sqlmodel import Session

from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import slips
from fair_pos.checkout.models import Sale
from fair_pos.checkout.orders import Id, Wire
from fair_pos.core.errors import NotFoundError
from fair_pos.db.store import Store
from fair_pos.printing import queries, spool
from fair_pos.printing.models import JobKind, Printer
from fair_pos.printing.queries import JobLine
from fair_pos.web.guard import StoreOf, TillAuth
from fair_pos.web.till import drawer, examples

router = APIRouter(prefix="/api/v1/till", tags=["papers"])


class SlipOrder(Wire):
    """A slip of a shift; the same id is the same paper."""

    id: Id


class DaySlipOrder(SlipOrder):
    """A slip of a day."""

    day: date


@router.post("/shifts/{shift_id}/x/print")
def print_so_far(
    store: StoreOf,
    till: TillAuth,
    shift_id: str,
    body: Annotated[SlipOrder, Body(openapi_examples=examples.SLIP)],
) -> dict[str, Any]:
    """Print the shift so far, without the cash that should be there."""

    def action(session: Session) -> dict[str, Any]:
        slips.print_so_far(session, store.clock, till, body.id, shift_id)
        return _slip_form(session, till, body.id)

    return store.lane.run(action)


@router.post("/day-sheet/print")
def print_day(
    store: StoreOf,
    till: TillAuth,
    body: Annotated[DaySlipOrder, Body(openapi_examples=examples.DAY_SLIP)],
) -> dict[str, Any]:
    """Print the booth's day as it stands now."""

    def action(session: Session) -> dict[str, Any]:
        slips.print_day(session, store.clock, till, body.id, body.day)
        return _slip_form(session, till, body.id)

    return store.lane.run(action)


@router.get("/slips/{document_id}/print")
def slip_state(store: StoreOf, till: TillAuth, document_id: str) -> dict[str, Any]:
    """Say what became of the newest paper of a slip; a Z has the id of its shift."""
    with store.reading() as session:
        return _slip_form(session, till, document_id)


@router.post("/slips/{document_id}/reprint")
def reprint_slip(store: StoreOf, till: TillAuth, document_id: str) -> dict[str, Any]:
    """Print a slip again, marked BẢN SAO."""

    def action(session: Session) -> dict[str, Any]:
        _reprint(session, store, till, _newest(session, till, document_id, JobKind.REPORT))
        return _slip_form(session, till, document_id)

    return store.lane.run(action)


@router.get("/sales/{sale_id}/print")
def receipt_state(store: StoreOf, till: TillAuth, sale_id: str) -> dict[str, Any]:
    """Say what became of the newest paper of a sale, refund or void, and of the drawer."""
    with store.reading() as session:
        return _receipt_form(session, till, sale_id)


@router.post("/sales/{sale_id}/reprint")
def reprint_receipt(store: StoreOf, till: TillAuth, sale_id: str) -> dict[str, Any]:
    """Print a copy, marked BẢN SAO."""

    def action(session: Session) -> dict[str, Any]:
        _reprint(session, store, till, _newest(session, till, sale_id, JobKind.RECEIPT))
        return _receipt_form(session, till, sale_id)

    return store.lane.run(action)


def _reprint(session: Session, store: Store, till: TillIdentity, job: JobLine | None) -> None:
    if job is None:
        raise NotFoundError
    spool.reprint(session, store.clock, till.org_id, job.id, till.person_id or "")


def _slip_form(session: Session, till: TillIdentity, document_id: str) -> dict[str, Any]:
    job = _newest(session, till, document_id, JobKind.REPORT)
    if job is None:
        raise NotFoundError
    return _form(session, till, job)


def _receipt_form(session: Session, till: TillIdentity, sale_id: str) -> dict[str, Any]:
    sale = session.get(Sale, (till.org_id, sale_id))
    if sale is None or sale.booth_id != till.booth_id:
        raise NotFoundError
    job = _newest(session, till, sale_id, JobKind.RECEIPT)
    opened = drawer.form(session, till, sale_id)
    if job is None:
        return {"state": "none", "fault": "", "copy_no": 0, "job_id": "", "drawer": opened}
    return {**_form(session, till, job), "drawer": opened}


def _newest(
    session: Session, till: TillIdentity, document_id: str, kind: JobKind
) -> JobLine | None:
    """Return the newest paper of a document of the till's booth."""
    jobs = queries.jobs_of_document(session, till.org_id, document_id)
    own = [job for job in jobs if job.kind == kind and job.booth_id == till.booth_id]
    return max(own, key=lambda job: job.copy_no, default=None)


def _form(session: Session, till: TillIdentity, job: JobLine) -> dict[str, Any]:
    printer = session.get(Printer, (till.org_id, job.printer_id))
    return {
        "state": job.state,
        "fault": printer.fault if printer else "",
        "paper_low": printer is not None and printer.paper_low,
        "copy_no": job.copy_no,
        "job_id": job.id,
    }
