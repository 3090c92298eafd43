"""A booth's slips in its printer's queue: the hand-over (Z), the shift so far (X), the day."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import Session

from fair_pos.accounts.models import Person
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import context, day_paper, shift_paper, shift_totals, shifts
from fair_pos.checkout.context import Place
from fair_pos.checkout.day_sheet import day_sheet
from fair_pos.checkout.models import ShiftClose
from fair_pos.core.clock import Clock
from fair_pos.core.document import Document
from fair_pos.core.errors import FairPosError
from fair_pos.printing import payload, spool
from fair_pos.printing.models import JobKind
from fair_pos.printing.spool import NewJob


class NoPrinterError(FairPosError):
    """The booth has no printer."""

    code = "no_printer"
    status = 409
    vi = "Gian này chưa nối máy in. Xem số trên màn hình, hoặc hỏi Ban Tổ chức."
    en = "No printer at this booth. Read the figures here or ask the organisers."


@dataclass(frozen=True, slots=True)
class _Slip:
    """A paper to queue, and who asked for it."""

    id: str
    paper: Document
    by: str


def queue_hand_over(session: Session, clock: Clock, till: TillIdentity, done: ShiftClose) -> None:
    """Queue the Z of a shift under the shift's id; a booth without a printer gets none."""
    place = context.place_of(session, till.org_id, till.booth_id)
    if place.printer_id is None:
        return
    shift = shifts.own_shift(session, till, done.id)
    person = session.get(Person, (till.org_id, done.closed_by))
    paper = shift_paper.hand_over(place, shift, done, person.full_name if person else "")
    _queue(session, clock, place, _Slip(done.id, paper, done.closed_by))


def print_so_far(
    session: Session, clock: Clock, till: TillIdentity, slip_id: str, shift_id: str
) -> None:
    """Print the X of a shift as it stands now; the same slip again is the same paper.

    Raises:
        NotFoundError: not a shift of this till.
        NoPrinterError: nothing to print it on.
    """
    shift = shifts.own_shift(session, till, shift_id)
    place = context.place_of(session, till.org_id, till.booth_id)
    totals = asdict(shift_totals.totals_of(session, shift))
    paper = shift_paper.so_far(place, shift, totals, clock.now())
    _queue(session, clock, place, _Slip(slip_id, paper, till.person_id or ""))


def print_day(session: Session, clock: Clock, till: TillIdentity, slip_id: str, day: date) -> None:
    """Print the booth's day as it stands now; the same slip again is the same paper.

    Raises:
        NoPrinterError: nothing to print it on.
    """
    place = context.place_of(session, till.org_id, till.booth_id)
    sheet = day_sheet(session, till.org_id, till.booth_id, day)
    paper = day_paper.document(place, sheet, clock.now())
    _queue(session, clock, place, _Slip(slip_id, paper, till.person_id or ""))


def _queue(session: Session, clock: Clock, place: Place, slip: _Slip) -> None:
    if place.printer_id is None:
        raise NoPrinterError
    new = NewJob(
        org_id=place.org_id,
        printer_id=place.printer_id,
        booth_id=place.booth_id,
        kind=JobKind.REPORT,
        document_id=slip.id,
        payload=payload.dump(slip.paper),
        created_by=slip.by,
    )
    spool.enqueue(session, clock, new)
