"""Papers in a printer's queue: looking at one, and what a person decides about it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from fair_pos.core.errors import ForbiddenError, NotFoundError
from fair_pos.labels import card_paper
from fair_pos.printing import late, logos, papers, preview, queries, spool
from fair_pos.printing.models import JobKind, Printer
from fair_pos.printing.queries import JobLine
from fair_pos.web.forms import Fields, Posted
from fair_pos.web.guard import Organiser, Reader, StoreOf
from fair_pos.web.printers.printers import PrinterOf

router = APIRouter(
    prefix="/v/{venue_code}/printers/{printer_id}/jobs/{job_id}", include_in_schema=False
)


def job_of(job_id: str, row: PrinterOf, store: StoreOf) -> JobLine:
    """Return the paper of the address.

    Raises:
        NotFoundError: it is not in this printer's queue.
    """
    with store.reading() as session:
        line = queries.job(session, row.org_id, job_id)
    if line.printer_id != row.id:
        raise NotFoundError
    return line


JobOf = Annotated[JobLine, Depends(job_of)]


@router.get("/paper.png")
def paper(viewer: Reader, store: StoreOf, job: JobOf) -> Response:
    """Show what the paper of a job shows; a booth card's code only to those who make cards."""
    with store.reading() as session:
        is_secret = card_paper.is_card(session, viewer.org_id, job.document_id)
        if is_secret and not viewer.organises:
            raise ForbiddenError
        found = papers.paper(session, viewer.org_id, job.id)
        if found.kind is JobKind.LABEL:
            return Response(preview.strip_png(found), media_type="image/png")
        document = logos.load(session, viewer.org_id, found.payload)
    picture = preview.paper_png(document, found.profile, found.copy_no)
    return Response(picture, media_type="image/png")


@router.post("")
def decide(
    request: Request, viewer: Organiser, store: StoreOf, job: JobOf, posted: Posted
) -> Response:
    """Do with a paper what a person chose: copy, cancel, move, say that it came out."""
    fields = Fields(posted, request)
    org, clock = viewer.org_id, store.clock

    def move(session: Session) -> None:
        here, there = (session.get(Printer, (org, one)) for one in (job.printer_id, target))
        if here is None or there is None or here.venue_id != there.venue_id:
            raise NotFoundError
        spool.move(session, org, job.id, there.id)

    target = fields.raw("printer")
    acts: dict[str, Callable[[Session], object]] = {
        "copy": lambda session: spool.reprint(session, clock, org, job.id, viewer.person_id),
        "print": lambda session: late.release(session, clock, org, job.id),
        "cancel": lambda session: spool.cancel(session, org, job.id),
        "printed": lambda session: spool.say_printed(session, clock, org, job.id),
        "move": move,
    }
    act = acts.get(fields.raw("act"))
    if act is None:
        raise NotFoundError
    store.lane.run(act)
    return RedirectResponse(request.url.path.rsplit("/jobs/", 1)[0], 303)
