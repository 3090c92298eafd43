"""Declared slips: what a booth without a device says it took on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from fair_pos.accounts.queries import Viewer
from fair_pos.checkout import context
from fair_pos.checkout.models import DeclaredSlip
from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.core.errors import FieldError
from fair_pos.core.money import format_vnd_unit
from fair_pos.db import journal
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Booth


class OcopAboveTotalError(FieldError):
    """The part is larger than the whole."""

    code, field = "ocop_above_total", "ocop_vnd"
    vi = "Phần OCOP không được lớn hơn tổng doanh thu ({detail}). Sửa một trong hai số."
    en = "The OCOP part cannot exceed the total ({detail}). Correct one of them."


@dataclass(frozen=True, slots=True)
class SlipDraft:
    """What stands on a slip. `photo` is a file name in the data folder's photos, or empty."""

    venue_id: str
    booth_id: str
    day: date
    total_vnd: int
    ocop_vnd: int
    entered_by: str
    photo: str = ""
    note: str = ""


def declare(session: Session, clock: Clock, org_id: str, draft: SlipDraft) -> DeclaredSlip:
    """Add a slip; a slip of the same booth and day stays and is named as the corrected one.

    Raises:
        OcopAboveTotalError: the part is larger than the whole.
    """
    if draft.ocop_vnd > draft.total_vnd:
        raise OcopAboveTotalError(format_vnd_unit(draft.total_vnd))
    earlier = history(session, org_id, draft.booth_id, draft.day)
    row = DeclaredSlip(
        org_id=org_id,
        id=ids.new_id(),
        venue_id=draft.venue_id,
        booth_id=draft.booth_id,
        day=draft.day,
        total_vnd=draft.total_vnd,
        ocop_vnd=draft.ocop_vnd,
        photo=draft.photo or (earlier[0].photo if earlier else ""),
        note=draft.note,
        entered_by=draft.entered_by,
        entered_at=clock.now(),
        corrects_id=earlier[0].id if earlier else None,
    )
    session.add(row)
    session.flush()
    place = context.place_of(session, org_id, draft.booth_id)
    fields = {
        "venue": place.venue_code,
        "booth": place.booth_code,
        "day": row.day.isoformat(),
        "total_vnd": row.total_vnd,
        "ocop_vnd": row.ocop_vnd,
        "corrects": row.corrects_id,
        "by": row.entered_by,
    }
    journal.write(session, clock, journal.Fact("slip.declared", row.id, fields))
    return row


def history(session: Session, org_id: str, booth_id: str, day: date) -> Sequence[DeclaredSlip]:
    """Return the slips of a booth and day, the one that counts first."""
    return session.exec(
        select(DeclaredSlip)
        .where(
            DeclaredSlip.org_id == org_id,
            DeclaredSlip.booth_id == booth_id,
            DeclaredSlip.day == day,
        )
        .order_by(col(DeclaredSlip.id).desc())
        .limit(50)
    ).all()


def slips(session: Session, viewer: Viewer, venue_id: str) -> dict[tuple[str, date], DeclaredSlip]:
    """Return the slips that count of a venue's visible booths, by booth and day."""
    newest = (
        select(func.max(DeclaredSlip.id))
        .join(
            Booth,
            (col(Booth.org_id) == DeclaredSlip.org_id) & (col(Booth.id) == DeclaredSlip.booth_id),
        )
        .where(*venues.visible_booths(viewer), DeclaredSlip.venue_id == venue_id)
        .group_by(col(DeclaredSlip.booth_id), col(DeclaredSlip.day))
    )
    statement = (
        select(DeclaredSlip)
        .where(DeclaredSlip.org_id == viewer.org_id, col(DeclaredSlip.id).in_(newest))
        .order_by(col(DeclaredSlip.day), col(DeclaredSlip.booth_id))
        .limit(50_000)
    )
    return {(row.booth_id, row.day): row for row in session.exec(statement)}
